//! From many answers by resolvers to providers. A resolver does not say whom it asked, but the
//! signatures tell who signs: keys that sign parts of one answer are one provider's.

use super::answer::Answer;
use crate::check::words::count;
use crate::dns::{Name, Rdata, Record, dotted};
use crate::evidence::{Role, Section, Source};
use crate::snapshot::{canonical_rdata, letter};
use domain::base::Rtype;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A signing key by tag and algorithm.
type Signer = (u16, u8);

/// Below this, an operator that was not seen was not missed by chance. unbound asks the zone's other
/// servers when an answer fails with the DNSKEY RRset in its cache, and does so with CD set too: such
/// a provider is never seen through it.
const UNLIKELY: f64 = 0.001;

/// The data of one RRset in canonical form.
type Content = BTreeSet<Vec<u8>>;

/// One provider as far as sampling shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    pub label: String,
    /// Keys that were seen to sign its data.
    pub signers: Vec<(u16, u8)>,
    /// In how many answers.
    pub answers: usize,
    /// How many answers had its DNSKEY RRset.
    pub dnskey_answers: usize,
    /// Its DNSKEY RRset is told by a key of its own, not guessed.
    pub dnskey_sure: bool,
}

/// What sampling gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    pub clusters: Vec<Cluster>,
    /// Distinct versions of the DNSKEY RRset.
    pub dnskey_versions: usize,
    /// Answers that no cache could give, each from some server of the zone.
    pub draws: usize,
    /// How many operators the zone's NS host names point to.
    pub operators: usize,
    /// The chance that one of these operators did not answer in any draw, were servers chosen evenly.
    pub missed: f64,
}

impl Sampling {
    /// In a sentence: how much of the truth this is.
    pub fn words(&self) -> String {
        let (seen, operators) = (self.clusters.len(), self.operators);
        let answers = match self.draws {
            0 => "what the resolvers had in their caches".into(),
            draws => count(draws, "answer that no cache could give", "answers that no cache could give"),
        };
        let mut text = format!("Saw {} in {answers}", count(seen, "signer", "signers"));
        match operators {
            0 => text.push_str("; the zone’s name servers were not seen"),
            _ => {
                let names = count(operators, "operator", "operators");
                text.push_str(&format!("; the name servers belong to {names} by their names"));
            }
        }
        if seen < operators {
            text.push_str(": what the others serve is not known");
        }
        if operators > 1 && self.draws > 0 {
            let chance = match self.missed {
                missed if missed < UNLIKELY => "under 0.1 %".to_string(),
                missed => format!("{:.1} %", missed * 100.0),
            };
            text.push_str(&format!("; chance that one was never asked: {chance}"));
            if seen < operators && self.missed < UNLIKELY {
                text.push_str(
                    ", so either two of them sign with the same keys, or the resolver turned away from one whose \
                     answers fail with the keys it holds, as unbound does: ask that one’s servers directly",
                );
            }
        }
        if self.dnskey_versions < seen {
            let versions = count(self.dnskey_versions, "version", "versions");
            text.push_str(&format!(
                "; only {versions} of the DNSKEY RRset came, so which keys the others publish is not known"
            ));
        }
        text.push('.');
        text
    }
}

/// The clusters with their answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups<'a> {
    groups: Vec<Group<'a>>,
}

#[derive(Clone, Debug, Default)]
struct Group<'a> {
    signers: BTreeSet<Signer>,
    /// Newest first.
    answers: Vec<&'a Answer>,
    dnskey: Option<(Version<'a>, bool)>,
}

impl Group<'_> {
    fn has_keys(&self, version: &Version<'_>) -> bool {
        let same = |one: &Version<'_>| one.content == version.content && one.signed_by == version.signed_by;
        self.dnskey.as_ref().is_some_and(|(one, _)| same(one))
    }

    /// Whether the other's data are signed by this one's keys, or both are unsigned.
    fn has_data(&self, other: &Group<'_>) -> bool {
        match other.signers.is_empty() {
            true => self.signers.is_empty() && !self.answers.is_empty(),
            false => other.signers.is_subset(&self.signers),
        }
    }
}

/// One version of the DNSKEY RRset.
#[derive(Clone, Debug)]
struct Version<'a> {
    content: Content,
    keys: BTreeSet<Signer>,
    signed_by: BTreeSet<Signer>,
    /// Newest first.
    answers: Vec<&'a Answer>,
}

impl<'a> Groups<'a> {
    /// Sorts the answers about one zone.
    pub(super) fn of(zone: &Name, answers: impl Iterator<Item = &'a Answer>) -> Self {
        Self::beside(zone, answers, &[])
    }

    /// The same without what `known` have already: a resolver's answers add nothing to a provider's own.
    pub(super) fn beside(zone: &Name, answers: impl Iterator<Item = &'a Answer>, known: &[Self]) -> Self {
        let mut newest: Vec<&Answer> = answers.collect();
        newest.sort_by_key(|answer| std::cmp::Reverse(answer.at));
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut versions: Vec<Version<'a>> = Vec::new();
        let mut by_ksk: Vec<&Answer> = Vec::new();
        for answer in newest {
            match answer.question.rtype {
                Rtype::DS => {}
                Rtype::DNSKEY => take_version(zone, answer, &mut versions),
                // CDS and CDNSKEY are signed by the KSK: they follow the DNSKEY RRset.
                Rtype::CDS | Rtype::CDNSKEY if !answers_nothing(answer) => by_ksk.push(answer),
                _ => take_data(zone, answer, &mut groups),
            }
        }
        let known: Vec<&Group<'_>> = known.iter().flat_map(|groups| &groups.groups).collect();
        versions.retain(|version| !known.iter().any(|group| group.has_keys(version)));
        groups.retain(|group| !known.iter().any(|other| other.has_data(group)));
        let mut sorted = Self { groups };
        sorted.give_versions(versions);
        for answer in by_ksk {
            sorted.give_child_ds(zone, answer);
        }
        sorted
    }

    /// Gives each DNSKEY version to the group whose keys it holds; a version without a group of its own
    /// is one more provider, or an older state of one: a resolver may hold it either way.
    fn give_versions(&mut self, mut versions: Vec<Version<'a>>) {
        let fits = |group: &Group<'_>, version: &Version<'_>| {
            group.signers.is_empty() == version.keys.is_empty() && group.signers.is_subset(&version.keys)
        };
        // A combined key signs both: no doubt about these.
        versions.retain(|version| {
            let own = |group: &&mut Group<'_>| {
                group.dnskey.is_none() && !version.signed_by.is_disjoint(&group.signers)
            };
            match self.groups.iter_mut().find(own) {
                Some(group) => {
                    group.dnskey = Some((version.clone(), true));
                    false
                }
                None => true,
            }
        });
        // Then those with the fewest groups to choose from.
        while !versions.is_empty() {
            let free = |version: &Version<'_>| -> Vec<usize> {
                let free = self.groups.iter().enumerate().filter(|(_, group)| group.dnskey.is_none());
                free.filter(|(_, group)| fits(group, version)).map(|(index, _)| index).collect()
            };
            let choices: Vec<Vec<usize>> = versions.iter().map(free).collect();
            let next = (0..versions.len()).min_by_key(|at| match choices.get(*at).map_or(0, Vec::len) {
                0 => usize::MAX,
                some => some,
            });
            let Some(next) = next else { break };
            let version = versions.remove(next);
            match choices.get(next).map(Vec::as_slice) {
                Some([first, rest @ ..]) => {
                    // With one provider there is nothing to mistake it for.
                    let sure = rest.is_empty() && self.groups.len() == 1;
                    if let Some(group) = self.groups.get_mut(*first) {
                        group.dnskey = Some((version, sure));
                    }
                }
                _ => self.groups.push(Group { dnskey: Some((version, true)), ..Group::default() }),
            }
        }
    }

    /// Whether anything is here, and how many versions of the DNSKEY RRset.
    pub(super) fn counts(&self) -> (bool, usize) {
        let versions = self.groups.iter().filter(|group| group.dnskey.is_some()).count();
        (!self.groups.is_empty(), versions)
    }

    fn give_child_ds(&mut self, zone: &Name, answer: &'a Answer) {
        let signers = signers(zone, answer, |_| true);
        let signs = |group: &&mut Group<'_>| {
            let by_dnskey = group.dnskey.as_ref().is_some_and(|(v, _)| !v.signed_by.is_disjoint(&signers));
            by_dnskey || !group.signers.is_disjoint(&signers)
        };
        if let Some(group) = self.groups.iter_mut().find(signs) {
            group.answers.push(answer);
        }
    }

    /// The evidence: one text per provider, with its answers; of several states the newest.
    pub(super) fn sources(&self, taken: &[String]) -> Vec<Source> {
        let groups = self.groups.iter().zip(labels(taken));
        groups
            .map(|(group, label)| {
                let mut kept = Kept::default();
                let mut text = String::new();
                let dnskey = group.dnskey.iter().filter_map(|(version, _)| version.answers.first());
                for answer in dnskey.chain(&group.answers) {
                    if kept.fits(answer) {
                        text.push_str(&(*answer).clone().with_original_ttls().text_by_way_of());
                    }
                }
                Source { name: format!("answers of {label}"), role: Role::Provider(label), text }
            })
            .collect()
    }

    pub(super) fn describe(&self, operators: &[usize], draws: usize, taken: &[String]) -> Sampling {
        let describe = |(group, label): (&Group<'_>, String)| Cluster {
            label,
            signers: group.signers.iter().copied().collect(),
            answers: group.answers.len(),
            dnskey_answers: group.dnskey.as_ref().map_or(0, |(version, _)| version.answers.len()),
            dnskey_sure: group.dnskey.as_ref().is_some_and(|(_, sure)| *sure),
        };
        Sampling {
            clusters: self.groups.iter().zip(labels(taken)).map(describe).collect(),
            dnskey_versions: self.groups.iter().filter(|group| group.dnskey.is_some()).count(),
            draws,
            operators: operators.len(),
            missed: missed(operators, draws),
        }
    }
}

/// The chance that at least one operator was never drawn: the union bound over the operators, each
/// with the share of the name servers that it runs.
pub fn missed(hosts_per_operator: &[usize], draws: usize) -> f64 {
    let all: usize = hosts_per_operator.iter().sum();
    if all == 0 {
        return 1.0;
    }
    let draws = i32::try_from(draws).unwrap_or(i32::MAX);
    let share = |hosts: &usize| *hosts as f64 / all as f64;
    hosts_per_operator.iter().map(|hosts| (1.0 - share(hosts)).powi(draws)).sum::<f64>().min(1.0)
}

/// `A`, `B` …, as pasted data are labelled, without those that are taken.
fn labels(taken: &[String]) -> impl Iterator<Item = String> {
    (0..).map(letter).filter(|label| !taken.contains(label))
}

fn answers_nothing(answer: &Answer) -> bool {
    answer.section(Section::Answer).next().is_none()
}

/// Who signs the RRsets of this answer in the zone's name.
fn signers(zone: &Name, answer: &Answer, wanted: impl Fn(Rtype) -> bool) -> BTreeSet<Signer> {
    let sigs = answer.records.iter().filter_map(|(_, record)| match record.data() {
        Rdata::Rrsig(sig) if sig.signer_name() == zone && wanted(sig.type_covered()) => Some(sig),
        _ => None,
    });
    sigs.map(|sig| (sig.key_tag(), sig.algorithm().to_int())).collect()
}

fn take_version<'a>(zone: &Name, answer: &'a Answer, versions: &mut Vec<Version<'a>>) {
    let content: Content =
        answer.answers(zone, Rtype::DNSKEY).map(|data| canonical_rdata(data).to_vec()).collect();
    let signed_by = signers(zone, answer, |covered| covered == Rtype::DNSKEY);
    let same = |version: &&mut Version<'_>| version.content == content && version.signed_by == signed_by;
    if let Some(version) = versions.iter_mut().find(same) {
        version.answers.push(answer);
        return;
    }
    let keys = answer.answers(zone, Rtype::DNSKEY).filter_map(|data| match data {
        Rdata::Dnskey(key) => Some((key.key_tag(), key.algorithm().to_int())),
        _ => None,
    });
    versions.push(Version { keys: keys.collect(), content, signed_by, answers: vec![answer] });
}

/// Joins the groups whose keys sign parts of this answer.
fn take_data<'a>(zone: &Name, answer: &'a Answer, groups: &mut Vec<Group<'a>>) {
    let signers =
        signers(zone, answer, |covered| !matches!(covered, Rtype::CDS | Rtype::CDNSKEY | Rtype::DS));
    let mut joined = Group { signers, ..Group::default() };
    let unsigned = joined.signers.is_empty();
    let mut kept = Vec::with_capacity(groups.len() + 1);
    let mut place = None;
    for group in groups.drain(..) {
        let same =
            if unsigned { group.signers.is_empty() } else { !group.signers.is_disjoint(&joined.signers) };
        if same {
            place.get_or_insert(kept.len());
            joined.signers.extend(&group.signers);
            joined.answers.extend(group.answers);
        } else {
            kept.push(group);
        }
    }
    joined.answers.push(answer);
    joined.answers.sort_by_key(|answer| std::cmp::Reverse(answer.at));
    kept.insert(place.unwrap_or(kept.len()).min(kept.len()), joined);
    *groups = kept;
}

/// Which data each RRset has in the text so far: answers from before a change would mix with those
/// after it, and nobody serves the mixture.
#[derive(Default)]
struct Kept {
    sets: BTreeMap<(String, u16), Content>,
}

impl Kept {
    fn fits(&mut self, answer: &Answer) -> bool {
        let mut sets: BTreeMap<(String, u16), Content> = BTreeMap::new();
        let wanted = |record: &&Record| record.rtype() != Rtype::RRSIG;
        let sections = [Section::Answer, Section::Authority];
        for record in sections.into_iter().flat_map(|section| answer.section(section)).filter(wanted) {
            let key = (dotted(record.owner()).to_ascii_lowercase(), record.rtype().to_int());
            sets.entry(key).or_default().insert(canonical_rdata(record.data()).to_vec());
        }
        let fits = sets.iter().all(|(key, set)| self.sets.get(key).is_none_or(|kept| kept == set));
        if fits {
            self.sets.extend(sets);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::all_seen(2, 12, 2.0 / 4096.0, "never asked: under 0.1 %.")]
    #[case::by_chance(
        1,
        5,
        0.0625,
        "what the others serve is not known; chance that one was never asked: 6.2 %."
    )]
    #[case::turned_away(1, 12, 2.0 / 4096.0, "or the resolver turned away from one whose answers fail with the keys it holds, as unbound does: ask that one’s servers directly.")]
    fn an_operator_that_is_not_seen(
        #[case] seen: usize,
        #[case] draws: usize,
        #[case] missed: f64,
        #[case] end: &str,
    ) {
        let cluster =
            Cluster { label: "A".into(), signers: vec![], answers: 1, dnskey_answers: 1, dnskey_sure: true };
        let clusters = vec![cluster; seen];
        let words = Sampling { clusters, dnskey_versions: seen, draws, operators: 2, missed }.words();
        assert!(words.ends_with(end), "{words}");
    }

    #[test]
    fn the_chance_to_miss_one_of_two_halves_with_each_draw() {
        assert!((missed(&[2, 2], 1) - 1.0).abs() < 1e-9);
        assert!((missed(&[2, 2], 2) - 0.5).abs() < 1e-9);
        assert!((missed(&[2, 2], 11) - 1.0 / 1024.0).abs() < 1e-9);
        assert!(missed(&[3], 1) < 1e-9);
        assert!((missed(&[], 5) - 1.0).abs() < 1e-9);
    }
}
