//! # CSYNC-DIFFER: the providers' CSYNC disagree
//!
//! ## What
//! CSYNC is at some providers only, says something else at another, or the NS RRsets that the parent
//! would copy differ.
//!
//! ## Why it breaks
//! A parent that asks every server does not act.
//!
//! ## Who is hit
//! Nobody now. The delegation is not updated.
//!
//! ## Fix
//! The same CSYNC and the same NS RRset at every provider.
//!
//! ## References
//! RFC 9975 §3.2; RFC 7477 §3.1

use super::Rule;
use super::cds::have;
use super::csync::{CSYNC, copied, read};
use super::support::{Case, absent, finding, first_line};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: "CSYNC-DIFFER", summary: "The providers’ CSYNC disagree.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let (with, without) = have(case, CSYNC);
    let Some(first) = with.first() else { return Vec::new() };
    let own = read(case, *first).map(|(_, csync)| csync);
    let hosts = copied(case, *first);
    let title = if !without.is_empty() {
        let (there, lack) = (case.labels(with.iter().copied()), case.labels(without.iter().copied()));
        format!("CSYNC at {there}, none at {lack}")
    } else if with.iter().any(|p| read(case, *p).map(|(_, csync)| csync) != own) {
        "The providers’ CSYNC say different things".to_string()
    } else if with.iter().any(|p| copied(case, *p) != hosts) {
        "The NS RRsets that CSYNC has the parent copy differ".to_string()
    } else {
        return Vec::new();
    };
    let lines = with.iter().flat_map(|p| {
        let ns = super::delegation::child_ns(case, *p).map(|(set, _)| set);
        let sets = [super::cds::published(case, *p, CSYNC), ns];
        sets.into_iter().flatten().filter_map(|set| first_line(case.label(*p), set)).collect::<Vec<_>>()
    });
    let found = finding(RULE.code, Severity::Warning, title)
        .about(case, with.iter().chain(&without).copied())
        .detail("A parent that asks every server does not act while they disagree.")
        .shows(lines)
        .shows(without.iter().map(|p| absent(Some(case.label(*p)), "no CSYNC")))
        .step("Publish the same CSYNC and the same NS RRset at every provider, or no CSYNC at all.")
        .refer(&["RFC 9975 §3.2", "RFC 7477 §3.1"]);
    vec![found]
}
