//! When the verdict changes, what changes it, and how long caches keep what fails.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use multisigner::check::outcome::Question;
use multisigner::check::report::{Report, Verdict};
use multisigner::check::session::Session;
use multisigner::dns::Moment;
use multisigner::dnssec::backend::RustCrypto;
use multisigner::evidence::Source;
use multisigner::simulate::Simulator;
use multisigner::simulate::backend::RustCrypto as Signer;
use multisigner::simulate::config::Config;
use multisigner::simulate::keys::Seed;
use rstest::rstest;
use serde::Deserialize;
use std::ops::ControlFlow;

#[derive(Deserialize)]
struct Sample {
    at: Moment,
    #[serde(default)]
    no_ds: bool,
    sources: Vec<Source>,
}

fn sample(id: &str) -> Question {
    let file = std::fs::read_to_string(format!("www/samples/{id}.json")).unwrap();
    let Sample { at, no_ds, sources } = serde_json::from_str(&file).unwrap();
    Question { sources, zone: None, no_ds, unreached: None, at, rrsets_per_mix: 10 }
}

fn judge(session: &mut Session, question: &Question) -> Box<Report> {
    pollster::block_on(session.ask(question, &RustCrypto, &mut |_| {})).result.unwrap()
}

fn failing(report: &Report) -> usize {
    report.mixes.iter().filter(|mix| mix.verdict == Verdict::Bogus).count()
}

/// Judged a second before and at each moment, the report is another one, as was said.
#[rstest]
fn each_change_is_one(
    #[values("model1", "model2", "three-providers", "zsk-missing", "expired", "soon", "ds-missing")] id: &str,
) {
    let mut question = sample(id);
    let mut session = Session::new();
    let changes = judge(&mut session, &question).timeline.changes;
    assert!(!changes.is_empty());
    for change in changes {
        question.at = Moment(change.at.0 - 1);
        let before = judge(&mut session, &question);
        assert_eq!(before.timeline.next.as_ref().unwrap().at, change.at);
        question.at = change.at;
        let after = judge(&mut session, &question);
        assert_eq!((failing(&after), after.verdict), (change.failing, change.verdict));
        assert_ne!((failing(&after), after.verdict), (failing(&before), before.verdict));
        assert!(!change.causes.is_empty() && !change.then.is_empty());
    }
}

#[rstest]
#[case("model2", "Good until 3 Dec 2026, 00:00 UTC, when all of B’s signatures expire.", None)]
#[case("soon", "Good until 25 Nov 2026, 13:00 UTC, when all of B’s signatures expire.", None)]
#[case(
    "zsk-missing",
    "Worse from 20 Dec 2026, 00:00 UTC, when the parent’s DS signature expires and all of B’s signatures expire.",
    Some("A’s DNSKEY RRset")
)]
#[case(
    "three-providers",
    "Worse from 3 Dec 2026, 00:00 UTC, when all of A’s signatures expire.",
    Some("B’s DNSKEY RRset")
)]
#[case(
    "ds-missing",
    "Worse from 3 Dec 2026, 00:00 UTC, when all of B’s signatures expire.",
    Some("the parent’s DS RRset")
)]
// New signatures are asked for: what fails is not kept.
#[case("expired", "Worse from 20 Dec 2026, 01:30 UTC, when all of A’s signatures expire.", None)]
#[case("no-ds", "", None)]
fn how_long_it_stays_so(#[case] id: &str, #[case] until: &str, #[case] held: Option<&str>) {
    let report = judge(&mut Session::new(), &sample(id));
    assert_eq!(report.headline.until, until);
    let caches = report.timeline.caches;
    assert_eq!(caches.as_ref().map(|caches| caches.held.as_str()), held);
    if let Some(caches) = caches {
        assert_eq!(caches.until.0, report.at.0 + i64::from(caches.ttl));
    }
}

/// Signatures that end one after the other: one RRset is named, several are counted.
#[test]
fn what_ends_is_named_or_counted() {
    let text = std::fs::read_to_string("tests/simulate/example.toml").unwrap();
    let mut table: toml::Table = text.parse().unwrap();
    for not_of_the_zone in ["fault", "seed"] {
        table.remove(not_of_the_zone);
    }
    let file = table.remove("zone_file").unwrap();
    let data = std::fs::read_to_string(format!("tests/simulate/{}", file.as_str().unwrap())).unwrap();
    table.insert("data".into(), data.into());
    let config = Config::deserialize(table).unwrap();
    let mut progress = |_| ControlFlow::Continue(());
    let simulated =
        pollster::block_on(Simulator::new(Seed::from_text("timeline")).run(&config, &Signer, &mut progress));
    let report = judge(&mut Session::new(), &simulated.unwrap().question(10));
    let texts: Vec<&str> = report
        .timeline
        .changes
        .iter()
        .flat_map(|change| &change.causes)
        .map(|cause| cause.text.as_str())
        .collect();
    assert!(
        texts.iter().any(|text| text.starts_with("B’s ") && text.ends_with(" signature expires")),
        "{texts:?}"
    );
    assert!(
        texts.iter().any(|text| text.starts_with("all of ") && text.ends_with(" signatures expire")),
        "{texts:?}"
    );
}
