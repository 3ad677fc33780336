//! Whom resolvers may ask, and when: a least fixed point over the NS sets that they may hold.
//!
//! Between two moments at which something is published anew everything stands still. There a provider that is reached and
//! answers gives out its NS set, and whoever that names is reached for its TTL longer; a circle of such providers renews
//! itself until something changes. So each stretch takes one look at the graph of who names whom, however short the TTLs.

use super::document::{Document, spans};
use super::span::{EVER, NEVER, Span, Spans, later};
use std::collections::{BTreeMap, BTreeSet};

/// A set of providers by index: a document has no more of them than this has bits.
type Providers = u64;

/// What is published from one moment on, as far as it says whom to ask.
struct Change {
    from: i64,
    /// The provider that changes; `None`: the parent.
    at: Option<usize>,
    names: Names,
}

/// An NS set, and whether anybody gives it out.
#[derive(Clone, Copy, Default)]
struct Names {
    answers: bool,
    providers: Providers,
    ttl: u32,
}

fn has(set: Providers, provider: usize) -> bool {
    set & (1 << provider) != 0
}

fn members(set: Providers, count: usize) -> impl Iterator<Item = usize> {
    (0..count).filter(move |provider| has(set, *provider))
}

/// When resolvers may ask each provider, in the order of the labels.
pub(super) fn reached(document: &Document) -> Vec<Spans> {
    let count = document.providers.len();
    let index: BTreeMap<&str, usize> = document.providers.keys().map(String::as_str).zip(0..).collect();
    let set = |labels: &BTreeSet<String>| -> Providers {
        labels.iter().filter_map(|label| index.get(label.as_str())).fold(0, |set, at| set | 1 << at)
    };
    let mut changes: Vec<Change> = Vec::new();
    for (span, state) in spans(&document.parent, |state| state.from) {
        let names = Names { answers: true, providers: set(&state.ns.providers), ttl: state.ns.ttl };
        changes.push(Change { from: span.from, at: None, names });
    }
    for (at, states) in document.providers.values().enumerate() {
        for (span, state) in spans(states, |state| state.from) {
            let names =
                Names { answers: state.answers, providers: set(&state.ns.providers), ttl: state.ns.ttl };
            changes.push(Change { from: span.from, at: Some(at), names });
        }
    }
    // Stable: of two states of one place that begin together the later one holds.
    changes.sort_by_key(|change| change.from);

    let mut parent = Names::default();
    let mut child = vec![Names::default(); count];
    let mut until = vec![EVER; count];
    let mut found: Vec<Vec<Span>> = vec![Vec::new(); count];
    let mut rest = changes.as_slice();
    while let Some(first) = rest.first() {
        let now = rest.partition_point(|change| change.from <= first.from);
        let (these, others) = rest.split_at(now);
        for change in these {
            match change.at {
                None => parent = change.names,
                Some(at) => {
                    if let Some(names) = child.get_mut(at) {
                        *names = change.names;
                    }
                }
            }
        }
        let stretch = Span::new(first.from, others.first().map_or(NEVER, |next| next.from));
        let asked = stand_still(stretch, parent, &child, &mut until);
        for at in members(asked, count) {
            if let (Some(spans), Some(until)) = (found.get_mut(at), until.get(at)) {
                spans.push(Span::new(stretch.from, stretch.until.min(*until)));
            }
        }
        rest = others;
    }
    found.into_iter().map(Spans::from_iter).collect()
}

/// Who is asked in a stretch in which nothing changes; `until` says up to when each provider is named by something that is
/// held, before the stretch and after it.
fn stand_still(stretch: Span, parent: Names, child: &[Names], until: &mut [i64]) -> Providers {
    let count = child.len();
    let left = until.iter().enumerate().filter(|(_, until)| **until > stretch.from);
    let asked = closure(left.fold(parent.providers, |set, (at, _)| set | 1 << at), child);
    let giving: Vec<(usize, Names)> = members(asked, count)
        .filter_map(|at| child.get(at).filter(|names| names.answers).map(|names| (at, *names)))
        .collect();
    for at in members(parent.providers, count) {
        extend(until, at, later(stretch.until, parent.ttl));
    }
    // Who is in a circle in which something is held for a while is asked as long as the stretch lasts.
    for (at, names) in giving.iter().filter(|(_, names)| names.ttl > 0) {
        for named in members(names.providers, count) {
            if has(closure(1 << named, child), *at) {
                extend(until, *at, stretch.until);
                extend(until, named, stretch.until);
            }
        }
    }
    loop {
        let mut longer = false;
        for (at, names) in &giving {
            let asked_until = until.get(*at).copied().unwrap_or(EVER).min(stretch.until);
            for named in members(names.providers, count) {
                longer |= extend(until, named, later(asked_until, names.ttl));
            }
        }
        if !longer {
            return asked;
        }
    }
}

/// Whether the provider is named for longer now.
fn extend(until: &mut [i64], at: usize, moment: i64) -> bool {
    let Some(until) = until.get_mut(at).filter(|until| **until < moment) else { return false };
    *until = moment;
    true
}

/// These, and whom they lead to, if they answer.
fn closure(start: Providers, child: &[Names]) -> Providers {
    let mut set = start;
    loop {
        let led = child.iter().enumerate().filter(|(at, names)| names.answers && has(set, *at));
        let more = led.fold(set, |set, (_, names)| set | names.providers);
        if more == set {
            return set;
        }
        set = more;
    }
}
