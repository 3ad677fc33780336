//! # DS-TTL-LONG: the DS stays in caches for long
//!
//! ## What
//! The TTL of the DS RRset is above one hour.
//!
//! ## Why it breaks
//! It does not. Each step of a change that touches the DS has to wait that long.
//!
//! ## Who is hit
//! Nobody; you wait.
//!
//! ## Fix
//! Ask the registry whether the TTL can be lowered around changes.
//!
//! ## References
//! RFC 6781 §4.3.5.1, §4.4.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dns::span;

pub(super) const RULE: Rule =
    Rule { code: Code::DsTtlLong, summary: "The DS stays in caches for long.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some(set) = case.ds_set().filter(|set| set.ttl_stated && set.longest_ttl() > 3600) else {
        return Vec::new();
    };
    let severity = if set.longest_ttl() > 86_400 { Severity::Warning } else { Severity::Info };
    let found = finding(RULE.code, severity, format!("The DS TTL is {}", span(set.longest_ttl().into())))
        .detail(format!("Each step that changes the DS waits at least {} s.", set.longest_ttl()))
        .shows(case.ds_lines().into_iter().take(1))
        .step("Ask the registry whether it can be lowered before a change.")
        .refer(&["RFC 6781 §4.3.5.1", "RFC 6781 §4.4.1"]);
    vec![found]
}
