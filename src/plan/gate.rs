//! May the next step be made? A plan, and the zone as it is seen today.

use super::group::NoPlan;
use super::observed::{Observed, lack};
use super::operation::Operation;
use super::start::{Begun, Start};
use super::words;
use crate::explore::{Problem, Unusable, read_json};
use crate::plan::{Assumptions, FORMAT, Model, Plan, set_ttls};
use crate::process::{Earliest, Pending};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Of a plan, what its gates need: the JSON that was printed has it.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierPlan {
    format: String,
    zone: String,
    operation: Operation,
    model: Model,
    providers: Vec<String>,
    who: Option<String>,
    to: Option<String>,
    assumed: Assumptions,
    ttls: BTreeMap<String, u32>,
    assumed_ttls: BTreeSet<String>,
}

/// Why a gate cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoGate {
    /// It is no plan.
    #[error(transparent)]
    NotAPlan(#[from] Unusable),
    /// The data are of another zone.
    #[error("the plan is for {planned}, the data are of {seen}")]
    OtherZone {
        /// The plan's.
        planned: String,
        /// The data's.
        seen: String,
    },
    /// The plan has no such step.
    #[error("there is no step {step}: the plan has {steps}")]
    NoStep {
        /// What was asked for.
        step: usize,
        /// How many there are.
        steps: usize,
    },
    /// The zone does not fit the plan any more.
    #[error("the zone does not fit the plan any more: {0}")]
    Changed(#[from] NoPlan),
}

/// Whether a step may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Everything before it is done everywhere, and its waits are over.
    Go,
    /// Everything before it is done; its waits are not over.
    Wait,
    /// Something is missing.
    Missing,
    /// It is made already.
    Made,
}

/// What a gate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Gate {
    /// The step, from 1.
    pub step: usize,
    /// Its stable name.
    pub id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// May it be made?
    pub answer: Answer,
    /// So many steps are made.
    pub made: usize,
    /// What is missing, and where.
    pub missing: Vec<String>,
    /// From when on it may be made, Unix seconds.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub at: Option<i64>,
    /// How that comes about, line by line.
    pub arithmetic: Vec<String>,
}

impl From<&Plan> for EarlierPlan {
    fn from(plan: &Plan) -> Self {
        let Plan { format, zone, operation, model, providers, who, to, assumed, ttls, assumed_ttls, .. } =
            plan.clone();
        Self {
            format: format.into_owned(),
            zone,
            operation,
            model,
            providers,
            who,
            to,
            assumed,
            ttls,
            assumed_ttls,
        }
    }
}

impl EarlierPlan {
    /// Reads the JSON of a plan.
    ///
    /// # Errors
    /// [`NoGate::NotAPlan`].
    pub fn read(json: &str) -> Result<Self, NoGate> {
        let planned: Self = read_json(json)?;
        if planned.format != FORMAT {
            return Err(Unusable { pointer: "/format".into(), problem: Problem::Format(FORMAT) }.into());
        }
        Ok(planned)
    }

    /// Whether step `step` (from 1) may be made. `seen`: when the last server was seen with what a step makes, where that is
    /// known; else its waits run from `now`.
    ///
    /// # Errors
    /// [`NoGate`].
    pub fn gate(
        &self,
        observed: &Observed,
        step: usize,
        seen: &BTreeMap<usize, i64>,
        old: &[String],
        now: i64,
    ) -> Result<Gate, NoGate> {
        let lower = |name: &str| name.trim_end_matches('.').to_ascii_lowercase();
        if lower(&self.zone) != lower(&observed.zone) {
            return Err(NoGate::OtherZone { planned: self.zone.clone(), seen: observed.zone.clone() });
        }
        let group = self.operation.group(
            Some(self.model),
            &self.providers,
            self.who.as_deref(),
            self.to.as_deref(),
        )?;
        let mut start = Start::observed(self.operation, &group, observed, old)?;
        let given = self.ttls.iter().filter(|(name, _)| !self.assumed_ttls.contains(*name));
        // What is seen today counts where it is longer than what was planned with.
        let longer = given.filter(|(name, ttl)| start.ttls().get(*name).is_none_or(|now| now < ttl));
        let given: BTreeMap<String, u32> = longer.map(|(name, ttl)| (name.clone(), *ttl)).collect();
        // The names were the plan's own.
        let _ = set_ttls(&mut start.publication, &given);
        let steps: usize = start.parts.iter().map(|part| part.process.steps.len()).sum();
        let none = NoGate::NoStep { step, steps };
        let mut first = 0;
        for part in &start.parts {
            let index = step.checked_sub(1 + first).filter(|index| *index < part.process.steps.len());
            if let Some(index) = index {
                return self.at(&start, part, (first, index), seen, now).ok_or(none);
            }
            first += part.process.steps.len();
        }
        Err(none)
    }

    fn at(
        &self,
        start: &Start,
        part: &Begun,
        (first, index): (usize, usize),
        seen: &BTreeMap<usize, i64>,
        now: i64,
    ) -> Option<Gate> {
        let step = part.process.steps.get(index)?;
        let made = start.parts.iter().map(|part| part.done).sum();
        let number = first + index + 1;
        let gate = |answer, missing, at, arithmetic| Gate {
            step: number,
            id: step.id,
            title: words::title(step.id),
            answer,
            made,
            missing,
            at,
            arithmetic,
        };
        if number <= made {
            return Some(gate(Answer::Made, Vec::new(), None, Vec::new()));
        }
        let since: Vec<Option<i64>> = (0..index).map(|at| seen.get(&(first + at + 1)).copied()).collect();
        match part.process.gate(&start.publication, &part.who, index, &since) {
            Err(missing) => {
                let words = missing.iter().map(|missing| lack(missing, &start.publication, &start.names));
                Some(gate(Answer::Missing, words.collect(), None, Vec::new()))
            }
            Ok(Earliest { pending }) => {
                let margin = self.assumed.margin;
                let end = |pending: &Pending| pending.end(pending.since.unwrap_or(now), margin);
                let at = pending.iter().map(end).fold(now, i64::max);
                let line = |pending: &Pending| {
                    let seen = match pending.since {
                        Some(since) => format!("seen at {}", words::time(since)),
                        None => format!("seen only now, at {}", words::time(now)),
                    };
                    let waits = words::plus(pending.waits.iter(), margin, start);
                    format!("{} {seen}{waits} = {}", pending.step, words::time(end(pending)))
                };
                let answer = if at <= now { Answer::Go } else { Answer::Wait };
                Some(gate(answer, Vec::new(), Some(at), pending.iter().map(line).collect()))
            }
        }
    }
}

impl Gate {
    /// The answer in a sentence.
    pub fn words(&self) -> String {
        let step = format!("step {} ({})", self.step, self.title);
        match self.answer {
            Answer::Go => format!("Go: {step} may be made now."),
            Answer::Wait => {
                format!("Wait: {step} may be made from {} on.", self.at.map(words::time).unwrap_or_default())
            }
            Answer::Missing => format!("Not yet: before {step} something is missing."),
            Answer::Made => format!("Done: {step} is made."),
        }
    }
}
