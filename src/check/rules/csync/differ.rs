//! # CSYNC-DIFFER: the providers' CSYNC disagree
//!
//! ## What
//! CSYNC is at some providers only, has another immediate flag or other types at another, or the NS RRsets that the
//! parent would copy differ. Serial and soaminimum are judged server by server, and may differ.
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

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::have;
use crate::check::records::csync::{CSYNC, all, compared, copied};
use crate::check::report::{Finding, Severity};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::CsyncDiffer, summary: "The providers’ CSYNC disagree.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let (with, without) = have(case, CSYNC);
    let Some(first) = with.first() else { return Vec::new() };
    let every = all(case);
    let says = every.first().map(|(.., csync)| compared(csync));
    let hosts = copied(case, *first);
    let title = if !without.is_empty() {
        let (there, lack) = (case.labels(with.iter().copied()), case.labels(without.iter().copied()));
        format!("CSYNC at {there}, none at {lack}")
    } else if every.iter().any(|(.., csync)| Some(compared(csync)) != says) {
        "The providers’ CSYNC differ in the immediate flag or the types".to_string()
    } else if with.iter().any(|p| copied(case, *p) != hosts) {
        "The NS RRsets that CSYNC has the parent copy differ".to_string()
    } else {
        return Vec::new();
    };
    let ns = |p: usize| crate::check::records::delegation::child_ns(case, p).map(|(set, _)| set);
    let sets = every.iter().flat_map(|(p, copy, _)| [Some(copy.set), ns(*p)].map(|set| (*p, set)));
    let lines: Vec<_> = sets.filter_map(|(p, set)| case.first_line(case.label(p), set?)).collect();
    let found = finding(RULE.code, Severity::Warning, title)
        .about(case, with.iter().chain(&without).copied())
        .detail("A parent that asks every server does not act while they disagree.")
        .shows(lines)
        .shows(without.iter().map(|p| absent(Some(case.label(*p)), "no CSYNC").of_zone(case, Rtype::CSYNC)))
        .step("Publish the same CSYNC and the same NS RRset at every provider, or no CSYNC at all.")
        .refer(&["RFC 9975 §3.2", "RFC 7477 §3.1"]);
    vec![found]
}
