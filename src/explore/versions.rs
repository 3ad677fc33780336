//! Versions of record sets by their value, and when each can be fetched and held.

use super::document::{DataSet, Document, DsSet, KeySet, NsSet, ProviderState, spans};
use super::reach::reached;
use super::span::{Span, Spans};
use std::collections::BTreeMap;

/// The same content with the same TTL, wherever and as often as it is published.
#[derive(Clone, Debug)]
pub struct Version<'d, T> {
    /// What it is.
    pub content: &'d T,
    /// When it can be fetched.
    pub fetched: Spans,
    /// When caches may hold it.
    pub held: Spans,
}

/// All that resolvers may hold.
#[derive(Clone, Debug)]
pub struct Versions<'d> {
    /// What it is read off.
    pub document: &'d Document,
    /// The DS RRsets, the absent one included.
    pub ds: Vec<Version<'d, DsSet>>,
    /// The DNSKEY RRsets.
    pub dnskey: Vec<Version<'d, KeySet>>,
    /// What is signed beside them.
    pub data: Vec<Version<'d, DataSet>>,
    /// The NS RRsets of the parent and of the providers.
    pub ns: Vec<Version<'d, NsSet>>,
    /// When each provider is asked, and answers, by its label.
    pub asked: BTreeMap<&'d str, Spans>,
    /// When each provider answers, asked or not.
    pub answers: BTreeMap<&'d str, Spans>,
}

fn versions<'d, T: Ord>(
    published: impl Iterator<Item = (&'d T, Spans)>,
    ttl: fn(&T) -> u32,
) -> Vec<Version<'d, T>> {
    let mut all: BTreeMap<&'d T, Vec<Span>> = BTreeMap::new();
    for (content, when) in published {
        all.entry(content).or_default().extend(when.iter().copied());
    }
    all.into_iter()
        .map(|(content, when)| {
            let fetched: Spans = when.into_iter().collect();
            Version { content, held: fetched.held(ttl(content)), fetched }
        })
        .filter(|version| !version.fetched.is_empty())
        .collect()
}

impl<'d> Versions<'d> {
    /// What resolvers may hold of what a document says.
    pub fn of(document: &'d Document) -> Self {
        let labels = document.providers.keys().map(String::as_str);
        let answers: BTreeMap<&str, Spans> = labels
            .clone()
            .zip(document.providers.values())
            .map(|(label, states)| {
                let when = spans(states, |state| state.from).filter(|(_, state)| state.answers);
                (label, when.map(|(span, _)| span).collect())
            })
            .collect();
        let asked: BTreeMap<&str, Spans> = labels
            .zip(reached(document))
            .map(|(label, reached)| {
                (label, answers.get(label).map(|answers| answers.meet(&reached)).unwrap_or_default())
            })
            .collect();
        let parent = || {
            spans(&document.parent, |state| state.from).map(|(span, state)| (state, Spans::from_iter([span])))
        };
        // What each provider publishes, while it can be fetched there.
        let provided: Vec<(&'d ProviderState, Spans)> = document
            .providers
            .iter()
            .filter_map(|(label, states)| Some((asked.get(label.as_str())?, states)))
            .flat_map(|(asked, states)| {
                spans(states, |state| state.from).map(|(span, state)| (state, asked.within(span)))
            })
            .collect();
        let each = || provided.iter().map(|(state, when)| (*state, when.clone()));
        Self {
            document,
            ds: versions(parent().map(|(state, when)| (&state.ds, when)), |ds| ds.ttl),
            dnskey: versions(each().map(|(state, when)| (&state.dnskey, when)), |keys| keys.ttl),
            data: versions(each().map(|(state, when)| (&state.data, when)), |data| data.ttl),
            ns: versions(
                parent()
                    .map(|(state, when)| (&state.ns, when))
                    .chain(each().map(|(state, when)| (&state.ns, when)))
                    .filter(|(ns, _)| !ns.providers.is_empty()),
                |ns| ns.ttl,
            ),
            asked,
            answers,
        }
    }
}
