//! Errors as the module's JavaScript throws them.

use crate::check::outcome::{Problem, SourceSummary};
use crate::dns::BadMoment;
use crate::evidence::{Gravity, NotRead};
use serde::Serialize;

/// What a `MultisignerError` is made of.
#[derive(Debug, Serialize)]
pub(super) struct Fault {
    code: Code,
    message: String,
    #[serde(flatten)]
    place: Place,
    /// Why there is no report, with what the message names as data.
    problem: Option<Problem>,
    /// How each text was read.
    sources: Vec<SourceSummary>,
}

/// Where in the texts, when a passage is to blame.
#[derive(Debug, Default, Serialize)]
struct Place {
    source: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    hint: Option<String>,
}

/// What went wrong, for programs. Names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) enum Code {
    Empty,
    PrivateKey,
    NothingRead,
    SeveralZones,
    BadZone,
    ZoneNotSeen,
    NoProvider,
    TooManyProviders,
    BadTime,
}

impl Fault {
    /// No report.
    pub(super) fn of(problem: Problem, sources: Vec<SourceSummary>) -> Self {
        let place = match problem {
            Problem::PrivateKey | Problem::NothingRead => Place::of(&sources),
            _ => Place::default(),
        };
        Self {
            code: Code::of(&problem),
            message: problem.to_string(),
            place,
            problem: Some(problem),
            sources,
        }
    }
}

impl From<BadMoment> for Fault {
    fn from(error: BadMoment) -> Self {
        let (code, message) = (Code::BadTime, error.to_string());
        Self { code, message, place: Place::default(), problem: None, sources: Vec::new() }
    }
}

impl Place {
    /// The first of the gravest.
    fn of(sources: &[SourceSummary]) -> Self {
        let entries = sources.iter().flat_map(|source| &source.not_read);
        let gravest = entries.rev().max_by_key(|entry| entry.gravity);
        gravest.filter(|entry| entry.gravity > Gravity::Note).map(Self::at).unwrap_or_default()
    }

    fn at(entry: &NotRead) -> Self {
        let NotRead { source, line, column, hint, .. } = entry;
        Self { source: Some(source.clone()), line: Some(*line), column: Some(*column), hint: hint.clone() }
    }
}

impl Code {
    fn of(problem: &Problem) -> Self {
        match problem {
            Problem::Empty => Self::Empty,
            Problem::PrivateKey => Self::PrivateKey,
            Problem::NothingRead => Self::NothingRead,
            Problem::SeveralZones { .. } => Self::SeveralZones,
            Problem::BadZone { .. } => Self::BadZone,
            Problem::ZoneNotSeen { .. } => Self::ZoneNotSeen,
            Problem::NoProvider { .. } => Self::NoProvider,
            Problem::TooManyProviders { .. } => Self::TooManyProviders,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
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
    fn codes_and_places(
        #[case] texts: &[&str],
        #[case] zone: Option<&str>,
        #[case] code: &str,
        #[case] place: Option<(&str, u32, u32)>,
    ) {
        let fault = fault(texts, zone);
        assert_eq!(fault["code"], code, "{fault}");
        assert_eq!(fault["problem"]["problem"], code, "a code and its problem have one name");
        let (source, line, column) = place.map_or((Value::Null, Value::Null, Value::Null), |place| {
            (place.0.into(), place.1.into(), place.2.into())
        });
        assert_eq!(json!([source, line, column]), json!([fault["source"], fault["line"], fault["column"]]));
        assert_eq!(fault["sources"].as_array().unwrap().len(), texts.len());
    }
}
