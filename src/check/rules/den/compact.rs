//! # DEN-COMPACT: compact denial of existence
//!
//! ## What
//! An NSEC record covers nothing: its next name is the one right after its owner. So a provider signs
//! negative answers as they are asked for.
//!
//! ## Why it breaks
//! It does not. Names that do not exist are shown as existing without records (NOERROR).
//!
//! ## Who is hit
//! Software that goes by the RCODE. Caches can reuse none of these records for other names.
//!
//! ## Fix
//! None needed.
//!
//! ## References
//! RFC 9824 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::denial::{compact, others};
use crate::check::report::{Finding, Severity};
use crate::snapshot::RRset;

pub(super) const RULE: Rule =
    Rule { code: Code::DenCompact, summary: "Compact denial of existence.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let with: Vec<(usize, &RRset)> =
        case.providers().filter_map(|(p, view)| compact(view).map(|set| (p, set))).collect();
    // Beside other methods it is the difference that matters.
    if with.is_empty() || !others(case).is_empty() {
        return Vec::new();
    }
    let labels = case.labels(with.iter().map(|(p, _)| *p));
    let found = finding(RULE.code, Severity::Info, format!("Compact denial of existence at {labels}"))
        .about(case, with.iter().map(|(p, _)| *p))
        .detail("Names that do not exist are answered NOERROR, not NXDOMAIN. Validators accept that.")
        .shows(with.iter().filter_map(|(p, set)| case.first_line(case.label(*p), set)))
        .step("Nothing needs to be done.")
        .refer(&["RFC 9824 §3"]);
    vec![found]
}
