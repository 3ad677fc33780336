//! # DS-REVOKED: the DS points to a revoked key
//!
//! ## What
//! A DS matches a key with the REVOKE flag, or matched it before the flag was set.
//!
//! ## Why it breaks
//! A revoked key must not be used, and the flag is part of the record: it changes the key tag and
//! the digest, so that the old DS no longer matches.
//!
//! ## Who is hit
//! BIND, PowerDNS Recursor and Knot Resolver where the DS is of the revoked form (measured; unbound
//! 1.17.1 accepts it). Everybody where it is of the form before.
//!
//! ## Fix
//! Publish and sign with a key that is not revoked, and publish its DS.
//!
//! ## References
//! RFC 5011 §2.1

use super::Rule;
use super::blame::{Cause, Failure};
use super::matching::{first_ds, matching_ds, revoked_since};
use super::support::{Case, finding};
use crate::check::report::{Finding, Severity};
use crate::dnssec::keys::Key;

pub(super) const RULE: Rule = Rule { code: "DS-REVOKED", summary: "The DS points to a revoked key.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let failing: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    if !failing.is_empty() {
        return failing;
    }
    let Some((provider, found, key)) = first_ds(case, Key::is_revoked) else { return Vec::new() };
    let finding = finding(
        RULE.code,
        Severity::Warning,
        format!("A DS points to the revoked key {}", case.key_name(key)),
    )
    .about(case, [provider])
    .detail("Another DS covers the provider, so nothing fails. A revoked key must not be used.")
    .shows([case.ds_line(found, Some(found.key_tag().to_string())), case.dnskey_line(provider, key)])
    .step("Remove this DS at the parent.")
    .refer(&["RFC 5011 §2.1"]);
    vec![finding]
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let before = revoked_since(case, provider);
    let (found, key) = before.or_else(|| {
        matching_ds(case, provider).find(|(_, key)| case.key(*key).is_some_and(Key::is_revoked))
    })?;
    let name = case.key_name(key);
    let detail = if before.is_some() {
        format!(
            "{label} set the REVOKE flag on the key that the DS names. The key’s tag is now {name}: \
                no DS matches it, and a revoked key must not be used."
        )
    } else {
        format!("The DS is of {label}’s key {name} with the REVOKE flag. Validators must not use it.")
    };
    let finding = case
        .fails(RULE.code, failure, format!("{label}’s KSK {name} is revoked"))
        .about(case, [provider])
        .detail(detail)
        .hit(format!("{} with the DNSKEY RRset of {label}.", case.who(failure.who())))
        .shows([case.ds_line(found, Some(found.key_tag().to_string())), case.dnskey_line(provider, key)])
        .step(format!("Sign {label}’s DNSKEY RRset with a KSK that is not revoked."))
        .step("Add that KSK’s DS at the parent (registrar), and remove the revoked key’s.")
        .step(case.wait_ds())
        .refer(&["RFC 5011 §2.1"]);
    Some(finding)
}
