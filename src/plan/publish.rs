//! A plan as a publication document: who publishes what, when, with each step's changes made in one second.

use super::start::Start;
use crate::dnssec::keys::KeyIx;
use crate::explore::{DataSet, Document, DsSet, FORMAT, KeySet, NsSet, ParentState, ProviderState};
use crate::publication::{Provider, Publication};
use std::collections::BTreeSet;

/// Writes publications as states of a document.
struct Writer<'s> {
    names: &'s [String],
    labels: Vec<&'s str>,
}

impl Writer<'_> {
    fn keys<'k>(&self, keys: impl IntoIterator<Item = &'k KeyIx>) -> BTreeSet<String> {
        keys.into_iter().filter_map(|key| self.names.get(*key)).cloned().collect()
    }

    fn providers<'p>(&self, providers: impl IntoIterator<Item = &'p usize>) -> BTreeSet<String> {
        providers.into_iter().filter_map(|p| self.labels.get(*p)).map(ToString::to_string).collect()
    }

    fn parent(&self, from: Option<i64>, now: &Publication) -> ParentState {
        let parent = &now.parent;
        ParentState {
            from,
            ds: DsSet { keys: self.keys(parent.ds.iter().flatten()), ttl: parent.ds_ttl.unwrap_or_default() },
            ns: NsSet {
                providers: self.providers(parent.ns.iter().flatten()),
                ttl: parent.ns_ttl.unwrap_or_default(),
            },
        }
    }

    fn provider(&self, from: Option<i64>, now: &Provider) -> ProviderState {
        ProviderState {
            from,
            answers: now.answers,
            dnskey: KeySet {
                keys: self.keys(now.dnskey.iter().flatten()),
                signed_by: self.keys(&now.dnskey_signers),
                ttl: now.dnskey_ttl.unwrap_or_default(),
            },
            data: DataSet {
                signed_by: self.keys(&now.signers_of_all_data()),
                ttl: now.data_ttl.unwrap_or_default(),
            },
            ns: NsSet {
                providers: self.providers(now.ns.iter().flatten()),
                ttl: now.ns_ttl.unwrap_or_default(),
            },
        }
    }
}

/// The longest TTL of anything, in seconds.
pub(super) fn longest_ttl(now: &Publication) -> u32 {
    let parent = [now.parent.ds_ttl, now.parent.ns_ttl];
    let each = now.providers.iter().flat_map(|p| [p.dnskey_ttl, p.data_ttl, p.ns_ttl]);
    parent.into_iter().chain(each).flatten().max().unwrap_or_default()
}

/// The document: the start, and what is published from each moment on.
pub(super) fn document<'p>(
    zone: &str,
    start: &Start,
    states: impl Iterator<Item = &'p Publication>,
    at: &[i64],
) -> Document {
    let labels = start.publication.providers.iter().map(|provider| provider.label.as_str()).collect();
    let writer = Writer { names: &start.names, labels };
    let first = at.first().copied().unwrap_or_default();
    let last = at.last().copied().unwrap_or(first);
    let mut parent = vec![writer.parent(None, &start.publication)];
    let mut providers: Vec<Vec<ProviderState>> =
        start.publication.providers.iter().map(|provider| vec![writer.provider(None, provider)]).collect();
    for (publication, at) in states.zip(at) {
        add(&mut parent, writer.parent(Some(*at), publication), |state| &mut state.from);
        for (states, provider) in providers.iter_mut().zip(&publication.providers) {
            add(states, writer.provider(Some(*at), provider), |state| &mut state.from);
        }
    }
    // Long enough after the last step that what fails then fails for ever.
    let until = last.saturating_add(4 * i64::from(longest_ttl(&start.publication)) + 1);
    Document {
        format: FORMAT.into(),
        zone: zone.into(),
        from: first.saturating_sub(1),
        until,
        parent,
        providers: writer.labels.iter().map(ToString::to_string).zip(providers).collect(),
    }
}

/// A state after the others, unless it is what there was already; made at the same moment it takes the last one's place.
fn add<S: PartialEq>(states: &mut Vec<S>, mut next: S, from: fn(&mut S) -> &mut Option<i64>) {
    let at = *from(&mut next);
    if let Some(last) = states.last_mut() {
        let since = *from(last);
        *from(&mut next) = since;
        if *last == next {
            return;
        }
        if since.is_some() && since == at {
            *last = next;
            return;
        }
    }
    *from(&mut next) = at;
    states.push(next);
}
