//! Several that answered in one text that does not say who: `dig +noall +answer` of one provider, and then of another.
//!
//! An answer that comes again with signatures by other keys is another's. What shares a signing key goes together, and
//! the DNSKEY RRsets go with the answers in the order of both. Every mix of them is judged, so that the order decides on
//! what they are called, and not on what fails.

use super::belongs::{covered_type, is_parent_record, looks_like_zone};
use super::canonical_rdata;
use super::problem::MOST_PROVIDERS;
use crate::dns::{Name, Rdata};
use crate::evidence::{Kind, Observation, Reading, Role, Seen, Source};
use crate::order;
use bytes::Bytes;
use domain::base::Rtype;
use domain::base::iana::Class;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Key tag and algorithm.
type Signer = (u16, u8);

/// The readings, with the answers of each that gave them as an observation of its own.
pub(super) fn apart<'a>(sources: &[Source], readings: &'a [Reading], zone: &Name) -> Cow<'a, [Reading]> {
    let mut told = Cow::Borrowed(readings);
    for (at, (source, reading)) in sources.iter().zip(readings).enumerate() {
        if source.role == Role::Parent {
            continue;
        }
        if let Some(observations) = by_answerer(&reading.observations, zone)
            && let Some(reading) = told.to_mut().get_mut(at)
        {
            reading.observations = observations;
        }
    }
    told
}

/// An RRset that came with its signatures.
struct Answer<'a> {
    /// Where its records stand: observation, and record in it.
    places: Vec<(usize, usize)>,
    owner: &'a Name,
    rtype: Rtype,
    data: Vec<Bytes>,
    signers: BTreeSet<Signer>,
}

impl Answer<'_> {
    fn is_of_keys(&self) -> bool {
        matches!(self.rtype, Rtype::DNSKEY | Rtype::CDS | Rtype::CDNSKEY)
    }
}

/// `None`: one may have given all of it.
fn by_answerer(observations: &[Observation], zone: &Name) -> Option<Vec<Observation>> {
    let untold = |seen: &Observation| seen.kind == Kind::Records && seen.server.is_none();
    if observations.iter().any(|seen| untold(seen) && looks_like_zone(seen, zone)) {
        return None;
    }
    let answers = answers(observations.iter().enumerate().filter(|(_, seen)| untold(seen)), zone);
    if !comes_from_several(&answers) {
        return None;
    }
    let homes = homes(&answers);
    let count = homes.iter().flatten().max().map_or(0, |most| most + 1);
    if !(2..=MOST_PROVIDERS).contains(&count) {
        return None;
    }
    let mut parts: Vec<Observation> = Vec::new();
    for answerer in 0..count {
        let own = || answers.iter().zip(&homes).filter(|(_, homes)| homes.contains(&answerer));
        let places = || own().flat_map(|(answer, _)| &answer.places);
        let (first, _) = places().next()?;
        let records = places().filter_map(|(at, index)| observations.get(*at)?.records.get(*index).cloned());
        parts.push(Observation {
            answerer: Some(answerer),
            question: None,
            records: records.collect(),
            lost: Vec::new(),
            ..observations.get(*first)?.clone()
        });
    }
    let used: HashSet<(usize, usize)> =
        answers.iter().flat_map(|answer| answer.places.iter().copied()).collect();
    let rest = observations.iter().enumerate().filter_map(|(at, seen)| {
        let left = seen.records.iter().enumerate().filter(|(index, _)| !used.contains(&(at, *index)));
        let records: Vec<Seen> = left.map(|(_, seen)| seen.clone()).collect();
        let emptied = records.is_empty() && !seen.records.is_empty() && seen.lost.is_empty();
        (!emptied).then(|| Observation { records, ..seen.clone() })
    });
    parts.extend(rest);
    Some(parts)
}

/// The RRsets that came with their signatures, in the order of the text.
fn answers<'a>(seen: impl Iterator<Item = (usize, &'a Observation)>, zone: &Name) -> Vec<Answer<'a>> {
    let mut answers = Vec::new();
    let mut block: Vec<(usize, usize, &Seen)> = Vec::new();
    let key = |seen: &'a Seen| (seen.record.owner(), covered_type(seen.record.data()));
    for (at, observation) in seen {
        for (index, seen) in observation.records.iter().enumerate() {
            if block.last().is_some_and(|(_, _, last)| key(last) != key(seen)) {
                end_block(&mut block, &mut answers);
            }
            if is_of_zone(seen, zone) {
                block.push((at, index, seen));
            } else {
                end_block(&mut block, &mut answers);
            }
        }
    }
    end_block(&mut block, &mut answers);
    answers
}

fn is_of_zone(seen: &Seen, zone: &Name) -> bool {
    let (owner, data) = (seen.record.owner(), seen.record.data());
    let signer = match data {
        Rdata::Rrsig(sig) => sig.signer_name() == zone,
        _ => true,
    };
    signer
        && seen.record.class() == Class::IN
        && owner.ends_with(zone)
        && !is_parent_record(owner, data, zone)
}

/// The answers in a run of records of one RRset and its signatures.
fn end_block<'a>(block: &mut Vec<(usize, usize, &'a Seen)>, answers: &mut Vec<Answer<'a>>) {
    let mut found: Vec<Answer<'a>> = Vec::new();
    // Of each the place of its last signature.
    let mut latest: Vec<Option<((usize, usize), Signer)>> = Vec::new();
    for (at, index, seen) in block.drain(..) {
        let signature = match seen.record.data() {
            Rdata::Rrsig(sig) => Some((sig.key_tag(), sig.algorithm().to_int())),
            _ => None,
        };
        let ended = |answer: &Answer<'_>| !answer.data.is_empty() && !answer.signers.is_empty();
        if found.last().is_none_or(|last| signature.is_none() && ended(last)) {
            let (owner, rtype) = (seen.record.owner(), covered_type(seen.record.data()));
            let (data, signers) = (Vec::new(), BTreeSet::new());
            found.push(Answer { places: Vec::new(), owner, rtype, data, signers });
            latest.push(None);
        }
        let (Some(answer), Some(latest)) = (found.last_mut(), latest.last_mut()) else { return };
        answer.places.push((at, index));
        match signature {
            Some(signer) => {
                answer.signers.insert(signer);
                *latest = Some(((at, index), signer));
            }
            None => answer.data.push(canonical_rdata(seen.record.data())),
        }
    }
    // The last may have come after its signatures, or is more of the one before.
    if found.len() > 1
        && let Some(mut last) = found.pop_if(|last| last.signers.is_empty())
        && let Some(moved) = latest.get(found.len().saturating_sub(1))
        && let Some(before) = found.last_mut()
    {
        let known: HashSet<&Bytes> = before.data.iter().collect();
        let again = last.data.iter().all(|data| known.contains(data));
        match moved.filter(|_| again && before.signers.len() > 1) {
            Some((place, signer)) => {
                before.places.retain(|other| *other != place);
                before.signers.remove(&signer);
                last.places.insert(0, place);
                last.signers.insert(signer);
                found.push(last);
            }
            None => {
                before.places.extend(last.places);
                before.data.extend(last.data);
            }
        }
    }
    answers.extend(found.into_iter().filter(|answer| !answer.data.is_empty() && !answer.signers.is_empty()));
}

/// Some RRset came again with signatures by other keys.
fn comes_from_several(answers: &[Answer<'_>]) -> bool {
    let mut first: HashMap<(&Name, Rtype), &Answer<'_>> = HashMap::with_capacity(answers.len());
    answers.iter().any(|answer| {
        let known = first.entry((answer.owner, answer.rtype)).or_insert(answer);
        known.signers.is_disjoint(&answer.signers)
    })
}

/// Per answer: who gave it.
fn homes(answers: &[Answer<'_>]) -> Vec<Vec<usize>> {
    let clusters = clusters(answers);
    let count = clusters.iter().flatten().max().map_or(0, |most| most + 1);
    // The distinct DNSKEY RRsets.
    let mut sets: Vec<(Vec<Bytes>, &BTreeSet<Signer>)> = Vec::new();
    let set_of: Vec<Option<usize>> = answers
        .iter()
        .map(|answer| {
            (answer.rtype == Rtype::DNSKEY && sets.len() <= MOST_PROVIDERS).then(|| {
                let data = order::distinct(answer.data.iter().cloned());
                let same = |(other, signers): &(Vec<Bytes>, &BTreeSet<Signer>)| {
                    *other == data && **signers == answer.signers
                };
                sets.iter().position(same).unwrap_or_else(|| {
                    sets.push((data, &answer.signers));
                    sets.len() - 1
                })
            })
        })
        .collect();
    // Per answerer the DNSKEY RRset: one that shares a key with what was signed, else the next.
    let mut held: Vec<Option<usize>> = (0..count.min(MOST_PROVIDERS + 1))
        .map(|at| {
            let of = || answers.iter().zip(&clusters).filter(|(_, cluster)| **cluster == Some(at));
            let own = sets.iter().position(|(_, set)| of().any(|(a, _)| !a.signers.is_disjoint(set)));
            own.or_else(|| sets.len().checked_sub(1).map(|last| at.min(last)))
        })
        .collect();
    for set in 0..sets.len() {
        if !held.contains(&Some(set)) {
            held.push(Some(set));
        }
    }
    let holders = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
        let all = held.iter().enumerate();
        all.filter(|(_, set)| set.is_some_and(wanted)).map(|(at, _)| at).collect()
    };
    let home = |(answer, (set, cluster)): (&Answer<'_>, (&Option<usize>, &Option<usize>))| {
        let signed = |at: usize| sets.get(at).is_some_and(|(_, by)| !answer.signers.is_disjoint(by));
        match (set, cluster) {
            (Some(set), _) => holders(&|at| at == *set),
            (None, Some(cluster)) => vec![*cluster],
            (None, None) => Some(holders(&signed)).filter(|to| !to.is_empty()).unwrap_or_else(|| vec![0]),
        }
    };
    answers.iter().zip(set_of.iter().zip(&clusters)).map(home).collect()
}

/// Numbers the answers, but those of keys, so that those that share a signing key have the same number.
fn clusters(answers: &[Answer<'_>]) -> Vec<Option<usize>> {
    let mut above: Vec<usize> = Vec::new();
    let mut of_signer: HashMap<Signer, usize> = HashMap::new();
    let root = |above: &[usize], mut at: usize| {
        while let Some(next) = above.get(at).filter(|next| **next != at) {
            at = *next;
        }
        at
    };
    for answer in answers.iter().filter(|answer| !answer.is_of_keys()) {
        let mut least: Option<usize> = None;
        for signer in &answer.signers {
            let known = of_signer.get(signer).map(|at| root(&above, *at));
            let (low, high) = match (least, known) {
                (Some(one), Some(other)) => (one.min(other), one.max(other)),
                (Some(one), None) | (None, Some(one)) => (one, one),
                (None, None) => {
                    above.push(above.len());
                    (above.len() - 1, above.len() - 1)
                }
            };
            if let Some(slot) = above.get_mut(high) {
                *slot = low;
            }
            of_signer.insert(*signer, low);
            least = Some(low);
        }
    }
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    answers
        .iter()
        .map(|answer| {
            let signer = answer.signers.first().filter(|_| !answer.is_of_keys())?;
            let at = root(&above, *of_signer.get(signer)?);
            let next = numbers.len();
            Some(*numbers.entry(at).or_insert(next))
        })
        .collect()
}
