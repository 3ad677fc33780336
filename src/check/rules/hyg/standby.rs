//! # HYG-STANDBY: a stand-by key is in place
//!
//! ## What
//! A KSK that signs nothing is published and has a DS, or a ZSK that signs nothing is published by every
//! provider.
//!
//! ## Why it breaks
//! It does not: the key can take over at once. A ZSK that was just replaced looks the same.
//!
//! ## Who is hit
//! Nobody. It counts in the size of answers and in the number of DS records.
//!
//! ## Fix
//! Keep it, if it is meant; else remove it after the largest TTL of the zone.
//!
//! ## References
//! RFC 7583 §4; RFC 6781 §4.2.4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::matching_ds;
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::idle::{idle, missing_at};
use crate::check::rules::proc::changing::Change;
use crate::dnssec::keys::{Key, KeyIx};

pub(super) const RULE: Rule =
    Rule { code: Code::HygStandby, summary: "A stand-by key is in place.", find: Find::All(find) };

/// The key signs nothing and could take over at once.
pub(crate) fn stands_by(case: &Case<'_>, key: KeyIx) -> bool {
    if case.key(key).is_some_and(Key::is_sep) {
        (0..case.size()).any(|p| matching_ds(case, p).any(|(_, other)| other == key))
    } else {
        missing_at(case, key).is_empty()
    }
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |key: KeyIx| {
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, key)).collect();
        let sep = case.key(key).is_some_and(Key::is_sep);
        let (kind, why) = if sep { ("KSK", "has a DS") } else { ("ZSK", "every provider publishes it") };
        finding(RULE.code, Severity::Info, format!("{kind} {} stands by", case.key_name(key)))
            .about(case, at.iter().copied())
            .detail(format!(
                "It signs nothing, and {why}: it can take over at once. A retired key looks the same."
            ))
            .shows(at.first().map(|p| case.dnskey_line(*p, key)))
            .step("Keep it, if it is meant.")
            .step(if sep {
                "If it is the next key: wait until the DS RRset was everywhere for its TTL, then sign with it."
            } else {
                "If it is the next key: wait until it was at every provider for the longest DNSKEY TTL, then sign with it."
            })
            .step("If it is retired: remove it after the largest TTL of the zone.")
            .refer(&["RFC 7583 §4", "RFC 6781 §4.2.4"])
    };
    // A step between the models says what its keys wait for.
    let change = Change::under_way(case);
    let awaited = |key: KeyIx| {
        case.key(key).is_some_and(|key| change.as_ref().is_some_and(|change| change.awaits(key)))
    };
    idle(case).filter(|key| stands_by(case, *key) && !awaited(*key)).map(say).collect()
}
