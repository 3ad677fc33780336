//! # MS-DELEGATION-DIFF: the providers delegate a child zone differently
//!
//! ## What
//! NS or DS of a child zone differ between providers, or one has no DS.
//!
//! ## Why it breaks
//! The child zone is secure, insecure or bogus, depending on whom the resolver asked. This zone's own
//! names do not fail.
//!
//! ## Who is hit
//! Users of the child zone.
//!
//! ## Fix
//! The same NS and DS at every provider.
//!
//! ## References
//! RFC 4035 §2.4, §3.1.4, §5.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::{set_name, some_of};
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::difference::differences;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::MsDelegationDiff,
    summary: "The providers delegate a child zone differently.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |other: usize| {
        let found = differences(case, 0, other);
        let first = found.delegations.first()?;
        let names = some_of(
            found.delegations.iter().map(|(_, _, owner, rtype)| set_name(owner, *rtype)),
            found.delegations_total,
        );
        let lines = [(0, first.0), (other, first.1)].into_iter().filter_map(|(p, index)| {
            let set = case.view(p)?.rrsets.get(index?)?;
            Some(case.record_lines(Some(case.label(p)), set, 3))
        });
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{} and {} delegate child zones differently", case.label(0), case.label(other)),
            )
            .about(case, [0, other])
            .detail(format!(
                "{names}. The child may be secure, insecure or bogus, depending on whom the resolver asked."
            ))
            .shows(lines.flatten())
            .step("Give every provider the same NS and DS for the child.")
            .refer(&["RFC 4035 §2.4", "RFC 4035 §5.2"]),
        )
    };
    (1..case.size()).filter_map(say).collect()
}
