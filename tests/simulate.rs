//! The simulator, judged by the ordinary way: text, evidence, session, report.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod common;
#[path = "common/explain.rs"]
mod explain;

use common::ask;
use explain::explained;
use multisigner::check::report::{Report, Severity, Verdict};
use multisigner::dns::Moment;
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::{Config, Model, Provider, Ttls};
use multisigner::simulate::faults::{Fault, choices};
use multisigner::simulate::keys::Seed;
use multisigner::simulate::{Failure, Simulated, Simulator, Unusable};
use rstest::rstest;
use std::fmt::Write as _;
use std::ops::ControlFlow;

const ZONE: &str = include_str!("simulate/zone.txt");
const NOW: Moment = Moment(1_795_608_000);

fn config(model: Model, names: &[&str]) -> Config {
    Config {
        zone: None,
        data: ZONE.into(),
        ttl: Ttls::default(),
        model,
        ksk_holder: None,
        cross_ksks: false,
        now: Some(NOW),
        providers: names
            .iter()
            .map(|name| Provider { name: (*name).into(), ..Provider::default() })
            .collect(),
        faults: Vec::new(),
    }
}

fn run(simulator: &mut Simulator, config: &Config) -> Result<Simulated, Failure> {
    let mut progress = |_| ControlFlow::Continue(());
    pollster::block_on(simulator.run(config, &RustCrypto, &mut progress))
}

fn simulator() -> Simulator {
    Simulator::new(Seed::from_text("tests"))
}

fn report(simulated: &Simulated) -> Box<Report> {
    let (outcome, _) = ask(&simulated.question(50));
    for source in &outcome.sources {
        assert_eq!(
            (source.lines_failed, source.not_read.len()),
            (0, 0),
            "{}: {:?}",
            source.name,
            source.not_read
        );
    }
    outcome.result.unwrap()
}

/// `S` secure, `I` insecure, `?` indeterminate, `B` bogus: row by row.
fn letters(verdicts: impl Iterator<Item = Verdict>) -> String {
    let letter = |verdict| match verdict {
        Verdict::Secure => 'S',
        Verdict::Insecure => 'I',
        Verdict::Indeterminate => '?',
        Verdict::Bogus => 'B',
    };
    verdicts.map(letter).collect()
}

/// The gallery: each fault at each place, with the verdict of each mix at each validator and what is found.
#[rstest]
#[case("model-2", Model::Two)]
#[case("model-1", Model::One)]
fn every_fault_has_its_verdict(#[case] name: &str, #[case] model: Model) {
    let mut simulator = simulator();
    let mut config = config(model, &["A", "B"]);
    let mut gallery = String::new();
    for choice in choices(&config).unwrap() {
        let Fault { kind, at, of } = &choice.fault;
        // Faults at A are those at B with the letters changed.
        if at.as_deref() == Some("A") && of.is_none() {
            continue;
        }
        let _ = writeln!(gallery, "{kind:?}: {}", choice.title);
        config.faults = vec![choice.fault.clone()];
        if let Some(reason) = choice.impossible {
            let _ = writeln!(gallery, "  impossible: {reason}");
            let fault = Unusable::Fault { title: choice.title, reason };
            assert_eq!(run(&mut simulator, &config).unwrap_err(), fault.into());
            continue;
        }
        let report = report(&run(&mut simulator, &config).unwrap());
        explained(&report, &choice.title);
        let verdicts = |pick: fn(&multisigner::check::report::ProfileVerdicts) -> Verdict| {
            letters(report.mixes.iter().map(|mix| pick(&mix.profiles)))
        };
        let reference = letters(report.mixes.iter().map(|mix| mix.verdict));
        let profiles = [
            verdicts(|p| p.unbound),
            verdicts(|p| p.unbound_hardened),
            verdicts(|p| p.bind),
            verdicts(|p| p.powerdns),
            verdicts(|p| p.knot),
        ];
        let mut codes: Vec<(Severity, &str)> =
            report.findings.iter().map(|f| (f.severity, f.code.as_str())).collect();
        codes.dedup();
        let codes: Vec<String> =
            codes.iter().map(|(severity, code)| format!("{code} {severity:?}").to_lowercase()).collect();
        let _ = writeln!(gallery, "  {reference} ({}) {}", profiles.join(" "), codes.join(", "));
    }
    insta::assert_snapshot!(name, gallery);
}
