//! # KEY-MALFORMED: the public key has a wrong length
//!
//! ## What
//! A public key has not the length that its algorithm asks for, is no point of its curve, or is no RSA key at all.
//!
//! ## Why it breaks
//! No signature verifies with it. It was cut or altered on import.
//!
//! ## Who is hit
//! Whoever needs the key; where it matters, coverage findings say so. BIND, when it is the first key in canonical order: it
//! then validates nothing with the keys behind it.
//!
//! ## Fix
//! Import it again from the provider's API, not from a wrapped line of a terminal.
//!
//! ## References
//! RFC 6605 §4; RFC 8080 §3; RFC 3110 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dnssec::algorithm::{VERIFIABLE, is_rsa, key_bits};
use crate::dnssec::keys::KeyIx;
use crate::dnssec::proofs::Checked;

pub(super) const RULE: Rule = Rule {
    code: Code::KeyMalformed,
    summary: "A public key is none: its length is wrong, or it is no point of its curve.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    if case.blames(Code::MsKeyMistyped) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, key) in case.proven.table.keys.iter().enumerate() {
        let known = VERIFIABLE.contains(&key.algorithm);
        let bits =
            key_bits(key.algorithm, key.public_key()).filter(|bits| *bits >= 512 || !is_rsa(key.algorithm));
        let no_point = || {
            let check = case.proven.checks.of_key(index);
            check.is_some_and(|check| case.proven.proofs.answer(check) == Checked::NoKey)
        };
        if !known || bits.is_some() && !no_point() {
            continue;
        }
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, index)).collect();
        let Some(first) = at.first() else { continue };
        let name = case.key_name(index);
        let title = format!("Key {name} is no {} key", algorithm_name(key.algorithm));
        let octets = key.public_key().len();
        let what = match (whole(case, index), bits) {
            (Some(whole), _) => format!(
                "It is the first {octets} octets of {}: the rest is missing.",
                owned_name(case, &at, whole)
            ),
            (None, None) => format!("Its public key has {octets} octets: it was cut or altered."),
            (None, Some(_)) => "Its public key is no point of the curve: it was altered.".into(),
        };
        let failure = case.blamed(RULE.code).find(|(cause, _)| cause.at.is_some_and(|p| at.contains(&p)));
        let found = match failure {
            Some((_, failure)) => case
                .fails(RULE.code, failure, title)
                .hit(format!(
                    "{} with the DNSKEY RRset of {}.",
                    case.who(failure.who()),
                    case.labels(at.iter().copied())
                ))
                .detail(format!(
                    "{what} No signature verifies with it, and a validator that comes to it first (BIND) validates \
                     nothing with the keys behind it."
                )),
            None => finding(RULE.code, Severity::Warning, title)
                .detail(format!("{what} No signature verifies with it.")),
        };
        findings.push(
            found
                .about(case, at.iter().copied())
                .shows([case.dnskey_line(*first, index)])
                .shows(whole(case, index).into_iter().filter_map(|whole| {
                    let home = (0..case.size()).find(|p| case.proven.table.publishes(*p, whole))?;
                    Some(case.dnskey_line(home, whole))
                }))
                .step("Replace it by the owner’s record, taken from its API or console.")
                .refer(&["RFC 6605 §4", "RFC 8080 §3", "RFC 3110 §2"]),
        );
    }
    findings
}

/// The key whose beginning this one is.
fn whole(case: &Case<'_>, cut: KeyIx) -> Option<KeyIx> {
    const ENOUGH: usize = 16;
    let key = case.key(cut).filter(|key| key.public_key().len() >= ENOUGH)?;
    case.proven.table.keys.iter().position(|other| {
        other.algorithm == key.algorithm
            && other.public_key().len() > key.public_key().len()
            && other.public_key().starts_with(key.public_key())
    })
}

/// `A’s own ZSK 7134/13`.
fn owned_name(case: &Case<'_>, at: &[usize], key: KeyIx) -> String {
    let owners = case.owners(key);
    let name = case.role_name(key);
    match owners.as_slice() {
        [] => name,
        owners => {
            let own = if owners.iter().any(|owner| at.contains(owner)) { "own " } else { "" };
            format!("{}’s {own}{name}", case.labels(owners.iter().copied()))
        }
    }
}
