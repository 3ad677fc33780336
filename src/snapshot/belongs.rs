//! What an observation's records are to the zone: its own, the parent's, a child's.

use crate::dns::{Name, Rdata};
use crate::evidence::{Kind, Observation, Section};
use domain::base::Rtype;
use domain::base::rdata::RecordData as _;
use std::collections::BTreeSet;

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
