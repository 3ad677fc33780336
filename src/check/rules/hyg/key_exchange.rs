//! # HYG-KEY-EXCHANGE: a key to import was read over plain DNS only
//!
//! ## What
//! A provider lacks a key of another whose DNSKEY RRset no DS vouches for: where the key was read from,
//! nobody can prove that it is that provider's.
//!
//! ## Why it breaks
//! Whoever gets a DNSKEY of his own into the RRset owns the zone.
//!
//! ## Who is hit
//! Everybody, if the key is a forger's.
//!
//! ## Fix
//! Compare the key with the provider's API or console before it is imported.
//!
//! ## References
//! RFC 8901 §9, §12

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity, Verdict};
use crate::order::Gather as _;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::HygKeyExchange,
    summary: "A key to import was read over plain DNS only.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    // (owner, key) of what another provider has to import.
    let wanted: BTreeSet<(usize, usize)> = (0..case.size())
        .flat_map(|owner| {
            let keys = case.roles(owner).map(|roles| roles.data.keys().copied()).into_iter().flatten();
            keys.map(move |key| (owner, key))
        })
        .filter(|(_, key)| (0..case.size()).any(|p| case.trusted(p) && !case.proven.table.publishes(p, *key)))
        .filter(|(owner, key)| {
            let trust = case.reference.trust.get(*owner);
            trust.is_some_and(|trust| trust.verdict == Verdict::Bogus)
                && case.proven.table.publishes(*owner, *key)
        })
        .gather();
    let say = |(owner, key): (usize, usize)| {
        let label = case.label(owner);
        finding(
            RULE.code,
            Severity::Warning,
            format!("Nothing proves that {} is {label}’s key", case.key_name(key)),
        )
        .about(case, [owner])
        .detail(format!(
            "It has to be imported, and no DS vouches for {label}’s DNSKEY RRset yet. Whoever gets a key of \
             his own in owns the zone."
        ))
        .shows([case.dnskey_line(owner, key)])
        .step(format!("Compare it with what {label}’s API or console shows before you import it."))
        .refer(&["RFC 8901 §9", "RFC 8901 §12"])
    };
    wanted.into_iter().map(say).collect()
}
