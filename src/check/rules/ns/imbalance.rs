//! # NS-IMBALANCE: the providers have uneven shares of the NS RRset
//!
//! ## What
//! One provider has more hosts in the delegation than another.
//!
//! ## Why it breaks
//! It does not. Resolvers ask the one more often; how often a mix happens depends on it.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! None needed.
//!
//! ## References
//! RFC 8901 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{all, attributed};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::order::grouped;

pub(super) const RULE: Rule = Rule {
    code: Code::NsImbalance,
    summary: "The providers have uneven shares of the NS RRset.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some(known) = attributed(case) else { return Vec::new() };
    // The parent's set, or the one that every provider has.
    let sets = all(case);
    let Some((_, first)) =
        sets.first().filter(|(whose, first)| whose.is_none() || sets.iter().all(|(_, other)| other == first))
    else {
        return Vec::new();
    };
    // Servers of one provider that were set apart are one provider still.
    let groups = grouped(case.providers().map(|(p, view)| (view.group.as_str(), p)));
    let share = |parts: &[usize]| {
        let own = |at: &Option<usize>| at.is_some_and(|p| parts.contains(&p));
        known.iter().filter(|(host, at)| own(at) && first.contains(host)).count()
    };
    let shares: Vec<(&str, usize)> = groups.iter().map(|(group, parts)| (*group, share(parts))).collect();
    let even = shares.iter().all(|(_, share)| Some(*share) == shares.first().map(|(_, share)| *share));
    if even || shares.iter().any(|(_, share)| *share == 0) {
        return Vec::new();
    }
    let each: Vec<String> = shares.iter().map(|(group, share)| format!("{group} has {share}")).collect();
    let found =
        finding(RULE.code, Severity::Info, format!("Of {} name servers {}", first.len(), list(&each)))
            .about(case, 0..case.size())
            .detail("Resolvers ask the one more often than the other. Nothing fails.")
            .step("Nothing needs to be done.")
            .refer(&["RFC 8901 §2"]);
    vec![found]
}
