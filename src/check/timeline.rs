//! When the verdict changes: from the validity of the signatures that verify.
//!
//! For each mix the moments at which every item is in time are an intersection of unions of
//! intervals; the zone's verdict over time follows from these without judging again.

use super::facts::{Facts, Proven};
use super::items::{Item, What};
use super::matrix::{Cell, Matrix};
use super::report::{Caches, Change, ChangeCause, NextChange, Timeline, ValiditySpan, Verdict, VerdictSpan};
use super::words::count;
use crate::dns::{Moment, Rrsig, dotted, rtype_name};
use crate::dnssec::judge::{Reason, validity};
use crate::dnssec::profile::REFERENCE;
use crate::order;
use crate::snapshot::{DsSeen, ProviderView, RRset};
use domain::base::Rtype;
use std::collections::{BTreeMap, BTreeSet};

/// Closed intervals of seconds, in order, apart from each other.
type Windows = Vec<(i64, i64)>;

/// More boundaries than this are thinned out in the strip; the next change stays exact.
const MOST_BOUNDARIES: usize = 96;

pub fn timeline(facts: &Facts) -> Timeline {
    let proven = &facts.proven;
    let verdicts = verdicts(facts);
    let spans = spans(proven, facts.now);
    let changes = changes(facts, &verdicts);
    let next = changes
        .iter()
        .find(|change| change.at > facts.now)
        .map(|change| NextChange { at: change.at, text: format!("{}: {}", cause(change), change.then) });
    let offer = offer(proven, facts.now);
    Timeline { spans, verdicts, changes, next, caches: caches(facts), offer }
}

/// How long the state of now lasts, and what ends it; empty where time does not change it.
pub(super) fn until(facts: &Facts, timeline: &Timeline) -> String {
    let Some(next) = timeline.changes.iter().find(|change| change.at > facts.now) else {
        return String::new();
    };
    let failing = facts.reference.failing().count();
    let elsewhere = facts.named.iter().any(|matrix| matrix.failing().next().is_some());
    let lead = match (failing, next.failing) {
        (0, 0) => return String::new(),
        (0, _) if elsewhere => "Worse from",
        // What is not known is not called good.
        (0, _) if facts.reference.worst() == Verdict::Indeterminate => "Fails from",
        (0, _) => "Good until",
        (_, 0) => "Fails until",
        (now, then) if then > now => "Worse from",
        _ => "Better from",
    };
    format!("{lead} {}, when {}.", next.at.plain(), cause(next))
}

fn cause(change: &Change) -> String {
    super::words::list(&change.causes.iter().map(|cause| cause.text.as_str()).collect::<Vec<_>>())
}

/// What a resolver that has filled its cache now keeps of a failing mix, once the fault is put right: DS and DNSKEY
/// RRsets that validated are kept for their TTL. What did not validate is asked for again, so nothing is kept where only
/// new signatures help.
fn caches(facts: &Facts) -> Option<Caches> {
    let parent = &facts.snapshot().parent;
    let mut held: Vec<(u32, String)> = Vec::new();
    let mut hold = |ttl: Option<u32>, name: String| {
        if let Some(ttl) = ttl.filter(|_| !held.iter().any(|(_, known)| *known == name)) {
            held.push((ttl, name));
        }
    };
    for matrix in std::iter::once(&facts.reference).chain(&facts.named) {
        for cell in matrix.failing() {
            let x = cell.dnskey_from;
            let untrusted = matrix.trust.get(x).filter(|trust| trust.verdict == Verdict::Bogus);
            match untrusted {
                Some(trust) if is_of_ds(facts, x, &trust.reason) => {
                    hold(parent.ds_ttl(), "the parent’s DS RRset".into());
                }
                None if is_of_keys(matrix, cell) => {
                    let ttl =
                        facts.dnskey(x).filter(|(_, set)| set.ttl_stated).map(|(_, set)| set.longest_ttl());
                    hold(ttl, format!("{}’s DNSKEY RRset", facts.label(x)));
                }
                _ => {}
            }
        }
    }
    let ttl = held.iter().map(|(ttl, _)| *ttl).max()?;
    let longest: Vec<String> =
        held.into_iter().filter(|(each, _)| *each == ttl).map(|(_, name)| name).collect();
    let held = super::words::list(&longest);
    Some(Caches { ttl, until: Moment(facts.now.0.saturating_add(ttl.into())), held })
}

/// Whether the DNSKEY RRset is not trusted for the DS RRset, which has to change.
fn is_of_ds(facts: &Facts, provider: usize, reason: &Reason) -> bool {
    match reason {
        Reason::DsNoMatch
        | Reason::DsPassedOver(_)
        | Reason::DsDigest
        | Reason::DsKeyUnusable(_)
        | Reason::AlgorithmMissing(_)
        | Reason::TooManyDs(_) => true,
        Reason::DsKeyDoesNotSign(inner) => **inner == Reason::KeyMissing,
        // Keys of its own need a DS; without them the zone needs to have none.
        Reason::DnskeyAbsent => {
            facts.view(provider).is_some_and(|view| view.rrsets.iter().all(|set| set.sigs.is_empty()))
        }
        _ => false,
    }
}

/// Whether something fails for the keys that are held: with those of its own provider it does not, or these were not
/// trusted and the key that it needs is not among those held.
fn is_of_keys(matrix: &Matrix, cell: &Cell) -> bool {
    let y = cell.answer_from;
    let home = matrix.cell(y, y).filter(|_| cell.dnskey_from != y);
    let Some(home) = home else { return false };
    let untrusted = matrix.trust.get(y).is_some_and(|trust| trust.verdict == Verdict::Bogus);
    cell.judged.iter().enumerate().filter(|(_, judged)| judged.verdict == Verdict::Bogus).any(
        |(index, judged)| match untrusted {
            true => judged.reason == Reason::KeyMissing,
            false => home.judged.get(index).is_none_or(|own| own.verdict != Verdict::Bogus),
        },
    )
}

/// The zone's verdict over time by the reference profile.
fn verdicts(facts: &Facts) -> Vec<VerdictSpan> {
    let cells = cell_windows(facts);
    let mut boundaries: BTreeSet<i64> = BTreeSet::new();
    for (windows, _) in &cells {
        for (from, until) in windows {
            boundaries.insert(*from);
            boundaries.insert(until.saturating_add(1));
        }
    }
    let boundaries = thin(boundaries, facts.now.0);
    let mut spans: Vec<VerdictSpan> = Vec::new();
    let starts = std::iter::once(None).chain(boundaries.iter().copied().map(Some));
    for from in starts {
        let at = from.unwrap_or_else(|| boundaries.first().map_or(facts.now.0, |first| first - 1));
        let failing = cells
            .iter()
            .filter(|(windows, ok)| *ok != Verdict::Indeterminate && !inside(windows, at))
            .count();
        let verdict = cells
            .iter()
            .map(
                |(windows, ok)| {
                    if *ok == Verdict::Indeterminate || inside(windows, at) { *ok } else { Verdict::Bogus }
                },
            )
            .max()
            .unwrap_or(Verdict::Indeterminate);
        match spans.last_mut() {
            Some(last) if last.verdict == verdict && last.failing == failing => {}
            previous => {
                if let Some(previous) = previous {
                    previous.until = from.map(Moment);
                }
                spans.push(VerdictSpan { from: from.map(Moment), until: None, verdict, failing });
            }
        }
    }
    spans
}

/// Per mix: when it does not fail, and its verdict then.
fn cell_windows(facts: &Facts) -> Vec<(Windows, Verdict)> {
    let always = vec![(i64::MIN, i64::MAX)];
    facts
        .reference
        .reached()
        .map(|cell| {
            let (x, y) = (cell.dnskey_from, cell.answer_from);
            let Some(trust) = facts.reference.trust.get(x) else { return (always.clone(), cell.verdict) };
            if matches!(trust.verdict, Verdict::Insecure | Verdict::Indeterminate) {
                return (always.clone(), trust.verdict);
            }
            let mut windows = trust_windows(facts, x);
            let items = facts.proven.items.get(y).map_or(&[][..], Vec::as_slice);
            let mut judged = cell.judged.iter();
            let mut best = Verdict::Secure;
            if items.is_empty() && x != y {
                return (always.clone(), cell.verdict);
            }
            for item in items {
                let now = judged.next().map_or(Verdict::Indeterminate, |judged| judged.verdict);
                if matches!(now, Verdict::Insecure | Verdict::Indeterminate) {
                    best = best.max(now);
                }
                if now != Verdict::Indeterminate {
                    windows = intersect(&windows, &item_windows(facts, x, y, item));
                }
                if windows.is_empty() {
                    break;
                }
            }
            (windows, best)
        })
        .collect()
}

/// When a resolver that fetches this provider's DNSKEY RRset can trust it: by any signature of a
/// key that the DS RRset vouches for.
fn trust_windows(facts: &Facts, provider: usize) -> Windows {
    let Some(view) = facts.view(provider) else { return Vec::new() };
    let judge = facts.proven.judge(&REFERENCE, facts.now);
    let anchors = judge.anchors(provider);
    let versions =
        view.versions(&facts.snapshot().zone, Rtype::DNSKEY).filter(|(_, set)| !set.data.is_empty());
    let each = versions.map(|(index, set)| windows_of(facts, provider, index, set, &anchors));
    each.reduce(|all, windows| intersect(&all, &windows)).unwrap_or_default()
}

fn item_windows(facts: &Facts, dnskey_from: usize, answer_from: usize, item: &Item) -> Windows {
    let keys = facts.proven.table.set(dnskey_from);
    let of = |index: usize| {
        facts
            .view(answer_from)
            .and_then(|view| view.rrsets.get(index))
            .map_or_else(Vec::new, |set| windows_of(facts, answer_from, index, set, keys))
    };
    match &item.what {
        What::RRset(index, _) => of(*index),
        What::Denial { besides, proof: Ok(proof), .. } => {
            let all = besides.iter().chain(&proof.rrsets);
            all.fold(vec![(i64::MIN, i64::MAX)], |windows, index| intersect(&windows, &of(*index)))
        }
        What::Denial { proof: Err(_), .. } | What::Break(_) => Vec::new(),
    }
}

/// The union of the validity of those signatures that verify with a usable one of these keys.
fn windows_of(facts: &Facts, provider: usize, index: usize, set: &RRset, keys: &[usize]) -> Windows {
    let judge = facts.proven.judge(&REFERENCE, facts.now);
    let mut windows: Windows = Vec::new();
    for (number, sig) in set.sigs.iter().enumerate() {
        let good = sig.labels() <= crate::dns::rrsig_labels(&set.owner)
            && facts.proven.checks.candidates(provider, index, number).iter().any(|(key, check)| {
                keys.contains(key)
                    && facts.proven.proofs.holds(*check)
                    && facts.key(*key).is_some_and(|key| judge.key_fault(key, false).is_none())
            });
        if good {
            let (from, until) = validity(sig, facts.now);
            windows.push((from.0, until.0));
        }
    }
    merge(windows)
}

fn merge(mut windows: Windows) -> Windows {
    order::sort(&mut windows);
    let mut out: Windows = Vec::with_capacity(windows.len());
    for (from, until) in windows.into_iter().filter(|(from, until)| from <= until) {
        match out.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(until),
            _ => out.push((from, until)),
        }
    }
    out
}

fn intersect(a: &Windows, b: &Windows) -> Windows {
    let mut out = Windows::new();
    for (a_from, a_until) in a {
        for (b_from, b_until) in b {
            let (from, until) = (*a_from.max(b_from), *a_until.min(b_until));
            if from <= until {
                out.push((from, until));
            }
        }
    }
    out
}

fn inside(windows: &Windows, at: i64) -> bool {
    windows.iter().any(|(from, until)| *from <= at && at <= *until)
}

/// Keeps the boundaries around now and an even choice of the rest.
fn thin(boundaries: BTreeSet<i64>, now: i64) -> Vec<i64> {
    let all: Vec<i64> = boundaries.into_iter().filter(|at| *at != i64::MIN && *at != i64::MAX).collect();
    if all.len() <= MOST_BOUNDARIES {
        return all;
    }
    let near = all.partition_point(|at| *at <= now);
    let step = all.len().div_ceil(MOST_BOUNDARIES);
    all.iter()
        .enumerate()
        .filter(|(index, _)| index % step == 0 || index.abs_diff(near) <= 1)
        .map(|(_, at)| *at)
        .collect()
}

/// One lane per provider for its DNSKEY RRset, one for its data, and one for the parent's DS.
fn spans(proven: &Proven, now: Moment) -> Vec<ValiditySpan> {
    let mut spans = Vec::new();
    if let DsSeen::Set(ds) = &proven.snapshot.parent.ds {
        spans.extend(span(None, "DS".into(), ds.sigs.iter(), now));
    }
    for view in &proven.snapshot.providers {
        let label = Some(view.label.clone());
        let keys = view.rrsets.iter().filter(|set| set.rtype == Rtype::DNSKEY);
        spans.extend(span(label.clone(), "DNSKEY".into(), keys.flat_map(|set| &set.sigs), now));
        let data: Vec<&RRset> =
            view.rrsets.iter().filter(|set| set.rtype != Rtype::DNSKEY && !set.sigs.is_empty()).collect();
        let what = count(data.len(), "RRset", "RRsets");
        spans.extend(span(label, what, data.iter().flat_map(|set| &set.sigs), now));
    }
    spans
}

fn span<'a>(
    provider: Option<String>,
    what: String,
    sigs: impl Iterator<Item = &'a Rrsig>,
    now: Moment,
) -> Option<ValiditySpan> {
    let (from, until) = all_valid(sigs, now)?;
    Some(ValiditySpan { provider, what, from, until })
}

/// From when to when all of these signatures are valid; reversed when that never is.
fn all_valid<'a>(sigs: impl Iterator<Item = &'a Rrsig>, now: Moment) -> Option<(Moment, Moment)> {
    sigs.map(|sig| validity(sig, now)).reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))
}

/// A moment at which the signatures are valid, when at no provider most of them are now.
fn offer(proven: &Proven, now: Moment) -> Option<Moment> {
    let times = |view: &ProviderView| -> Vec<(Moment, Moment)> {
        view.rrsets.iter().flat_map(|set| &set.sigs).map(|sig| validity(sig, now)).collect()
    };
    let signed: Vec<Vec<(Moment, Moment)>> =
        proven.snapshot.providers.iter().map(times).filter(|times| !times.is_empty()).collect();
    let mostly_valid = |times: &Vec<(Moment, Moment)>| {
        let valid = times.iter().filter(|(from, until)| *from <= now && now <= *until).count();
        valid * 2 > times.len()
    };
    if signed.iter().any(mostly_valid) {
        return None;
    }
    let all = || signed.iter().flatten();
    let (from, until) = all().copied().reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))?;
    let newest = if from <= until { from } else { all().map(|(from, _)| *from).max()? };
    // Half a day into the signatures' life, or the middle of it where it is shorter.
    let most = (until.0 - newest.0).max(0);
    Some(Moment(newest.0 + (most / 2).min(43_200)))
}

/// Every change of the verdict, with what happens at that moment.
fn changes(facts: &Facts, verdicts: &[VerdictSpan]) -> Vec<Change> {
    let mut turns: BTreeMap<Moment, Turns> = BTreeMap::new();
    for from in verdicts.iter().filter_map(|span| span.from) {
        turns.insert(from, Turns::default());
    }
    if turns.is_empty() {
        return Vec::new();
    }
    collect(facts, &mut turns);
    let before = verdicts.iter();
    let after = verdicts.iter().skip(1);
    before
        .zip(after)
        .filter_map(|(before, after)| {
            let at = after.from?;
            let causes = turns.get(&at).map(|turns| causes(facts, turns)).unwrap_or_default();
            let then = then(facts.reference.reached().count(), before, after);
            Some(Change { at, verdict: after.verdict, failing: after.failing, causes, then })
        })
        .collect()
}

/// Signatures that begin and end at one moment: whose, which, and whether they begin.
#[derive(Debug, Default)]
struct Turns(BTreeMap<(Option<usize>, bool), Vec<Option<usize>>>);

/// Finds the RRsets whose signatures begin or end at these moments; the parent's DS has no index.
fn collect(facts: &Facts, turns: &mut BTreeMap<Moment, Turns>) {
    let mut note = |whose: Option<usize>, index: Option<usize>, windows: Windows| {
        for (from, until) in windows {
            for (at, begins) in [(from, true), (until.saturating_add(1), false)] {
                if let Some(turns) = turns.get_mut(&Moment(at)) {
                    turns.0.entry((whose, begins)).or_default().push(index);
                }
            }
        }
    };
    let window = |sig: &Rrsig| {
        let (from, until) = validity(sig, facts.now);
        (from.0, until.0)
    };
    if let DsSeen::Set(ds) = &facts.snapshot().parent.ds {
        note(None, None, merge(ds.sigs.iter().map(window).collect()));
    }
    for (provider, view) in facts.providers() {
        for (index, set) in view.rrsets.iter().enumerate() {
            // Over the DNSKEY RRset the keys that are trusted count.
            let anchors = (set.rtype == Rtype::DNSKEY)
                .then(|| facts.proven.judge(&REFERENCE, facts.now).anchors(provider))
                .filter(|anchors| !anchors.is_empty());
            let trusted = |key: &usize| anchors.as_ref().is_none_or(|anchors| anchors.contains(key));
            let good = |number: usize| {
                let candidates = facts.proven.checks.candidates(provider, index, number);
                candidates.iter().any(|(key, check)| facts.proven.proofs.holds(*check) && trusted(key))
            };
            let sigs = set.sigs.iter().enumerate().filter(|(number, _)| good(*number));
            note(Some(provider), Some(index), merge(sigs.map(|(_, sig)| window(sig)).collect()));
        }
    }
}

/// What happens, a sentence for each provider and direction.
fn causes(facts: &Facts, turns: &Turns) -> Vec<ChangeCause> {
    let mut causes: Vec<ChangeCause> = Vec::new();
    for ((whose, begins), sets) in &turns.0 {
        let does = |one: bool| match (begins, one) {
            (true, true) => "becomes valid",
            (true, false) => "become valid",
            (false, true) => "expires",
            (false, false) => "expire",
        };
        let Some(provider) = *whose else {
            causes.push(ChangeCause {
                provider: None,
                text: format!("the parent’s DS signature {}", does(true)),
            });
            continue;
        };
        let Some(view) = facts.view(provider) else { continue };
        let label = facts.label(provider);
        let signed = view.rrsets.iter().filter(|set| !set.sigs.is_empty()).count();
        let what = match sets.as_slice() {
            [Some(index)] => {
                let set = view.rrsets.get(*index);
                let name = set.map(|set| set_name(facts, set)).unwrap_or_default();
                format!("{label}’s {name} signature {}", does(true))
            }
            all if all.len() == signed => format!("all of {label}’s signatures {}", does(false)),
            some => format!("the signatures of {} of {label}’s {signed} RRsets {}", some.len(), does(false)),
        };
        causes.push(ChangeCause { provider: Some(label.to_owned()), text: what });
    }
    causes
}

/// `SOA` at the apex, `www.example.org. A` below it.
fn set_name(facts: &Facts, set: &RRset) -> String {
    let rtype = rtype_name(set.rtype);
    if set.owner == facts.snapshot().zone { rtype } else { format!("{} {rtype}", dotted(&set.owner)) }
}

fn then(total: usize, before: &VerdictSpan, after: &VerdictSpan) -> String {
    match after.failing {
        0 => "then no mix fails".into(),
        all if all == total => "then every mix fails".into(),
        some => {
            let lead = if some > before.failing { "then" } else { "from then" };
            format!("{lead} {some} of {total} mixes {}", if some == 1 { "fails" } else { "fail" })
        }
    }
}
