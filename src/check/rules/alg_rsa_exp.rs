//! # ALG-RSA-EXP: an unusual RSA exponent
//!
//! ## What
//! An RSA key that signs has the exponent 3, an even one, or one above 2^32 + 1.
//!
//! ## Why it breaks
//! Some validators refuse such keys.
//!
//! ## Who is hit
//! Nobody that was measured.
//!
//! ## Fix
//! 65537.
//!
//! ## References
//! RFC 3110 §2

use super::Rule;
use super::support::{Case, finding};
use crate::check::report::{Finding, Severity};
use crate::dnssec::algorithm::rsa_parts;

pub(super) const RULE: Rule = Rule { code: "ALG-RSA-EXP", summary: "An unusual RSA exponent.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, key) in case.proven.table.keys.iter().enumerate().filter(|(_, key)| key.algorithm <= 10) {
        let Some((exponent, _)) = rsa_parts(key.public_key()) else { continue };
        let owners = case.owners(index);
        let Some(word) = unusual(exponent).filter(|_| !owners.is_empty()) else { continue };
        findings.push(
            finding(RULE.code, Severity::Warning, format!("RSA key {} has {word}", case.key_name(index)))
                .about(case, owners.iter().copied())
                .detail("Some validators refuse such keys.")
                .shows(owners.first().map(|p| case.dnskey_line(*p, index)))
                .step("Roll to a key with the exponent 65537 or, better, to algorithm 13.")
                .refer(&["RFC 3110 §2"]),
        );
    }
    findings
}

fn unusual(exponent: &[u8]) -> Option<&'static str> {
    let zeros = exponent.iter().take_while(|octet| **octet == 0).count();
    let digits = exponent.get(zeros..)?;
    match digits {
        [3] => Some("the exponent 3"),
        [.., last] if last % 2 == 0 => Some("an even exponent"),
        [first, rest @ ..]
            if rest.len() > 4 || (rest.len() == 4 && (*first > 1 || *rest > [0, 0, 0, 1][..])) =>
        {
            Some("an exponent above 2^32 + 1")
        }
        _ => None,
    }
}
