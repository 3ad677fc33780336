//! # KEY-FLAGS: a DNSKEY that validators must not use
//!
//! ## What
//! A DNSKEY lacks the zone key flag, has a protocol field other than 3, or unknown flags.
//!
//! ## Why it breaks
//! Validators ignore such a key; signatures by it count for nothing.
//!
//! ## Who is hit
//! Where it signs: every validator that gets answers signed by it.
//!
//! ## Fix
//! 256 for a ZSK, 257 for a KSK or CSK, protocol 3, at every provider alike.
//!
//! ## References
//! RFC 4034 §2.1.1, §2.1.2

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dnssec::keys::{Key, KeyIx};

pub(super) const RULE: Rule = Rule {
    code: Code::KeyFlags,
    summary: "A DNSKEY has flags or a protocol that validators refuse.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let failing: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    if !failing.is_empty() || case.blames(Code::MsKeyMistyped) || case.blames(Code::DsBadKey) {
        return failing;
    }
    let odd = |key: &Key| !key.is_zone_key() || ![256, 257, 384, 385].contains(&key.dnskey.flags());
    let mut findings = Vec::new();
    for index in 0..case.proven.table.keys.len() {
        let Some(key) = case.key(index).filter(|key| odd(key)) else { continue };
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, index)).collect();
        let Some(first) = at.first() else { continue };
        let title = format!(
            "Key {} has flags {} and protocol {}",
            case.key_name(index),
            key.dnskey.flags(),
            key.dnskey.protocol()
        );
        findings.push(
            finding(RULE.code, Severity::Warning, title)
                .about(case, at.iter().copied())
                .detail("Validators do not use it. Nothing depends on it now.")
                .shows([mark(case, *first, index)])
                .step("Remove it, or publish it with flags 256 (ZSK) or 257 (KSK, CSK) and protocol 3.")
                .refer(&["RFC 4034 §2.1.1", "RFC 4034 §2.1.2"]),
        );
    }
    findings
}

fn mark(case: &Case<'_>, provider: usize, key: KeyIx) -> crate::check::report::EvidenceLine {
    let mut line = case.dnskey_line(provider, key);
    line.mark =
        case.key(key).map(|k| format!("{} {} {}", k.dnskey.flags(), k.dnskey.protocol(), k.algorithm));
    line
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let index = cause.key.and_then(|key| key.index);
    let key = index.and_then(|index| case.key(index));
    let what = key.map_or_else(
        || "flags or a protocol that validators refuse".to_string(),
        |key| format!("flags {} and protocol {}", key.dnskey.flags(), key.dnskey.protocol()),
    );
    let count = failure.count(provider);
    let rest = if count == 0 {
        format!("{label}’s DNSKEY RRset rests")
    } else {
        format!("{count} RRsets and proofs of {label} rest")
    };
    let found = case
        .fails(RULE.code, failure, format!("{label} signs with a key that has {what}"))
        .about(case, [provider])
        .detail(format!(
            "{rest} on this key. Validators must not use a DNSKEY without the zone key \
            flag or with a protocol other than 3."
        ))
        .hit(format!("{} with an answer of {label}.", case.who(failure.who())))
        .shows(index.map(|index| mark(case, provider, index)))
        .shows(case.failing_sigs(failure, provider, Mark::Tag).into_iter().take(1))
        .step(
            "Publish the key with flags 256 (ZSK) or 257 (KSK, CSK) and protocol 3, at every \
            provider alike: that is another record with another tag.",
        )
        .step(case.wait_dnskey(provider))
        .step(format!("Then let {label} sign with the key in this form."))
        .refer(&["RFC 4034 §2.1.1", "RFC 4034 §2.1.2"]);
    Some(found)
}
