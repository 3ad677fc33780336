//! When resolvers can fail, and by what they hold: every pair that caches can hold together is judged.

use super::document::{DataSet, DsSet, KeySet};
use super::span::{EVER, NEVER, Span, Spans};
use super::versions::Versions;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// So many meetings of two versions in caches are looked at, before it is too much.
const MOST_MEETINGS: usize = 4_000_000;

/// So many meetings that fail are kept before those are left out that say nothing new.
const KEPT: usize = 1 << 16;

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FailingKind"))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A DS RRset does not lead to a DNSKEY RRset: whoever holds both rejects everything.
    Chain,
    /// A DNSKEY RRset has no key for what a provider answers now: every validating resolver can meet this.
    Data,
    /// Of all that an NS RRset names nobody answers.
    Unreachable,
    /// The same as `Data` with answers that a cache has kept: validators behind a cache that does not validate.
    DataCached,
}

/// What may hold, by index into [`Versions`].
pub trait Judge {
    /// Whether the DS RRset leads to the DNSKEY RRset.
    fn chain(&self, ds: usize, dnskey: usize) -> bool;

    /// What of a DS RRset counts when data are judged: those with the same number ask the same of them.
    fn demand(&self, _ds: usize) -> usize {
        0
    }

    /// Whether the DNSKEY RRset verifies the data as a DS RRset demands that leads to it.
    fn data(&self, demand: usize, dnskey: usize, data: usize) -> bool;
}

/// By the keys' names: any valid path suffices (the reference profile).
#[derive(Clone, Copy, Debug)]
pub struct ByName<'v, 'd>(pub &'v Versions<'d>);

/// Whether a key of the DS RRset is in the DNSKEY RRset and signs it.
pub fn leads(ds: &DsSet, dnskey: &KeySet) -> bool {
    ds.keys.iter().any(|key| dnskey.keys.contains(key) && dnskey.signed_by.contains(key))
}

/// Whether a key of the DNSKEY RRset signs the data.
pub fn covers(dnskey: &KeySet, data: &DataSet) -> bool {
    data.signed_by.iter().any(|key| dnskey.keys.contains(key))
}

impl Judge for ByName<'_, '_> {
    fn chain(&self, ds: usize, dnskey: usize) -> bool {
        self.0
            .ds
            .get(ds)
            .zip(self.0.dnskey.get(dnskey))
            .is_some_and(|(ds, dnskey)| leads(ds.content, dnskey.content))
    }

    fn data(&self, _: usize, dnskey: usize, data: usize) -> bool {
        let both = self.0.dnskey.get(dnskey).zip(self.0.data.get(data));
        both.is_some_and(|(dnskey, data)| covers(dnskey.content, data.content))
    }
}

/// What meets in a cache and fails, as indexes into [`Versions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pair {
    /// A DS and a DNSKEY RRset.
    Chain { ds: usize, dnskey: usize },
    /// A DNSKEY RRset and data; a DS RRset that demands so leads to the first.
    Data { demand: usize, dnskey: usize, data: usize },
    /// An NS RRset.
    Ns { ns: usize },
}

/// There is more to look at than can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "more than {MOST_MEETINGS} times two versions of the zone meet in caches: too many to look at. Take a part of the document: \
     fewer states, or a shorter time"
)]
pub struct TooMuch;

/// When something of one kind fails, and by which pairs.
#[derive(Clone, Debug, Default)]
pub struct Failing {
    meetings: Vec<(Span, Pair)>,
    kept: usize,
}

impl Failing {
    fn add(&mut self, span: Span, pair: Pair) {
        self.meetings.push((span, pair));
        if self.meetings.len() >= KEPT.max(2 * self.kept) {
            self.thin();
        }
    }

    /// Leaves out each meeting at every moment of which another fails that began before it.
    fn thin(&mut self) {
        self.meetings.sort_unstable_by_key(|(span, pair)| (span.from, std::cmp::Reverse(span.until), *pair));
        let mut covered = EVER;
        self.meetings.retain(|(span, _)| {
            let new = span.until > covered;
            covered = covered.max(span.until);
            new
        });
        self.kept = self.meetings.len();
    }

    /// The moments.
    pub fn spans(&self) -> Spans {
        self.meetings.iter().map(|(span, _)| *span).collect()
    }

    /// What fails at a moment.
    pub fn at(&self, moment: i64) -> Option<Pair> {
        self.meetings.iter().find(|(span, _)| span.has(moment)).map(|(_, pair)| *pair)
    }
}

/// What can fail, kind by kind, and what is only slower.
#[derive(Clone, Debug)]
pub struct Found {
    /// Every kind.
    pub failing: BTreeMap<Kind, Failing>,
    /// When a held NS RRset names somebody who does not answer.
    pub degraded: Spans,
    /// How many pairs of versions were judged.
    pub combinations: usize,
}

/// Calls `visit` each time that an interval of one list meets one of the other, at most so many times.
fn meetings<'s>(
    left: impl Iterator<Item = (usize, &'s Spans)>,
    right: impl Iterator<Item = (usize, &'s Spans)>,
    left_over: &mut usize,
    mut visit: impl FnMut(usize, usize, Span),
) -> Result<(), TooMuch> {
    fn listed<'s>(list: impl Iterator<Item = (usize, &'s Spans)>, side: bool) -> Vec<(Span, bool, usize)> {
        list.flat_map(|(at, spans)| spans.iter().map(move |span| (*span, side, at))).collect()
    }
    let mut all = listed(left, false);
    all.extend(listed(right, true));
    all.sort_unstable_by_key(|(span, ..)| span.from);
    // Those of each side that have begun, and have not ended.
    let mut lasting: [Vec<(Span, usize)>; 2] = [Vec::new(), Vec::new()];
    for (span, side, at) in all {
        let [lefts, rights] = &mut lasting;
        let (own, others) = if side { (rights, lefts) } else { (lefts, rights) };
        others.retain(|(other, _)| other.until > span.from);
        *left_over = left_over.checked_sub(others.len()).ok_or(TooMuch)?;
        for (other, with) in others.iter() {
            if let Some(both) = span.meet(other) {
                if side { visit(*with, at, both) } else { visit(at, *with, both) }
            }
        }
        own.push((span, at));
    }
    Ok(())
}

/// Everything that can fail.
///
/// # Errors
/// [`TooMuch`].
pub fn find(versions: &Versions, judge: &impl Judge) -> Result<Found, TooMuch> {
    let mut left_over = MOST_MEETINGS;
    let mut failing: BTreeMap<Kind, Failing> = BTreeMap::new();
    let with_keys = || {
        let all = versions.ds.iter().enumerate();
        all.filter(|(_, ds)| !ds.content.keys.is_empty()).map(|(at, ds)| (at, &ds.held))
    };
    let keys = || versions.dnskey.iter().enumerate().map(|(at, keys)| (at, &keys.held));

    let mut chain: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    // When a DNSKEY RRset is led to, by what the DS RRset demands.
    let mut led: BTreeMap<(usize, usize), Vec<Span>> = BTreeMap::new();
    let broken = failing.entry(Kind::Chain).or_default();
    meetings(with_keys(), keys(), &mut left_over, |ds, dnskey, span| {
        if *chain.entry((ds, dnskey)).or_insert_with(|| judge.chain(ds, dnskey)) {
            led.entry((judge.demand(ds), dnskey)).or_default().push(span);
        } else {
            broken.add(span, Pair::Chain { ds, dnskey });
        }
    })?;
    let (led, spans): (Vec<(usize, usize)>, Vec<Spans>) =
        led.into_iter().map(|(led, spans)| (led, Spans::from_iter(spans))).unzip();

    let mut holds: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for (kind, cached) in [(Kind::Data, false), (Kind::DataCached, true)] {
        let answers = versions.data.iter().map(|data| if cached { &data.held } else { &data.fetched });
        let broken = failing.entry(kind).or_default();
        meetings(spans.iter().enumerate(), answers.enumerate(), &mut left_over, |at, data, span| {
            let Some((demand, dnskey)) = led.get(at).copied() else { return };
            if !*holds.entry((at, data)).or_insert_with(|| judge.data(demand, dnskey, data)) {
                broken.add(span, Pair::Data { demand, dnskey, data });
            }
        })?;
    }
    let (unreachable, degraded) = silent(versions, &mut left_over)?;
    failing.insert(Kind::Unreachable, unreachable);
    failing.values_mut().for_each(Failing::thin);
    Ok(Found { failing, degraded, combinations: chain.len() + holds.len() })
}

/// When nobody answers of those that a held NS RRset names, and when somebody does not.
fn silent(versions: &Versions, left_over: &mut usize) -> Result<(Failing, Spans), TooMuch> {
    let mut unreachable = Failing::default();
    let mut degraded: Vec<Span> = Vec::new();
    let always = Spans::from_iter([Span::new(EVER, NEVER)]);
    for (at, ns) in versions.ns.iter().enumerate() {
        let mut nobody = ns.held.clone();
        for label in &ns.content.providers {
            let silent =
                versions.answers.get(label.as_str()).map_or_else(|| always.clone(), Spans::complement);
            *left_over = left_over.checked_sub(silent.len() + ns.held.len()).ok_or(TooMuch)?;
            degraded.extend(silent.meet(&ns.held).iter());
            nobody = nobody.meet(&silent);
        }
        for span in nobody.iter() {
            unreachable.add(*span, Pair::Ns { ns: at });
        }
    }
    Ok((unreachable, degraded.into_iter().collect()))
}
