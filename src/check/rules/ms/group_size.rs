//! # MS-GROUP-SIZE: many signers
//!
//! ## What
//! More than three providers sign with keys of their own.
//!
//! ## Why it breaks
//! It does not. DNSKEY answers, DS sets and every change grow with each signer.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Consider fewer signers, and secondaries that serve what they sign.
//!
//! ## References
//! RFC 8901 §10

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::shared_private::has_own;

pub(super) const RULE: Rule =
    Rule { code: Code::MsGroupSize, summary: "Many providers sign.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let signers = (0..case.size()).filter(|p| has_own(case, *p)).count();
    if signers <= 3 {
        return Vec::new();
    }
    let found =
        finding(RULE.code, Severity::Info, format!("{signers} providers sign with keys of their own"))
            .about(case, 0..case.size())
            .detail("Answers, DS sets and changes grow with each. Two or three signers are usual.")
            .step("Consider fewer signers, and secondaries that serve what they sign.")
            .refer(&["RFC 8901 §10"]);
    vec![found]
}
