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
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::idle::{holds_wrong_keys, idle, lacking, missing_at};
use crate::dnssec::keys::KeyIx;
use crate::order;
use crate::process::Part;
use crate::process::tables::CSK;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::MsPrepublishCoverage,
    summary: "A key that signs nothing yet is not at every provider.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    // A key that a provider holds instead of the one it needs is another rule's.
    let instead = case.blames(Code::MsKeyMistyped) || case.blames(Code::KeyOwnZskMissing);
    let csks = next_csks(case);
    let say = |key: KeyIx| {
        let missing = if csks.contains(&key) { lacking(case, key) } else { missing_at(case, key) };
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, key)).collect();
        let stale = at.iter().all(|p| holds_wrong_keys(case, *p));
        if missing.is_empty() || instead || stale {
            return None;
        }
        let name = case.key_name(key);
        let what = if case.owners(key).is_empty() { "nothing" } else { "no data" };
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
                "The key signs {what} yet. When {have} begins to sign with it, holders \
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
    idle(case).chain(csks.iter().copied()).filter_map(say).collect()
}

/// The new key of a CSK that is being replaced, which signs no data yet: it will, and has to be everywhere before.
fn next_csks(case: &Case<'_>) -> Vec<KeyIx> {
    let new = case.standing().as_process(&CSK).filter_map(|reading| {
        let (provider, key) = (*reading.who.subject.first()?, reading.who.first(Part::NewKsk)?);
        let signs = case.anchors(provider).contains(&key);
        (signs && !case.signs_data(key)).then_some(key)
    });
    order::distinct(new)
}
