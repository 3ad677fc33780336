//! # DEN-COMPACT-MIX: compact denial at one provider, a chain at another
//!
//! ## What
//! One provider answers NOERROR for a name that does not exist (compact denial), another NXDOMAIN.
//!
//! ## Why it breaks
//! It does not: each answer proves itself. The RCODE for the same name changes with the server asked,
//! and caches can reuse the records of the one with the chain only.
//!
//! ## Who is hit
//! Software that goes by the RCODE.
//!
//! ## Fix
//! One method for the group, where it can be chosen.
//!
//! ## References
//! RFC 9824 §3; RFC 8901 §5.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::denial::compact;
use crate::check::records::denial::others;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::DenCompactMix,
    summary: "Compact denial at one provider, a chain at another.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let with: Vec<_> = case.providers().filter_map(|(p, view)| compact(view).map(|set| (p, set))).collect();
    let without = others(case);
    if with.is_empty() || without.is_empty() {
        return Vec::new();
    }
    let labels = (case.labels(with.iter().map(|(p, _)| *p)), case.labels(without.iter().copied()));
    let title = format!("Compact denial of existence at {}, a chain of records at {}", labels.0, labels.1);
    let found = finding(RULE.code, Severity::Info, title)
        .about(case, 0..case.size())
        .detail(
            "For a name that does not exist the one answers NOERROR, the other NXDOMAIN. Both are proven; \
             software that goes by the RCODE sees it change.",
        )
        .shows(with.iter().filter_map(|(p, set)| case.first_line(case.label(*p), set)))
        .step("Use one method at every provider, where it can be chosen.")
        .refer(&["RFC 9824 §3", "RFC 8901 §5.2"]);
    vec![found]
}
