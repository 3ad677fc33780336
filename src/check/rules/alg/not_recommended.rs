//! # ALG-NOT-RECOMMENDED: an algorithm that is not a recommended choice
//!
//! ## What
//! A key of algorithm 10, 14, 16, 17 or 23 signs.
//!
//! ## Why it breaks
//! It does not where validators know it. 10 is no longer recommended for signing; the others are less
//! widely supported than 13.
//!
//! ## Who is hit
//! Nobody where the algorithm is known; without it, the zone is unsigned.
//!
//! ## Fix
//! 13, or 8 if a partner has RSA only.
//!
//! ## References
//! RFC 9904

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dnssec::keys::KeyIx;

pub(super) const RULE: Rule = Rule {
    code: Code::AlgNotRecommended,
    summary: "An algorithm that is not a recommended choice.",
    find: Find::All(find),
};

/// Providers that sign with, or publish, keys of this algorithm; none: `None`.
pub(crate) fn used(case: &Case<'_>, number: u8) -> Option<(Vec<usize>, Vec<KeyIx>)> {
    let keys: Vec<KeyIx> = (0..case.proven.table.keys.len())
        .filter(|index| case.key(*index).is_some_and(|key| key.algorithm == number))
        .filter(|index| {
            let known = crate::dnssec::algorithm::VERIFIABLE.contains(&number);
            !known || !case.owners(*index).is_empty()
        })
        .collect();
    let at: Vec<usize> = (0..case.size())
        .filter(|p| {
            keys.iter().any(|key| match case.owners(*key).as_slice() {
                [] => case.proven.table.publishes(*p, *key),
                owners => owners.contains(p),
            })
        })
        .collect();
    (!at.is_empty()).then_some((at, keys))
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |number: u8| {
        let (at, keys) = used(case, number)?;
        let labels = case.labels(at.iter().copied());
        let verb = if at.len() == 1 { "uses" } else { "use" };
        let severity = if number == 10 { Severity::Warning } else { Severity::Info };
        let detail = if number == 10 {
            "It is no longer recommended for signing: larger signatures than algorithm 8, and no gain."
        } else {
            "It is not a recommended choice. Where a validator does not support it, the zone counts \
                as unsigned."
        };
        Some(
            finding(RULE.code, severity, format!("{labels} {verb} {}", algorithm_name(number)))
                .about(case, at.iter().copied())
                .detail(detail)
                .shows(at.first().zip(keys.first()).map(|(p, key)| case.dnskey_line(*p, *key)))
                .step("At the next algorithm roll, go to 13 (or 8, if a provider has RSA only).")
                .refer(&["RFC 9904"]),
        )
    };
    [10, 14, 16, 17, 23].into_iter().filter_map(say).collect()
}
