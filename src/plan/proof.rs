//! Whether a schedule is safe for every cache and every validator, and which of its waits are needed for that.

use super::publish::{document, longest_ttl};
use super::schedule::Timed;
use super::start::Start;
use super::strict::{Asked, Strict};
use super::words;
use crate::explore::{Document, Exploration, TooMuch, Versions, judged};
use std::collections::BTreeMap;

/// A schedule of steps, to be tried at other times.
pub struct Trial<'s> {
    /// The zone's name.
    pub zone: &'s str,
    /// Where it begins.
    pub start: &'s Start,
    /// Its steps.
    pub steps: &'s [Timed],
    algorithms: BTreeMap<String, u8>,
}

/// What a trial shows, by what validators ask.
#[derive(Clone, Debug)]
pub struct Shown(pub Vec<(Asked, Exploration)>);

impl Shown {
    /// No validator can fail.
    pub fn safe(&self) -> bool {
        self.0.iter().all(|(_, found)| found.safe)
    }
}

impl Start {
    /// A validator that rejects something before anything is changed says nothing about the change. `false`: every one does.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub(super) fn leave_out_who_fails_already(&mut self) -> Result<bool, TooMuch> {
        let Shown(shown) = Trial::new(".", self, &[]).show(&[])?;
        for (asked, found) in shown {
            if found.safe {
                continue;
            }
            if asked == Asked::AnyPath {
                return Ok(false);
            }
            self.asked.retain(|known| *known != asked);
            self.taken.push(format!(
                "validators that ask for {} reject a part of this zone before the first step: the proof is for the others",
                words::asked(asked)
            ));
        }
        Ok(true)
    }
}

impl<'s> Trial<'s> {
    /// Of these steps.
    pub fn new(zone: &'s str, start: &'s Start, steps: &'s [Timed]) -> Self {
        let algorithm =
            |(name, key): (&String, &crate::publication::PublishedKey)| (name.clone(), key.algorithm);
        let algorithms = start.names.iter().zip(&start.publication.keys).map(algorithm).collect();
        Self { zone, start, steps, algorithms }
    }

    /// The times that the schedule has.
    pub fn times(&self) -> Vec<i64> {
        self.steps.iter().map(|timed| timed.at).collect()
    }

    /// The document with the steps at these times.
    pub fn document(&self, at: &[i64]) -> Document {
        document(self.zone, self.start, self.steps.iter().map(|timed| &timed.publication), at)
    }

    /// What every cache makes of the steps at these times.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub fn show(&self, at: &[i64]) -> Result<Shown, TooMuch> {
        self.judge(&self.document(at))
    }

    /// What every cache makes of it if a step is undone so many seconds after it was made, and nothing follows.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub fn undone(&self, at: &[i64], step: usize, after: i64) -> Result<Shown, TooMuch> {
        let made = self.steps.get(..=step).unwrap_or_default();
        let publication = |index: usize| self.steps.get(index).map(|timed| &timed.publication);
        let before = step.checked_sub(1).and_then(publication).unwrap_or(&self.start.publication);
        let states = made.iter().map(|timed| &timed.publication).chain([before]);
        let times = at.iter().take(made.len()).copied();
        let last = at.get(step).copied().unwrap_or_default().saturating_add(after);
        self.judge(&document(self.zone, self.start, states, &times.chain([last]).collect::<Vec<i64>>()))
    }

    /// The longest TTL of anything, in seconds.
    pub(super) fn longest_ttl(&self) -> i64 {
        longest_ttl(&self.start.publication).into()
    }

    fn judge(&self, document: &Document) -> Result<Shown, TooMuch> {
        let versions = Versions::of(document);
        let found = |asked: &Asked| {
            Ok((*asked, judged(&versions, &Strict::new(&versions, &self.algorithms, *asked))?))
        };
        Ok(Shown(self.start.asked.iter().map(found).collect::<Result<_, TooMuch>>()?))
    }

    /// These times, with step `from` and all after it so many seconds earlier.
    pub fn earlier(at: &[i64], from: usize, seconds: i64) -> Vec<i64> {
        at.iter()
            .enumerate()
            .map(|(index, at)| if index < from { *at } else { at.saturating_sub(seconds) })
            .collect()
    }

    /// By how many seconds a step, and those after it, can come earlier without harm.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub fn slack(&self, at: &[i64], step: usize) -> Result<i64, TooMuch> {
        let before = step
            .checked_sub(1)
            .and_then(|before| at.get(before))
            .or_else(|| at.first())
            .copied()
            .unwrap_or_default();
        let gap = at.get(step).copied().unwrap_or(before).saturating_sub(before);
        let safe = |seconds: i64| Ok(self.show(&Self::earlier(at, step, seconds))?.safe());
        if gap == 0 || !safe(1)? {
            return Ok(0);
        }
        // The longest that is safe; longer is never safer.
        let (mut good, mut bad) = (1, gap.saturating_add(1));
        while bad - good > 1 {
            let middle = good + (bad - good) / 2;
            if safe(middle)? { good = middle } else { bad = middle }
        }
        Ok(good)
    }
}
