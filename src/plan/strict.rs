//! What strict validators ask beyond a valid path, by the keys' names.

use crate::explore::{DsSet, Judge, KeySet, Versions, covers, leads};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Which algorithms have to verify, beside a valid path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// None: any valid path suffices (RFC 6840 §5.11).
    AnyPath,
    /// Every algorithm of the DS RRset, as unbound does with `harden-algo-downgrade`.
    DsAlgorithms,
    /// Every algorithm of the DNSKEY RRset: what signers have to make (RFC 4035 §2.2), and old validators ask.
    KeyAlgorithms,
}

/// A judge who asks for that.
#[derive(Clone, Debug)]
pub struct Strict<'v, 'd> {
    versions: &'v Versions<'d>,
    algorithms: &'v BTreeMap<String, u8>,
    asked: Asked,
    /// The sets of algorithms that DS RRsets have.
    demands: Vec<BTreeSet<u8>>,
}

impl<'v, 'd> Strict<'v, 'd> {
    /// Of these versions; `algorithms` by the keys' names.
    pub fn new(versions: &'v Versions<'d>, algorithms: &'v BTreeMap<String, u8>, asked: Asked) -> Self {
        let mut strict = Self { versions, algorithms, asked, demands: Vec::new() };
        if asked == Asked::DsAlgorithms {
            strict.demands = versions.ds.iter().map(|ds| strict.of(&ds.content.keys)).collect();
            strict.demands.sort();
            strict.demands.dedup();
        }
        strict
    }

    fn of(&self, keys: &BTreeSet<String>) -> BTreeSet<u8> {
        keys.iter().filter_map(|key| self.algorithms.get(key)).copied().collect()
    }

    /// Whether keys of each of the algorithms are among those of the DNSKEY RRset that sign.
    fn each(&self, algorithms: &BTreeSet<u8>, dnskey: &KeySet, signs: impl Fn(&String) -> bool) -> bool {
        let signers: BTreeSet<String> = dnskey.keys.iter().filter(|key| signs(key)).cloned().collect();
        algorithms.is_subset(&self.of(&signers))
    }

    fn leads(&self, ds: &DsSet, dnskey: &KeySet) -> bool {
        match self.asked {
            Asked::AnyPath => true,
            Asked::DsAlgorithms => self.each(&self.of(&ds.keys), dnskey, |key| {
                ds.keys.contains(key) && dnskey.signed_by.contains(key)
            }),
            Asked::KeyAlgorithms => {
                self.each(&self.of(&dnskey.keys), dnskey, |key| dnskey.signed_by.contains(key))
            }
        }
    }
}

impl Judge for Strict<'_, '_> {
    fn chain(&self, ds: usize, dnskey: usize) -> bool {
        let both = self.versions.ds.get(ds).zip(self.versions.dnskey.get(dnskey));
        both.is_some_and(|(ds, dnskey)| {
            leads(ds.content, dnskey.content) && self.leads(ds.content, dnskey.content)
        })
    }

    fn demand(&self, ds: usize) -> usize {
        let algorithms = self.versions.ds.get(ds).map(|ds| self.of(&ds.content.keys)).unwrap_or_default();
        self.demands.iter().position(|known| *known == algorithms).unwrap_or_default()
    }

    fn data(&self, demand: usize, dnskey: usize, data: usize) -> bool {
        let Some((dnskey, data)) = self.versions.dnskey.get(dnskey).zip(self.versions.data.get(data)) else {
            return false;
        };
        let (dnskey, data) = (dnskey.content, data.content);
        let signs = |key: &String| data.signed_by.contains(key);
        covers(dnskey, data)
            && match self.asked {
                Asked::AnyPath => true,
                Asked::DsAlgorithms => {
                    self.demands.get(demand).is_some_and(|all| self.each(all, dnskey, signs))
                }
                Asked::KeyAlgorithms => self.each(&self.of(&dnskey.keys), dnskey, signs),
            }
    }
}
