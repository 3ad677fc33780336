//! # ALG-MIXED: the providers sign with different algorithms
//!
//! ## What
//! Providers sign keys and data with different algorithms, each with its own.
//!
//! ## Why it breaks
//! Validators that know both accept any path. Strict ones want every algorithm of the DS RRset in
//! every answer, and those that know only one fail at the other provider.
//!
//! ## Who is hit
//! unbound with `harden-algo-downgrade: yes`, for every name (measured: 72 of 72).
//!
//! ## Fix
//! One algorithm for the group: 13.
//!
//! ## References
//! RFC 8901 §4; RFC 6840 §5.11

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::order;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::AlgMixed,
    summary: "The providers sign with different algorithms.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let sets: Vec<(usize, BTreeSet<u8>)> = case
        .proven
        .roles
        .iter()
        .enumerate()
        .map(|(p, roles)| {
            (p, roles.own().iter().filter_map(|key| case.key(*key)).map(|key| key.algorithm).collect())
        })
        .filter(|(_, set): &(usize, BTreeSet<u8>)| !set.is_empty())
        .collect();
    let differ = sets.windows(2).any(|pair| pair.first().map(|p| &p.1) != pair.last().map(|p| &p.1));
    if !differ && !case.blames(RULE.code) {
        return Vec::new();
    }
    let each: Vec<String> = sets
        .iter()
        .map(|(p, set)| {
            let names: Vec<String> = set.iter().map(|number| algorithm_name(*number)).collect();
            format!("{} with {}", case.label(*p), list(&names))
        })
        .collect();
    let title = format!("The providers sign with different algorithms: {}", list(&each));
    // The causes differ by algorithm; the finding is one.
    let failures: Vec<_> = case.blamed(RULE.code).map(|(_, failure)| failure).collect();
    let mut found = finding(RULE.code, Severity::Warning, title);
    for failure in &failures {
        let one = case.fails(RULE.code, failure, String::new());
        found.severity = found.severity.min(one.severity);
        for mix in one.mixes.iter().filter(|mix| !found.mixes.contains(mix)).cloned().collect::<Vec<_>>() {
            found.mixes.push(mix);
        }
        if found.masked.is_empty() {
            found.masked = one.masked;
        }
    }
    order::sort(&mut found.mixes);
    let found = match failures.first() {
        Some(failure) => found.hit(format!("{}, for every name in these mixes.", case.who(failure.who()))),
        None => found,
    };
    let found = found
        .about(case, sets.iter().map(|(p, _)| *p))
        .detail(
            "Validators that know both and accept any path are content. Strict ones want every algorithm of the DS \
             RRset in every answer, and fail always; a validator that knows only one fails at the other provider.",
        )
        .shows(case.ds_lines().into_iter().take(2))
        .shows(sets.iter().take(3).filter_map(|(p, _)| {
            let (_, set) = case.dnskey(*p)?;
            set.sigs.first().map(|sig| case.sig_line(*p, set, sig, Mark::Labels))
        }))
        .step("Choose one algorithm for the group, best 13 (ECDSAP256SHA256).")
        .step("At the provider that changes: sign with both, wait the largest TTL of the zone, \
            exchange the DS, wait the DS TTL, then stop the old one.")
        .refer(&["RFC 8901 §4", "RFC 6840 §5.11"]);
    vec![found]
}
