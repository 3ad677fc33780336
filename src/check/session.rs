//! One conversation: read, build, prove, judge. A session remembers the last sources, so that
//! asking again with only another moment re-runs nothing but the judgement.

use super::assemble::assemble;
use super::effort::Effort;
use super::facts::{Facts, Proven};
use super::outcome::{Outcome, Problem, Question, SourceSummary};
use super::words::count;
use crate::dns::{Name, rtype_name};
use crate::dnssec::backend::{Backend, Progress, prove};
use crate::dnssec::checks::Checks;
use crate::dnssec::keys::KeyTable;
use crate::evidence::{self, LineState, NotRead, ReadOptions, Reading, Role, Source};
use crate::snapshot::{Built, Snapshot, build, nothing, zone_of};
use crate::visible::{is_hidden, shown};
use domain::base::Rtype;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr as _;
use std::sync::Arc;

/// Line states of longer texts are not sent to the faces.
const MOST_LINES_SHOWN: usize = 20_000;

/// In the place of a name that holds a private key.
const WITHHELD: &str = "(withheld)";

/// Reading, proofs and judgement with a memory of one.
#[derive(Debug, Default)]
pub struct Session {
    /// What is to be proven, when only that was looked at.
    ready: Option<Held<Ready>>,
    last: Option<Held<Arc<Proven>>>,
}

/// What stays the same while only the moment changes.
#[derive(Debug)]
struct Held<T> {
    sources: Vec<Source>,
    zone: Option<String>,
    no_ds: bool,
    unreached: Option<Vec<String>>,
    summaries: Vec<SourceSummary>,
    found: Result<T, Problem>,
}

/// Read, built and listed: what is left is the work.
#[derive(Debug)]
struct Ready {
    snapshot: Snapshot,
    table: KeyTable,
    checks: Checks,
}

impl Session {
    pub fn new() -> Self {
        Self::default()
    }

    /// How much work the answer to a question is, after it was read: none where it was answered before.
    pub fn effort(&mut self, question: &Question) -> Effort {
        let question = &*visible(question);
        if self.last.as_ref().is_some_and(|held| held.answers(question)) {
            return Effort::default();
        }
        // Two cases are not held at once.
        self.last = None;
        let ready = self.ready.take().filter(|ready| ready.answers(question));
        let ready = ready.unwrap_or_else(|| prepare(question));
        let effort = ready.found.as_ref().map(|ready| Effort::of(&ready.snapshot, &ready.checks));
        let effort = effort.unwrap_or_default();
        self.ready = (!ready.has_secret()).then_some(ready);
        effort
    }

    /// Answers a question; `progress` hears of the signature checks.
    pub async fn ask<B: Backend>(
        &mut self,
        question: &Question,
        backend: &B,
        progress: &mut dyn FnMut(Progress),
    ) -> Outcome {
        let question = &*visible(question);
        let ready = self.ready.take().filter(|ready| ready.answers(question));
        let held = match self.last.take() {
            Some(held) if held.answers(question) => held,
            _ => prove_all(ready.unwrap_or_else(|| prepare(question)), backend, progress).await,
        };
        let result = held.found.clone().map(|proven| {
            let not_read = held.summaries.iter().flat_map(|source| source.not_read.clone()).collect();
            Box::new(assemble(&Facts::new(proven, question.at), not_read, question.rrsets_per_mix))
        });
        let outcome = Outcome { result, sources: held.summaries.clone() };
        // A text with a private key in it is forgotten at once.
        self.last = (!held.has_secret()).then_some(held);
        outcome
    }

    /// What the last question's data were found to be.
    pub fn proven(&self) -> Option<&Arc<Proven>> {
        self.last.as_ref().and_then(|held| held.found.as_ref().ok())
    }
}

impl<T> Held<T> {
    fn has_secret(&self) -> bool {
        self.summaries.iter().any(|source| source.private_key)
    }

    fn answers(&self, question: &Question) -> bool {
        self.sources == question.sources
            && self.zone == question.zone
            && self.no_ds == question.no_ds
            && self.unreached == question.unreached
    }
}

/// The question with names that hide nothing: they stand in every sentence of the report. Texts are read as they are.
fn visible(question: &Question) -> Cow<'_, Question> {
    let label = |source: &Source| match &source.role {
        Role::Provider(label) => label.contains(is_hidden),
        Role::Auto | Role::Parent => false,
    };
    let hidden = question.sources.iter().any(|source| source.name.contains(is_hidden) || label(source))
        || question.unreached.iter().flatten().any(|label| label.contains(is_hidden));
    if !hidden {
        return Cow::Borrowed(question);
    }
    let mut question = question.clone();
    for source in &mut question.sources {
        source.name = shown(&source.name).into_owned();
        if let Role::Provider(label) = &mut source.role {
            *label = shown(label).into_owned();
        }
    }
    for label in question.unreached.iter_mut().flatten() {
        *label = shown(label).into_owned();
    }
    Cow::Owned(question)
}

/// Reads, builds and lists.
fn prepare(question: &Question) -> Held<Ready> {
    let zone = question.zone.as_deref().and_then(|zone| zone_name(zone).ok());
    let readings = read(&question.sources, zone);
    let mut summaries: Vec<SourceSummary> =
        question.sources.iter().zip(&readings).map(|(source, reading)| summarise(source, reading)).collect();
    let built = built(question, &readings);
    // The snapshot has its own copy of what it needs; a large zone should not be held twice.
    drop(readings);
    let found = built.map(|built| {
        for ((summary, went_to), aside) in summaries.iter_mut().zip(built.went_to).zip(built.set_aside) {
            summary.went_to = went_to;
            summary.not_read.extend(aside);
        }
        let table = KeyTable::of(&built.snapshot);
        let checks = Checks::of(&built.snapshot, &table);
        Ready { snapshot: built.snapshot, table, checks }
    });
    let secret = summaries.iter().any(|source| source.private_key);
    Held {
        // Kept for comparison only; never together with a private key.
        sources: if secret { Vec::new() } else { question.sources.clone() },
        zone: question.zone.clone(),
        no_ds: question.no_ds,
        unreached: question.unreached.clone(),
        summaries,
        found,
    }
}

async fn prove_all<B: Backend>(
    ready: Held<Ready>,
    backend: &B,
    progress: &mut dyn FnMut(Progress),
) -> Held<Arc<Proven>> {
    let Held { sources, zone, no_ds, unreached, summaries, found } = ready;
    let found = match found {
        Ok(Ready { snapshot, table, checks }) => {
            let proofs = prove(&checks.list, backend, progress).await;
            Ok(Arc::new(Proven::new(snapshot, table, checks, proofs)))
        }
        Err(problem) => Err(problem),
    };
    Held { sources, zone, no_ds, unreached, summaries, found }
}

/// Reads all sources. Data that name no owner are of the zone that the others are of.
fn read(sources: &[Source], zone: Option<Name>) -> Vec<Reading> {
    let options = ReadOptions { zone, ..ReadOptions::default() };
    let read = |index, source| evidence::read_with(source, index, options.clone());
    let mut readings: Vec<Reading> =
        sources.iter().enumerate().map(|(index, source)| read(index, source)).collect();
    if options.zone.is_none()
        && readings.iter().any(|reading| reading.wants_owner)
        && let Ok(owner) = zone_of(sources, &readings, None)
    {
        let options = ReadOptions { owner: Some(owner), ..options };
        for ((index, source), reading) in sources.iter().enumerate().zip(&mut readings) {
            if reading.wants_owner {
                *reading = evidence::read_with(source, index, options.clone());
            }
        }
    }
    readings
}

fn built(question: &Question, readings: &[Reading]) -> Result<Built, Problem> {
    let names = question.zone.iter().chain(question.unreached.iter().flatten());
    if readings.iter().any(|reading| reading.private_key)
        || question.sources.iter().any(evidence::is_called_by_a_key)
        || names.into_iter().any(|name| evidence::is_private_key(name))
    {
        return Err(Problem::PrivateKey);
    }
    if question.sources.iter().all(|source| source.text.trim().is_empty()) {
        return Err(Problem::Empty);
    }
    let zone = question.zone.as_deref().filter(|zone| !zone.trim().is_empty()).map(zone_name).transpose()?;
    if readings.iter().all(|reading| reading.observations.is_empty()) {
        return Err(nothing(readings));
    }
    build(&question.sources, readings, zone.as_ref(), question.no_ds, question.unreached.as_deref())
}

fn zone_name(text: &str) -> Result<Name, Problem> {
    Name::from_str(text.trim()).map_err(|_| Problem::BadZone {
        name: shown(&text.chars().take(80).collect::<String>()).into_owned(),
    })
}

fn summarise(source: &Source, reading: &Reading) -> SourceSummary {
    let tally = |state: LineState| reading.lines.iter().filter(|line| **line == state).count();
    let mut servers: Vec<String> = Vec::new();
    for server in reading.observations.iter().filter_map(|observation| observation.server.as_ref()) {
        if !servers.contains(server) {
            servers.push(server.clone());
        }
    }
    let called_by_a_key = evidence::is_called_by_a_key(source);
    let private_key = reading.private_key || called_by_a_key;
    if private_key {
        servers.clear();
    }
    let name = if called_by_a_key { WITHHELD } else { &source.name };
    let mut not_read: Vec<NotRead> = reading.not_read.clone();
    for entry in &mut not_read {
        name.clone_into(&mut entry.source);
    }
    SourceSummary {
        name: name.to_owned(),
        went_to: Vec::new(),
        lines: if reading.lines.len() > MOST_LINES_SHOWN { Vec::new() } else { reading.lines.clone() },
        lines_read: tally(LineState::Read),
        lines_skipped: tally(LineState::Skipped),
        lines_failed: tally(LineState::Failed),
        summary: contents(reading),
        servers,
        not_read,
        private_key,
    }
}

/// `2 DNSKEY, 2 DS, 14 other records, 16 RRSIG`.
fn contents(reading: &Reading) -> String {
    let mut named: BTreeMap<u16, usize> = BTreeMap::new();
    let mut other = 0;
    for seen in reading.observations.iter().flat_map(|observation| &observation.records) {
        match seen.record.rtype() {
            shown @ (Rtype::DNSKEY | Rtype::DS | Rtype::RRSIG) => {
                *named.entry(shown.to_int()).or_default() += 1
            }
            _ => other += 1,
        }
    }
    let mut parts: Vec<String> = [Rtype::DNSKEY, Rtype::DS]
        .into_iter()
        .filter_map(|rtype| named.get(&rtype.to_int()).map(|n| format!("{n} {}", rtype_name(rtype))))
        .collect();
    if other > 0 {
        parts.push(count(other, "other record", "other records"));
    }
    if let Some(signatures) = named.get(&Rtype::RRSIG.to_int()) {
        parts.push(format!("{signatures} RRSIG"));
    }
    parts.join(", ")
}
