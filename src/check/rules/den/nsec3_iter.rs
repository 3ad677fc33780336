//! # DEN-NSEC3-ITER: NSEC3 with additional iterations
//!
//! ## What
//! A provider's NSEC3 records have more than 0 iterations.
//!
//! ## Why it breaks
//! Iterations must be 0. Above a limit (150 in what was measured, 50 in newer versions) validators
//! treat negative and wildcard answers as insecure, or refuse them.
//!
//! ## Who is hit
//! Above the limit: users of every validator lose the protection of negative answers.
//!
//! ## Fix
//! Iterations 0.
//!
//! ## References
//! RFC 9276 §3.1, §3.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dns::Rdata;

pub(super) const RULE: Rule =
    Rule { code: Code::DenNsec3Iter, summary: "NSEC3 with additional iterations.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (provider, view) in case.providers() {
        let most = view.rrsets.iter().flat_map(|set| set.data.first().map(|data| (set, data))).filter_map(
            |(set, data)| match data {
                Rdata::Nsec3(nsec3) => Some((nsec3.iterations(), set)),
                _ => None,
            },
        );
        let Some((count, set)) = most.max_by_key(|(count, _)| *count).filter(|(count, _)| *count > 0) else {
            continue;
        };
        let label = view.label.as_str();
        let detail = match count {
            0..=50 => "The number must be 0. Validators still accept these proofs.",
            51..=150 => {
                "The number must be 0. Newer validators draw the line at 50 and treat such proofs as \
                    insecure; those measured draw it at 150."
            }
            _ => {
                "The number must be 0. Validators treat such proofs as insecure: negative and \
                    wildcard answers are not protected."
            }
        };
        findings.push(
            finding(RULE.code, Severity::Warning, format!("{label}’s NSEC3 records have {count} iterations"))
                .about(case, [provider])
                .detail(detail)
                .shows(case.first_line(label, set).map(|line| line.marked(format!(" {count} "))))
                .step(step_at(
                    label,
                    "Set the iterations to 0, with an empty salt (NSEC3PARAM 1 0 0 -).".into(),
                ))
                .refer(&["RFC 9276 §3.1", "RFC 9276 §3.2"]),
        );
    }
    findings
}
