//! The timeline of a plan: a lane for each record set at each place, what is published there, what caches may still hold of
//! what was before, and the steps.
//!
//! The axis is not to scale: a wait of two days beside one of an hour would leave nothing of the hour. Each stretch between
//! two moments at which something happens has a width that grows with the logarithm of its length.

use crate::explore::{Document, FailingInterval, Span, Versions};
use crate::plan::Plan;
use std::collections::BTreeSet;

/// What a lane is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The DS RRset at the parent.
    Ds,
    /// The NS RRset at the parent.
    ParentNs,
    /// The DNSKEY RRset at a provider.
    Dnskey(String),
    /// What a provider's data are signed with.
    Data(String),
    /// The NS RRset at a provider.
    Ns(String),
}

impl Lane {
    /// Whose it is; `None`: the parent's.
    pub fn provider(&self) -> Option<&str> {
        match self {
            Self::Ds | Self::ParentNs => None,
            Self::Dnskey(label) | Self::Data(label) | Self::Ns(label) => Some(label),
        }
    }

    /// What it is called.
    pub fn words(&self) -> String {
        match self {
            Self::Ds => "DS at the parent".into(),
            Self::ParentNs => "NS at the parent".into(),
            Self::Dnskey(label) => format!("DNSKEY at {label}"),
            Self::Data(label) => format!("Signatures at {label}"),
            Self::Ns(label) => format!("NS at {label}"),
        }
    }
}

/// What is published in a lane from one moment to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Where it begins and ends, in units of the drawing.
    pub from: f64,
    /// See `from`.
    pub until: f64,
    /// What is published.
    pub content: String,
    /// What was before, as long as caches may hold it, and until where.
    pub old: Option<(String, f64)>,
    /// Nobody is led here: no NS RRset that a cache may hold names the provider.
    pub idle: bool,
}

/// A step's line.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// From 1.
    pub number: usize,
    /// Where.
    pub x: f64,
    /// How many marks at the same place come before it: its number stands so many rows higher.
    pub row: usize,
}

/// The drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanLines {
    /// Its lanes, the parent's first.
    pub lanes: Vec<(Lane, Vec<Stretch>)>,
    /// Its steps.
    pub marks: Vec<Mark>,
    /// Moments with a label, as many as have room.
    pub ticks: Vec<(f64, i64)>,
    /// When something fails.
    pub danger: Vec<(f64, f64)>,
    axis: Axis,
}

/// From moments to places, piece by piece.
#[derive(Clone, Debug, PartialEq)]
struct Axis {
    stops: Vec<(i64, f64)>,
}

/// The least share of a stretch in the width, and what its length adds to it.
const LEAST: f64 = 1.0;
const PER_DOUBLING: f64 = 0.22;

impl Axis {
    /// `left` to `right`; the moments are sorted and there is one at least.
    fn new(moments: &BTreeSet<i64>, left: f64, right: f64) -> Self {
        let weight = |gap: i64| LEAST + PER_DOUBLING * (1.0 + gap as f64 / 60.0).log2();
        let all: Vec<i64> = moments.iter().copied().collect();
        let gaps: Vec<f64> =
            all.windows(2).filter_map(|two| Some(weight(two.get(1)? - two.first()?))).collect();
        let whole: f64 = gaps.iter().sum::<f64>().max(f64::EPSILON);
        let mut x = left;
        let mut stops = Vec::with_capacity(all.len());
        for (index, moment) in all.iter().enumerate() {
            stops.push((*moment, x));
            x += gaps.get(index).copied().unwrap_or_default() / whole * (right - left);
        }
        Self { stops }
    }

    fn x(&self, at: i64) -> f64 {
        let after = self.stops.partition_point(|(moment, _)| *moment <= at);
        let before = after.checked_sub(1).and_then(|before| self.stops.get(before));
        match (before, self.stops.get(after)) {
            (Some((_, x)), None) | (None, Some((_, x))) => *x,
            (Some((from, low)), Some((until, high))) => {
                low + (high - low) * (at - from) as f64 / (until - from).max(1) as f64
            }
            (None, None) => 0.0,
        }
    }

    fn at(&self, x: f64) -> i64 {
        let after = self.stops.partition_point(|(_, place)| *place <= x);
        let before = after.checked_sub(1).and_then(|before| self.stops.get(before));
        match (before, self.stops.get(after)) {
            (Some((moment, _)), None) | (None, Some((moment, _))) => *moment,
            (Some((from, low)), Some((until, high))) => {
                from + ((until - from) as f64 * (x - low) / (high - low).max(f64::EPSILON)).round() as i64
            }
            (None, None) => 0,
        }
    }
}

/// One version of a record set: since when (`None`: ever), what, for how long caches hold it.
struct Version {
    from: Option<i64>,
    content: String,
    ttl: u32,
}

fn names(set: &BTreeSet<String>) -> String {
    if set.is_empty() { "none".into() } else { set.iter().map(String::as_str).collect::<Vec<_>>().join(" ") }
}

/// The versions of every lane, in order; an NS lane that never changes is left out beside those of others.
fn versions(document: &Document, labels: &[String]) -> Vec<(Lane, Vec<Version>)> {
    fn of<S>(
        states: &[S],
        from: impl Fn(&S) -> Option<i64>,
        what: impl Fn(&S) -> (String, u32),
    ) -> Vec<Version> {
        let mut all: Vec<Version> = Vec::new();
        for state in states {
            let (content, ttl) = what(state);
            if all.last().is_none_or(|last| last.content != content) {
                all.push(Version { from: from(state), content, ttl });
            }
        }
        all
    }
    let parent = &document.parent;
    let mut lanes = vec![(Lane::Ds, of(parent, |s| s.from, |s| (names(&s.ds.keys), s.ds.ttl)))];
    let ns = of(parent, |s| s.from, |s| (names(&s.ns.providers), s.ns.ttl));
    if ns.len() > 1 {
        lanes.push((Lane::ParentNs, ns));
    }
    for label in labels {
        let Some(states) = document.providers.get(label) else { continue };
        let keys = of(states, |s| s.from, |s| (names(&s.dnskey.keys), s.dnskey.ttl));
        lanes.push((Lane::Dnskey(label.clone()), keys));
        let by = |set: &BTreeSet<String>| {
            if set.is_empty() { "unsigned".into() } else { format!("by {}", names(set)) }
        };
        let data = of(states, |s| s.from, |s| (by(&s.data.signed_by), s.data.ttl));
        lanes.push((Lane::Data(label.clone()), data));
        let ns = of(states, |s| s.from, |s| (names(&s.ns.providers), s.ns.ttl));
        if ns.len() > 1 {
            lanes.push((Lane::Ns(label.clone()), ns));
        }
    }
    lanes
}

/// Draws between `left` and `right`, as the document has it; `failing`: what is known to fail.
pub fn plan_lines<'f>(
    plan: &Plan,
    document: &Document,
    failing: impl Iterator<Item = &'f FailingInterval>,
    (left, right): (f64, f64),
) -> PlanLines {
    let lanes = versions(document, &plan.providers);
    let first = plan.assumed.start;
    let mut moments: BTreeSet<i64> =
        plan.steps.iter().filter(|step| !step.done).map(|step| step.at).collect();
    let begun = moments.first().copied().unwrap_or(first).min(first);
    moments.insert(begun);
    for (_, all) in &lanes {
        for (index, version) in all.iter().enumerate() {
            moments.extend(version.from);
            if let (Some(at), Some(before)) = (version.from, index.checked_sub(1).and_then(|i| all.get(i))) {
                moments.insert(at.saturating_add(before.ttl.into()));
            }
        }
    }
    let last = moments.last().copied().unwrap_or(begun).max(plan.finished);
    // Room in front of the first step and behind the last moment.
    let pad = ((last - begun) / 20).max(60);
    moments.insert(begun.saturating_sub(pad));
    moments.insert(last);
    moments.insert(last.saturating_add(pad));
    let axis = Axis::new(&moments, left, right);
    let asked = Versions::of(document).asked;
    let drawn = lanes.into_iter().map(|(lane, all)| {
        let end = |index: usize| all.get(index + 1).and_then(|next| next.from);
        let is_idle = |index: usize, version: &Version| {
            let (began, end) = (version.from.unwrap_or(i64::MIN), end(index).unwrap_or(i64::MAX));
            let led = |span: &Span| span.from < end && span.until > began;
            lane.provider().is_some_and(|label| !asked.get(label).is_some_and(|asked| asked.iter().any(led)))
        };
        let stretches = all.iter().enumerate().map(|(index, version)| {
            // What nobody was led to is in no cache.
            let before = index
                .checked_sub(1)
                .and_then(|before| Some((before, all.get(before)?)))
                .filter(|(index, before)| !is_idle(*index, before));
            let held = before
                .zip(version.from)
                .map(|((_, before), at)| (before, at.saturating_add(before.ttl.into())));
            Stretch {
                from: version.from.map_or(left, |at| axis.x(at)),
                until: end(index).map_or(right, |at| axis.x(at)),
                content: version.content.clone(),
                old: held.map(|(before, end)| (before.content.clone(), axis.x(end))),
                idle: is_idle(index, version),
            }
        });
        let stretches = stretches.collect();
        (lane, stretches)
    });
    let lanes = drawn.collect();
    let mut marks: Vec<Mark> = Vec::new();
    for step in plan.steps.iter().filter(|step| !step.done) {
        let x = axis.x(step.at);
        let row = marks
            .iter()
            .rev()
            .take_while(|mark| x - mark.x < 21.0)
            .map(|mark| mark.row + 1)
            .next()
            .unwrap_or(0);
        marks.push(Mark { number: step.number, x, row });
    }
    let mut ticks: Vec<(f64, i64)> = Vec::new();
    for at in plan.steps.iter().filter(|step| !step.done).map(|step| step.at).chain([plan.finished]) {
        let x = axis.x(at);
        if ticks.last().is_none_or(|(last, _)| x - last > 74.0) && x < right - 30.0 {
            ticks.push((x, at));
        }
    }
    let danger = failing
        .map(|failing| {
            (axis.x(failing.interval.from), failing.interval.until.map_or(right, |until| axis.x(until)))
        })
        .collect();
    PlanLines { lanes, marks, ticks, danger, axis }
}

impl PlanLines {
    /// Where a moment is.
    pub fn x(&self, at: i64) -> f64 {
        self.axis.x(at)
    }

    /// Which moment is at a place.
    pub fn at(&self, x: f64) -> i64 {
        self.axis.at(x)
    }

    /// So many rows of numbers stand above the lanes.
    pub fn rows(&self) -> usize {
        self.marks.iter().map(|mark| mark.row + 1).max().unwrap_or(1)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::plan::{Assumptions, OPERATIONS, Wanted, plan};

    #[test]
    fn every_plan_has_its_place() {
        for operation in OPERATIONS {
            let wanted = Wanted::of(operation, Assumptions::from(1_796_118_960));
            let planned = plan(&wanted.request(None).unwrap()).unwrap();
            let lines = plan_lines(&planned.plan, &planned.document, [].into_iter(), (160.0, 1_170.0));
            assert_eq!(lines.marks.len(), planned.plan.steps.len(), "{operation:?}");
            assert!(lines.marks.iter().all(|mark| (160.0..=1_170.0).contains(&mark.x)));
            assert!(lines.marks.windows(2).all(|two| two[0].x <= two[1].x));
            for (lane, stretches) in &lines.lanes {
                assert!(
                    stretches.windows(2).all(|two| two[0].until == two[1].from),
                    "{operation:?} {lane:?}"
                );
                assert_eq!(stretches.first().unwrap().from, 160.0);
                assert_eq!(stretches.last().unwrap().until, 1_170.0);
                for stretch in stretches {
                    assert!(stretch.old.as_ref().is_none_or(|(_, end)| *end > stretch.from), "{lane:?}");
                }
            }
            // A place leads back to its moment.
            for step in &planned.plan.steps {
                assert!((lines.at(lines.x(step.at)) - step.at).abs() <= 1, "{operation:?}");
            }
        }
    }

    #[test]
    fn who_is_not_delegated_yet_is_idle() {
        let wanted = Wanted::of(crate::plan::Operation::AddProvider, Assumptions::from(1_796_118_960));
        let planned = plan(&wanted.request(None).unwrap()).unwrap();
        let lines = plan_lines(&planned.plan, &planned.document, [].into_iter(), (0.0, 100.0));
        let of = |wanted: Lane| lines.lanes.iter().find(|(lane, _)| *lane == wanted).unwrap().1.clone();
        assert!(of(Lane::Dnskey("B".into())).first().unwrap().idle);
        assert!(of(Lane::Dnskey("A".into())).iter().all(|stretch| !stretch.idle));
    }
}
