//! # MS-DATA-TTL-DIFF: the same records have different TTLs
//!
//! ## What
//! An RRset has the same records at two providers, with different TTLs.
//!
//! ## Why it breaks
//! It does not. Waits go by the largest.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Align them.
//!
//! ## References
//! RFC 7583 §3.2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::{set_name, some_of};
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::difference::differences;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::MsDataTtlDiff,
    summary: "The same records have different TTLs.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |other: usize| {
        let found = differences(case, 0, other);
        (found.ttls_total > 0).then(|| {
            let (a, b) = (case.label(0), case.label(other));
            let names = some_of(
                found.ttls.iter().map(|(_, _, owner, rtype)| set_name(owner, *rtype)),
                found.ttls_total,
            );
            let plural = if found.ttls_total == 1 { ("", "s") } else { ("s", "") };
            finding(
                RULE.code,
                Severity::Info,
                format!(
                    "{} RRset{} ha{} another TTL at {b} than at {a}",
                    found.ttls_total,
                    plural.0,
                    if plural.0.is_empty() { "s" } else { "ve" }
                ),
            )
            .about(case, [0, other])
            .detail(format!("{names}. Waits go by the larger one."))
            .step("Align them.")
            .refer(&["RFC 7583 §3.2.1"])
        })
    };
    (1..case.size()).filter_map(say).collect()
}
