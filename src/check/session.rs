//! Stand-in until the real session is here: answers from prepared reports, for work on the page alone.

use super::outcome::{Outcome, Problem, Question, SourceSummary};
use super::report::Report;
use crate::evidence::{Gravity, LineState, NotRead, Role};
use std::collections::BTreeMap;

/// How far a check has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// Stand-in.
#[derive(Default)]
pub struct Session {
    reports: Option<BTreeMap<String, Report>>,
}

impl Session {
    pub fn new() -> Self {
        Self::default()
    }

    pub async fn ask<B>(&mut self, question: &Question, _: &B, progress: &mut dyn FnMut(Progress)) -> Outcome {
        progress(Progress { done: 0, total: 10 });
        let reports = self.reports.get_or_insert_with(|| {
            serde_json::from_str(include_str!("stub.json")).map_err(|e| e.to_string()).unwrap_or_default()
        });
        let sources = question.sources.iter().map(summary).collect::<Vec<_>>();
        let all: String = question.sources.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n");
        let found = reports.iter().filter(|(zone, _)| all.contains(zone.as_str())).collect::<Vec<_>>();
        let result = if sources.iter().any(|s| s.private_key) {
            Err(Problem::PrivateKey)
        } else if all.trim().is_empty() {
            Err(Problem::Empty)
        } else if found.len() > 1 && question.zone.is_none() {
            Err(Problem::SeveralZones { zones: found.iter().map(|(z, _)| format!("{z}.")).collect() })
        } else if let Some((_, report)) = found
            .iter()
            .find(|(zone, _)| question.zone.as_ref().is_none_or(|z| z.trim_end_matches('.') == zone.as_str()))
        {
            let mut report = Box::new((*report).clone());
            report.at = question.at;
            report.not_read = sources.iter().flat_map(|s| s.not_read.clone()).collect();
            Ok(report)
        } else {
            Err(Problem::NothingRead)
        };
        Outcome { result, sources }
    }
}

fn summary(source: &crate::evidence::Source) -> SourceSummary {
    let mut not_read = Vec::new();
    let lines: Vec<LineState> = source
        .text
        .lines()
        .enumerate()
        .map(|(i, line)| {
            if line.starts_with(';') || line.trim().is_empty() {
                LineState::Skipped
            } else if line.matches('"').count() % 2 == 1 {
                not_read.push(NotRead {
                    source: source.name.clone(),
                    line: i as u32 + 1,
                    column: 28,
                    text: line.chars().take(60).collect(),
                    reason: "The quote is not closed.".into(),
                    hint: Some("Close it with \".".into()),
                    gravity: Gravity::Lost,
                });
                LineState::Failed
            } else {
                LineState::Read
            }
        })
        .collect();
    let count = |state| lines.iter().filter(|l| **l == state).count();
    SourceSummary {
        name: source.name.clone(),
        went_to: match &source.role {
            Role::Provider(label) => vec![label.clone()],
            Role::Parent => vec!["parent".into()],
            Role::Auto => vec!["A".into(), "B".into(), "parent".into()],
        },
        lines_read: count(LineState::Read),
        lines_skipped: count(LineState::Skipped),
        lines_failed: count(LineState::Failed),
        lines,
        summary: "2 DNSKEY, 1 RRSIG, 16 signed RRsets".into(),
        servers: vec!["127.0.0.21".into()],
        not_read,
        private_key: source.text.contains("Private-key-format"),
    }
}
