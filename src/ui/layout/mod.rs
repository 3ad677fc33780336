//! Where everything stands in the drawings: plain numbers and texts, no browser.

pub mod chain;
pub mod exchange;
pub mod lanes;
pub mod plan;
pub mod strip;

use crate::dns::Moment;

/// A stretch of time on a line from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    pub from: Moment,
    pub until: Moment,
}

impl Axis {
    /// Around all given moments, with a margin at both ends (in hundredths of the length).
    pub fn around(moments: impl Iterator<Item = Moment>, margin: i64) -> Option<Self> {
        let (from, until) = moments.fold(None, |seen: Option<(i64, i64)>, Moment(at)| {
            let (low, high) = seen.unwrap_or((at, at));
            Some((low.min(at), high.max(at)))
        })?;
        let edge = ((until - from) / 100 * margin).max(3600);
        Some(Self { from: Moment(from.saturating_sub(edge)), until: Moment(until.saturating_add(edge)) })
    }

    /// Where a moment is on the line, kept on it.
    pub fn place(self, moment: Moment) -> f64 {
        let length = (self.until.0 - self.from.0).max(1) as f64;
        ((moment.0 - self.from.0) as f64 / length).clamp(0.0, 1.0)
    }

    /// At most `most` round moments (midnights, or full hours on a short line).
    pub fn ticks(self, most: i64) -> Vec<Moment> {
        const DAY: i64 = 86_400;
        let steps =
            [3600, 6 * 3600, DAY, 2 * DAY, 5 * DAY, 10 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 3650 * DAY];
        let length = self.until.0 - self.from.0;
        let step = steps.into_iter().find(|step| length / step <= most).unwrap_or(36_500 * DAY);
        let first = self.from.0.div_euclid(step) * step + step;
        (0..=most).map(|i| Moment(first + i * step)).take_while(|tick| *tick < self.until).collect()
    }
}
