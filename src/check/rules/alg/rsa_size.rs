//! # ALG-RSA-SIZE: an RSA key of an unusual size
//!
//! ## What
//! An RSA key that signs has a modulus below 2048 bits, or above 4096.
//!
//! ## Why it breaks
//! Below 1024 bits some validators refuse the key; below 2048 it is too weak by now; above 4096 some
//! refuse it as well.
//!
//! ## Who is hit
//! Nobody that was measured, for 1024 bits and more.
//!
//! ## Fix
//! RSA 2048, or better algorithm 13.
//!
//! ## References
//! RFC 6781 §3.4.2; RFC 5702 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dnssec::algorithm::{is_rsa, key_bits};
use crate::dnssec::keys::KeyIx;
use crate::order::{Gather as _, grouped};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { code: Code::AlgRsaSize, summary: "An RSA key of an unusual size.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let keys = case.proven.table.keys.iter().enumerate().filter(|(_, key)| is_rsa(key.algorithm));
    let unusual = keys.filter_map(|(index, key)| {
        let bits = key_bits(key.algorithm, key.public_key()).filter(|bits| !(2048..=4096).contains(bits))?;
        (!case.owners(index).is_empty()).then_some((bits, index))
    });
    grouped(unusual).into_iter().map(|(bits, keys)| word(case, bits, &keys)).collect()
}

fn word(case: &Case<'_>, bits: u32, keys: &[KeyIx]) -> Finding {
    let owners: BTreeSet<usize> = keys.iter().flat_map(|key| case.owners(*key)).gather();
    let labels = case.labels(owners.iter().copied());
    let verb = if owners.len() == 1 { "signs" } else { "sign" };
    let names: Vec<String> = keys.iter().map(|key| case.role_name(*key)).collect();
    let detail = if bits < 2048 {
        "Keys below 2048 bits are too weak for a key that stays for months; below 1024 some \
            validators refuse them."
    } else {
        "DNSSEC bounds RSA keys at 4096 bits, and BIND refuses larger ones; unbound takes them."
    };
    let title = format!("{labels} {verb} with {bits}-bit RSA: {}", list(&names));
    let refused = case.blamed(RULE.code).find(|(cause, _)| cause.at.is_some_and(|p| owners.contains(&p)));
    let found = match refused.filter(|_| !(512..=4096).contains(&bits)) {
        Some((_, failure)) => {
            case.fails(RULE.code, failure, title).hit(format!("{}.", case.who(failure.who())))
        }
        None => finding(RULE.code, Severity::Warning, title),
    };
    found
        .about(case, owners.iter().copied())
        .detail(detail)
        .shows(keys.iter().filter_map(|key| case.owners(*key).first().map(|p| case.dnskey_line(*p, *key))))
        .step("Roll to RSA 2048 or, better, to algorithm 13 at every provider.")
        .refer(&["RFC 6781 §3.4.2", "RFC 5702 §2"])
}
