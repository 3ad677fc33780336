//! What if a step were made at another time?

use super::document::{Request, Unplanned};
use super::proof::Trial;
use super::strict::Asked;
use crate::explore::FailingInterval;
use serde::{Deserialize, Serialize};

/// A step at another time, the later ones as long after it as planned, and what caches make of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// From 1.
    pub step: usize,
    /// When it is made, Unix seconds: not before the step in front of it.
    pub at: i64,
    /// When it may be made at the earliest by the plan.
    pub earliest: i64,
    /// What fails, by what validators ask: what all of them meet comes first.
    pub failing: Vec<(Asked, FailingInterval)>,
}

/// Tries a step (from 1) at another time. `None`: there is no such step, or it was made.
///
/// # Errors
/// [`Unplanned`].
pub fn attempt(request: &Request, step: usize, at: i64) -> Result<Option<Attempt>, Unplanned> {
    let (start, steps, _) = request.laid_out()?;
    let trial = Trial::new(&request.zone, &start, &steps);
    let times = trial.times();
    let index = step.wrapping_sub(1);
    let Some((earliest, _)) = times.get(index).zip(steps.get(index).filter(|timed| !timed.done)) else {
        return Ok(None);
    };
    let before = index.checked_sub(1).and_then(|before| times.get(before)).copied();
    let at = at.max(before.unwrap_or(request.assumed.start));
    let shown = trial.show(&Trial::earlier(&times, index, earliest.saturating_sub(at)))?;
    let mut failing: Vec<(Asked, FailingInterval)> = Vec::new();
    for (asked, found) in shown.0 {
        for more in found.failing {
            let known = failing.iter().any(|(_, f)| f.kind == more.kind && f.interval == more.interval);
            if !known {
                failing.push((asked, more));
            }
        }
    }
    Ok(Some(Attempt { step, at, earliest: *earliest, failing }))
}
