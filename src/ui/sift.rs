//! Which findings are shown: by whom they are about and how much they matter. Pure.

use crate::check::code::Code;
use crate::check::report::{Finding, Report, Severity};

/// What the person narrowed the findings to. Nothing chosen: all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sift {
    /// Labels of providers; several: what is about any of them.
    pub labels: Vec<String>,
    /// What is about the parent, too.
    pub parent: bool,
    pub severities: Vec<Severity>,
    pub no_infos: bool,
}

impl Sift {
    /// Whether anything is hidden by it in this report.
    pub fn is_on(&self, report: &Report) -> bool {
        self.no_infos || !self.severities.is_empty() || self.by_whom(report)
    }

    pub fn shows(&self, finding: &Finding, report: &Report) -> bool {
        let severity = self.severities.is_empty() || self.severities.contains(&finding.severity);
        let infos = !self.no_infos || finding.severity != Severity::Info;
        let whom = !self.by_whom(report)
            || (self.parent && is_about_parent(finding))
            || self.labels.iter().any(|label| is_about(finding, label));
        severity && infos && whom
    }

    /// A provider that has gone from the report hides nothing.
    fn by_whom(&self, report: &Report) -> bool {
        self.parent || report.providers.iter().any(|provider| self.labels.contains(&provider.label))
    }

    pub fn toggle_label(mut self, label: &str) -> Self {
        toggle(&mut self.labels, label.to_owned());
        self
    }

    pub fn toggle_severity(mut self, severity: Severity) -> Self {
        toggle(&mut self.severities, severity);
        self
    }
}

fn toggle<T: PartialEq>(chosen: &mut Vec<T>, one: T) {
    match chosen.iter().position(|other| *other == one) {
        Some(at) => {
            chosen.remove(at);
        }
        None => chosen.push(one),
    }
}

/// Whether a finding is about a provider: it is named, its records are shown, or the finding is about the whole group.
fn is_about(finding: &Finding, label: &str) -> bool {
    let named = finding.providers.iter().any(|one| one == label);
    let shown = finding.evidence.iter().any(|line| line.provider.as_deref() == Some(label));
    let everybody = finding.providers.is_empty() && !finding.evidence.iter().any(|l| l.provider.is_some());
    named || shown || (everybody && !is_about_parent(finding))
}

/// Whether a finding is about what the parent publishes.
fn is_about_parent(finding: &Finding) -> bool {
    finding.code.group() == "DS" || finding.evidence.iter().any(|line| line.provider.is_none())
}

/// Where each finding is on the page: `finding-` and its code, numbered from the second of one code on.
pub fn places(findings: &[Finding]) -> Vec<String> {
    let before = |at: usize, code: Code| findings.iter().take(at).filter(|other| other.code == code).count();
    let place = |(at, finding): (usize, &Finding)| match before(at, finding.code) {
        0 => format!("finding-{}", finding.code),
        n => format!("finding-{}-{}", finding.code, n + 1),
    };
    findings.iter().enumerate().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::report::EvidenceLine;
    use crate::ui::layout::chain::tests::report;
    use rstest::rstest;

    fn finding(code: &str, severity: Severity, providers: &[&str], seen: &[Option<&str>]) -> Finding {
        let line = |provider: &Option<&str>| EvidenceLine {
            provider: provider.map(str::to_owned),
            text: "example.org. 3600 IN SOA".into(),
            mark: None,
            absent: false,
            record: None,
        };
        Finding {
            code: Code::of(code).unwrap(),
            severity,
            title: code.into(),
            providers: providers.iter().map(ToString::to_string).collect(),
            detail: String::new(),
            hit: vec![],
            masked: vec![],
            evidence: seen.iter().map(line).collect(),
            fix: vec![],
            references: vec![],
            step: None,
            latent: false,
            mixes: vec![],
        }
    }

    #[rstest]
    #[case(Sift::default(), &["DS-NONE", "SIG-EXPIRED", "MS-DATA-DIFF", "HYG-SEP"])]
    #[case(Sift { parent: true, ..Sift::default() }, &["DS-NONE"])]
    #[case(Sift { labels: vec!["A".into()], ..Sift::default() }, &["SIG-EXPIRED", "HYG-SEP"])]
    #[case(Sift { labels: vec!["B".into()], ..Sift::default() }, &["MS-DATA-DIFF", "HYG-SEP"])]
    #[case(Sift { labels: vec!["A".into(), "B".into()], no_infos: true, ..Sift::default() }, &["SIG-EXPIRED", "MS-DATA-DIFF"])]
    #[case(Sift { severities: vec![Severity::Warning], ..Sift::default() }, &["MS-DATA-DIFF"])]
    #[case(Sift { labels: vec!["gone".into()], ..Sift::default() }, &["DS-NONE", "SIG-EXPIRED", "MS-DATA-DIFF", "HYG-SEP"])]
    fn what_is_shown(#[case] sift: Sift, #[case] shown: &[&str]) {
        let mut report = report(2, |_, _| false, None);
        report.findings = vec![
            finding("DS-NONE", Severity::Error, &[], &[None]),
            finding("SIG-EXPIRED", Severity::Error, &["A"], &[Some("A")]),
            finding("MS-DATA-DIFF", Severity::Warning, &[], &[Some("B")]),
            // About nobody in particular: about all.
            finding("HYG-SEP", Severity::Info, &[], &[]),
        ];
        let seen: Vec<&str> =
            report.findings.iter().filter(|f| sift.shows(f, &report)).map(|f| f.code.as_str()).collect();
        assert_eq!(seen, shown);
        assert_eq!(sift.is_on(&report), shown.len() < report.findings.len());
    }

    #[test]
    fn a_second_choice_of_the_same_takes_it_back() {
        let sift = Sift::default().toggle_label("A").toggle_severity(Severity::Info);
        assert_eq!(sift.clone().toggle_label("A").labels, Vec::<String>::new());
        assert_eq!(sift.toggle_severity(Severity::Info).severities, []);
    }

    #[test]
    fn places_are_by_code_and_each_its_own() {
        let all = ["SIG-BAD", "DS-NONE", "SIG-BAD"].map(|code| finding(code, Severity::Error, &[], &[]));
        assert_eq!(places(&all), ["finding-SIG-BAD", "finding-DS-NONE", "finding-SIG-BAD-2"]);
    }
}
