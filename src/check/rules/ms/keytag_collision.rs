//! # MS-KEYTAG-COLLISION: two keys share a tag and an algorithm
//!
//! ## What
//! One DNSKEY RRset holds two different keys with equal key tag and algorithm.
//!
//! ## Why it breaks
//! A validator should try both. BIND gives up after one failed verification: answers signed by the
//! key that it tries second fail. Each provider alone never sees it.
//!
//! ## Who is hit
//! BIND, when the provider answers whose key comes second (measured: 11 of 11 collisions). PowerDNS
//! Recursor and Hickory try at most 2 such keys.
//!
//! ## Fix
//! Replace one of the keys by one with another tag.
//!
//! ## References
//! RFC 4035 §5.3.1; RFC 4034 Appendix B; CVE-2023-50387

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dnssec::keys::KeyIx;
use crate::order::grouped;

pub(super) const RULE: Rule = Rule {
    code: Code::MsKeytagCollision,
    summary: "Two keys share a tag and an algorithm.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    let keys = case.proven.table.keys.iter().enumerate();
    let by_tag = grouped(keys.map(|(index, key)| ((key.tag, key.algorithm), index)));
    for ((tag, number), keys) in by_tag.into_iter().filter(|(_, keys)| keys.len() > 1) {
        let said = case
            .blamed(RULE.code)
            .any(|(cause, _)| cause.key.is_some_and(|key| key.tag == tag && key.algorithm == number));
        let held: Vec<usize> = (0..case.size())
            .filter(|p| keys.iter().filter(|key| case.proven.table.publishes(*p, **key)).count() > 1)
            .collect();
        if said || held.is_empty() {
            continue;
        }
        let data = keys.iter().any(|key| case.signs_data(*key));
        let both = keys.iter().all(|key| case.signs_data(*key));
        let severity = if both { Severity::Warning } else { Severity::Info };
        let why = if data {
            "Validators tell them apart by trying; the DS and the order of the keys keep this one harmless."
        } else {
            "Neither signs data, so nothing depends on it."
        };
        findings.push(
            finding(RULE.code, severity, format!("Two keys share the tag {tag}/{number}"))
                .about(case, held.iter().copied())
                .detail(format!("{why} After the next roll it may be otherwise."))
                .shows(held.first().into_iter().flat_map(|p| {
                    let shown = keys.iter().filter(|key| case.proven.table.publishes(*p, **key));
                    shown.map(|key| case.dnskey_line(*p, *key)).collect::<Vec<_>>()
                }))
                .step("At the next roll, generate a key with another tag before it is published.")
                .refer(&["RFC 4034 Appendix B", "RFC 4035 §5.3.1"]),
        );
    }
    findings
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let key = cause.key?;
    let name = case.ref_name(key);
    let colliding: Vec<KeyIx> = (0..case.proven.table.keys.len())
        .filter(|index| case.key(*index).is_some_and(|k| k.tag == key.tag && k.algorithm == key.algorithm))
        .collect();
    let (holder, loser) = failure.cells.keys().next().copied()?;
    let owners: Vec<usize> = (0..case.size())
        .filter(|p| {
            colliding.iter().any(|key| case.roles(*p).is_some_and(|roles| roles.data.contains_key(key)))
        })
        .collect();
    let title = match owners.as_slice() {
        [] | [_] => format!("Two keys share the tag {name}"),
        several => format!("Keys of {} share the tag {name}", case.labels(several.iter().copied())),
    };
    let label = case.label(loser);
    let found = case
        .fails(RULE.code, failure, title)
        .about(case, owners.iter().copied())
        .detail(format!(
            "A validator with a small budget gives up when the first of the two keys fails, and never tries \
             the one that signed {label}’s answers."
        ))
        .hit(format!(
            "{} when {label} answers: {} RRsets and proofs fail.",
            case.who(failure.who()),
            failure.count(loser)
        ))
        .shows(case.failing_sigs(failure, loser, Mark::Tag).into_iter().take(1))
        .shows(
            colliding
                .iter()
                .filter(|key| case.proven.table.publishes(holder, **key))
                .map(|key| case.dnskey_line(holder, *key)),
        )
        .step(format!(
            "Generate a new ZSK with another tag at {label}, and publish it at every \
            provider before it signs."
        ))
        .step(case.wait_dnskey(holder))
        .step(format!(
            "Then let {label} sign with it, and remove the old one after the largest TTL of \
            the zone."
        ))
        .refer(&["RFC 4035 §5.3.1", "RFC 4034 Appendix B", "CVE-2023-50387"]);
    Some(found)
}
