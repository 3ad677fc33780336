//! What exploring a document says, as data.

use super::document::Document;
use super::failing::{ByName, Failing, Found, Judge, Kind, TooMuch, find};
use super::span::{Span, Spans};
use super::versions::Versions;
use super::witness::Witness;
use serde::{Deserialize, Serialize};

/// An interval of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Interval {
    /// Its first second.
    #[cfg_attr(test, ts(type = "number"))]
    pub from: i64,
    /// The first second after it; `None`: it does not end before the document does.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub until: Option<i64>,
}

/// When something fails, and a resolver for which it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FailingInterval {
    /// What fails.
    pub kind: Kind,
    /// When.
    #[serde(flatten)]
    pub interval: Interval,
    /// A resolver that fails in it.
    pub witness: Option<Witness>,
}

/// What can fail while a document's changes are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Exploration {
    /// No resolver can fail.
    pub safe: bool,
    /// What fails when, worst first: what every validating resolver can meet, then the longest, then the first.
    pub failing: Vec<FailingInterval>,
    /// When some server that a resolver asks does not answer, though another does.
    pub degraded: Vec<Interval>,
    /// How many pairs of versions can be in a cache together; each was judged.
    pub combinations: usize,
}

/// Explores a document: everything that any cache can hold.
///
/// # Errors
/// [`TooMuch`], if that is too much to look at.
pub fn explore(document: &Document) -> Result<Exploration, TooMuch> {
    let versions = Versions::of(document);
    judged(&versions, &ByName(&versions))
}

/// The same by another judge.
///
/// # Errors
/// [`TooMuch`].
pub fn judged(versions: &Versions, judge: &impl Judge) -> Result<Exploration, TooMuch> {
    let found = find(versions, judge)?;
    let document = versions.document;
    let clip = Span::new(document.from, document.until);
    let interval =
        |span: &Span| Interval { from: span.from, until: (span.until < clip.until).then_some(span.until) };
    let listed = |(kind, failing): (&Kind, &Failing)| -> Vec<FailingInterval> {
        let spans: Spans = failing.spans().within(clip);
        spans
            .iter()
            .map(|span| {
                let pair = failing.at(span.from);
                let witness =
                    pair.and_then(|pair| Witness::of(versions, judge, pair, span.from, *kind == Kind::Data));
                FailingInterval { kind: *kind, interval: interval(span), witness }
            })
            .collect()
    };
    let Found { failing, degraded, combinations } = found;
    let mut failing: Vec<FailingInterval> = failing.iter().flat_map(listed).collect();
    let length = |failure: &FailingInterval| {
        failure.interval.until.unwrap_or(i64::MAX).saturating_sub(failure.interval.from)
    };
    failing.sort_by_key(|failure| (failure.kind, std::cmp::Reverse(length(failure)), failure.interval.from));
    let degraded = degraded.within(clip).iter().map(interval).collect();
    Ok(Exploration { safe: failing.is_empty(), failing, degraded, combinations })
}
