//! # CDS-PARTIAL: some providers have CDS or CDNSKEY, others have none
//!
//! ## What
//! A provider answers that it has no CDS or CDNSKEY, and another has it.
//!
//! ## Why it breaks
//! "None" counts as an answer: a parent that asks every server sees a contradiction and changes nothing;
//! one that asks a single server may act on half of it.
//!
//! ## Who is hit
//! Nobody now. Automation of the DS stops, or does damage.
//!
//! ## Fix
//! The same CDS and CDNSKEY at every provider, or none anywhere.
//!
//! ## References
//! RFC 9975 §3.1; RFC 8901 §8

use super::Rule;
use super::cds::{CHILD_DS, Removal, have, mismatch, published, removal};
use super::cds_differ::differ;
use super::support::{Case, absent, finding, record_lines, step_at};
use crate::check::report::{ActionKind, Finding, FixStep, Severity};
use crate::check::words::list;

pub(super) const RULE: Rule =
    Rule { code: "CDS-PARTIAL", summary: "Some providers have CDS or CDNSKEY, others have none.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    // A provider that asks for removal, or whose two types disagree, is another rule's.
    let odd = |p: &usize| removal(case, *p) != Removal::No || mismatch(case, *p);
    let partial = |rtype: &&_| {
        let (with, without) = have(case, **rtype);
        !with.is_empty() && !without.is_empty() && !with.iter().any(odd) && !differ(case, **rtype)
    };
    let types: Vec<_> = CHILD_DS.iter().filter(partial).collect();
    let Some(first) = types.first() else { return Vec::new() };
    let (with, without) = have(case, **first);
    let (have, lack) = (case.labels(with.iter().copied()), case.labels(without.iter().copied()));
    let names = list(&types.iter().map(ToString::to_string).collect::<Vec<_>>());
    let verbs = (
        if with.len() == 1 { "publishes" } else { "publish" },
        if without.len() == 1 { "has" } else { "have" },
    );
    let sets: Vec<_> = types.iter().filter_map(|rtype| published(case, *with.first()?, **rtype)).collect();
    let mut found = finding(
        RULE.code,
        Severity::Warning,
        format!("{have} {} {names}, {lack} {} none", verbs.0, verbs.1),
    )
    .about(case, with.iter().chain(&without).copied())
    .detail(
        "A parent that asks every server changes nothing then. One that asks a single server may act on \
         half of it.",
    )
    .shows(sets.iter().flat_map(|set| record_lines(&have, set)).take(3))
    .shows(without.iter().map(|p| absent(Some(case.label(*p)), format!("no {names}"))));
    for p in &without {
        found = found.step(FixStep {
            records: sets.iter().flat_map(|set| set.lines()).collect(),
            action: case.action(ActionKind::AddCds, case.label(*p)),
            ..step_at(case.label(*p), "Publish the same records.".into())
        });
    }
    vec![found.step("Or remove them everywhere.").refer(&["RFC 9975 §3.1", "RFC 8901 §8"])]
}
