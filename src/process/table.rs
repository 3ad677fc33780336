//! What a table is, and what it serves for: how far a process has come, what is missing, what a step makes.

use super::ground::{Binding, Fact, Wanted, World, put};
use super::terms::{Clause, Extent, Invariant, Party, Wait};
use super::wait::Sum;
use crate::publication::Publication;
use std::collections::BTreeMap;

/// One step: who makes what, and what has to pass before the next.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Stable: `join.keys`.
    pub id: &'static str,
    pub actor: Party,
    pub makes: &'static [Clause],
    /// One after the other, once the last server was seen with what the step makes.
    pub then: &'static [Wait],
    /// What breaks if these waits are cut short.
    pub guards: &'static [Invariant],
    /// RFC and section.
    pub source: &'static str,
}

/// A process: how it starts, and its steps in their order.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    /// Stable: `join`.
    pub id: &'static str,
    pub title: &'static str,
    pub start: &'static [Clause],
    pub steps: &'static [Step],
}

/// How far a process has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// So many steps are made.
    pub done: usize,
    /// The next one is made in part.
    pub begun: bool,
}

/// What is missing before a step may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    pub fact: Fact,
    /// It should hold, or should not.
    pub holds: bool,
    /// It was looked for and is otherwise; else it was not seen.
    pub seen: bool,
}

/// One step whose waits have to be over, with its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The step after which they run.
    pub step: &'static str,
    pub waits: Vec<Sum>,
    /// When the last server was seen with what it makes, Unix seconds.
    pub since: Option<i64>,
}

impl Pending {
    /// When its waits are over, of which each runs after the one before, if they run since then.
    pub fn end(&self, since: i64, margin: u32) -> i64 {
        self.waits.iter().fold(since, |end, sum| end.saturating_add(sum.seconds(margin)))
    }
}

/// What has to be over before a step may be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earliest {
    pub pending: Vec<Pending>,
}

impl Earliest {
    /// Unix seconds; `None`: nothing is pending, or it is not known since when one of the waits runs.
    pub fn at(&self, margin: u32) -> Option<i64> {
        let ends = self.pending.iter().map(|pending| Some(pending.end(pending.since?, margin)));
        ends.collect::<Option<Vec<i64>>>()?.into_iter().max()
    }
}

/// A fact is there, or has begun to be: of the data that a key is to sign, or no longer to sign, some are so.
fn started(world: &impl World, (fact, holds): &Wanted) -> bool {
    match (fact, holds) {
        (Fact::SignsData(p, key, _), true) => {
            world.holds(&Fact::SignsData(*p, *key, Extent::Some)) == Some(true)
        }
        (Fact::SignsData(p, key, _), false) => {
            world.holds(&Fact::SignsData(*p, *key, Extent::All)) == Some(false)
        }
        (Fact::NoKey(..), _) => false,
        _ => world.holds(fact) == Some(*holds),
    }
}

impl Process {
    /// What is published after so many steps: each fact, and whether it holds.
    pub fn state(&self, who: &Binding, done: usize) -> BTreeMap<Fact, bool> {
        let made = self.steps.iter().take(done).flat_map(|step| step.makes);
        let mut state = BTreeMap::new();
        for wanted in self.start.iter().chain(made).flat_map(|clause| clause.ground(who)) {
            put(&mut state, wanted);
        }
        state
    }

    /// How far it has come: the last state that what was seen fits, and in which the step that led there was seen. `None`:
    /// the process is not what is seen.
    pub fn position(&self, world: &impl World, who: &Binding) -> Option<Position> {
        let fits = |(fact, holds): (&Fact, &bool)| world.holds(fact).is_none_or(|seen| seen == *holds);
        let known = |(fact, holds): &Wanted| world.holds(fact) == Some(*holds);
        let states: Vec<BTreeMap<Fact, bool>> =
            (0..=self.steps.len()).map(|done| self.state(who, done)).collect();
        let made = |done: usize| -> Vec<Wanted> {
            let step = done.checked_sub(1).and_then(|at| self.steps.get(at));
            step.into_iter().flat_map(|step| step.makes).flat_map(|clause| clause.ground(who)).collect()
        };
        let started = |wanted: &Wanted| started(world, wanted);
        let whole = |done: &usize| {
            states.get(*done).is_some_and(|state| state.iter().all(fits)) && made(*done).iter().all(known)
        };
        if let Some(done) = (0..states.len()).rev().find(whole) {
            return Some(Position { done, begun: false });
        }
        // What this step leaves alone is as it should be, and of what it makes there is some.
        let part = |done: &usize| {
            let (Some(before), Some(after)) = (states.get(*done), states.get(done + 1)) else { return false };
            let step = made(done + 1);
            before.iter().filter(|(fact, holds)| after.get(fact) == Some(holds)).all(fits)
                && step.iter().any(started)
        };
        (0..self.steps.len()).rev().find(part).map(|done| Position { done, begun: true })
    }

    /// The last step that has begun although what comes before it is not there, and what is missing. `None`: none has.
    pub fn ahead(&self, world: &impl World, who: &Binding) -> Option<(Position, Vec<Missing>)> {
        let begun = |at: &usize| {
            let makes = self.steps.get(*at).map(|step| step.makes).unwrap_or_default();
            makes.iter().flat_map(|clause| clause.ground(who)).any(|wanted| started(world, &wanted))
        };
        let at = (0..self.steps.len()).rev().find(begun)?;
        let step = self.state(who, at + 1);
        let missing = self.gate(world, who, at, &[]).err()?;
        // What the step itself changes is no longer as it was before.
        let missing = missing.into_iter().filter(|missing| step.get(&missing.fact) == Some(&missing.holds));
        let missing: Vec<Missing> = missing.collect();
        (!missing.is_empty()).then_some((Position { done: at, begun: true }, missing))
    }

    /// What is missing, or is not seen, before step `next` (counted from 0) may be made; if nothing is, from when on it may.
    /// `since`: when the last server was seen with what each step makes.
    pub fn gate(
        &self,
        world: &impl World,
        who: &Binding,
        next: usize,
        since: &[Option<i64>],
    ) -> Result<Earliest, Vec<Missing>> {
        let missing = |(fact, holds): Wanted| {
            let seen = world.holds(&fact);
            (seen != Some(holds)).then_some(Missing { fact, holds, seen: seen.is_some() })
        };
        let missing: Vec<Missing> = self.state(who, next).into_iter().filter_map(missing).collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let name = self.steps.get(next).map(|step| step.id).unwrap_or_default();
        let pending = self.steps.iter().enumerate().take(next).map(|(at, step)| {
            let waits = step.then.iter().filter(|wait| wait.holds_up(name, next - at));
            let waits = waits.map(|wait| wait.sum(world, who)).collect();
            Pending { step: step.id, waits, since: since.get(at).copied().flatten() }
        });
        Ok(Earliest { pending: pending.filter(|pending| !pending.waits.is_empty()).collect() })
    }

    /// Makes the publication one with which the process starts.
    pub fn begin(&self, publication: &mut Publication, who: &Binding) {
        for wanted in self.start.iter().flat_map(|clause| clause.ground(who)) {
            publication.set(&wanted);
        }
    }

    /// Makes step `step`, counted from 0.
    pub fn apply(&self, publication: &mut Publication, who: &Binding, step: usize) {
        let makes = self.steps.get(step).map(|step| step.makes).unwrap_or_default();
        for wanted in makes.iter().flat_map(|clause| clause.ground(who)) {
            publication.set(&wanted);
        }
    }
}
