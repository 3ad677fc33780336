//! # ALG-ED25519: Ed25519 in a group with hosted providers
//!
//! ## What
//! A key of algorithm 15 signs.
//!
//! ## Why it breaks
//! It does not. Large hosted providers sign with 13 only, and a group should have one algorithm.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! 13 for groups with hosted providers.
//!
//! ## References
//! RFC 9904; RFC 8080

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::alg::not_recommended::used;

pub(super) const RULE: Rule =
    Rule { code: Code::AlgEd25519, summary: "Ed25519 signs.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some((at, _)) = used(case, 15) else { return Vec::new() };
    let labels = case.labels(at.iter().copied());
    let verb = if at.len() == 1 { "signs" } else { "sign" };
    let found = finding(RULE.code, Severity::Info, format!("{labels} {verb} with ED25519 (15)"))
        .about(case, at.iter().copied())
        .detail(
            "It is recommended. Large hosted providers sign with 13 only: before such a provider \
            joins, the group has to roll.",
        )
        .step("Nothing has to be done. With hosted providers, use 13.")
        .refer(&["RFC 9904", "RFC 8080"]);
    vec![found]
}
