//! The findings against the corpus of really signed scenarios: whatever fails is explained, and
//! nothing that does not fail is called an error.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use crate::common::{Form, ask, judged, question, scenario, source};
use crate::explain::explained;
use multisigner::check::outcome::Question;
use multisigner::check::report::{Report, Severity};
use multisigner::evidence::Role;
use rstest::rstest;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn report(question: &Question) -> Box<Report> {
    ask(question).0.result.unwrap()
}

fn asked(path: &Path, form: Form) -> Question {
    let scenario = scenario(path);
    question(form.sources(path.parent().unwrap(), &scenario), &scenario)
}

#[rstest]
fn every_failing_mix_is_explained(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    for form in Form::ALL {
        explained(&judged(&path, form).report, &format!("{form:?}"));
        let mut question = asked(&path, form);
        question.sources.retain(|source| source.role != Role::Parent);
        explained(&report(&question), &format!("{form:?}, parent not seen"));
        question.no_ds = true;
        explained(&report(&question), &format!("{form:?}, no DS"));
    }
}

/// Scenarios in which nothing is wrong and nothing is against a recommendation.
#[rstest]
#[case("000-model1-ok")]
#[case("001-model1-three")]
#[case("003-model2-ok")]
#[case("004-model2-three")]
#[case("005-model2-ksks-crossed-too")]
#[case("018-ds-sha384")]
#[case("030-alg-8-vs-8")]
#[case("033-alg-15-vs-15")]
#[case("044-csk-and-split")]
#[case("105-mixed-case")]
#[case("106-rrtype-zoo")]
#[case("139-deep-names")]
fn healthy_zones_are_left_alone(#[case] folder: &str) {
    let path = Path::new("tests/corpus").join(folder).join("scenario.json");
    for form in Form::ALL {
        let mut question = asked(&path, form);
        question.sources.push(source(&path.with_file_name("parent/dig-NS.txt"), Role::Parent));
        let report = report(&question);
        let codes: BTreeSet<&str> = report
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Info || finding.code.group() == "PROC")
            .map(|finding| finding.code.as_str())
            .collect();
        assert!(codes.is_empty(), "{codes:?}");
    }
}

/// No scenario is between the models or has a group that turns DNSSEC off.
#[rstest]
fn these_processes_are_claimed_nowhere(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    for form in Form::ALL {
        let judged = judged(&path, form);
        let report = &judged.report;
        let claims = |code: &str| report.findings.iter().any(|finding| finding.code.as_str() == code);
        assert!(!claims("PROC-MODEL-CHANGE") && !claims("PROC-GO-INSECURE"));
    }
}

/// What the table says of a key at a provider is what the provider publishes, and who signs with it.
#[rstest]
fn keys_are_where_they_are_published(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    use multisigner::check::report::CoverageState::{Imported, Own, Published, Signs, Unseen};
    for form in Form::ALL {
        let judged = judged(&path, form);
        let report = &judged.report;
        for row in &report.coverage {
            let used = report.providers.iter().any(|provider| {
                let data = provider.data_signed_by.iter().any(|(key, _)| *key == row.key);
                data || provider.dnskey_signed_by.contains(&row.key)
            });
            for (cell, provider) in row.cells.iter().zip(&report.providers) {
                let here = matches!(cell, Own | Imported | Published | Signs);
                let (label, key) = (&provider.label, &report.keys[row.key].tag);
                assert_eq!(provider.publishes.contains(&row.key), here, "{key} at {label}: {cell:?}");
                assert!(
                    *cell == Unseen || !here || (*cell == Published) != used,
                    "{key} at {label}: {cell:?}"
                );
            }
        }
    }
}
