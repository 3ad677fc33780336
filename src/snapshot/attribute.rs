//! Which observation is whose: told by the person (a box per provider), else by the server lines.

use super::zone::asks_ds;
use crate::dns::{Name, Rdata};
use crate::evidence::{Observation, Reading, Role, Section, Source};
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
        .collect();
    let names = name_groups(&group_servers(sources, readings, zone), &taken);
    sources
        .iter()
        .enumerate()
        .zip(readings)
        .map(|((index, source), reading)| {
            reading
                .observations
                .iter()
                .map(|observation| match &source.role {
                    Role::Parent => Owner::Parent,
                    Role::Provider(label) => Owner::Provider(label.clone()),
                    Role::Auto if is_parents(observation, zone) => Owner::Parent,
                    Role::Auto => {
                        let key = server_key(index, observation);
                        Owner::Provider(names.get(&key).cloned().unwrap_or_else(|| "A".into()))
                    }
                })
                .collect()
        })
        .collect()
}

/// In data that nobody attributed, DS questions and DS records on their own are the parent's.
fn is_parents(observation: &Observation, zone: &Name) -> bool {
    let mut records = observation.records.iter().peekable();
    let only_ds = records.peek().is_some()
        && records.all(|seen| match seen.record.data() {
            Rdata::Ds(_) => seen.record.owner() == zone,
            Rdata::Rrsig(sig) => sig.type_covered() == domain::base::Rtype::DS,
            _ => false,
        });
    only_ds
        || is_referral(observation, zone)
        || (asks_ds(observation) && observation.question.as_ref().is_some_and(|asked| asked.name == *zone))
}

/// A server that is not the zone's own points to the zone's (RFC 1034 §4.3.2, step 3b).
fn is_referral(observation: &Observation, zone: &Name) -> bool {
    let mut records = observation.records.iter();
    let answered = records.clone().any(|seen| seen.section == Section::Answer);
    observation.authoritative == Some(false)
        && !answered
        && records.any(|seen| {
            let delegates = seen.section == Section::Authority && seen.record.owner() == zone;
            delegates && matches!(seen.record.data(), Rdata::Ns(_))
        })
}

/// Who answered: the server the text names, else the source itself.
type ServerKey = (Option<String>, usize);

fn server_key(source: usize, observation: &Observation) -> ServerKey {
    match &observation.server {
        Some(server) => (Some(server.clone()), 0),
        None => (None, source),
    }
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
        for observation in &reading.observations {
            if is_parents(observation, zone) || observation.records.is_empty() && observation.rcode.is_none()
            {
                continue;
            }
            let key = server_key(index, observation);
            if !traits.contains_key(&key) {
                order.push(key.clone());
            }
            let found = traits.entry(key).or_default();
            for seen in &observation.records {
                match seen.record.data() {
                    Rdata::Dnskey(_) if seen.record.owner() == zone => {
                        found.dnskeys.insert(super::canonical_rdata(seen.record.data()).to_vec());
                    }
                    Rdata::Rrsig(sig)
                        if sig.type_covered() != domain::base::Rtype::DNSKEY && sig.signer_name() == zone =>
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
        .collect()
}

/// `A` … `Z`, `A2`, `B2` …
pub fn letter(index: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}
