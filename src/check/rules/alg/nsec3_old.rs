//! # ALG-NSEC3-OLD: NSEC3 with an algorithm number from before it
//!
//! ## What
//! A provider uses NSEC3 and signs with algorithm 3 or 5.
//!
//! ## Why it breaks
//! Old validators that know these numbers do not know NSEC3; that is why 6 and 7 exist.
//!
//! ## Who is hit
//! No validator of today.
//!
//! ## Fix
//! Roll to algorithm 13.
//!
//! ## References
//! RFC 5155 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::AlgNsec3Old,
    summary: "NSEC3 with an algorithm number from before it.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (provider, view) in case.providers() {
        let nsec3 = view.rrsets.iter().any(|set| set.rtype == Rtype::NSEC3 && !set.data.is_empty());
        let old = case.roles(provider).and_then(|roles| {
            roles
                .data
                .keys()
                .filter_map(|key| case.key(*key))
                .map(|key| key.algorithm)
                .find(|number| [3, 5].contains(number))
        });
        let Some(number) = old.filter(|_| nsec3) else { continue };
        findings.push(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{} uses NSEC3 with {}", view.label, algorithm_name(number)),
            )
            .about(case, [provider])
            .detail("NSEC3 zones must use an algorithm number that implies NSEC3: 6, 7, or 8 and up.")
            .step("Roll to algorithm 13 (ECDSAP256SHA256).")
            .refer(&["RFC 5155 §2"]),
        );
    }
    findings
}
