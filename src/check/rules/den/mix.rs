//! # DEN-MIX: NSEC at one provider, NSEC3 at another
//!
//! ## What
//! One provider proves non-existence with NSEC, another with NSEC3.
//!
//! ## Why it breaks
//! It does not: each answer proves itself. Caches can use less of it, and the NSEC side shows the
//! names that NSEC3 hides.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! One method for the group.
//!
//! ## References
//! RFC 8901 §5.1, §5.2; RFC 8198

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::denial::compact;
use crate::check::records::denial::has;
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::DenMix, summary: "NSEC at one provider, NSEC3 at another.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let (mut nsec, mut nsec3) = (Vec::new(), Vec::new());
    // Records made on the fly are a matter of their own (DEN-COMPACT-MIX): they show no names.
    for (_, view) in case.providers().filter(|(_, view)| compact(view).is_none()) {
        match (has(view, Rtype::NSEC), has(view, Rtype::NSEC3)) {
            (true, false) => nsec.push(view.label.as_str()),
            (false, true) => nsec3.push(view.label.as_str()),
            _ => {}
        }
    }
    if nsec.is_empty() || nsec3.is_empty() {
        return Vec::new();
    }
    let verb = |labels: &[&str]| if labels.len() == 1 { "uses" } else { "use" };
    let title = format!("{} {} NSEC, {} {} NSEC3", list(&nsec), verb(&nsec), list(&nsec3), verb(&nsec3));
    let found = finding(RULE.code, Severity::Warning, title)
        .about(case, 0..case.size())
        .detail(
            "Every answer proves itself, so nothing fails. Caches can reuse less of it, and the \
            NSEC side shows the names that NSEC3 hides.",
        )
        .step("Use one method at every provider.")
        .refer(&["RFC 8901 §5.1", "RFC 8901 §5.2", "RFC 8198"]);
    vec![found]
}
