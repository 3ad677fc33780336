//! What a live check has found, for the faces: the zone, the chain of trust, the evidence, and how
//! much of the truth that is.

use super::anchors::Anchors;
use super::answer::Answer;
use super::chain::{self, Cut, Link};
use super::check::{Entry, LiveCheck, Purpose, Stage, State};
use super::fault::{Fault, Skew, Stop};
use super::providers::{self, Operator};
use super::sample::{Groups, Sampling};
use crate::dns::{Moment, Name, Rdata, child, dotted};
use crate::dnssec::backend::Backend;
use crate::evidence::{Role, Section, Source};
use crate::shell;
use domain::base::Rtype;
use domain::base::iana::Rcode;

/// What one resolver itself makes of the zone. Shown, never trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolverSays {
    /// Its place among the resolvers.
    pub index: usize,
    pub resolver: String,
    /// It said something; else `says` is why not.
    pub answered: bool,
    pub says: String,
}

impl LiveCheck {
    /// The zone that the name is in, as soon as it is known.
    pub fn zone(&self) -> Option<&Name> {
        self.zones.first()
    }

    /// Why there is no zone to judge.
    pub fn stop(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// Every question asked and what came of it.
    pub fn log(&self) -> &[Entry] {
        &self.entries
    }

    /// The address of a resolver.
    pub fn url(&self, resolver: usize) -> &str {
        self.settings.resolvers.get(resolver).map_or("", |one| one.url.as_str())
    }

    /// What the person should know of how the name led to the zone.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some(alias) = &self.alias {
            remarks.push(format!(
                "{} is an alias of {} (CNAME); the zone of the alias is checked",
                dotted(&self.name),
                dotted(alias)
            ));
        }
        if let Some(zone) = self.zone().filter(|zone| **zone != self.name) {
            remarks.push(format!("{} is inside the zone {}", dotted(&self.name), dotted(zone)));
        }
        if let (Some(why), Some(zone)) = (&self.lame, self.zone()) {
            remarks.push(format!(
                "{} is delegated, and none of its servers gave the resolvers an answer (lame): {why}",
                dotted(zone)
            ));
        }
        remarks
    }

    /// Signs that the computer's clock is wrong.
    pub fn skews(&self, chain: &[Cut], now: Moment) -> Vec<Skew> {
        let root = chain::root_out_of_time(chain).then_some(Skew::Root { now });
        self.skews.iter().cloned().chain(root).collect()
    }

    /// The chain of trust from the root down to the zone.
    pub async fn chain<B: Backend>(&self, backend: &B, now: Moment) -> Vec<Cut> {
        chain::prove(&self.links(), &self.settings.anchors, backend, now).await
    }

    /// Whether all links of the chain have been asked for and settled: it can be proven then, whatever else
    /// is still under way.
    pub fn chain_is_settled(&self) -> bool {
        let settled = |zone: &Name| {
            let theirs =
                |entry: &&Entry| entry.question.name == *zone && entry.question.rtype == Rtype::DNSKEY;
            let mut entries = self.entries.iter().filter(theirs);
            entries.any(|entry| matches!(entry.state, State::Answered(_)))
                || !self
                    .entries
                    .iter()
                    .filter(theirs)
                    .any(|entry| matches!(entry.state, State::Waiting | State::Asked))
        };
        matches!(self.stage, Stage::Done) && !self.zones.is_empty() && self.zones.iter().all(settled)
    }

    /// The trust anchors of this check.
    pub fn anchors(&self) -> &Anchors {
        &self.settings.anchors
    }

    /// What the chain is proven from, root first.
    pub fn links(&self) -> Vec<Link> {
        let best = |zone: &Name, rtype: Rtype| -> Result<Answer, Fault> {
            let mut fault = None;
            // What was asked again is newer.
            for entry in self.entries.iter().rev() {
                if entry.question.name != *zone
                    || entry.question.rtype != rtype
                    || entry.purpose == Purpose::Verdict
                {
                    continue;
                }
                match &entry.state {
                    State::Answered(answer) => return Ok((**answer).clone()),
                    State::Failed(why) => fault = fault.or_else(|| Some(why.clone())),
                    State::Waiting | State::Asked => {}
                }
            }
            Err(fault.unwrap_or(Fault::NotAsked))
        };
        let mut zones: Vec<Name> = self.zones.iter().rev().cloned().collect();
        // Nothing is proven without the root: its absence is a missing link, not a shorter chain.
        if !zones.is_empty() && zones.first().is_none_or(|first| !first.is_root()) {
            zones.insert(0, Name::root_bytes());
        }
        zones
            .iter()
            .map(|zone| Link {
                zone: zone.clone(),
                dnskey: best(zone, Rtype::DNSKEY),
                ds: (!zone.is_root()).then(|| best(zone, Rtype::DS)),
            })
            .collect()
    }

    /// What was not answered, and by whom.
    pub fn faults(&self) -> impl Iterator<Item = (&str, &Fault)> {
        self.entries.iter().filter_map(|entry| match &entry.state {
            State::Failed(fault) => Some((self.url(entry.resolver), fault)),
            _ => None,
        })
    }

    /// The zone above the zone.
    pub fn parent_zone(&self) -> Option<&Name> {
        self.zones.get(1)
    }

    fn answers(&self) -> impl Iterator<Item = (&Entry, &Answer)> {
        self.entries.iter().filter_map(|entry| match &entry.state {
            State::Answered(answer) => Some((entry, &**answer)),
            _ => None,
        })
    }

    /// Answers about the zone itself by resolvers that pick a server of their own choice.
    fn sampled(&self) -> impl Iterator<Item = &Answer> {
        let by_chance = |entry: &Entry| {
            let resolver = self.settings.resolvers.get(entry.resolver);
            resolver.is_some_and(|one| one.provider.is_none())
        };
        let about = |entry: &Entry| {
            matches!(entry.purpose, Purpose::Zone | Purpose::Sample)
                && !(entry.stale && self.is_replaced(entry))
        };
        self.answers().filter(move |(entry, _)| by_chance(entry) && about(entry)).map(|(_, answer)| answer)
    }

    /// The evidence as texts: the parent's DS, then one text per provider; what
    /// [`crate::check::session::Session`] judges and what can be shared.
    pub fn sources(&self) -> Vec<Source> {
        let Some(zone) = self.zone() else { return Vec::new() };
        let mut sources = Vec::new();
        let ds =
            self.answers().filter(|(entry, _)| entry.purpose != Purpose::Verdict).map(|(_, answer)| answer);
        let ds = ds.filter(|answer| answer.question.rtype == Rtype::DS && answer.question.name == *zone);
        // What was asked again is newer.
        if let Some(answer) = ds.last() {
            let text = answer.clone().with_original_ttls().text_by_way_of();
            sources.push(Source { name: "the zone above".into(), role: Role::Parent, text });
        }
        let named = self.named_providers();
        for label in &named {
            let text = self.text_of(label);
            if !text.is_empty() {
                let name = format!("answers of {label}");
                sources.push(Source { name, role: Role::Provider(label.clone()), text });
            }
        }
        sources.extend(self.groups(zone).sources(&named));
        sources
    }

    /// What sampling adds to the answers of the providers that have an address of their own.
    fn groups<'a>(&'a self, zone: &Name) -> Groups<'a> {
        let named: Vec<Groups<'_>> =
            self.named_providers().iter().map(|label| Groups::of(zone, self.answers_of(label))).collect();
        Groups::beside(zone, self.sampled(), &named)
    }

    /// The providers that answered at an address of their own, and how many DNSKEY RRsets they gave.
    pub(super) fn named_seen(&self) -> (Vec<String>, usize) {
        let Some(zone) = self.zone() else { return (Vec::new(), 0) };
        let (mut seen, mut sets) = (Vec::new(), 0);
        for label in self.named_providers() {
            let (any, versions) = Groups::of(zone, self.answers_of(&label)).counts();
            if any {
                seen.push(label);
                sets += versions.min(1);
            }
        }
        (seen, sets)
    }

    /// The providers that have an address of their own.
    fn named_providers(&self) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for label in self.settings.resolvers.iter().filter_map(|one| one.provider.as_ref()) {
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        labels
    }

    fn text_of(&self, label: &str) -> String {
        self.answers_of(label).map(|answer| answer.clone().with_original_ttls().text()).collect()
    }

    fn answers_of(&self, label: &str) -> impl Iterator<Item = &Answer> {
        let theirs = move |entry: &Entry| {
            let resolver = self.settings.resolvers.get(entry.resolver);
            resolver.is_some_and(|one| one.provider.as_deref() == Some(label))
                && matches!(entry.purpose, Purpose::Zone | Purpose::Sample)
                && entry.question.rtype != Rtype::DS
                && !self.is_replaced(entry)
        };
        self.answers().filter(move |(entry, _)| theirs(entry)).map(|(_, answer)| answer)
    }

    /// It was asked again, and the answer came.
    fn is_replaced(&self, entry: &Entry) -> bool {
        let newer = entry.again.and_then(|id| self.entries.get(id));
        newer.is_some_and(|newer| matches!(newer.state, State::Answered(_)))
    }

    /// Who runs the zone's name servers, by their names.
    pub fn operators(&self) -> Vec<Operator> {
        providers::group(&self.name_servers())
    }

    /// The zone's name servers, by its own NS RRset.
    pub fn name_servers(&self) -> Vec<Name> {
        let Some(zone) = self.zone() else { return Vec::new() };
        let mut hosts: Vec<Name> = Vec::new();
        for (_, answer) in self.answers() {
            for record in answer.section(Section::Answer).filter(|record| record.owner() == zone) {
                if let Rdata::Ns(ns) = record.data()
                    && !hosts.contains(ns.nsdname())
                {
                    hosts.push(ns.nsdname().clone());
                }
            }
        }
        hosts
    }

    /// What to run and paste to see each server's own answers: the only way that shows all of them. What has no
    /// place in a command is left out.
    pub fn commands(&self) -> Vec<String> {
        let Some(zone) = self.zone() else { return Vec::new() };
        let below = child(zone, b"nobody").unwrap_or_else(|| zone.clone());
        let (below, word, zone) = (shell::name(&below), shell::name(zone), dotted(zone));
        let ask = |host: Name| {
            let host = dotted(&host);
            shell::is_host(&host).then(|| {
                format!("dig @{host} +dnssec +norecurse {word} DNSKEY {word} SOA {word} NS {below} A")
            })
        };
        let probe = shell::plain(&zone).map(|zone| format!("multisigner probe {zone}"));
        probe.into_iter().chain(self.name_servers().into_iter().filter_map(ask)).collect()
    }

    /// How much of the truth sampling has shown.
    pub fn sampling(&self) -> Option<Sampling> {
        let zone = self.zone()?;
        let groups = self.groups(zone);
        let operators: Vec<usize> = self.operators().iter().map(|operator| operator.hosts.len()).collect();
        let drawn = |entry: &Entry| entry.purpose == Purpose::Sample;
        let draws = self.answers().filter(|(entry, _)| drawn(entry)).count();
        Some(groups.describe(&operators, draws, &self.named_providers()))
    }

    /// What each resolver itself makes of the zone.
    pub fn verdicts(&self) -> Vec<ResolverSays> {
        let verdict = |index: usize| {
            let mut newest = self.entries.iter().rev();
            newest.find(|entry| entry.resolver == index && entry.purpose == Purpose::Verdict)
        };
        let entries = (0..self.settings.resolvers.len()).filter_map(verdict);
        entries
            .map(|entry| ResolverSays {
                index: entry.resolver,
                resolver: self.url(entry.resolver).to_string(),
                answered: matches!(entry.state, State::Answered(_)),
                says: match &entry.state {
                    State::Answered(answer) => says(answer),
                    State::Failed(fault) => fault.to_string(),
                    State::Waiting | State::Asked => "not asked".into(),
                },
            })
            .collect()
    }
}

fn says(answer: &Answer) -> String {
    match answer.failure() {
        Some(fault) if answer.rcode == Rcode::SERVFAIL && answer.errors.is_empty() => {
            format!("{fault}; it does not say why")
        }
        Some(fault) => fault.to_string(),
        None if answer.authentic => "validated (AD)".into(),
        None => "not validated (no AD)".into(),
    }
}
