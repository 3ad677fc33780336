//! # DS-REDUNDANT-DIGEST: several digest types for one key
//!
//! ## What
//! One key has DS records with more than one digest type, all of them current ones.
//!
//! ## Why it breaks
//! It does not. The records cost octets and count against validators' limits, and strict validators
//! expect the same for every key.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Keep digest type 2.
//!
//! ## References
//! RFC 9904; RFC 6605 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::{digest_types, parent_ds};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::DsRedundantDigest,
    summary: "One key has DS records with several digest types.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let types = digest_types(parent_ds(case));
    let keys: Vec<String> = types
        .iter()
        .filter(|(_, types)| types.len() > 1)
        .map(|((tag, number), _)| format!("{tag}/{number}"))
        .collect();
    if keys.is_empty() {
        return Vec::new();
    }
    let title = format!("Several digest types for {}", crate::check::words::list(&keys));
    let found = finding(RULE.code, Severity::Info, title)
        .detail(
            "That is allowed. One digest type per key is enough, and the same for every \
            provider’s key is safest.",
        )
        .shows(case.ds_lines())
        .step("Keep digest type 2 (SHA-256) for every key.")
        .refer(&["RFC 9904", "RFC 6605 §2"]);
    vec![found]
}
