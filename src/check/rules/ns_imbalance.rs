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

use super::Rule;
use super::delegation::{all, attributed};
use super::support::{Case, finding};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;

pub(super) const RULE: Rule =
    Rule { code: "NS-IMBALANCE", summary: "The providers have uneven shares of the NS RRset.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some(known) = attributed(case) else { return Vec::new() };
    // The parent's set, or the one that every provider has.
    let sets = all(case);
    let Some((_, first)) =
        sets.first().filter(|(whose, first)| whose.is_none() || sets.iter().all(|(_, other)| other == first))
    else {
        return Vec::new();
    };
    let share = |p: usize| known.iter().filter(|(host, at)| *at == Some(p) && first.contains(host)).count();
    let shares: Vec<usize> = (0..case.size()).map(share).collect();
    if shares.iter().all(|share| Some(share) == shares.first()) || shares.contains(&0) {
        return Vec::new();
    }
    let each: Vec<String> =
        shares.iter().enumerate().map(|(p, share)| format!("{} has {share}", case.label(p))).collect();
    let found =
        finding(RULE.code, Severity::Info, format!("Of {} name servers {}", first.len(), list(&each)))
            .about(case, 0..case.size())
            .detail("Resolvers ask the one more often than the other. Nothing fails.")
            .step("Nothing needs to be done.")
            .refer(&["RFC 8901 §2"]);
    vec![found]
}
