//! # PROC-ZSK-ROLL: a ZSK is being replaced
//!
//! ## What
//! A provider signs its data with two ZSKs of one algorithm, and every provider publishes both: the new key takes over, or
//! both sign for as long as the replacement lasts.
//!
//! ## Why it breaks
//! It does not, as long as both keys stay published everywhere until no cache holds anything that the old one signed.
//!
//! ## Who is hit
//! Nobody, if the waits are kept. A key that goes too early makes what caches still hold of it bogus.
//!
//! ## Fix
//! Nothing is broken. Let everything be signed with the new key, wait for the largest TTL, then remove the old key
//! everywhere.
//!
//! ## References
//! RFC 8901 §6; RFC 7583 §3.2; RFC 6781 §4.1.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::group::held_ttl;
use crate::check::words::list;
use crate::dnssec::keys::{Key, KeyIx};
use crate::order::grouped;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcZskRoll,
    summary: "A ZSK is being replaced: the step, and the next.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    (0..case.size()).flat_map(|provider| at(case, provider)).collect()
}

fn at(case: &Case<'_>, provider: usize) -> Vec<Finding> {
    let data = case.roles(provider).into_iter().flat_map(|roles| roles.data.keys().copied());
    let zsk = |index: KeyIx| {
        let key = case.key(index).filter(|key| !Key::is_sep(key))?;
        Some((u32::from(key.algorithm), index))
    };
    let of_one_algorithm = grouped(data.filter_map(zsk)).into_iter().map(|(_, keys)| keys);
    let everywhere = |key: &KeyIx| {
        (0..case.size()).filter(|p| case.dnskey(*p).is_some()).all(|p| case.proven.table.publishes(p, *key))
    };
    let several = of_one_algorithm.filter(|keys| keys.len() > 1 && keys.iter().all(everywhere));
    several.map(|keys| word(case, provider, &keys)).collect()
}

fn word(case: &Case<'_>, provider: usize, keys: &[KeyIx]) -> Finding {
    let label = case.label(provider);
    let signed = |key: &KeyIx| {
        let number = case.roles(provider).and_then(|roles| roles.data.get(key)).copied().unwrap_or_default();
        format!("{} ({} RRsets)", case.key_name(*key), number)
    };
    let names = list(&keys.iter().map(signed).collect::<Vec<_>>());
    let wait = held_ttl(case, provider);
    finding(RULE.code, Severity::Info, format!("Replacing a ZSK at {label}: {} keys sign", keys.len()))
        .about(case, [provider])
        .at_step(3, 5)
        .detail(format!("{label} signs its data with {names}, and every provider publishes them."))
        .shows(keys.iter().map(|key| case.dnskey_line(provider, *key)))
        .step(format!("Let {label} sign everything with the new key, on all of its servers."))
        .step(format!("Wait {wait}, plus an hour: caches hold what the old key signed."))
        .step("Then remove the old key from every provider’s DNSKEY RRset, in any order.")
        .refer(&["RFC 8901 §6", "RFC 7583 §3.2", "RFC 6781 §4.1.1"])
}
