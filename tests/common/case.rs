//! One answer (or zone) with the verdict that others gave on it.

use super::ask;
use multisigner::check::facts::Proven;
use multisigner::check::outcome::Question;
use multisigner::check::report::{Report, Verdict};
use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Where the records are from, and who gave the verdict.
    pub source: String,
    pub zone: String,
    /// Unix seconds.
    pub at: i64,
    /// The parent's DS RRset.
    pub ds: Vec<String>,
    pub verdict: Verdict,
    /// The zone's DNSKEY RRset, as records or as an answer.
    pub keys: String,
    /// The answer that is judged.
    #[serde(default)]
    pub message: String,
    /// Key tags that the source names.
    #[serde(default)]
    pub tags: Vec<u16>,
    /// Why this project's reference says something else.
    #[serde(default)]
    pub differs: Option<Differs>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differs {
    pub verdict: Verdict,
    pub reason: String,
}

impl Case {
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn ask(&self) -> (Box<Report>, Arc<Proven>) {
        let source = |role, name: &str, text: &str| Source { name: name.into(), role, text: text.into() };
        let ds: String = self.ds.iter().map(|ds| format!("{} 3600 IN DS {ds}\n", self.zone)).collect();
        let provider = || Role::Provider("A".into());
        let mut sources =
            vec![source(provider(), "keys", &self.keys), source(provider(), "message", &self.message)];
        if !ds.is_empty() {
            sources.push(source(Role::Parent, "ds", &ds));
        }
        let question = Question {
            sources,
            zone: Some(self.zone.clone()),
            no_ds: false,
            unreached: None,
            at: Moment(self.at),
            rrsets_per_mix: usize::MAX,
        };
        let (outcome, proven) = ask(&question);
        let report = outcome
            .result
            .unwrap_or_else(|problem| panic!("{}: {problem}: {:?}", self.source, outcome.sources));
        (report, proven.unwrap())
    }
}
