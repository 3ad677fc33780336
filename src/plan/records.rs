//! The exact records of an action: what is entered or taken out, where, as a zone file has it.

use super::actions::{Action, Change, Place};
use super::known::Known;
use super::start::Start;
use crate::dns::{Name, dotted};
use crate::dnssec::keys::KeyIx;
use crate::publication::ProviderIx;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What is done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// It comes.
    Add,
    /// It goes.
    Remove,
}

impl Verb {
    /// As a comparison marks lines.
    pub fn mark(self) -> char {
        match self {
            Self::Add => '+',
            Self::Remove => '-',
        }
    }
}

/// A record that comes or goes. What is not known yet stands in angle brackets: `<public key of ZB>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanRecord {
    /// Comes or goes.
    pub verb: Verb,
    /// Its name.
    pub owner: String,
    /// In seconds, as the plan counts with it; `None`: the plan says nothing of it.
    pub ttl: Option<u32>,
    /// `DNSKEY`, `DS`, `NS`, `CDS` or `CDNSKEY`.
    pub rtype: Cow<'static, str>,
    /// As a zone file has it.
    pub data: String,
    /// Nothing in it is a placeholder.
    pub known: bool,
    /// Of a DNSKEY: the key is one that this provider's signer itself holds. It is made or dropped there; every other one is
    /// imported.
    pub own: bool,
    /// The whole record on one line.
    pub text: String,
}

/// Data, and whether they are known.
type Data = (String, bool);

/// What is not known yet.
fn unknown(what: &str, of: &str) -> String {
    format!("<{what} of {of}>")
}

/// Makes the records of one zone's actions.
pub(super) struct Records<'s> {
    start: &'s Start,
    /// As it is written; `None`: the plan's zone is no name.
    zone: Option<String>,
}

impl<'s> Records<'s> {
    pub(super) fn new(start: &'s Start, zone: &str) -> Self {
        Self { start, zone: zone.parse::<Name>().ok().map(|zone| dotted(&zone)) }
    }

    /// Everything that comes and goes by an action. Signatures are no records of anybody's: the signer makes them.
    pub(super) fn of(&self, action: &Action) -> Vec<PlanRecord> {
        match action.change {
            Change::AddDnskey => self.dnskeys(Verb::Add, action),
            Change::RemoveDnskey => self.dnskeys(Verb::Remove, action),
            Change::AddDs => self.ds(Verb::Add, action),
            Change::RemoveDs => self.ds(Verb::Remove, action),
            Change::AddNs => self.ns(Verb::Add, action),
            Change::RemoveNs => self.ns(Verb::Remove, action),
            Change::AskRemoval => self.removal(Verb::Add),
            Change::StopAsking => self.removal(Verb::Remove),
            Change::SignDnskey | Change::SignData | Change::StopSigningData | Change::StopSigningDnskey => {
                Vec::new()
            }
        }
    }

    fn record(&self, verb: Verb, ttl: Option<u32>, rtype: &'static str, (data, known): Data) -> PlanRecord {
        let owner = self.zone.clone().unwrap_or_else(|| "<zone>".into());
        let seconds = ttl.map(|ttl| format!("{ttl} ")).unwrap_or_default();
        let text = format!("{owner} {seconds}IN {rtype} {data}");
        let known = known && self.zone.is_some();
        PlanRecord { verb, owner, ttl, rtype: rtype.into(), data, known, own: false, text }
    }

    fn known(&self) -> Option<&Known> {
        self.start.known.as_ref()
    }

    /// The key's algorithm; keys of usual names have none yet.
    fn algorithm(&self, key: KeyIx) -> String {
        let known = self.known().and_then(|_| self.start.publication.key(key));
        known.map_or_else(|| unknown("algorithm", self.start.key_name(key)), |key| key.algorithm.to_string())
    }

    fn dnskeys(&self, verb: Verb, action: &Action) -> Vec<PlanRecord> {
        let Place::Provider(p) = action.place else { return Vec::new() };
        let ttl = self.start.publication.provider(p).and_then(|provider| provider.dnskey_ttl);
        let record = |key: &KeyIx| PlanRecord {
            own: self.start.holds(p, *key),
            ..self.record(verb, ttl, "DNSKEY", self.dnskey(*key))
        };
        action.keys.iter().map(record).collect()
    }

    fn dnskey(&self, key: KeyIx) -> Data {
        if let Some(data) = self.known().and_then(|known| known.dnskeys.get(&key)) {
            return (data.clone(), true);
        }
        let flags = match self.start.publication.key(key) {
            Some(key) if !key.sep => "256",
            _ => "257",
        };
        let public = unknown("public key", self.start.key_name(key));
        (format!("{flags} 3 {} {public}", self.algorithm(key)), false)
    }

    /// Those that the parent has, where it has some; else the one with a SHA-256 digest (RFC 8624 §3.3).
    fn ds(&self, verb: Verb, action: &Action) -> Vec<PlanRecord> {
        let ttl = self.start.publication.parent.ds_ttl;
        let data = |key: &KeyIx| -> Vec<Data> {
            if let Some(all) = self.known().and_then(|known| known.ds.get(key)) {
                return all.iter().map(|data| (data.clone(), true)).collect();
            }
            let name = self.start.key_name(*key);
            let (tag, digest) = (unknown("key tag", name), unknown("SHA-256 digest", name));
            vec![(format!("{tag} {} 2 {digest}", self.algorithm(*key)), false)]
        };
        action.keys.iter().flat_map(data).map(|data| self.record(verb, ttl, "DS", data)).collect()
    }

    fn ns(&self, verb: Verb, action: &Action) -> Vec<PlanRecord> {
        let now = &self.start.publication;
        let ttl = match action.place {
            Place::Parent => now.parent.ns_ttl,
            Place::Provider(p) => now.provider(p).and_then(|provider| provider.ns_ttl),
        };
        let hosts = |p: &ProviderIx| -> Vec<Data> {
            let label = self.start.label(*p);
            let known = self.known().and_then(|known| known.hosts.get(label));
            match known.filter(|hosts| !hosts.is_empty()) {
                Some(hosts) => hosts.iter().map(|host| (host.clone(), true)).collect(),
                None => vec![(unknown("name servers", label), false)],
            }
        };
        action.providers.iter().flat_map(hosts).map(|data| self.record(verb, ttl, "NS", data)).collect()
    }

    /// RFC 8078 §4: the same for every zone.
    fn removal(&self, verb: Verb) -> Vec<PlanRecord> {
        let all = [("CDS", "0 0 0 00"), ("CDNSKEY", "0 3 0 AA==")];
        all.into_iter().map(|(rtype, data)| self.record(verb, None, rtype, (data.into(), true))).collect()
    }
}
