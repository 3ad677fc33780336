//! # CDS-DELETE: the parent is asked to remove every DS
//!
//! ## What
//! CDS `0 0 0 00` or CDNSKEY `0 3 0 AA==` is published at every provider, and the parent has not been seen without DS.
//!
//! ## Why it breaks
//! A parent that acts on it makes the zone insecure.
//!
//! ## Who is hit
//! After the parent has acted, the zone is not protected.
//!
//! ## Fix
//! Remove the records, unless the zone is meant to become unsigned: PROC-GO-INSECURE has the order of that.
//!
//! ## References
//! RFC 8078 §4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::{Removal, removal, removal_lines};
use crate::check::records::child_ds::{CHILD_DS, is_sentinel};
use crate::check::report::{Finding, Severity};
use crate::snapshot::DsSeen;

pub(super) const RULE: Rule =
    Rule { code: Code::CdsDelete, summary: "The parent is asked to remove every DS.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let all = (0..case.size()).all(|p| removal(case, p) == Removal::Asked);
    // With no DS left there is nothing to lose: DS-NONE names the request.
    if !all || matches!(case.snapshot().parent.ds, DsSeen::Absent) {
        return Vec::new();
    }
    let labels = case.labels(0..case.size());
    let verb = if case.size() == 1 { "asks" } else { "ask" };
    let found =
        finding(RULE.code, Severity::Warning, format!("{labels} {verb} the parent to remove every DS"))
            .about(case, 0..case.size())
            .detail("A parent that acts on it makes the zone insecure.")
            .shows(removal_lines(case, 0..case.size()))
            .refer(&["RFC 8078 §4"]);
    let text = "Remove these records, unless the zone is meant to become unsigned.";
    let remove = |provider: usize| case.remove_cds(provider, &CHILD_DS, is_sentinel, text);
    vec![(0..case.size()).fold(found, |found, provider| found.step(remove(provider)))]
}
