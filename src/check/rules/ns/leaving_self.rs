//! # NS-LEAVING-SELF: a provider that nobody delegates to still lists itself
//!
//! ## What
//! A provider's own NS RRset has hosts that neither the parent nor any other provider lists.
//!
//! ## Why it breaks
//! Resolvers that ask this provider take up its NS RRset again and again, and never go to the others.
//!
//! ## Who is hit
//! Resolvers that still have the old NS RRset. They fail when the provider stops.
//!
//! ## Fix
//! Change the NS RRset at the leaving provider too.
//!
//! ## References
//! RFC 2181 §5.4.1; RFC 8901 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{child_ns, hosts, parent_ns};
use crate::check::report::{ActionKind, Finding, FixStep, Severity};
use crate::dns::Name;

pub(super) const RULE: Rule = Rule {
    code: Code::NsLeavingSelf,
    summary: "A provider that nobody delegates to still lists itself.",
    find: Find::All(find),
};

/// Hosts that only this provider lists, where the parent's and another's NS RRsets agree otherwise.
pub(crate) fn leaving(case: &Case<'_>, provider: usize) -> Option<Vec<Name>> {
    let parent = parent_ns(case)?;
    let (_, own) = child_ns(case, provider)?;
    let others: Vec<_> =
        (0..case.size()).filter(|p| *p != provider).filter_map(|p| child_ns(case, p)).collect();
    let alone: Vec<Name> = own.difference(&parent).cloned().collect();
    let settled = !others.is_empty() && others.iter().all(|(_, names)| *names == parent);
    (settled && !alone.is_empty()).then_some(alone)
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let alone = leaving(case, provider)?;
        let (set, _) = child_ns(case, provider)?;
        let label = case.label(provider);
        let right = (0..case.size()).filter(|p| *p != provider).find_map(|p| child_ns(case, p));
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!("Only {label} itself lists {}", hosts(alone.iter())),
            )
            .about(case, [provider])
            .detail(format!(
                "Resolvers that ask {label} take up its NS RRset again and again, and fail when it stops."
            ))
            .shows(case.record_lines(Some(label), set, MOST_OF_ONE))
            .step(FixStep {
                records: right.into_iter().flat_map(|(set, _)| set.lines()).collect(),
                action: case.action(ActionKind::AddNs, label),
                ..step_at(label, "Publish the NS RRset of the others here too.".into())
            })
            .refer(&["RFC 2181 §5.4.1", "RFC 8901 §3"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
