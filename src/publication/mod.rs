//! Who publishes what: the parent its DS and NS RRsets, each provider its DNSKEY RRset with its signers, the signers of its
//! data, its NS RRset and what it asks of the parent. It is read off a checked snapshot (`check/published.rs`) and put into
//! a simulated zone (`simulate/publish.rs`); processes are statements about it ([`crate::process`]).

use crate::dnssec::keys::KeyIx;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Index of a provider in [`Publication::providers`].
pub type ProviderIx = usize;

/// How much of a provider's data a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Extent {
    /// At least one RRset.
    Some,
    /// Every RRset.
    All,
}

/// A key that some provider publishes or signs with, or that the parent or a CDS record names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedKey {
    /// Key tag (RFC 4034, Appendix B).
    pub tag: u16,
    /// Algorithm number.
    pub algorithm: u8,
    /// The SEP flag. Of a key that only a DS or CDS record names: taken to be set.
    pub sep: bool,
    /// The latest inception of the signatures that it makes over data, Unix seconds.
    pub inception: Option<i64>,
}

/// What CDS and CDNSKEY of a provider ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// They were asked for, and there are none.
    Nothing,
    /// A DS RRset of these keys.
    Keys(BTreeSet<KeyIx>),
    /// The removal of every DS record (RFC 8078 §4).
    Removal,
    /// What its servers, or its CDS and CDNSKEY, say differs.
    Unclear,
}

/// What the parent publishes. `None`: not seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    pub ds: Option<BTreeSet<KeyIx>>,
    /// The providers that its NS RRset names.
    pub ns: Option<BTreeSet<ProviderIx>>,
    /// For how long caches may hold the DS RRset, in seconds.
    pub ds_ttl: Option<u32>,
    /// The same for the NS RRset of the delegation.
    pub ns_ttl: Option<u32>,
    /// What a cache had left of it, in seconds, where it was read through one.
    pub ns_ttl_left: Option<u32>,
}

/// What caches had left of TTLs that they count down, in seconds: of what comes from no cache, nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TtlsLeft {
    pub dnskey: Option<u32>,
    pub data: Option<u32>,
    pub ns: Option<u32>,
}

/// What one provider publishes. `None`: not seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    pub label: String,
    /// The keys of its DNSKEY RRset; empty: it has none.
    pub dnskey: Option<BTreeSet<KeyIx>>,
    /// Those of them whose signatures over that RRset verify.
    pub dnskey_signers: BTreeSet<KeyIx>,
    /// The keys that sign its data.
    pub data: Option<BTreeMap<KeyIx, Extent>>,
    /// The providers that its NS RRset names.
    pub ns: Option<BTreeSet<ProviderIx>>,
    pub asked: Option<Asked>,
    /// Its servers answer for the zone.
    pub answers: bool,
    /// For how long caches may hold its DNSKEY RRset, in seconds.
    pub dnskey_ttl: Option<u32>,
    /// The same for anything that it signs, proofs that something does not exist included.
    pub data_ttl: Option<u32>,
    /// The same for its NS RRset.
    pub ns_ttl: Option<u32>,
    /// What caches had left of these, where they were read through one.
    pub left: TtlsLeft,
}

/// Who publishes what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    pub keys: Vec<PublishedKey>,
    pub parent: Parent,
    pub providers: Vec<Provider>,
}

impl Provider {
    /// A provider that is seen to publish nothing.
    pub fn empty(label: &str) -> Self {
        Self {
            label: label.to_string(),
            dnskey: Some(BTreeSet::new()),
            data: Some(BTreeMap::new()),
            ns: Some(BTreeSet::new()),
            asked: Some(Asked::Nothing),
            answers: true,
            ..Self::default()
        }
    }

    /// The keys that sign all of its data.
    pub fn signers_of_all_data(&self) -> BTreeSet<KeyIx> {
        let all = self.data.iter().flatten().filter(|(_, extent)| **extent == Extent::All);
        all.map(|(key, _)| *key).collect()
    }
}

/// A provider of this label is not among those asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not among these providers")]
pub struct Stranger(pub String);

impl Publication {
    /// Of these providers, before anybody signs: everything is seen, and nothing is there.
    pub fn empty(labels: &[&str], keys: Vec<PublishedKey>) -> Self {
        let parent = Parent { ds: Some(BTreeSet::new()), ns: Some(BTreeSet::new()), ..Parent::default() };
        Self { keys, parent, providers: labels.iter().map(|label| Provider::empty(label)).collect() }
    }

    /// The same with the providers in the order of these labels; those that are not in it are seen to publish nothing.
    ///
    /// # Errors
    /// A provider has none of the labels.
    pub fn ordered(&self, labels: &[String]) -> Result<Self, Stranger> {
        let index = |label: &str| labels.iter().position(|known| known == label);
        if let Some(other) = self.providers.iter().find(|provider| index(&provider.label).is_none()) {
            return Err(Stranger(other.label.clone()));
        }
        let moved = |set: &BTreeSet<ProviderIx>| -> BTreeSet<ProviderIx> {
            let labels = set.iter().filter_map(|p| self.provider(*p));
            labels.filter_map(|provider| index(&provider.label)).collect()
        };
        let at = |label: &String| match self.providers.iter().find(|provider| provider.label == *label) {
            Some(known) => Provider { ns: known.ns.as_ref().map(moved), ..known.clone() },
            None => Provider::empty(label),
        };
        let parent = Parent { ns: self.parent.ns.as_ref().map(moved), ..self.parent.clone() };
        Ok(Self { keys: self.keys.clone(), parent, providers: labels.iter().map(at).collect() })
    }

    pub fn key(&self, key: KeyIx) -> Option<&PublishedKey> {
        self.keys.get(key)
    }

    pub fn provider(&self, provider: ProviderIx) -> Option<&Provider> {
        self.providers.get(provider)
    }

    /// The indexes of all providers.
    pub fn all(&self) -> std::ops::Range<ProviderIx> {
        0..self.providers.len()
    }

    /// The keys that sign the provider's data.
    pub fn data_signers(&self, provider: ProviderIx) -> BTreeSet<KeyIx> {
        let data = self.provider(provider).and_then(|provider| provider.data.as_ref());
        data.map(|data| data.keys().copied().collect()).unwrap_or_default()
    }

    /// The keys that sign the provider's DNSKEY RRset.
    pub fn dnskey_signers(&self, provider: ProviderIx) -> BTreeSet<KeyIx> {
        self.provider(provider).map(|provider| provider.dnskey_signers.clone()).unwrap_or_default()
    }

    /// Whether the provider is seen to publish the key.
    pub fn publishes(&self, provider: ProviderIx, key: KeyIx) -> bool {
        let set = self.provider(provider).and_then(|provider| provider.dnskey.as_ref());
        set.is_some_and(|set| set.contains(&key))
    }

    /// Whether the parent is seen to have a DS record of the key.
    pub fn has_ds(&self, key: KeyIx) -> bool {
        self.parent.ds.as_ref().is_some_and(|ds| ds.contains(&key))
    }
}
