//! Which observation is whose: told by the person (a box per provider), else by the server lines.

use super::zone::asks_ds;
use crate::dns::{Name, Rdata};
use crate::evidence::{Kind, Observation, Reading, Role, Seen, Source};
use crate::order::Gather as _;
use domain::base::Rtype;
use std::collections::{BTreeMap, BTreeSet};

/// Where an observation goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Parent,
    Provider(String),
}

/// One owner per observation, in the order of sources and their observations.
pub(super) fn attribute(sources: &[Source], readings: &[Reading], zone: &Name) -> Vec<Vec<Owner>> {
    let taken: BTreeSet<&str> = sources
        .iter()
        .filter_map(|source| match &source.role {
            Role::Provider(label) => Some(label.as_str()),
            _ => None,
        })
        .gather();
    let names = name_groups(&group_servers(sources, readings, zone), &taken);
    sources
        .iter()
        .enumerate()
        .zip(readings)
        .map(|((index, source), reading)| {
            let keys = server_keys(index, reading, zone);
            reading
                .observations
                .iter()
                .zip(keys)
                .map(|(observation, key)| match &source.role {
                    Role::Parent => Owner::Parent,
                    Role::Provider(label) => Owner::Provider(label.clone()),
                    Role::Auto if is_parents(observation, zone) => Owner::Parent,
                    Role::Auto => Owner::Provider(names.get(&key).cloned().unwrap_or_else(|| "A".into())),
                })
                .collect()
        })
        .collect()
}

/// In data that nobody attributed, DS questions, DS records on their own and referrals to the zone
/// are the parent's.
fn is_parents(observation: &Observation, zone: &Name) -> bool {
    (only_ds(observation, zone) && observation.kind != Kind::Listing) || is_referral(observation, zone) || {
        let asked =
            asks_ds(observation) && observation.question.as_ref().is_some_and(|asked| asked.name == *zone);
        // The zone's own servers answer the DS question too, and have nothing to say on it.
        asked && !observation.records.iter().any(|seen| is_apex(seen, Rtype::SOA, zone))
    }
}

fn is_apex(seen: &Seen, rtype: Rtype, zone: &Name) -> bool {
    seen.record.rtype() == rtype && seen.record.owner() == zone
}

fn only_ds(observation: &Observation, zone: &Name) -> bool {
    let mut records = observation.records.iter().peekable();
    records.peek().is_some()
        && records.all(|seen| match seen.record.data() {
            Rdata::Ds(_) => seen.record.owner() == zone,
            Rdata::Rrsig(sig) => sig.type_covered() == Rtype::DS,
            _ => false,
        })
}

/// What the parent's servers say when asked for anything else: the NS RRset, with DS if there is one.
fn is_referral(observation: &Observation, zone: &Name) -> bool {
    let ns = observation.records.iter().any(|seen| is_apex(seen, Rtype::NS, zone));
    let ds = observation.records.iter().any(|seen| is_apex(seen, Rtype::DS, zone));
    let delegates = observation.question.is_some()
        && observation.authoritative == Some(false)
        && observation.records.iter().any(|seen| {
            is_apex(seen, Rtype::NS, zone) && seen.section == crate::evidence::Section::Authority
        });
    let all = observation.records.iter().all(|seen| match seen.record.data() {
        Rdata::Ns(_) | Rdata::Ds(_) => seen.record.owner() == zone,
        Rdata::Rrsig(sig) => sig.signer_name() != zone && zone.ends_with(sig.signer_name()),
        Rdata::Nsec(_) | Rdata::Nsec3(_) => {
            seen.record.owner() == zone || !seen.record.owner().ends_with(zone)
        }
        Rdata::A(_) | Rdata::Aaaa(_) => seen.record.owner() != zone,
        _ => false,
    });
    ns && all && (ds || delegates)
}

/// Who answered: the server the text names, else the source itself, and which copy of the zone in it.
type ServerKey = (Option<String>, usize, usize);

/// One key per observation of a source.
fn server_keys(source: usize, reading: &Reading, zone: &Name) -> Vec<ServerKey> {
    let mut zones = 0usize;
    let key = |observation: &Observation| match (&observation.server, observation.answerer) {
        (Some(server), _) => (Some(server.clone()), 0, 0),
        (None, Some(answerer)) => (None, source, answerer),
        (None, None) => {
            // Zone files one after the other are not one zone.
            let starts = observation.kind == Kind::Records
                && observation.records.iter().any(|seen| is_apex(seen, Rtype::SOA, zone));
            zones += usize::from(starts);
            (None, source, zones.saturating_sub(1))
        }
    };
    reading.observations.iter().map(key).collect()
}

/// What tells providers apart: what a server publishes and which keys sign its data.
#[derive(Default, PartialEq, Eq)]
struct Traits {
    dnskeys: BTreeSet<Vec<u8>>,
    signers: BTreeSet<(u16, u8)>,
}

/// Servers that publish the same DNSKEY RRset and sign with the same keys are one provider.
fn group_servers(sources: &[Source], readings: &[Reading], zone: &Name) -> Vec<Vec<ServerKey>> {
    let mut order: Vec<ServerKey> = Vec::new();
    let mut traits: BTreeMap<ServerKey, Traits> = BTreeMap::new();
    for ((index, source), reading) in sources.iter().enumerate().zip(readings) {
        if source.role != Role::Auto {
            continue;
        }
        for (observation, key) in reading.observations.iter().zip(server_keys(index, reading, zone)) {
            if is_parents(observation, zone)
                || observation.records.is_empty()
                    && observation.lost.is_empty()
                    && observation.rcode.is_none()
            {
                continue;
            }
            if !traits.contains_key(&key) {
                order.push(key.clone());
            }
            let found = traits.entry(key).or_default();
            for seen in &observation.records {
                match seen.record.data() {
                    Rdata::Dnskey(_) if seen.record.owner() == zone => {
                        found.dnskeys.insert(super::canonical_rdata(seen.record.data()).to_vec());
                    }
                    // CDS and CDNSKEY are signed by the KSK, and not every server was asked for them.
                    Rdata::Rrsig(sig)
                        if !matches!(sig.type_covered(), Rtype::DNSKEY | Rtype::CDS | Rtype::CDNSKEY)
                            && sig.signer_name() == zone =>
                    {
                        found.signers.insert((sig.key_tag(), sig.algorithm().to_int()));
                    }
                    _ => {}
                }
            }
        }
    }
    let mut groups: Vec<Vec<ServerKey>> = Vec::new();
    for key in order {
        let Some(mine) = traits.get(&key) else { continue };
        let known = !mine.dnskeys.is_empty() && !mine.signers.is_empty();
        let home = groups.iter_mut().find(|group| {
            known && group.first().and_then(|first| traits.get(first)).is_some_and(|other| other == mine)
        });
        match home {
            Some(group) => group.push(key),
            None => groups.push(vec![key]),
        }
    }
    groups
}

fn name_groups(groups: &[Vec<ServerKey>], taken: &BTreeSet<&str>) -> BTreeMap<ServerKey, String> {
    let mut free = (0usize..).map(letter).filter(|label| !taken.contains(label.as_str()));
    groups
        .iter()
        .flat_map(|group| {
            let label = free.next().unwrap_or_default();
            group.iter().map(move |key| (key.clone(), label.clone()))
        })
        .gather()
}

/// `A` … `Z`, `A2`, `B2` …
pub fn letter(index: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}
