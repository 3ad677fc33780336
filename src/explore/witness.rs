//! One resolver that fails at a moment, by what it fetched, where and when: it checks out by the document alone.

use super::document::{Document, NsSet, ProviderState, at as state_at};
use super::failing::{Judge, Pair};
use super::span::Spans;
use super::versions::{Version, Versions};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;

/// A moment in seconds, or half a second after one: of what is held until a moment that is not in the document any more,
/// the fetch has to lie within the last second of its being published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    /// Whole seconds.
    pub seconds: i64,
    /// And half a second.
    pub half: bool,
}

impl Instant {
    fn whole(seconds: i64) -> Self {
        Self { seconds, half: false }
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // Half of a whole number below 2^53 is exact up to 2^52; from there on the halves are not told apart by anybody.
        #[expect(clippy::cast_precision_loss, reason = "a document's times are below 2^53")]
        if self.half { to.serialize_f64(self.seconds as f64 + 0.5) } else { to.serialize_i64(self.seconds) }
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let time = f64::deserialize(from)?;
        #[expect(clippy::cast_possible_truncation, reason = "a document's times are below 2^53")]
        let seconds = time.floor() as i64;
        Ok(Self { seconds, half: time.fract() != 0.0 })
    }
}

/// A DS RRset that the resolver holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HeldDs {
    /// When it was fetched.
    #[cfg_attr(test, ts(type = "number"))]
    pub fetched: Instant,
    /// The keys that it names.
    pub keys: BTreeSet<String>,
}

/// A DNSKEY RRset that the resolver holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HeldDnskey {
    /// Where it was fetched.
    pub provider: String,
    /// When.
    #[cfg_attr(test, ts(type = "number"))]
    pub fetched: Instant,
    /// The keys in it.
    pub keys: BTreeSet<String>,
    /// The keys whose signatures over it verify.
    pub signed_by: BTreeSet<String>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HeldAnswer {
    /// Who gave it.
    pub provider: String,
    /// When.
    #[cfg_attr(test, ts(type = "number"))]
    pub fetched: Instant,
    /// The keys that sign it.
    pub signed_by: BTreeSet<String>,
}

/// An NS RRset that the resolver holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HeldNs {
    /// `parent`, or the label of the provider that gave it.
    pub from: String,
    /// When.
    #[cfg_attr(test, ts(type = "number"))]
    pub fetched: Instant,
    /// The providers that it names.
    pub providers: BTreeSet<String>,
}

/// One resolver that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Witness {
    /// When it fails.
    #[cfg_attr(test, ts(type = "number"))]
    pub at: Instant,
    /// What it trusts; left out where it is the servers that fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub ds: Option<HeldDs>,
    /// The keys that it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub dnskey: Option<HeldDnskey>,
    /// What it cannot validate; left out where the keys themselves fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub answer: Option<HeldAnswer>,
    /// Whom it asks in vain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub ns: Option<HeldNs>,
}

/// The latest moment at which something could be fetched that is still held at another.
fn fetched(version: &Spans, ttl: u32, at: i64) -> Option<Instant> {
    let last = version.last_before(at)?;
    if last.has(at) {
        return Some(Instant::whole(at));
    }
    let second = last.until - 1;
    // At the very end of what may be held the fetch lies within its last second.
    let early = at >= second.saturating_add(i64::from(ttl));
    Some(Instant { seconds: second, half: early })
}

impl Document {
    /// A provider that publishes something at a moment, and is asked then.
    fn giver(&self, versions: &Versions, at: i64, gives: impl Fn(&ProviderState) -> bool) -> Option<String> {
        let asked = |label: &str| versions.asked.get(label).is_some_and(|asked| asked.has(at));
        let found = self.providers.iter().find(|(label, states)| {
            state_at(states, |state| state.from, at).is_some_and(&gives) && asked(label)
        });
        found.map(|(label, _)| label.clone())
    }
}

impl Witness {
    /// Who fails at a moment by what meets there. `fresh`: the answer comes from its provider at that very moment.
    pub(super) fn of(
        versions: &Versions,
        judge: &impl Judge,
        pair: Pair,
        at: i64,
        fresh: bool,
    ) -> Option<Self> {
        let document = versions.document;
        let mut witness = Self { at: Instant::whole(at), ds: None, dnskey: None, answer: None, ns: None };
        let (ds, dnskey) = match pair {
            Pair::Chain { ds, dnskey } => (ds, dnskey),
            Pair::Data { demand, dnskey, .. } => {
                let mut signed = versions.ds.iter().enumerate().filter(|(_, ds)| !ds.content.keys.is_empty());
                let leads = signed.find(|(index, ds)| {
                    ds.held.has(at) && judge.demand(*index) == demand && judge.chain(*index, dnskey)
                });
                (leads?.0, dnskey)
            }
            Pair::Ns { ns } => {
                let ns = versions.ns.get(ns)?;
                let (fetched, from) = ns_from(document, versions, ns, at)?;
                witness.ns = Some(HeldNs { from, fetched, providers: ns.content.providers.clone() });
                return Some(witness);
            }
        };
        let ds = versions.ds.get(ds)?;
        let when = fetched(&ds.fetched, ds.content.ttl, at)?;
        witness.ds = Some(HeldDs { fetched: when, keys: ds.content.keys.clone() });
        let keys = versions.dnskey.get(dnskey)?;
        let when = fetched(&keys.fetched, keys.content.ttl, at)?;
        witness.dnskey = Some(HeldDnskey {
            provider: document.giver(versions, when.seconds, |state| &state.dnskey == keys.content)?,
            fetched: when,
            keys: keys.content.keys.clone(),
            signed_by: keys.content.signed_by.clone(),
        });
        if let Pair::Data { data, .. } = pair {
            let data = versions.data.get(data)?;
            let when = if fresh { Instant::whole(at) } else { fetched(&data.fetched, data.content.ttl, at)? };
            witness.answer = Some(HeldAnswer {
                provider: document.giver(versions, when.seconds, |state| &state.data == data.content)?,
                fetched: when,
                signed_by: data.content.signed_by.clone(),
            });
        }
        Some(witness)
    }
}

/// Where and when an NS RRset was fetched that is held at a moment.
fn ns_from(
    document: &Document,
    versions: &Versions,
    ns: &Version<NsSet>,
    at: i64,
) -> Option<(Instant, String)> {
    let when = fetched(&ns.fetched, ns.content.ttl, at)?;
    let parent = state_at(&document.parent, |state| state.from, when.seconds);
    if parent.is_some_and(|state| &state.ns == ns.content) {
        return Some((when, String::from("parent")));
    }
    Some((when, document.giver(versions, when.seconds, |state| &state.ns == ns.content)?))
}
