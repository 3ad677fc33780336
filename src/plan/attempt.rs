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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::plan::{Assumptions, OPERATIONS, Wanted, plan};

    /// Half of each wait is too early, the whole is not, and what fails can be written and read again.
    #[test]
    fn half_of_a_wait_fails() {
        let mut tried = 0;
        for operation in OPERATIONS {
            let wanted = Wanted::of(operation, Assumptions { margin: 0, ..Assumptions::from(1_796_118_960) });
            let request = wanted.request(None).unwrap();
            let steps = plan(&request).unwrap().plan.steps;
            for two in steps.windows(2).filter(|two| two[1].at > two[0].at) {
                let number = two[1].number;
                let half =
                    attempt(&request, number, two[0].at + (two[1].at - two[0].at) / 2).unwrap().unwrap();
                assert!(!half.failing.is_empty(), "{operation:?} {number}");
                assert!(half.failing.iter().all(|(_, failing)| failing.witness.is_some()));
                let again: Attempt = serde_json::from_str(&serde_json::to_string(&half).unwrap()).unwrap();
                assert_eq!(again, half);
                assert!(attempt(&request, number, two[1].at).unwrap().unwrap().failing.is_empty());
                tried += 1;
            }
            assert_eq!(attempt(&request, 99, 0).unwrap(), None);
        }
        assert!(tried > 20, "{tried}");
    }
}
