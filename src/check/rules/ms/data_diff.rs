//! # MS-DATA-DIFF: the providers serve different data
//!
//! ## What
//! A name exists at one provider only, or an RRset has different records at two.
//!
//! ## Why it breaks
//! Validation does not fail. But a resolver that cached one provider's proof that a name does not
//! exist answers NXDOMAIN for it, with AD set, and does not ask the other (measured with unbound,
//! BIND, PowerDNS Recursor and Knot Resolver alike).
//!
//! ## Who is hit
//! Users of the name that is not everywhere, until the negative TTL ends.
//!
//! ## Fix
//! Deploy additions at all providers before they are used, and removals last. Differences on purpose
//! (traffic steering) may stay.
//!
//! ## References
//! RFC 8198 §5; RFC 8901 §5.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::{set_name, some_of};
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::difference::{Difference, differences};
use crate::check::report::{Finding, Severity};
use crate::dns::dotted;

pub(super) const RULE: Rule =
    Rule { code: Code::MsDataDiff, summary: "The providers serve different data.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for other in 1..case.size() {
        let found = differences(case, 0, other);
        let (a, b) = (case.label(0), case.label(other));
        if !found.only.is_empty() {
            let names = some_of(
                found.only.iter().map(|(p, name)| format!("{} (at {})", dotted(name), case.label(*p))),
                found.only_total,
            );
            findings.push(
                finding(
                    RULE.code,
                    Severity::Warning,
                    format!(
                        "{} name{} exist{} at one of {a} and {b} only",
                        found.only_total,
                        if found.only_total == 1 { "" } else { "s" },
                        if found.only_total == 1 { "s" } else { "" }
                    ),
                )
                .about(case, [0, other])
                .detail(format!(
                    "{names}. A resolver that cached the other’s proof of \
                        non-existence answers NXDOMAIN with AD set, and does not ask again until the \
                        negative TTL ends."
                ))
                .step("Add these names at every provider before they are used; remove names last.")
                .refer(&["RFC 8198 §5", "RFC 8901 §5.2"]),
            );
        }
        findings.extend(records(case, other, &found));
    }
    findings
}

fn records(case: &Case<'_>, other: usize, found: &Difference) -> Option<Finding> {
    let (a, b) = (case.label(0), case.label(other));
    let first = found.records.first()?;
    let names = some_of(
        found.records.iter().map(|(_, _, owner, rtype)| set_name(owner, *rtype)),
        found.records_total,
    );
    let lines = [(0, first.0), (other, first.1)].into_iter().filter_map(|(p, index)| {
        let set = case.view(p)?.rrsets.get(index?)?;
        Some(case.record_lines(Some(case.label(p)), set, 3))
    });
    Some(
        finding(
            RULE.code,
            Severity::Info,
            format!(
                "{} RRset{} differ{} between {a} and {b}",
                found.records_total,
                if found.records_total == 1 { "" } else { "s" },
                if found.records_total == 1 { "s" } else { "" }
            ),
        )
        .about(case, [0, other])
        .detail(format!("{names}. Resolvers get the one or the other. That alone makes nothing fail."))
        .shows(lines.flatten())
        .step("Align them, unless they differ on purpose (traffic steering).")
        .refer(&["RFC 8901 §5.2"]),
    )
}
