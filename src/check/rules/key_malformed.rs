//! # KEY-MALFORMED: the public key has a wrong length
//!
//! ## What
//! A public key has not the length that its algorithm asks for, or is no RSA key at all.
//!
//! ## Why it breaks
//! No signature verifies with it. It was cut or altered on import.
//!
//! ## Who is hit
//! Whoever needs the key; where it matters, coverage findings say so.
//!
//! ## Fix
//! Import it again from the provider's API, not from a wrapped line of a terminal.
//!
//! ## References
//! RFC 6605 §4; RFC 8080 §3; RFC 3110 §2

use super::Rule;
use super::support::{Case, algorithm_name, finding};
use crate::check::report::{Finding, Severity};
use crate::dnssec::algorithm::{VERIFIABLE, key_bits};

pub(super) const RULE: Rule =
    Rule { code: "KEY-MALFORMED", summary: "A public key has a wrong length.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    if case.blames("MS-KEY-MISTYPED") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, key) in case.proven.table.keys.iter().enumerate() {
        let bits = key_bits(key.algorithm, key.public_key());
        if !VERIFIABLE.contains(&key.algorithm) || bits.is_some_and(|bits| bits >= 512 || key.algorithm > 10)
        {
            continue;
        }
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, index)).collect();
        let Some(first) = at.first() else { continue };
        let title = format!("Key {} is no {} key", case.key_name(index), algorithm_name(key.algorithm));
        findings.push(
            finding(RULE.code, Severity::Warning, title)
                .about(case, at.iter().copied())
                .detail(format!(
                    "Its public key has {} octets: it was cut or altered. No signature verifies with it.",
                    key.public_key().len()
                ))
                .shows([case.dnskey_line(*first, index)])
                .step("Replace it by the owner’s record, taken from its API or console.")
                .refer(&["RFC 6605 §4", "RFC 8080 §3", "RFC 3110 §2"]),
        );
    }
    findings
}
