//! # MS-KEY-MISTYPED: another's key was imported with something altered
//!
//! ## What
//! A provider publishes the public key of another's signing key, but with other flags, protocol or
//! algorithm, or with the end cut off.
//!
//! ## Why it breaks
//! A key is its whole record. With other flags it is another key with another tag, and it verifies
//! nothing that the owner signs.
//!
//! ## Who is hit
//! Every validator with these keys when the owner answers. Resolvers that retry hide it.
//!
//! ## Fix
//! Replace the record by the owner's, octet for octet, and wait the DNSKEY TTL.
//!
//! ## References
//! RFC 4034 §2.1, Appendix B; RFC 8901 §3

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::{Mark, absent};
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::mistyped;
use crate::check::report::Finding;
use crate::dnssec::keys::Key;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::MsKeyMistyped,
    summary: "Another’s key was imported with something altered.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

/// Which field differs: `flags are 257, must be 256`.
fn difference(wrong: &Key, right: &Key) -> String {
    let mut parts = Vec::new();
    if wrong.dnskey.flags() != right.dnskey.flags() {
        parts.push(format!("its flags are {}, not {}", wrong.dnskey.flags(), right.dnskey.flags()));
    }
    if wrong.dnskey.protocol() != right.dnskey.protocol() {
        parts.push(format!(
            "its protocol field is {}, not {}",
            wrong.dnskey.protocol(),
            right.dnskey.protocol()
        ));
    }
    if wrong.algorithm != right.algorithm {
        parts.push(format!("its algorithm is {}, not {}", wrong.algorithm, right.algorithm));
    }
    if wrong.public_key() != right.public_key() {
        parts.push("the end of its public key is missing".to_string());
    }
    crate::check::words::list(&parts)
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let (at, of) = (cause.at?, cause.of?);
    let (holder, owner) = (case.label(at), case.label(of));
    let right = cause.key?.index?;
    let wrong = mistyped(case, at, right)?;
    let how = difference(case.key(wrong)?, case.key(right)?);
    let name = case.role_name(right);
    let mut line = case.dnskey_line(at, wrong);
    line.mark = case
        .key(wrong)
        .map(|key| format!("{} {} {} ", key.dnskey.flags(), key.dnskey.protocol(), key.algorithm))
        .filter(|mark| line.text.contains(mark.as_str()));
    let found = case
        .fails(RULE.code, failure, format!("{holder} publishes {owner}’s {name} with something altered"))
        .about(case, [at, of])
        .detail(format!(
            "{holder} has the key as {}: {how}. That is another key, and it verifies nothing that {owner} \
             signs: {} of {} RRsets and proofs fail.",
            case.key_name(wrong),
            failure.count(of),
            case.proven.items.get(of).map_or(0, Vec::len)
        ))
        .hit(format!(
            "{} with the DNSKEY RRset of {holder} and an answer of {owner}.",
            case.who(failure.who())
        ))
        .hit(format!(
            "It lasts until the copy of {holder}’s DNSKEY RRset ends: up to {}.",
            case.dnskey_ttl(at)
        ))
        .shows([line, case.dnskey_line(of, right)])
        .shows(case.failing_sigs(failure, of, Mark::Tag).into_iter().take(1))
        .shows([absent(
            Some(holder),
            format!("no DNSKEY with tag {} and algorithm {}", cause.key?.tag, cause.key?.algorithm),
        )
        .of_zone(case, Rtype::DNSKEY)
        .of_key(cause.key?.tag, cause.key?.algorithm)])
        .step(case.add_key(at, right, format!("Replace the record {} by this one.", case.key_name(wrong))))
        .step(case.wait_dnskey(at))
        .refer(&["RFC 4034 §2.1", "RFC 4034 Appendix B", "RFC 8901 §3"]);
    Some(found)
}
