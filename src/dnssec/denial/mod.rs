//! Denial of existence: do these NSEC or NSEC3 records prove what the answer says?
//!
//! Whether the records themselves are validly signed is another question: a [`Proof`] names the
//! RRsets it rests on, and [`super::judge`] judges them like any other. RFC 4035 §5.4, RFC 5155 §8,
//! RFC 6840 §4, RFC 9824 (compact denial is an ordinary NODATA proof).
//!
//! Validators differ over some proofs. What one of them takes is a proof here, with a [`Doubt`] for each reason that
//! others have against it; the profiles say who minds.

mod bitmap;
mod chain;
mod effort;
mod nsec;
mod nsec3;
mod oddity;
mod proof;
mod record;
mod structure;

pub use bitmap::promised;
pub use chain::{Chains, NXNAME, is_compact};
pub use effort::{blocks, blocks_of};
pub use nsec::wildcard_below as wildcard_of;
pub use oddity::{Doubt, Oddity};
pub use proof::{Claim, Gap, Proof, Why};
pub use record::malformed;
pub use structure::{Break, structure};

use crate::dns::dotted;
use domain::base::Rtype;

/// Proves a claim with the records given, by whichever of the two mechanisms is there.
pub fn prove(chains: &Chains<'_>, claim: Claim<'_>) -> Result<Proof, Gap> {
    let mut proof = plainly(chains, claim)?;
    if let Claim::NoData(name, rtype) = claim
        && !chains.soa
    {
        let says =
            format!("the answer to {} {rtype} has no SOA record in its authority section", dotted(name));
        proof.doubt(if rtype == Rtype::DS { Oddity::NoSoaOfDs } else { Oddity::NoSoa }, &[], says);
    }
    Ok(proof)
}

fn plainly(chains: &Chains<'_>, claim: Claim<'_>) -> Result<Proof, Gap> {
    if !chains.nsec.is_empty() {
        let by_nsec = nsec::prove(chains, claim);
        if by_nsec.is_ok() || chains.nsec3.is_empty() {
            return by_nsec;
        }
    }
    if !chains.nsec3.is_empty() {
        return nsec3::prove(chains, claim);
    }
    if let Some(gap) = nsec::outside(chains, None) {
        return Err(gap);
    }
    Err(if chains.unknown_hash { Why::Hash } else { Why::NoRecords }.shown_by([]))
}
