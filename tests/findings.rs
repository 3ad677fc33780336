//! The findings against the corpus of really signed scenarios: whatever fails is explained, and
//! nothing that does not fail is called an error.

mod common;

use common::{ask, dig_files, question, scenario, zone_files};
use multisigner::check::report::{Finding, ProfileVerdicts, Report, Severity, Verdict};
use multisigner::evidence::Source;
use rstest::rstest;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn report(path: &Path, form: fn(&Path, &common::Scenario) -> Vec<Source>) -> Option<Box<Report>> {
    let scenario = scenario(path);
    let question = question(form(path.parent().unwrap(), &scenario), &scenario);
    ask(&question).0.result.ok()
}

fn lists(findings: &[&Finding], mix: (&str, &str)) -> bool {
    findings.iter().any(|finding| finding.mixes.iter().any(|(x, y)| (x.as_str(), y.as_str()) == mix))
}

/// Some validator as it comes fails; hardened settings are set apart.
fn fails(reference: Verdict, profiles: &ProfileVerdicts) -> (bool, bool) {
    let plain = [reference, profiles.unbound, profiles.bind, profiles.powerdns, profiles.knot];
    (plain.contains(&Verdict::Bogus), profiles.unbound_hardened == Verdict::Bogus)
}

#[rstest]
fn every_failing_mix_is_explained(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    for (name, form) in
        [("zone", zone_files as fn(&Path, &common::Scenario) -> Vec<Source>), ("dig", dig_files)]
    {
        let Some(report) = report(&path, form) else {
            panic!("{name}: no report");
        };
        let errors: Vec<&Finding> =
            report.findings.iter().filter(|f| f.severity == Severity::Error).collect();
        let serious: Vec<&Finding> =
            report.findings.iter().filter(|f| f.severity <= Severity::Warning).collect();
        if std::env::var_os("SHOW_CODES").is_some() {
            let codes: Vec<String> = report
                .findings
                .iter()
                .map(|f| format!("{}:{}", &format!("{:?}", f.severity)[..1], f.code))
                .collect();
            let folder = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
            println!("CODES {folder} {name} {}", codes.join(" "));
        }
        let mut anything = false;
        for mix in &report.mixes {
            let pair = (mix.dnskey_from.as_str(), mix.answer_from.as_str());
            let (plain, hardened) = fails(mix.verdict, &mix.profiles);
            anything |= plain;
            assert!(!plain || lists(&errors, pair), "{name}: no error explains {pair:?}: {:?}", mix.reason);
            assert!(!hardened || lists(&serious, pair), "{name}: nothing explains {pair:?} when hardened");
            if !plain && !hardened {
                assert!(!lists(&serious, pair), "{name}: {pair:?} does not fail and is listed");
            }
        }
        if !anything {
            let codes: Vec<&str> = errors.iter().map(|f| f.code.as_str()).collect();
            assert!(errors.is_empty(), "{name}: errors, and nothing fails: {codes:?}");
        }
        for finding in &report.findings {
            well_worded(finding, name);
        }
    }
}

/// What holds for the words of every finding.
fn well_worded(finding: &Finding, form: &str) {
    let code = &finding.code;
    let texts: Vec<&String> = [&finding.title, &finding.detail]
        .into_iter()
        .chain(&finding.hit)
        .chain(&finding.masked)
        .chain(finding.fix.iter().map(|step| &step.text))
        .collect();
    for text in &texts {
        assert!(!text.is_empty(), "{form} {code}: an empty text in {finding:#?}");
        assert!(!text.contains('!') && !text.contains("please"), "{form} {code}: {text}");
        assert!(
            !text.contains("  ") && !text.contains(" ,") && !text.contains("(s)"),
            "{form} {code}: {text}"
        );
        assert!(!text.contains(".."), "{form} {code}: {text}");
    }
    assert!(
        !finding.references.is_empty() && !finding.fix.is_empty(),
        "{form} {code}: no fix or no reference"
    );
    assert!(finding.evidence.len() <= 6, "{form} {code}: too much evidence");
    for line in &finding.evidence {
        assert!(
            line.mark.as_ref().is_none_or(|mark| line.text.contains(mark.as_str())),
            "{form} {code}: {line:?}"
        );
    }
    if finding.severity == Severity::Error {
        assert!(
            !finding.mixes.is_empty() && !finding.hit.is_empty(),
            "{form} {code}: an error without mixes"
        );
        assert!(!finding.evidence.is_empty(), "{form} {code}: an error without evidence");
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
#[case("042-csk-both")]
#[case("044-csk-and-split")]
#[case("105-mixed-case")]
#[case("106-rrtype-zoo")]
#[case("139-deep-names")]
fn healthy_zones_are_left_alone(#[case] folder: &str) {
    let path = Path::new("tests/corpus").join(folder).join("scenario.json");
    for form in [zone_files, dig_files] {
        let report = report(&path, form).unwrap();
        let codes: BTreeSet<&str> = report
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Info)
            .map(|finding| finding.code.as_str())
            .collect();
        assert!(codes.is_empty(), "{codes:?}");
    }
}
