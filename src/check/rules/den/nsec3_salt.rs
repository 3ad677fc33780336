//! # DEN-NSEC3-SALT: NSEC3 with a salt
//!
//! ## What
//! A provider's NSEC3 records have a salt.
//!
//! ## Why it breaks
//! It does not. A salt has no use: the zone's name is part of every hash already.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! An empty salt.
//!
//! ## References
//! RFC 9276 §3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::nsec3::of;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: Code::DenNsec3Salt, summary: "NSEC3 with a salt.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let salted: Vec<_> = case
        .providers()
        .filter_map(|(p, view)| Some((p, of(view).filter(|((_, salt), _)| !salt.is_empty())?.1)))
        .collect();
    if salted.is_empty() {
        return Vec::new();
    }
    let labels = case.labels(salted.iter().map(|(p, _)| *p));
    let found = finding(RULE.code, Severity::Info, format!("NSEC3 with a salt at {labels}"))
        .about(case, salted.iter().map(|(p, _)| *p))
        .detail("A salt has no use: the zone’s name is part of every hash already.")
        .shows(salted.iter().filter_map(|(p, set)| case.first_line(case.label(*p), set)))
        .step(format!("Set NSEC3PARAM 1 0 0 - at {labels}."))
        .refer(&["RFC 9276 §3.1"]);
    vec![found]
}
