//! What must hold between the matrix of a report and its findings.

use multisigner::check::report::{Finding, ProfileVerdicts, Report, Severity, Verdict};

fn lists(findings: &[&Finding], mix: (&str, &str)) -> bool {
    findings.iter().any(|finding| finding.mixes.iter().any(|(x, y)| (x.as_str(), y.as_str()) == mix))
}

/// Some validator as it comes fails; hardened settings are set apart.
fn fails(reference: Verdict, profiles: &ProfileVerdicts) -> (bool, bool) {
    let plain = [reference, profiles.unbound, profiles.bind, profiles.powerdns, profiles.knot];
    (plain.contains(&Verdict::Bogus), profiles.unbound_hardened == Verdict::Bogus)
}

/// Whatever fails is explained, and nothing that does not fail is called an error.
pub(crate) fn explained(report: &Report, name: &str) {
    let at_least = |severity: Severity| -> Vec<&Finding> {
        report.findings.iter().filter(|finding| finding.severity <= severity).collect()
    };
    let (errors, serious) = (at_least(Severity::Error), at_least(Severity::Warning));
    let mut anything = false;
    for mix in &report.mixes {
        let pair = (mix.dnskey_from.as_str(), mix.answer_from.as_str());
        let (plain, hardened) = fails(mix.verdict, &mix.profiles);
        if !mix.reached {
            let all = at_least(Severity::Info);
            assert!(
                !plain && !hardened || lists(&all, pair),
                "{name}: nothing explains {pair:?}: {:?}",
                mix.reason
            );
            continue;
        }
        anything |= plain;
        assert!(!plain || lists(&errors, pair), "{name}: no error explains {pair:?}: {:?}", mix.reason);
        assert!(!hardened || lists(&serious, pair), "{name}: nothing explains {pair:?} when hardened");
        if !plain && !hardened {
            assert!(!lists(&serious, pair), "{name}: {pair:?} does not fail and is listed");
        }
    }
    if !anything {
        let codes: Vec<&str> = errors.iter().map(|finding| finding.code.as_str()).collect();
        assert!(errors.is_empty(), "{name}: errors, and nothing fails: {codes:?}");
    }
    for finding in &report.findings {
        well_worded(finding, name);
    }
}

/// What holds for the words of every finding.
fn well_worded(finding: &Finding, name: &str) {
    let code = &finding.code;
    let texts = [&finding.title, &finding.detail]
        .into_iter()
        .chain(&finding.hit)
        .chain(&finding.masked)
        .chain(finding.fix.iter().map(|step| &step.text));
    for text in texts {
        assert!(!text.is_empty(), "{name} {code}: an empty text in {finding:#?}");
        for bad in ["!", "please", "  ", " ,", "..", "(s)", "()"] {
            assert!(!text.contains(bad), "{name} {code}: “{bad}” in {text}");
        }
    }
    assert!(
        !finding.references.is_empty() && !finding.fix.is_empty(),
        "{name} {code}: no fix or no reference"
    );
    assert!(finding.evidence.len() <= 6, "{name} {code}: too much evidence");
    for line in &finding.evidence {
        assert!(
            line.mark.as_ref().is_none_or(|mark| line.text.contains(mark.as_str())),
            "{name} {code}: {line:?}"
        );
    }
    if finding.severity == Severity::Error {
        assert!(
            !finding.mixes.is_empty() && !finding.hit.is_empty(),
            "{name} {code}: an error without mixes"
        );
        assert!(!finding.evidence.is_empty(), "{name} {code}: an error without evidence");
    }
}
