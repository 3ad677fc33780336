//! # KEY-REVOKED-USED: a revoked key signs data
//!
//! ## What
//! RRsets of a provider are signed by a key with the REVOKE flag, and by no other.
//!
//! ## Why it breaks
//! A revoked key must not be used for anything but its own revocation.
//!
//! ## Who is hit
//! BIND, PowerDNS Recursor and new versions of unbound; unbound 1.17.1 and Knot Resolver 5.6 accept
//! it (measured). The result depends on who asks.
//!
//! ## Fix
//! Sign with a key that is not revoked. A ZSK is never revoked, it is removed.
//!
//! ## References
//! RFC 5011 §2.1

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;

pub(super) const RULE: Rule =
    Rule { code: Code::KeyRevokedUsed, summary: "A revoked key signs data.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let name = cause.key.map(|key| case.ref_name(key)).unwrap_or_default();
    let index = cause.key.and_then(|key| key.index);
    let count = failure.count(provider);
    let what = if count == 0 {
        format!("{label}’s DNSKEY RRset rests")
    } else {
        format!("{count} of the RRsets and proofs that {label} serves rest")
    };
    let detail = format!("{what} on a key with the REVOKE flag. A revoked key must not be used.");
    let found = case
        .fails(RULE.code, failure, format!("{label} signs with the revoked key {name}"))
        .about(case, [provider])
        .detail(detail)
        .hit(format!("{} with an answer of {label}.", case.who(failure.who())))
        .shows(index.map(|index| {
            let mut line = case.dnskey_line(provider, index);
            line.mark = case
                .key(index)
                .map(|key| format!("{} 3", key.dnskey.flags()))
                .filter(|mark| line.text.contains(mark.as_str()));
            line
        }))
        .shows(case.failing_sigs(failure, provider, Mark::Tag).into_iter().take(1))
        .step(step_at(
            label,
            "Publish a new key (flags 256 for a ZSK) here and at every other provider.".into(),
        ))
        .step(case.wait_dnskey(provider))
        .step(step_at(
            label,
            "Then sign with the new key, and remove the revoked one after the largest TTL of the zone."
                .into(),
        ))
        .refer(&["RFC 5011 §2.1"]);
    Some(found)
}
