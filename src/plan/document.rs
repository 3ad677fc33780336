//! A plan as data: steps with times, actions, what breaks if one goes early, and the proof.

use super::actions::{Action, PARENT, actions};
use super::assumptions::{Assumptions, BadTtl, set_ttls};
use super::group::{Group, Model, NoPlan};
use super::imports::{self, CannotImport};
use super::observed::Observed;
use super::operation::Operation;
use super::proof::{Shown, Trial};
use super::records::{PlanRecord, Records};
use super::schedule::{Awaited, Timed, finished, schedule};
use super::start::Start;
use super::strict::Asked;
use super::words;
use crate::dns::span;
use crate::explore::{Document, FailingInterval, TooMuch};
use crate::process::Party;
use crate::process::wait::Term;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// What a plan calls itself in JSON.
pub const FORMAT: &str = "multisigner-plan/1";

/// What is to be planned.
#[derive(Clone, Debug)]
pub struct Request {
    /// The zone as it was seen; `None`: a group with keys of the usual names, in order.
    pub from: Option<Observed>,
    /// Of a roll that has begun, keys that are replaced, by name or tag; only needed where that cannot be told.
    pub old: Vec<String>,
    /// What is to be done.
    pub operation: Operation,
    /// By whom.
    pub group: Group,
    /// The zone's name.
    pub zone: String,
    /// TTLs by name, in seconds: see [`set_ttls`].
    pub ttls: BTreeMap<String, u32>,
    /// What is taken for granted.
    pub assumed: Assumptions,
    /// When the last server was seen to show a step (from 1), Unix seconds: from there on its waits run.
    pub seen: BTreeMap<usize, i64>,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unplanned {
    /// The operation is not for this group.
    #[error(transparent)]
    Group(#[from] NoPlan),
    /// A TTL cannot be used.
    #[error(transparent)]
    Ttl(#[from] BadTtl),
    /// A provider cannot publish what it would have to.
    #[error("{0}")]
    CannotImport(Box<CannotImport>),
    /// There is too much to prove.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Plan {
    /// `multisigner-plan/1`.
    pub format: Cow<'static, str>,
    /// The zone's name.
    pub zone: String,
    /// What is done.
    pub operation: Operation,
    /// How the providers hold keys when it begins.
    pub model: Model,
    /// All that take part.
    pub providers: Vec<String>,
    /// Who joins, leaves or rolls; `None`: all do.
    pub who: Option<String>,
    /// Who takes the place of the one that leaves.
    pub to: Option<String>,
    /// What was taken for granted.
    pub assumed: Assumptions,
    /// The TTLs that it counts with, in seconds, by the names under which they can be given.
    pub ttls: BTreeMap<String, u32>,
    /// Those of them that were neither seen nor given.
    pub assumed_ttls: BTreeSet<String>,
    /// What was not seen, and is taken for granted.
    pub taken: Vec<String>,
    /// The keys that its actions speak of, by name.
    pub keys: BTreeMap<String, PlanKey>,
    /// Its steps in their order.
    pub steps: Vec<PlanStep>,
    /// When all is over, Unix seconds: nothing of what was before is in caches any more.
    #[cfg_attr(test, ts(type = "number"))]
    pub finished: i64,
    /// What every cache makes of it.
    pub proof: Proof,
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanKey {
    /// `None`: it is not known yet, the key is still to be made.
    pub tag: Option<u16>,
    /// `None`: the plan is for any algorithm.
    pub algorithm: Option<u8>,
    /// It has the SEP flag: a KSK or CSK.
    pub sep: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanStep {
    /// From 1.
    pub number: usize,
    /// Stable: `join.keys`.
    pub id: Cow<'static, str>,
    /// What it is called.
    pub title: Cow<'static, str>,
    /// When it may be made at the earliest, Unix seconds.
    #[cfg_attr(test, ts(type = "number"))]
    pub at: i64,
    /// The same as people read it.
    pub time: String,
    /// It was seen to be made; its waits run from the beginning of the plan.
    pub done: bool,
    /// The waits that make it so late.
    pub waits: Vec<PlanWait>,
    /// Waits that are over by then.
    pub meanwhile: Vec<PlanWait>,
    /// The margin that `at` contains, in seconds.
    pub margin: u32,
    /// What these waits keep true for every cache.
    pub keeps: Vec<Cow<'static, str>>,
    /// How `at` comes about, line by line.
    pub arithmetic: Vec<String>,
    /// What is done, place by place.
    pub actions: Vec<PlanAction>,
    /// What has to be so before it.
    pub needs: Vec<String>,
    /// What happens to whoever makes it without its waits; empty: it has none.
    pub early: Vec<String>,
    /// The way back from here.
    pub back: String,
    /// RFC and section.
    pub source: Cow<'static, str>,
}

/// A wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanWait {
    /// The step after which it runs.
    pub after: Cow<'static, str>,
    /// What caches may hold: `ds`, `dnskey`, `data`, `ns`, `ns-parent`.
    pub held: Cow<'static, str>,
    /// Whose; `None`: the parent's.
    pub provider: Option<String>,
    /// For how long, in seconds: its TTL.
    pub seconds: u32,
    /// The TTL was seen or given; else it is assumed.
    pub stated: bool,
}

/// What is done at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanAction {
    /// A label, or `parent`.
    pub place: String,
    /// What.
    pub change: super::actions::Change,
    /// The keys that it is about, by name.
    pub keys: Vec<String>,
    /// The providers that an NS RRset names.
    pub providers: Vec<String>,
    /// The same as a sentence.
    pub text: String,
    /// The records that come and go, exactly. Signatures have none: the signer makes them.
    pub records: Vec<PlanRecord>,
}

/// What every cache makes of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Proof {
    /// No resolver can fail at any time.
    pub safe: bool,
    /// How many pairs of versions in caches were judged, for all that validators may ask.
    pub combinations: usize,
    /// By what validators ask.
    pub asked: Vec<Asked>,
    /// What fails if the plan is not safe.
    pub failing: Vec<FailingInterval>,
}

/// A plan and the document that proves it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// For people and programs.
    pub plan: Plan,
    /// Who publishes what, when.
    pub document: Document,
}

/// Makes a plan.
///
/// # Errors
/// [`Unplanned`].
pub fn plan(request: &Request) -> Result<Planned, Unplanned> {
    let (mut start, steps, assumed_ttls) = request.laid_out()?;
    if let Some(none) =
        imports::missing(request.operation, &request.group, &start, &steps, request.assumed.margin)
    {
        return Err(Unplanned::CannotImport(Box::new(none)));
    }
    let assumed = imports::assumed(&request.group, &start);
    start.taken.extend(assumed);
    let trial = Trial::new(&request.zone, &start, &steps);
    let at = trial.times();
    let shown = trial.show(&at)?;
    let document = trial.document(&at);
    let written = steps.iter().enumerate().map(|timed| step(request, &trial, &at, timed, &assumed_ttls));
    let written = written.collect::<Result<Vec<PlanStep>, TooMuch>>()?;
    let group = &request.group;
    let label = |p: usize| group.labels.get(p).cloned();
    let alone =
        steps.iter().all(|timed| timed.who.subject.len() < group.labels.len()) || group.labels.len() == 1;
    let migrates = request.operation == Operation::Migrate;
    let plan = Plan {
        format: FORMAT.into(),
        zone: request.zone.clone(),
        operation: request.operation,
        model: group.model,
        providers: group.labels.clone(),
        who: alone.then(|| label(group.who)).flatten(),
        to: migrates.then(|| label(group.to)).flatten(),
        assumed: request.assumed.clone(),
        assumed_ttls,
        taken: start.taken.clone(),
        ttls: start.ttls(),
        keys: keys(&start, &written),
        finished: finished(&steps, &request.assumed),
        steps: written,
        proof: Proof::of(shown),
    };
    Ok(Planned { plan, document })
}

impl Request {
    /// Where it begins, its steps at their times, and the TTLs that were neither seen nor given.
    pub(super) fn laid_out(&self) -> Result<(Start, Vec<Timed>, BTreeSet<String>), Unplanned> {
        let mut start = match &self.from {
            None => Start::of(self.operation, &self.group)?,
            Some(observed) => Start::observed(self.operation, &self.group, observed, &self.old)?,
        };
        let assumed_ttls = set_ttls(&mut start.publication, &self.ttls)?;
        if !start.leave_out_who_fails_already()? {
            return Err(NoPlan::NotReady("its DS RRset leads to no key that is published".into()).into());
        }
        let steps = schedule(&start, &self.assumed, &self.seen);
        Ok((start, steps, assumed_ttls))
    }
}

impl Plan {
    /// What is done, and by whom: `Move to another provider: from A to B`.
    pub fn heading(&self) -> String {
        let who = match (&self.who, &self.to) {
            (Some(who), Some(to)) => format!(": from {who} to {to}"),
            (Some(who), None) => format!(": {who}"),
            _ => String::new(),
        };
        format!("{}{who}", words::operation(self.operation))
    }

    /// The same with the model and all that take part.
    pub fn title(&self) -> String {
        let model = match self.model {
            Model::One => "model 1",
            Model::Two => "model 2",
        };
        format!("{} ({model}; {})", self.heading(), self.providers.join(", "))
    }

    /// Some record has something in it that is not known yet.
    pub fn has_placeholders(&self) -> bool {
        let actions = self.steps.iter().flat_map(|step| &step.actions);
        actions.flat_map(|action| &action.records).any(|record| !record.known)
    }

    /// When all is over, as people read it.
    pub fn finished_time(&self) -> String {
        words::time(self.finished)
    }

    /// What was taken for granted, line by line.
    pub fn assumptions(&self) -> Vec<String> {
        let assumed = &self.assumed;
        let delays = [
            (assumed.margin, "is added to every wait"),
            (assumed.propagation, "until every server of a provider shows a change"),
            (assumed.signing, "until all of a provider’s data have a new signature"),
            (assumed.parent, "until every server of the parent shows a change"),
        ];
        let ttl = |(name, ttl): (&String, &u32)| {
            let assumed = if self.assumed_ttls.contains(name) { ", assumed" } else { "" };
            format!("TTL {name}: {} ({ttl} s{assumed})", span((*ttl).into()))
        };
        let ttls = self.ttls.iter().map(ttl);
        let delays = delays.iter().map(|(seconds, what)| format!("{} {what}", span((*seconds).into())));
        let cache = "no resolver keeps anything for longer than its TTL (one that serves stale data does, where nobody answers)";
        self.taken.iter().cloned().chain(ttls).chain(delays).chain([cache.to_string()]).collect()
    }
}

impl Proof {
    /// The proof in a sentence.
    pub fn words(&self) -> String {
        let asked: Vec<&str> = self.asked.iter().map(|asked| words::asked(*asked)).collect();
        let judged = format!(
            "{} pairs of versions that caches can hold together were judged, for validators that ask for {}",
            self.combinations,
            asked.join(", and for "),
        );
        match self.safe {
            true if self.combinations == 0 => {
                "Nothing can fail: the parent has no DS, and so nothing is validated.".into()
            }
            true => format!("Safe at all times. No cache can fail: {judged}."),
            false => format!("Not safe: some caches fail; {judged}."),
        }
    }

    fn of(shown: Shown) -> Self {
        Self {
            safe: shown.safe(),
            combinations: shown.0.iter().map(|(_, found)| found.combinations).sum(),
            asked: shown.0.iter().map(|(asked, _)| *asked).collect(),
            failing: shown.0.into_iter().flat_map(|(_, found)| found.failing).collect(),
        }
    }
}

/// Step `index`; of one that is made only what it is. `assumed`: the TTLs that were neither seen nor given.
fn step(
    request: &Request,
    trial: &Trial,
    at: &[i64],
    (index, timed): (usize, &Timed),
    assumed: &BTreeSet<String>,
) -> Result<PlanStep, TooMuch> {
    let (start, steps) = (trial.start, trial.steps);
    let before = index.checked_sub(1).and_then(|before| steps.get(before));
    let publication = before.map_or(&start.publication, |before| &before.publication);
    let actions = actions(publication, &timed.publication);
    let records = Records::new(start, &request.zone);
    let plain = PlanStep {
        number: index + 1,
        id: timed.step.id.into(),
        title: words::title(timed.step.id).into(),
        at: timed.at,
        time: words::time(timed.at),
        done: timed.done,
        waits: Vec::new(),
        meanwhile: Vec::new(),
        margin: 0,
        keeps: Vec::new(),
        arithmetic: Vec::new(),
        actions: actions.iter().map(|action| PlanAction::of(action, start, &records)).collect(),
        needs: Vec::new(),
        early: Vec::new(),
        back: String::new(),
        source: timed.step.source.into(),
    };
    if timed.done {
        return Ok(plain);
    }
    let margin = request.assumed.margin;
    let (binding, over) = binding(timed, steps, margin);
    let counted = u32::try_from(binding.len()).unwrap_or(u32::MAX);
    let wait = |awaited: &Awaited| {
        let term = awaited.sum.longest()?;
        Some(PlanWait::of(steps.get(awaited.after)?.step.id, term, start, assumed))
    };
    Ok(PlanStep {
        margin: margin.saturating_mul(counted),
        keeps: keeps(&binding, steps).into_iter().map(Cow::Borrowed).collect(),
        arithmetic: arithmetic(timed, steps, start, margin),
        waits: binding.into_iter().filter_map(wait).collect(),
        meanwhile: over.into_iter().filter_map(wait).collect(),
        needs: needs(index, steps, start),
        early: early(trial, at, index)?,
        back: back(trial, at, index)?,
        ..plain
    })
}

/// The keys of all actions.
fn keys(start: &Start, steps: &[PlanStep]) -> BTreeMap<String, PlanKey> {
    let named: BTreeSet<&String> =
        steps.iter().flat_map(|step| &step.actions).flat_map(|action| &action.keys).collect();
    let all = start.names.iter().zip(&start.publication.keys).enumerate();
    let such = all.filter(|(_, (name, _))| named.contains(name));
    such.map(|(index, (name, key))| {
        let seen = start.known.as_ref().is_some_and(|known| index < known.keys);
        let tag = seen.then_some(key.tag);
        let algorithm = start.known.is_some().then_some(key.algorithm);
        (name.clone(), PlanKey { tag, algorithm, sep: key.sep })
    })
    .collect()
}

impl PlanAction {
    /// The DNSKEYs that it is about and the place itself holds.
    pub(super) fn own_keys(&self) -> impl Iterator<Item = &String> {
        self.keys.iter().zip(&self.records).filter(|(_, record)| record.own).map(|(key, _)| key)
    }

    /// It is made at the parent.
    pub fn is_at_parent(&self) -> bool {
        self.place == PARENT
    }

    fn of(action: &Action, start: &Start, records: &Records) -> Self {
        Self {
            place: action.place_name(start).to_string(),
            change: action.change,
            keys: action.key_names(start),
            providers: action.provider_names(start),
            text: action.words(start),
            records: records.of(action),
        }
    }
}

impl PlanWait {
    fn of(after: &'static str, term: Term, start: &Start, assumed: &BTreeSet<String>) -> Self {
        let held = words::held_id(term.held);
        let provider = term.held.provider().map(|p| start.label(p).to_string());
        let name = provider.as_ref().map_or_else(|| held.to_string(), |label| format!("{label}.{held}"));
        Self {
            after: after.into(),
            held: held.into(),
            provider,
            seconds: term.seconds,
            stated: !assumed.contains(&name),
        }
    }
}

/// The waits that make a step so late, and those that are over by then.
fn binding<'t>(timed: &'t Timed, steps: &[Timed], margin: u32) -> (Vec<&'t Awaited>, Vec<&'t Awaited>) {
    let held_up = |awaited: &&Awaited| timed.end(steps, awaited.after, margin) == timed.at;
    // Of several steps whose waits end together the first one counts.
    let after = timed.waits.iter().find(held_up).map(|awaited| awaited.after);
    timed.waits.iter().partition(|awaited| Some(awaited.after) == after)
}

/// What the waits of a step keep true.
fn keeps(binding: &[&Awaited], steps: &[Timed]) -> Vec<&'static str> {
    let after = binding.first().and_then(|awaited| steps.get(awaited.after));
    after
        .map(|timed| timed.step.guards.iter().map(|guard| words::invariant(*guard)).collect())
        .unwrap_or_default()
}

fn arithmetic(timed: &Timed, steps: &[Timed], start: &Start, margin: u32) -> Vec<String> {
    let mut afters: Vec<usize> = timed.waits.iter().map(|awaited| awaited.after).collect();
    afters.dedup();
    let mut lines = Vec::new();
    for after in afters {
        let Some(before) = steps.get(after) else { continue };
        let mut line = format!("step {} at {}", after + 1, words::time(before.at));
        if before.takes > 0 {
            line += &format!(" + {} until every server shows it", span(before.takes.into()));
        }
        let sums = timed.waits.iter().filter(|awaited| awaited.after == after).map(|awaited| &awaited.sum);
        let end = words::time(timed.end(steps, after, margin));
        lines.push(format!("{line}{} = {end}", words::plus(sums, margin, start)));
    }
    if lines.len() > 1 {
        lines.push(format!("the latest of these counts: {}", words::time(timed.at)));
    }
    lines
}

/// What has to be seen before a step.
fn needs(index: usize, steps: &[Timed], start: &Start) -> Vec<String> {
    let Some(before) = index.checked_sub(1).and_then(|before| steps.get(before)) else {
        return vec![
            "The group is in order: every mix of its providers validates, and no other change is under way."
                .into(),
        ];
    };
    let who = match before.step.actor {
        Party::Parent => "every server of the parent".to_string(),
        party => {
            let labels: Vec<&str> = before.who.party(party).into_iter().map(|p| start.label(p)).collect();
            format!("every server of {}", labels.join(", "))
        }
    };
    vec![format!("Step {index} ({}) is shown by {who}.", words::title(before.step.id))]
}

/// What happens if a step is made at once, without its waits.
fn early(trial: &Trial, at: &[i64], index: usize) -> Result<Vec<String>, TooMuch> {
    let before = index.checked_sub(1).and_then(|before| at.get(before)).copied();
    let Some(gap) = before.zip(at.get(index)).map(|(before, at)| at - before).filter(|gap| *gap > 0) else {
        return Ok(Vec::new());
    };
    let shown = trial.show(&Trial::earlier(at, index, gap))?;
    let Some((asked, failing)) =
        shown.0.iter().find_map(|(asked, found)| Some((asked, found.failing.first()?)))
    else {
        return Ok(Vec::new());
    };
    let mut lines = vec![format!("Made at once, {}.", words::fails(*asked, failing))];
    lines.extend(failing.witness.iter().flat_map(crate::explore::Witness::words));
    Ok(lines)
}

/// Whether a step can be undone, by what caches make of it.
fn back(trial: &Trial, at: &[i64], index: usize) -> Result<String, TooMuch> {
    let undone = |after: i64| -> Result<bool, TooMuch> { Ok(trial.undone(at, index, after)?.safe()) };
    let settled = trial.longest_ttl().saturating_mul(4);
    Ok(match (undone(1)?, undone(settled)?) {
        (true, true) => "Until the next step, undo it at any time: no cache is hit.".into(),
        (true, false) => {
            "Undo it soon after, or not at all: once caches hold it, going back fails for some of them."
                .into()
        }
        (false, true) => "Not at once: caches hold both states. Undo it once its own waits are over.".into(),
        (false, false) => {
            "Not by itself: what was before has left caches. Finish, then plan the opposite operation.".into()
        }
    })
}
