//! # MS-WEAKEST: every provider's key may sign every name
//!
//! ## What
//! Two or more providers sign with keys of their own.
//!
//! ## Why it breaks
//! It does not: that is what multi-signer means. The zone is as well protected as the keys of the weakest
//! of them.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! None needed.
//!
//! ## References
//! RFC 8901 §12; RFC 6840 §6.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::order::Gather as _;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::MsWeakest,
    summary: "Every provider’s key may sign every name.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let signers: Vec<usize> =
        (0..case.size()).filter(|p| case.roles(*p).is_some_and(|roles| !roles.data.is_empty())).collect();
    let keys: BTreeSet<_> = signers
        .iter()
        .filter_map(|p| case.roles(*p))
        .map(|roles| roles.data.keys().collect::<Vec<_>>())
        .gather();
    if keys.len() < 2 {
        return Vec::new();
    }
    let labels = case.labels(signers.iter().copied());
    let found = finding(RULE.code, Severity::Info, format!("Every key of {labels} may sign every name"))
        .about(case, signers.iter().copied())
        .detail("The zone is as well protected as the keys of the weakest of them.")
        .step("Nothing needs to be done.")
        .refer(&["RFC 8901 §12", "RFC 6840 §6.2"]);
    vec![found]
}
