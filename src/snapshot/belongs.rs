//! What an observation's records are to the zone: its own, the parent's, a child's.

use super::gather::Asked;
use super::rrset::RRset;
use super::variants::Slot;
use crate::dns::{Name, Rdata};
use crate::evidence::{Kind, Observation, Section};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use domain::base::rdata::RecordData as _;
use std::collections::BTreeSet;

/// Whether one of these names is above the owner.
pub(super) fn is_below(owner: &Name, names: &BTreeSet<Name>) -> bool {
    !names.is_empty() && owner.iter_suffixes().skip(1).any(|above| names.contains(&above))
}

/// An answer to the DS question without DS says that there is none, unless it comes from above the
/// parent (a referral) or from the zone itself (RFC 4035 §3.1.4.1).
pub(super) fn denies_ds(observation: &Observation, zone: &Name) -> bool {
    let soa = observation.records.iter().find(|seen| seen.record.rtype() == Rtype::SOA);
    let ns = observation
        .records
        .iter()
        .any(|seen| seen.section == Section::Authority && seen.record.rtype() == Rtype::NS);
    match soa {
        Some(soa) => soa.record.owner() != zone,
        None => !ns,
    }
}

/// The type an RRSIG covers, else the record's own: signatures are kept with what they sign.
pub(super) fn covered_type(data: &Rdata) -> Rtype {
    match data {
        Rdata::Rrsig(sig) => sig.type_covered(),
        other => other.rtype(),
    }
}

/// DS at the apex is the parent's data wherever it stands (RFC 4035 §2.4).
pub(super) fn is_parent_record(owner: &Name, data: &Rdata, zone: &Name) -> bool {
    owner == zone && covered_type(data) == Rtype::DS
}

/// Signed data of the zone: not glue, and of a delegation only what the parent side signs
/// (RFC 4035 §2.2).
pub(super) fn is_authoritative(set: &RRset, zone: &Name, cuts: &BTreeSet<Name>) -> bool {
    let below_cut = set.owner.iter_suffixes().skip(1).any(|above| cuts.contains(above.for_slice()));
    let at_cut = cuts.contains(&set.owner) && set.owner != *zone;
    !below_cut && (!at_cut || matches!(set.rtype, Rtype::NS | Rtype::DS | Rtype::NSEC | Rtype::NSEC3))
}

/// A whole zone, not a few answers: records without a message around them (or a zone transfer)
/// with the apex SOA and NS and either a denial chain or names beside the apex.
pub(super) fn looks_like_zone(observation: &Observation, zone: &Name) -> bool {
    const NAMES: usize = 4;
    let transfer = observation.question.as_ref().is_some_and(|asked| asked.rtype == Rtype::AXFR);
    if observation.kind != Kind::Records && !transfer {
        return false;
    }
    let (mut soa, mut ns, mut chain) = (false, false, false);
    let mut names: BTreeSet<&Name> = BTreeSet::new();
    for seen in &observation.records {
        let owner = seen.record.owner();
        let apex = owner == zone;
        match seen.record.data() {
            Rdata::Soa(_) => soa |= apex,
            Rdata::Ns(_) => ns |= apex,
            Rdata::Nsec(_) | Rdata::Nsec3(_) => chain = true,
            _ => {}
        }
        if !apex && names.len() < NAMES {
            names.insert(owner);
        }
    }
    soa && ns && (chain || names.len() >= NAMES)
}

/// The negative answer that a message is, if it is one: about the name at the end of the aliases in it.
pub(super) fn negative(
    observation: &Observation,
    proof: Vec<(Name, Rtype)>,
    zone: &Name,
    slot: Slot,
) -> Option<Asked> {
    let asked = observation.question.as_ref()?;
    let rcode = observation.rcode?;
    let name = alias_end(observation, &asked.name, asked.rtype);
    let answered = observation.records.iter().any(|seen| {
        // Behind an alias only what stands at its end counts.
        seen.section == Section::Answer && (name == asked.name || *seen.record.owner() == name)
    });
    let denies = rcode == Rcode::NXDOMAIN || (rcode == Rcode::NOERROR && !answered);
    let referral = proof.iter().any(|(owner, rtype)| *rtype == Rtype::NS && owner != zone);
    let followed = name != asked.name;
    let bare = proof.is_empty() && (followed || observation.dnssec_ok != Some(true));
    (denies && !referral && !bare && name.ends_with(zone)).then(|| Asked {
        name,
        rtype: asked.rtype,
        rcode,
        proof,
        proof_expected: observation.dnssec_ok == Some(true)
            || observation.records.iter().any(|seen| seen.record.rtype() == Rtype::RRSIG),
        slot,
    })
}

/// Where the CNAME records in the answer lead to.
pub(super) fn alias_end(observation: &Observation, name: &Name, rtype: Rtype) -> Name {
    /// Longer chains are not followed.
    const MOST: usize = 16;
    let mut at = name.clone();
    if rtype == Rtype::CNAME {
        return at;
    }
    for _ in 0..MOST {
        let next = observation.records.iter().find_map(|seen| match seen.record.data() {
            Rdata::Cname(cname) if seen.section == Section::Answer && *seen.record.owner() == at => {
                Some(cname.cname().clone())
            }
            _ => None,
        });
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}
