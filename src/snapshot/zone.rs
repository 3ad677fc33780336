//! Which zone the data are of.

use super::Problem;
use crate::dns::{Name, Rdata, dotted};
use crate::evidence::{Observation, Reading, Role, Section, Seen, Source};
use domain::base::Rtype;
use domain::base::name::ToLabelIter as _;
use std::collections::{BTreeMap, BTreeSet};

/// What speaks for a name being the apex of the zone to check.
#[derive(Default)]
struct Signs {
    /// It owns a SOA or DNSKEY RRset in data that are not the parent's.
    apex: usize,
    /// Signatures name it as the signer.
    signer: usize,
    /// It owns a DS RRset.
    ds: usize,
    /// It is the apex of a zone that a message speaks of without having been asked about it.
    beside: usize,
}

/// The zone that the observations are of: the one named, else the one that they point to.
pub(crate) fn find(sources: &[Source], readings: &[Reading], named: Option<&Name>) -> Result<Name, Problem> {
    let mut signs: BTreeMap<Name, Signs> = BTreeMap::new();
    let mut shortest: Option<&Name> = None;
    let mut named_seen = false;
    // The zones that the person gave the parent's DS of.
    let mut given: BTreeSet<Name> = BTreeSet::new();
    for (source, reading) in sources.iter().zip(readings) {
        for observation in &reading.observations {
            let parents = source.role == Role::Parent || asks_ds(observation);
            for seen in &observation.records {
                let owner = seen.record.owner();
                named_seen |= named.is_some_and(|zone| owner.ends_with(zone));
                match seen.record.data() {
                    Rdata::Ds(_) => {
                        signs.entry(owner.clone()).or_default().ds += 1;
                        if source.role == Role::Parent {
                            given.insert(owner.clone());
                        }
                    }
                    Rdata::Soa(_) | Rdata::Dnskey(_) if !parents => {
                        let signs = signs.entry(owner.clone()).or_default();
                        match is_asked(observation, seen, owner) {
                            true => signs.apex += 1,
                            false => signs.beside += 1,
                        }
                    }
                    Rdata::Rrsig(sig)
                        if !parents
                            && sig.type_covered() != Rtype::DS
                            && is_asked(observation, seen, sig.signer_name()) =>
                    {
                        signs.entry(sig.signer_name().clone()).or_default().signer += 1;
                    }
                    _ => {}
                }
                if !parents && shortest.is_none_or(|name| owner.label_count() < name.label_count()) {
                    shortest = Some(owner);
                }
            }
        }
    }
    if let Some(zone) = named {
        return match shortest {
            _ if named_seen => Ok(canonical(zone)),
            None if signs.is_empty() => Err(super::missing::nothing(readings)),
            _ => Err(Problem::ZoneNotSeen { zone: dotted(zone) }),
        };
    }
    // A server may host a child zone, too: the DS tells which of them is meant.
    let known = |zone: &Name| signs.get(zone).is_some_and(|found| found.apex + found.signer > 0);
    if let (1, Some(zone)) = (given.len(), given.first().filter(|zone| known(zone))) {
        return Ok(canonical(zone));
    }
    for weigh in [|s: &Signs| s.apex, |s: &Signs| s.signer, |s: &Signs| s.ds, |s: &Signs| s.beside] {
        let mut candidates: Vec<&Name> =
            signs.iter().filter(|(_, found)| weigh(found) > 0).map(|(name, _)| name).collect();
        if candidates.len() > 1 {
            // A paste of a whole chain of trust holds every ancestor's keys as well: the zone to
            // check is the one that has both a DS RRset and an apex below all the others.
            let chain = candidates.windows(2).all(|pair| match pair {
                [above, below] => below.ends_with(above),
                _ => true,
            });
            if chain && candidates.last().is_some_and(|name| signs.get(*name).is_some_and(|s| s.ds > 0)) {
                candidates = candidates.split_off(candidates.len() - 1);
            }
        }
        match candidates.as_slice() {
            [] => {}
            [zone] => return Ok(canonical(zone)),
            several => {
                return Err(Problem::SeveralZones { zones: several.iter().map(|n| dotted(n)).collect() });
            }
        }
    }
    shortest.map(canonical).ok_or_else(|| super::missing::nothing(readings))
}

/// Whether a message speaks of this zone because it was asked about a name in it: the additional section (RFC 1035 §3.7),
/// and what stands beside the question, may be of any zone.
fn is_asked(observation: &Observation, seen: &Seen, zone: &Name) -> bool {
    seen.section != Section::Additional
        && observation.question.as_ref().is_none_or(|question| question.name.ends_with(zone))
}

/// The answer to a DS question comes from the parent's servers (RFC 4035 §3.1.4.1).
pub(super) fn asks_ds(observation: &Observation) -> bool {
    observation.question.as_ref().is_some_and(|question| question.rtype == Rtype::DS)
}

fn canonical(name: &Name) -> Name {
    use domain::base::ToName as _;
    name.to_canonical_name()
}
