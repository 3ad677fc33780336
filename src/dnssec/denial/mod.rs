//! Denial of existence: do these NSEC or NSEC3 records prove what the answer says?
//!
//! Whether the records themselves are validly signed is another question: a [`Proof`] names the
//! RRsets it rests on, and [`super::judge`] judges them like any other. RFC 4035 §5.4, RFC 5155 §8,
//! RFC 6840 §4, RFC 9824 (compact denial is an ordinary NODATA proof).

mod chain;
mod nsec;
mod nsec3;

pub use chain::{Break, Chains, NXNAME, is_compact, structure};
pub use nsec::wildcard_below as wildcard_of;
pub use nsec3::{MOST_ITERATIONS, hash};

use crate::dns::Name;
use domain::base::Rtype;
use thiserror::Error;

/// What is to be proven.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'a> {
    /// The name does not exist, nor a wildcard that would match it.
    NameError(&'a Name),
    /// The name exists (or a wildcard matches it) without this type.
    NoData(&'a Name, Rtype),
    /// The name itself does not exist: the answer was made from the wildcard right below this many
    /// labels (RFC 4035 §5.3.4, RFC 5155 §8.8).
    Expanded(&'a Name, u8),
    /// The name is a delegation without DS: what a referral has to prove (RFC 4035 §5.2, RFC 5155 §8.9).
    Insecure(&'a Name),
}

/// A proof of a [`Claim`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Indexes of the NSEC or NSEC3 RRsets it rests on.
    pub rrsets: Vec<usize>,
    /// It rests on an NSEC3 record with the opt-out flag covering the name: insecure (RFC 5155 §9.2).
    pub opt_out: bool,
    /// NSEC3 iterations.
    pub iterations: u16,
}

impl Proof {
    fn uses(&mut self, rrset: usize) {
        if !self.rrsets.contains(&rrset) {
            self.rrsets.push(rrset);
        }
    }
}

/// Why there is no proof.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Gap {
    #[error("there is no NSEC or NSEC3 record in it")]
    NoRecords,
    #[error("no NSEC record covers {0}")]
    NsecCover(String),
    #[error("{0} was made from a wildcard, but not from the one right below {1}")]
    WrongWildcard(String, String),
    #[error("the NSEC record of {0} says that {1} exists there")]
    NsecType(String, String),
    #[error("no NSEC record covers the wildcard {0}")]
    NsecWildcard(String),
    #[error("no NSEC3 record matches a name above {0}")]
    Encloser(String),
    #[error("no NSEC3 record covers {0}")]
    Nsec3Cover(String),
    #[error("the NSEC3 record of {0} says that {1} exists there")]
    Nsec3Type(String, String),
    #[error("no NSEC or NSEC3 record of {0} says that it is a delegation without DS")]
    Delegation(String),
    #[error("the NSEC3 records use a hash algorithm other than SHA-1")]
    Hash,
}

/// Proves a claim with the records given, by whichever of the two mechanisms is there.
pub fn prove(chains: &Chains<'_>, claim: Claim<'_>) -> Result<Proof, Gap> {
    if !chains.nsec.is_empty() {
        let by_nsec = nsec::prove(chains, claim);
        if by_nsec.is_ok() || chains.nsec3.is_empty() {
            return by_nsec;
        }
    }
    if !chains.nsec3.is_empty() {
        return nsec3::prove(chains, claim);
    }
    Err(if chains.unknown_hash { Gap::Hash } else { Gap::NoRecords })
}
