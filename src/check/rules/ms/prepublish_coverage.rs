//! # MS-PREPUBLISH-COVERAGE: a key that signs nothing yet is not at every provider
//!
//! ## What
//! A ZSK or CSK that signs nothing is published at some providers and not at others.
//!
//! ## Why it breaks
//! If it is the next key of a provider, that provider's answers break for holders of the other
//! DNSKEY RRsets as soon as it signs with it. A retired key that some have dropped looks the same and
//! is harmless.
//!
//! ## Who is hit
//! Nobody now; after the roll, everybody with the other keys.
//!
//! ## Fix
//! Import it everywhere and wait the largest DNSKEY TTL before it is used; or remove it, if it is old.
//!
//! ## References
//! RFC 8901 §6.2; RFC 7583 §3.2.1

use crate::check::code::Code;
use crate::check::findings::case::{Case, absent, finding};
use crate::check::report::{Finding, Severity};
use crate::check::rules::{Find, Rule};
use crate::dnssec::keys::{Key, KeyIx};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::MsPrepublishCoverage,
    summary: "A key that signs nothing yet is not at every provider.",
    find: Find::All(find),
};

/// Usable keys that sign nothing anywhere, where enough was seen to say so.
pub(crate) fn idle<'a>(case: &'a Case<'_>) -> impl Iterator<Item = KeyIx> + 'a {
    let seen = case.proven.roles.iter().all(|roles| !roles.data.is_empty() && !roles.dnskey.is_empty());
    let keys = &case.proven.table.keys;
    let quiet = move |(index, key): &(usize, &Key)| {
        let used = case.proven.roles.iter().any(|roles| {
            roles.data.contains_key(index) || roles.dnskey.contains(index) || roles.child_ds.contains(index)
        });
        // The same public key with other flags is an import gone wrong, not a key in waiting.
        let twin = || {
            keys.iter().enumerate().any(|(at, other)| at != *index && other.public_key() == key.public_key())
        };
        seen && !used && key.is_zone_key() && !key.is_revoked() && !twin()
    };
    keys.iter().enumerate().filter(quiet).map(|(index, _)| index)
}

/// Providers that would have to publish this idle key and do not.
pub(crate) fn missing_at(case: &Case<'_>, key: KeyIx) -> Vec<usize> {
    // A KSK that waits need not be exchanged.
    if case.key(key).is_none_or(Key::is_sep) {
        return Vec::new();
    }
    (0..case.size()).filter(|p| case.dnskey(*p).is_some() && !case.proven.table.publishes(*p, key)).collect()
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    // A key that a provider holds instead of the one it needs is another rule's.
    let instead = case.blames(Code::MsKeyMistyped) || case.blames(Code::KeyOwnZskMissing);
    let say = |key: KeyIx| {
        let missing = missing_at(case, key);
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, key)).collect();
        let stale = at.iter().all(|p| crate::check::rules::ms::stale_foreign::holds_wrong_keys(case, *p));
        if missing.is_empty() || instead || stale {
            return None;
        }
        let name = case.key_name(key);
        let (have, lack) = (case.labels(at.iter().copied()), case.labels(missing.iter().copied()));
        let found =
            finding(
                RULE.code,
                Severity::Warning,
                format!(
                    "{lack} lack{} key {name}, which {have} may use next",
                    if missing.len() == 1 { "s" } else { "" }
                ),
            )
            .about(case, at.iter().chain(&missing).copied())
            .at_step(1, 5)
            .detail(format!(
                "The key signs nothing yet. When {have} begins to sign with it, holders \
                of {lack}’s DNSKEY RRset reject the answers. If it is a retired key, nothing is wrong."
            ))
            .shows(at.first().map(|p| case.dnskey_line(*p, key)))
            .shows(missing.iter().map(|p| {
                absent(Some(case.label(*p)), format!("no DNSKEY {name}")).of_zone(case, Rtype::DNSKEY)
            }));
        let found = missing.iter().fold(found, |found, p| {
            found.step(case.add_key(*p, key, "If it is a new key: add it to the DNSKEY RRset.".into()))
        });
        let found = missing.iter().fold(found, |found, p| found.step(case.wait_dnskey(*p)));
        Some(
            found
                .step(format!("Only then may {have} sign with it."))
                .refer(&["RFC 8901 §6.2", "RFC 7583 §3.2.1"]),
        )
    };
    idle(case).filter_map(say).collect()
}
