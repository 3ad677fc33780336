//! # PROC-ZSK-ROLL: a ZSK is being replaced
//!
//! ## What
//! A provider signs its data with two ZSKs of one algorithm: the new key takes over, or both sign for as long as the
//! replacement lasts. Where a provider lacks one of them, the replacement is ahead of itself, and MS-ZSK-COVERAGE says what
//! fails.
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
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::findings::waits::PLUS;
use crate::check::report::{Finding, FixStep, Severity};
use crate::check::words::list;
use crate::dnssec::keys::{Key, KeyIx};
use crate::order::{self, grouped};
use crate::process::Part;
use crate::process::tables::ZSK;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcZskRoll,
    summary: "A ZSK is being replaced: the step, and the next.",
    find: Find::All(find),
};

/// Publish; wait; sign with the new key; wait; remove the old.
const STEPS: usize = 5;

fn find(case: &Case<'_>) -> Vec<Finding> {
    let ordinary = |key: KeyIx| case.key(key).is_some_and(|key| !Key::is_sep(key));
    let rolls = case.standing().as_process(&ZSK).filter_map(|reading| {
        let provider = *reading.who.subject.first()?;
        let (old, new) = (reading.who.first(Part::OldZsk)?, reading.who.first(Part::NewZsk)?);
        let data = &case.roles(provider)?.data;
        let both_sign = [old, new].iter().all(|key| data.contains_key(key) && ordinary(*key));
        both_sign.then(|| ((provider, case.key(old).map(|key| key.algorithm)), (old, new)))
    });
    grouped(rolls).into_iter().map(|((provider, _), pairs)| word(case, provider, &pairs)).collect()
}

/// One provider’s keys of one algorithm; `pairs`: which may be the old one and which the new one.
fn word(case: &Case<'_>, provider: usize, pairs: &[(KeyIx, KeyIx)]) -> Finding {
    let label = case.label(provider);
    let keys: Vec<KeyIx> = order::distinct(pairs.iter().flat_map(|(old, new)| [*old, *new]));
    let signed = |key: &KeyIx| {
        let number = case.roles(provider).and_then(|roles| roles.data.get(key)).copied().unwrap_or_default();
        format!("{} ({} RRsets)", case.key_name(*key), number)
    };
    let names = list(&keys.iter().map(signed).collect::<Vec<_>>());
    let wait = case.held_ttl(provider);
    let table = &case.proven.table;
    let lacks = |key: KeyIx| {
        let seen = (0..case.size()).filter(|p| case.dnskey(*p).is_some());
        seen.filter(move |p| !table.publishes(*p, key)).map(move |p| (p, key))
    };
    let gaps: Vec<(usize, KeyIx)> = keys.iter().flat_map(|key| lacks(*key)).collect();
    // Which is the old one, where only one can be.
    let (old, new) = match pairs {
        [(old, new)] if gaps.is_empty() => (
            format!("the old key, {},", case.key_name(*old)),
            format!("the new key, {}", case.key_name(*new)),
        ),
        _ => ("the old key".into(), "the new key".into()),
    };
    let found = |title: String| finding(RULE.code, Severity::Info, title).about(case, [provider]);
    let found = if gaps.is_empty() {
        found(format!("Replacing a ZSK at {label}: {} keys sign", keys.len()))
            .at_step(3, STEPS)
            .detail(format!("{label} signs its data with {names}, and every provider publishes them."))
            .step(format!("Let {label} sign everything with {new}, on all of its servers."))
    } else {
        let lack = |(p, key): &(usize, KeyIx)| format!("{} lacks {}", case.label(*p), case.key_name(*key));
        let lack = list(&gaps.iter().map(lack).collect::<Vec<_>>());
        let holders = gaps.iter().map(|(p, _)| *p);
        let found = found(format!("Replacing a ZSK at {label}, half-way: {lack}"))
            .at_step(1, STEPS)
            .detail(format!(
                "{label} signs its data with {names}, and not every provider publishes them: it signs with a key before \
                 its turn, or one was removed before its turn."
            ));
        let found = relieved(case, provider, &keys, &gaps).into_iter().fold(found, Finding::step);
        let add = |(p, key): &(usize, KeyIx)| {
            case.add_key(*p, *key, format!("Add {} to the DNSKEY RRset.", case.role_name(*key)))
        };
        gaps.iter().map(add).fold(found, Finding::step).step(format!(
            "Wait {} since the last server showed it, {PLUS}. Only then let {label} sign everything with {new}.",
            case.longest_dnskey(holders)
        ))
    };
    found
        .shows(keys.iter().map(|key| case.dnskey_line(provider, *key)))
        .step(format!("Wait {wait}, {PLUS}: caches hold what the old key signed."))
        .step(format!("Then remove {old} from every provider’s DNSKEY RRset, in any order."))
        .refer(&["RFC 8901 §6", "RFC 7583 §3.2", "RFC 6781 §4.1.1"])
}

/// What ends the failures before the keys are where they should be: the key that every provider has signs again.
pub(crate) fn relieved(
    case: &Case<'_>,
    provider: usize,
    keys: &[KeyIx],
    gaps: &[(usize, KeyIx)],
) -> Option<FixStep> {
    let everywhere = |key: &&KeyIx| !gaps.iter().any(|(_, missing)| missing == *key);
    let key = keys.iter().find(everywhere)?;
    let label = case.label(provider);
    let text = format!(
        "To end the failures at once: let {label} sign everything with {} again until then. Every provider publishes it.",
        case.key_name(*key)
    );
    Some(step_at(label, text))
}
