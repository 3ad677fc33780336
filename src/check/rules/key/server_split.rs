//! # KEY-SERVER-SPLIT: servers of one provider have different DNSKEY RRsets
//!
//! ## What
//! Two name servers of one provider serve different DNSKEY RRsets.
//!
//! ## Why it breaks
//! A change is still spreading. Each version is judged as a provider of its own: what fails is said there.
//!
//! ## Who is hit
//! As the mixes say.
//!
//! ## Fix
//! Wait; waits begin when the last server has it. If it lasts, tell the provider.
//!
//! ## References
//! RFC 7583 §3.2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::order::grouped;

pub(super) const RULE: Rule = Rule {
    code: Code::KeyServerSplit,
    summary: "Servers of one provider have different DNSKEY RRsets.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let groups = grouped(case.providers().map(|(provider, view)| (view.group.as_str(), provider)));
    let say = |(group, parts): &(&str, Vec<usize>)| {
        // Of a text that does not say who answered nobody knows that one provider did.
        let told = parts.iter().filter(|p| case.view(**p).is_some_and(|view| !view.untold));
        let sets: Vec<_> = told.filter_map(|p| case.dnskey(*p).map(|(_, set)| &set.canonical)).collect();
        if sets.windows(2).all(|pair| pair.first() == pair.last()) {
            return None;
        }
        Some(
            finding(RULE.code, Severity::Warning, format!("{group}’s servers have different DNSKEY RRsets"))
                .about(case, parts.iter().copied())
                .detail("A change is still spreading. Each version is judged as a provider of its own.")
                .shows(parts.iter().flat_map(|p| case.dnskey_lines(*p).into_iter().take(2)))
                .step(step_at(
                    group,
                    "Look again later; waits begin when the last server has the change.".into(),
                ))
                .step("If it lasts, tell the provider.")
                .refer(&["RFC 7583 §3.2.1"]),
        )
    };
    groups.iter().filter_map(say).collect()
}
