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

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::{Anchored, by_key, first_ds, matching_ds, revoked_since};
use crate::check::report::{Finding, Severity};
use crate::dnssec::keys::{Key, KeyIx};

pub(super) const RULE: Rule =
    Rule { code: Code::DsRevoked, summary: "The DS points to a revoked key.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let about = |provider| {
        let mut matching = matching_ds(case, provider);
        let revoked = |(_, key): &(_, KeyIx)| case.key(*key).is_some_and(Key::is_revoked);
        revoked_since(case, provider).or_else(|| matching.find(revoked))
    };
    let anchored = by_key(case.blamed(RULE.code), about);
    let failing: Vec<Finding> = anchored.iter().filter_map(|found| word(case, found)).collect();
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

fn word(case: &Case<'_>, found: &Anchored<'_>) -> Option<Finding> {
    let provider = *found.providers.first()?;
    let labels = case.labels(found.providers.iter().copied());
    let name = case.key_name(found.key);
    let shared = found.is_shared();
    let who = if shared { "The holder of the shared KSK" } else { labels.as_str() };
    let detail = if revoked_since(case, provider).is_some() {
        format!(
            "{who} set the REVOKE flag on the key that the DS names. The key’s tag is now {name}: \
                no DS matches it, and a revoked key must not be used."
        )
    } else if shared {
        format!("The DS is of the shared key {name} with the REVOKE flag. Validators must not use it.")
    } else {
        format!("The DS is of {labels}’s key {name} with the REVOKE flag. Validators must not use it.")
    };
    let (title, sign) = if shared {
        (
            format!("The shared KSK {name} is revoked"),
            "Sign the DNSKEY RRset with a KSK that is not revoked, for every provider.".to_string(),
        )
    } else {
        (
            format!("{labels}’s KSK {name} is revoked"),
            format!("Sign {labels}’s DNSKEY RRset with a KSK that is not revoked."),
        )
    };
    let ds = case.ds_line(found.ds, Some(found.ds.key_tag().to_string()));
    let finding = case
        .fails(RULE.code, &found.failure, title)
        .about(case, found.providers.iter().copied())
        .detail(detail)
        .hit(format!("{} with the DNSKEY RRset of {labels}.", case.who(found.failure.who())))
        .shows([ds, case.dnskey_line(provider, found.key)])
        .step(sign)
        .step("Add that KSK’s DS at the parent (registrar), and remove the revoked key’s.")
        .step(case.wait_ds())
        .refer(&["RFC 5011 §2.1"]);
    Some(finding)
}
