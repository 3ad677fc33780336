//! What expires when: one lane for each group of signatures.

use super::Axis;
use crate::check::report::Timeline;
use crate::dns::Moment;
use crate::ui::words;

const TOP: f64 = 26.0;

/// The drawing, in its own units (about pixels).
#[derive(Clone, Debug, PartialEq)]
pub struct Lanes {
    pub width: f64,
    pub height: f64,
    pub lanes: Vec<Lane>,
    pub ticks: Vec<(f64, String)>,
    pub now: f64,
}

/// One lane: a label, and the bar in which its signatures are valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// `None`: the parent.
    pub provider: Option<String>,
    pub label: String,
    /// Where the label starts and its base line.
    pub at: (f64, f64),
    /// x, y and width of the bar.
    pub bar: (f64, f64, f64),
    pub end: String,
    /// The end's label is right of the bar, for the bar is too short to carry it.
    pub outside: bool,
}

/// Lays out the lanes; `narrow` puts each label above its bar.
pub fn lanes(timeline: &Timeline, at: Moment, narrow: bool) -> Option<Lanes> {
    let axis = Axis::around(timeline.spans.iter().flat_map(|s| [s.from, s.until]).chain([at]), 6)?;
    let (width, left, step) = if narrow { (328.0, 0.0, 46.0) } else { (1000.0, 190.0, 34.0) };
    let x = |moment| left + axis.place(moment) * (width - left);
    let lanes = timeline
        .spans
        .iter()
        .enumerate()
        .map(|(i, span)| {
            let top = TOP + 10.0 + i as f64 * step;
            let bar_y = if narrow { top + 20.0 } else { top };
            let label = if narrow { (22.0, top + 12.0) } else { (26.0, top + 15.0) };
            let (from, until) = (x(span.from), x(span.until));
            let bar = (from, bar_y, (until - from).max(2.0));
            let outside = bar.2 < 90.0;
            Lane {
                provider: span.provider.clone(),
                label: if span.provider.is_none() {
                    "DS, signed by the parent".into()
                } else {
                    span.what.clone()
                },
                at: label,
                bar,
                end: words::day_time(span.until),
                outside,
            }
        })
        .collect();
    let ticks = axis.ticks(if narrow { 3 } else { 6 });
    let hours = ticks.windows(2).any(|pair| matches!(pair, [a, b] if b.0 - a.0 < 86_400));
    let tick = |t: Moment| (x(t), if hours { words::day_time(t) } else { words::day(t) });
    let height = TOP + 16.0 + timeline.spans.len() as f64 * step;
    Some(Lanes { width, height, lanes, ticks: ticks.into_iter().map(tick).collect(), now: x(at) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::report::ValiditySpan;

    fn nothing() -> Timeline {
        Timeline { spans: vec![], verdicts: vec![], changes: vec![], next: None, caches: None, offer: None }
    }

    #[test]
    fn bars_stay_inside_and_ticks_are_few() {
        let span = |from, until| ValiditySpan {
            provider: Some("A".into()),
            what: "DNSKEY".into(),
            from: Moment(from),
            until: Moment(until),
        };
        for (from, until) in [(0, 3_600), (1_795_000_000, 1_798_000_000), (0, 4_000_000_000)] {
            let timeline = Timeline { spans: vec![span(from, until)], ..nothing() };
            for narrow in [true, false] {
                let lanes = lanes(&timeline, Moment(from + 10), narrow).unwrap();
                assert!(lanes.ticks.len() <= 7, "{:?}", lanes.ticks);
                for lane in &lanes.lanes {
                    assert!(lane.bar.0 >= 0.0 && lane.bar.0 + lane.bar.2 <= lanes.width);
                }
            }
        }
        assert!(lanes(&nothing(), Moment(0), false).is_some_and(|l| l.lanes.is_empty()));
    }
}
