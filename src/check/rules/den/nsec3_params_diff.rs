//! # DEN-NSEC3-PARAMS-DIFF: the providers' NSEC3 parameters differ
//!
//! ## What
//! Two providers use NSEC3 with other iterations or another salt.
//!
//! ## Why it breaks
//! It does not: each answer proves itself. For caches it is as good as two methods. When the iterations
//! of only one are above what validators take, only that one's negative answers are unprotected.
//!
//! ## Who is hit
//! Nobody by the difference alone; see DEN-NSEC3-ITER.
//!
//! ## Fix
//! NSEC3PARAM `1 0 0 -` everywhere.
//!
//! ## References
//! RFC 8901 §5.2; RFC 9276 §3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::nsec3::{of, words};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;

pub(super) const RULE: Rule = Rule {
    code: Code::DenNsec3ParamsDiff,
    summary: "The providers’ NSEC3 parameters differ.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let all: Vec<_> =
        case.providers().filter_map(|(p, view)| of(view).map(|(params, set)| (p, params, set))).collect();
    let Some((_, first, _)) = all.first() else { return Vec::new() };
    if all.iter().all(|(_, params, _)| params == first) {
        return Vec::new();
    }
    let each: Vec<String> =
        all.iter().map(|(p, params, _)| format!("{} ({})", case.label(*p), words(*params))).collect();
    // Newer validators draw the line at 50 iterations, those measured at 150 (RFC 9276 §3.2).
    let across = [50, 150].iter().any(|limit| {
        all.iter().any(|(_, params, _)| params.0 > *limit)
            && all.iter().any(|(_, params, _)| params.0 <= *limit)
    });
    let severity = if across { Severity::Warning } else { Severity::Info };
    let found = finding(RULE.code, severity, format!("NSEC3 parameters differ: {}", list(&each)))
        .about(case, all.iter().map(|(p, ..)| *p))
        .detail(if across {
            "One is above a limit of validators, another is not: whether a negative answer is protected \
             depends on who gives it."
        } else {
            "Every answer proves itself, so nothing fails. Caches can reuse less of it."
        })
        .shows(all.iter().filter_map(|(p, _, set)| case.first_line(case.label(*p), set)))
        .step("Set NSEC3PARAM 1 0 0 - at every provider.")
        .refer(&["RFC 8901 §5.2", "RFC 9276 §3.1"]);
    vec![found]
}
