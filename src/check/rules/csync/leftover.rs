//! # CSYNC-LEFTOVER: the parent has what CSYNC asks for
//!
//! ## What
//! CSYNC is published, and the parent's NS RRset is the zone's.
//!
//! ## Why it breaks
//! It does not. With the immediate flag the parent would copy any later change of the NS RRset too.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Remove it.
//!
//! ## References
//! RFC 7477 §4.5

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::have;
use crate::check::records::csync::{CSYNC, copied};
use crate::check::records::delegation::parent_ns;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: Code::CsyncLeftover, summary: "The parent has what CSYNC asks for.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let parent = parent_ns(case);
    let (with, _) = have(case, CSYNC);
    if with.is_empty() || parent.is_none() || with.iter().any(|p| copied(case, *p) != parent) {
        return Vec::new();
    }
    let labels = case.labels(with.iter().copied());
    let found =
        finding(RULE.code, Severity::Info, format!("The delegation is what CSYNC at {labels} asks for"))
            .about(case, with.iter().copied())
            .detail("Nothing is pending. As long as it stays, the parent may copy later changes too.")
            .shows(with.iter().filter_map(|p| {
                crate::check::records::cds::published(case, *p, CSYNC)
                    .and_then(|set| case.first_line(case.label(*p), set))
            }))
            .refer(&["RFC 7477 §4.5"]);
    vec![
        with.iter().fold(found, |found, p| found.step(case.remove_cds(*p, &[CSYNC], |_| true, "Remove it."))),
    ]
}
