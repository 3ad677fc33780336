//! Errors as the module's JavaScript throws them.

use crate::check::outcome::{Problem, SourceSummary};
use crate::dns::BadMoment;
use crate::evidence::{Gravity, NotRead};
use crate::explore::{TooMuch, Unusable};
use crate::plan::{CannotImport, NoGate, Unplanned};
use crate::share::link::{BrokenLink, NotShareable};
use serde::Serialize;

/// What a `MultisignerError` is made of.
#[derive(Debug, Serialize)]
pub(super) struct Fault {
    message: String,
    problem: Trouble,
    #[serde(flatten)]
    help: Box<Help>,
    /// How each text was read.
    sources: Vec<SourceSummary>,
}

/// Where in the texts, when a passage is to blame, and what to do instead, when there is something.
#[derive(Debug, Default, Serialize)]
struct Help {
    source: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    hint: Option<String>,
}

/// What went wrong, for programs; `problem` is its name.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) enum Trouble {
    Check(
        #[serde(with = "Named")]
        #[cfg_attr(test, ts(as = "Problem"))]
        Problem,
    ),
    Time(NotATime),
    Simulate(NotSimulated),
    NotShareable(NotShareable),
    BrokenLink(BrokenLink),
    NotPlanned(NotPlanned),
}

/// A [`Problem`] by its name, as the module's other troubles are.
#[derive(Serialize)]
#[serde(remote = "Problem", tag = "problem", rename_all = "kebab-case")]
enum Named {
    Empty,
    PrivateKey,
    NothingRead,
    NoRecords { said: String },
    SeveralZones { zones: Vec<String> },
    BadZone { name: String },
    ZoneNotSeen { zone: String },
    NoProvider { zone: String },
    TooManyProviders { count: usize, most: usize },
}

/// A time that cannot be read.
#[derive(Debug, Serialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) enum NotATime {
    BadTime { text: String },
}

/// A simulation that cannot be had.
#[derive(Debug, Serialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) enum NotSimulated {
    BadConfig { reason: String },
}

/// A change that cannot be explored or planned.
#[derive(Debug, Serialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) enum NotPlanned {
    /// Where in the document, as a JSON pointer, and why.
    BadDocument { pointer: String, reason: String },
    /// More meets in caches than can be looked at.
    TooManyCaches,
    /// Why there is no plan.
    NoPlan { reason: String },
    /// Why a gate cannot be looked at: another zone, no such step, or a zone that does not fit the plan any more.
    NoGate { reason: String },
    /// A provider would have to publish keys of others, and what can be done instead.
    CannotImport(Box<CannotImport>),
}

impl From<Unusable> for Fault {
    fn from(error: Unusable) -> Self {
        let message = error.to_string();
        let Unusable { pointer, problem } = error;
        let trouble = NotPlanned::BadDocument { pointer, reason: problem.to_string() };
        Self::plain(message, Trouble::NotPlanned(trouble), None)
    }
}

impl From<TooMuch> for Fault {
    fn from(error: TooMuch) -> Self {
        Self::plain(error.to_string(), Trouble::NotPlanned(NotPlanned::TooManyCaches), None)
    }
}

impl From<NoGate> for Fault {
    fn from(error: NoGate) -> Self {
        match error {
            NoGate::NotAPlan(unusable) => unusable.into(),
            other => {
                let reason = other.to_string();
                Self::plain(reason.clone(), Trouble::NotPlanned(NotPlanned::NoGate { reason }), None)
            }
        }
    }
}

impl From<Unplanned> for Fault {
    fn from(error: Unplanned) -> Self {
        let reason = error.to_string();
        if let Unplanned::CannotImport(none) = error {
            return Self::plain(reason, Trouble::NotPlanned(NotPlanned::CannotImport(none)), None);
        }
        Self::plain(reason.clone(), Trouble::NotPlanned(NotPlanned::NoPlan { reason }), None)
    }
}

impl Fault {
    /// No report.
    pub(super) fn of(problem: Problem, sources: Vec<SourceSummary>) -> Self {
        let to_blame = match problem {
            Problem::PrivateKey | Problem::NothingRead | Problem::NoRecords { .. } => gravest(&sources),
            _ => None,
        };
        let help = Box::new(to_blame.map(Help::of).unwrap_or_default());
        Self { message: problem.to_string(), problem: Trouble::Check(problem), help, sources }
    }

    pub(super) fn plain(message: String, problem: Trouble, hint: Option<&str>) -> Self {
        let help = Box::new(Help { hint: hint.map(str::to_string), ..Help::default() });
        Self { message, problem, help, sources: Vec::new() }
    }
}

impl From<BadMoment> for Fault {
    fn from(error: BadMoment) -> Self {
        Self::plain(error.to_string(), Trouble::Time(NotATime::BadTime { text: error.text }), None)
    }
}

impl From<NotShareable> for Fault {
    fn from(error: NotShareable) -> Self {
        Self::plain(error.to_string(), Trouble::NotShareable(error), None)
    }
}

impl From<BrokenLink> for Fault {
    fn from(error: BrokenLink) -> Self {
        let hint = error.hint();
        Self::plain(error.to_string(), Trouble::BrokenLink(error), Some(hint))
    }
}

/// The first of the gravest passages.
fn gravest(sources: &[SourceSummary]) -> Option<&NotRead> {
    let entries = sources.iter().flat_map(|source| &source.not_read);
    entries.rev().max_by_key(|entry| entry.gravity).filter(|entry| entry.gravity > Gravity::Note)
}

impl Help {
    fn of(entry: &NotRead) -> Self {
        let NotRead { source, line, column, hint, .. } = entry;
        Self { source: Some(source.clone()), line: Some(*line), column: Some(*column), hint: hint.clone() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::check::outcome::{Outcome, Question};
    use crate::check::session::Session;
    use crate::dns::Moment;
    use crate::dnssec::backend::RustCrypto;
    use crate::evidence::{Role, Source};
    use rstest::rstest;
    use serde_json::{Value, json};

    fn fault(texts: &[&str], zone: Option<&str>) -> Value {
        let source = |(at, text): (usize, &&str)| Source {
            name: format!("text {at}"),
            role: Role::Auto,
            text: (*text).to_string(),
        };
        let question = Question {
            sources: texts.iter().enumerate().map(source).collect(),
            zone: zone.map(str::to_string),
            no_ds: false,
            unreached: None,
            at: Moment(1_795_608_000),
            rrsets_per_mix: usize::MAX,
        };
        let Outcome { result, sources } =
            pollster::block_on(Session::new().ask(&question, &RustCrypto, &mut |_| {}));
        serde_json::to_value(Fault::of(result.unwrap_err(), sources)).unwrap()
    }

    const A: &str = "a.example. 60 IN A 192.0.2.1\n";
    const SOA: &str = "example. 60 IN SOA ns. host. 1 2 3 4 5\n";
    const KEY: &str = "; a comment\n\nPrivate-key-format: v1.3\nAlgorithm: 13\nPrivateKey: AAAA\n";

    #[rstest]
    #[case(&["", " \n"], None, "empty", None)]
    #[case(&[SOA, KEY], None, "private-key", Some(("text 1", 3, 1)))]
    #[case(&["what is\nthis?"], None, "nothing-read", Some(("text 0", 1, 1)))]
    #[case(&[SOA], Some("..example"), "bad-zone", None)]
    #[case(&[A, SOA], Some("example.org"), "zone-not-seen", None)]
    #[case(&["example. 60 IN DS 1 13 2 00"], None, "no-provider", None)]
    fn names_and_places(
        #[case] texts: &[&str],
        #[case] zone: Option<&str>,
        #[case] name: &str,
        #[case] place: Option<(&str, u32, u32)>,
    ) {
        let fault = fault(texts, zone);
        assert_eq!(fault["problem"]["problem"], name, "{fault}");
        let place = place.map_or([Value::Null, Value::Null, Value::Null], |(source, line, column)| {
            [source.into(), line.into(), column.into()]
        });
        assert_eq!([&fault["source"], &fault["line"], &fault["column"]], place.each_ref());
        assert_eq!(fault["sources"].as_array().unwrap().len(), texts.len());
    }

    #[test]
    fn links_and_times() {
        let value = |fault: Fault| serde_json::to_value(fault).unwrap();
        let cut = value(BrokenLink::Cut.into());
        assert_eq!(cut["problem"], json!({"problem": "cut"}));
        assert_eq!(cut["hint"], BrokenLink::Cut.hint());
        let long = value(NotShareable::TooLong { length: 2, most: 1 }.into());
        assert_eq!(long["problem"], json!({"problem": "too-long", "length": 2, "most": 1}));
        let time = value(Moment::parse("soon").unwrap_err().into());
        assert_eq!(time["problem"], json!({"problem": "bad-time", "text": "soon"}));
    }
}
