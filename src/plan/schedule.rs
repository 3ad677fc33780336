//! When each step may be made at the earliest, with the arithmetic behind it.

use super::assumptions::Assumptions;
use super::start::Start;
use crate::process::wait::Sum;
use crate::process::{Before, Binding, Process, Step};
use crate::publication::{ProviderIx, Publication};
use std::collections::{BTreeMap, BTreeSet};

/// A wait that has to be over before a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// The step after which it runs, by index into the plan's steps.
    pub after: usize,
    /// The TTLs that it is as long as the longest of.
    pub sum: Sum,
}

/// One step at its time.
#[derive(Clone, Debug)]
pub struct Timed {
    /// The process of which it is a step, and who that is about.
    pub process: &'static Process,
    /// Who, and which keys.
    pub who: Binding,
    /// The step.
    pub step: &'static Step,
    /// What is published once it is made.
    pub publication: Publication,
    /// What has to be over, all of it: waits of one step run one after the other, those of different steps side by side.
    pub waits: Vec<Awaited>,
    /// When it may be made at the earliest, in seconds.
    pub at: i64,
    /// How long it takes until the last server shows it, in seconds: assumed.
    pub takes: u32,
    /// It was seen to be made; when, is not known, and its waits run from the beginning of the plan.
    pub done: bool,
}

/// The steps of all processes in their order, each as early as the waits of the tables allow. Those that were `seen` (from
/// 1) at every server are where they were seen.
pub fn schedule(start: &Start, assumed: &Assumptions, seen: &BTreeMap<usize, i64>) -> Vec<Timed> {
    let mut steps: Vec<Timed> = Vec::new();
    let mut now = start.publication.clone();
    for part in &start.parts {
        let (process, who) = (part.process, &part.who);
        let first = steps.len();
        for (index, step) in process.steps.iter().enumerate() {
            let world = now.clone();
            let done = index < part.done;
            if !done {
                process.apply(&mut now, who, index);
            }
            let mine = steps.len();
            let waits: Vec<Awaited> = (first..mine)
                .filter_map(|after| Some((after, steps.get(after)?.step.then)))
                .flat_map(|(after, then)| then.iter().map(move |wait| (after, wait)))
                .filter(|(after, wait)| wait.holds_up(step.id, mine - after))
                .map(|(after, wait)| Awaited { after, sum: wait.sum(&world, who) })
                .collect();
            let takes = if done { 0 } else { assumed.takes(step.actor) };
            steps.push(Timed {
                process,
                who: who.clone(),
                step,
                publication: now.clone(),
                waits,
                at: 0,
                takes,
                done,
            });
        }
    }
    set_times(&mut steps, &start.publication, assumed, seen);
    steps
}

/// Gives each step its earliest time. What nobody can hold does not count: the record sets of a provider that nobody was
/// led to before they changed.
fn set_times(steps: &mut [Timed], start: &Publication, assumed: &Assumptions, seen: &BTreeMap<usize, i64>) {
    for index in 0..steps.len() {
        let (before, rest) = steps.split_at_mut(index);
        let Some(this) = rest.first_mut() else { return };
        for awaited in &mut this.waits {
            let asked = asked_before(before, awaited.after, start);
            awaited.sum.terms.retain(|term| term.held.provider().is_none_or(|p| asked.contains(&p)));
        }
        this.waits.retain(|awaited| !awaited.sum.terms.is_empty());
        if this.done {
            this.at = assumed.start;
            continue;
        }
        let shown = before.last().map_or(assumed.start, Timed::shown);
        if let Some(at) = seen.get(&(index + 1)) {
            // Nobody saw it before the one in front of it.
            this.at = shown.max(*at);
            this.takes = 0;
            continue;
        }
        let ends = this.waits.iter().map(|awaited| this.end(before, awaited.after, assumed.margin));
        this.at = ends.fold(shown, i64::max);
    }
}

/// Whom resolvers could ask at some time before a step was made.
fn asked_before(steps: &[Timed], step: usize, start: &Publication) -> BTreeSet<ProviderIx> {
    let made = steps.get(step).map(|timed| timed.at);
    let lasted =
        steps.iter().take(step).filter(|timed| Some(timed.at) < made).map(|timed| &timed.publication);
    let published: Vec<&Publication> = [start].into_iter().chain(lasted).collect();
    let parent = published.iter().filter_map(|now| now.parent.ns.as_ref());
    let mut asked: BTreeSet<ProviderIx> = parent.flatten().copied().collect();
    loop {
        let given =
            published.iter().flat_map(|now| asked.iter().filter_map(|p| now.provider(*p)?.ns.as_ref()));
        let more: BTreeSet<ProviderIx> = given.flatten().copied().chain(asked.iter().copied()).collect();
        if more == asked {
            return asked;
        }
        asked = more;
    }
}

impl Timed {
    /// When the waits after an earlier step are over.
    pub(super) fn end(&self, before: &[Self], after: usize, margin: u32) -> i64 {
        let waits = self.waits.iter().filter(|awaited| awaited.after == after);
        let shown = before.get(after).map_or(i64::MIN, Self::shown);
        waits.fold(shown, |end, awaited| end.saturating_add(awaited.sum.seconds(margin)))
    }

    /// When the last server shows it.
    pub fn shown(&self) -> i64 {
        self.at.saturating_add(i64::from(self.takes))
    }
}

/// When everything is over: the last step is shown everywhere, and what caches hold of what was before has gone.
pub fn finished(steps: &[Timed], assumed: &Assumptions) -> i64 {
    let ends = steps.iter().map(|timed| {
        // What holds up one step alone was over when that was made.
        let last = timed.step.then.iter().filter(|wait| !matches!(wait.before, Before::Step(_)));
        let held = last.map(|wait| wait.sum(&timed.publication, &timed.who));
        let seconds: i64 = held.map(|sum| sum.seconds(assumed.margin)).sum();
        timed.shown().saturating_add(seconds)
    });
    ends.fold(assumed.start, i64::max)
}
