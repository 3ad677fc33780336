//! The clock's strip: the zone's verdict over time.

use super::Axis;
use crate::check::report::{Timeline, Verdict};
use crate::dns::Moment;

/// The strip, in hundredths of its width.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    pub axis: Axis,
    pub parts: Vec<Part>,
    /// Moments at which the verdict changes, as far as there is room to write them.
    pub labels: Vec<(f64, Moment)>,
    pub thumb: f64,
}

/// One stretch with one verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub x: f64,
    pub width: f64,
    /// `ok`, `can` (some mixes fail), `bad` (all fail), `none` (insecure), `unsure`.
    pub kind: &'static str,
    pub words: &'static str,
}

/// Lays out the strip; `None` when the verdict never changes.
pub fn strip(timeline: &Timeline, mixes: usize, at: Moment) -> Option<Strip> {
    let bounds = || timeline.verdicts.iter().flat_map(|span| [span.from, span.until]).flatten();
    bounds().next()?;
    let axis = Axis::around(bounds().chain([at]), 6)?;
    let parts = timeline
        .verdicts
        .iter()
        .map(|span| {
            let x = span.from.map_or(0.0, |from| axis.place(from)) * 100.0;
            let end = span.until.map_or(1.0, |until| axis.place(until)) * 100.0;
            let (kind, words) = match span.verdict {
                Verdict::Bogus if span.failing >= mixes => ("bad", "every mix fails"),
                Verdict::Bogus => ("can", "can fail"),
                Verdict::Secure => ("ok", "secure"),
                Verdict::Insecure => ("none", "insecure"),
                Verdict::Indeterminate => ("unsure", "cannot tell"),
            };
            Part { x, width: (end - x).max(0.0), kind, words }
        })
        .filter(|part| part.width > 0.0)
        .collect();
    let mut labels: Vec<(f64, Moment)> = Vec::new();
    for moment in bounds() {
        let x = axis.place(moment) * 100.0;
        if (4.0..=96.0).contains(&x) && labels.last().is_none_or(|(last, _)| x - last > 14.0) {
            labels.push((x, moment));
        }
    }
    Some(Strip { axis, parts, labels, thumb: axis.place(at) * 100.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::report::VerdictSpan;

    #[test]
    fn a_strip_shows_every_verdict_and_the_moment() {
        let span = |from: Option<i64>, until: Option<i64>, verdict, failing| VerdictSpan {
            from: from.map(Moment),
            until: until.map(Moment),
            verdict,
            failing,
        };
        let timeline = Timeline {
            spans: vec![],
            verdicts: vec![
                span(None, Some(1_000_000), Verdict::Bogus, 4),
                span(Some(1_000_000), Some(2_000_000), Verdict::Bogus, 1),
                span(Some(2_000_000), None, Verdict::Secure, 0),
            ],
            changes: vec![],
            next: None,
            caches: None,
            offer: None,
        };
        let strip = strip(&timeline, 4, Moment(1_500_000)).unwrap();
        assert_eq!(strip.parts.iter().map(|p| p.kind).collect::<Vec<_>>(), ["bad", "can", "ok"]);
        assert!((strip.thumb - 50.0).abs() < 0.1);
        assert_eq!(strip.labels.len(), 2);
        let end: f64 = strip.parts.iter().map(|p| p.width).sum();
        assert!((end - 100.0).abs() < 1e-9);
        // A moment far outside still finds its place.
        assert!(super::strip(&timeline, 4, Moment(0)).unwrap().thumb < 10.0);
    }
}
