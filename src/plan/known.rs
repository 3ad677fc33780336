//! The real records behind a publication: DNSKEY and DS data by key, name servers by provider.

use crate::check::facts::Facts;
use crate::dns::{Name, Rdata, dotted, rdata_text};
use crate::dnssec::ds;
use crate::dnssec::keys::{Key, KeyIx};
use crate::publication::Publication;
use crate::share::commands::{Software, by_name};
use crate::snapshot::operators::operator;
use crate::snapshot::{DsSeen, ProviderView};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Record data as zone files have them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The keys of smaller indexes were seen: their tags and algorithms are real.
    pub keys: usize,
    /// Of each key that somebody publishes.
    pub dnskeys: BTreeMap<KeyIx, String>,
    /// Of each key: the parent's, or if it has none the one with a SHA-256 digest.
    pub ds: BTreeMap<KeyIx, Vec<String>>,
    /// The software of providers that are known by their servers’ names, by label.
    pub operators: BTreeMap<String, &'static Software>,
    /// The name servers of each provider, by its label.
    pub hosts: BTreeMap<String, Vec<String>>,
}

impl Known {
    /// What was seen; the keys have the indexes of the publication that was read off the same facts.
    pub(super) fn of(facts: &Facts, publication: &Publication) -> Self {
        let table = &facts.proven.table.keys;
        let dnskeys = table.iter().map(|key| rdata_text(&Rdata::Dnskey(key.dnskey.clone()))).enumerate();
        Self {
            keys: publication.keys.len(),
            dnskeys: dnskeys.collect(),
            ds: delegated(facts, table, publication),
            operators: operators(facts),
            hosts: hosts(facts),
        }
    }
}

/// Who is known by the names of its servers.
fn operators(facts: &Facts) -> BTreeMap<String, &'static Software> {
    let of = |view: &ProviderView| {
        let hosts = view.servers.iter().filter_map(|server| server.parse::<Name>().ok());
        let known = hosts.filter_map(|host| by_name(&operator(&host).0)).next()?;
        Some((view.label.clone(), known))
    };
    facts.providers().filter_map(|(_, view)| of(view)).collect()
}

fn delegated(facts: &Facts, table: &[Key], publication: &Publication) -> BTreeMap<KeyIx, Vec<String>> {
    let zone = &facts.snapshot().zone;
    let mut all: BTreeMap<KeyIx, Vec<String>> = BTreeMap::new();
    if let DsSeen::Set(set) = &facts.snapshot().parent.ds {
        for data in &set.data {
            let Rdata::Ds(found) = data else { continue };
            let of = |key: &&KeyIx| match table.get(**key) {
                Some(known) => ds::matches(zone, found, known),
                // A key that nobody publishes is known by tag and algorithm.
                None => publication.key(**key).is_some_and(|key| {
                    (key.tag, key.algorithm) == (found.key_tag(), found.algorithm().to_int())
                }),
            };
            if let Some(key) = publication.parent.ds.iter().flatten().find(of) {
                all.entry(*key).or_default().push(rdata_text(data));
            }
        }
    }
    for (index, key) in table.iter().enumerate() {
        let made = || ds::record(zone, key).map(|made| rdata_text(&Rdata::Ds(made)));
        all.entry(index).or_insert_with(|| made().into_iter().collect());
    }
    all
}

/// Every host that some NS RRset names, under the provider whose it is.
fn hosts(facts: &Facts) -> BTreeMap<String, Vec<String>> {
    let snapshot = facts.snapshot();
    let children = (0..facts.size()).filter_map(|p| snapshot.child_ns(p));
    let all: BTreeSet<Name> = snapshot.parent_ns().into_iter().chain(children).flatten().collect();
    let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for host in &all {
        let owner = snapshot.servers.provider_of(host, &snapshot.providers).and_then(|p| facts.view(p));
        if let Some(view) = owner {
            hosts.entry(view.label.clone()).or_default().push(dotted(host));
        }
    }
    hosts
}
