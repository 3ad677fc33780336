//! # ALG-RSA-EXP: an unusual RSA exponent
//!
//! ## What
//! An RSA key has the exponent 3, an even one, or one above 2^32 + 1.
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

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dnssec::algorithm::{is_rsa, rsa_bits, rsa_parts};
use crate::dnssec::judge::KeyRef;

pub(super) const RULE: Rule =
    Rule { code: Code::AlgRsaExp, summary: "An unusual RSA exponent.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, key) in case
        .proven
        .table
        .keys
        .iter()
        .enumerate()
        .filter(|(_, key)| is_rsa(key.algorithm) && rsa_bits(key.public_key()).is_some())
    {
        let Some((exponent, _)) = rsa_parts(key.public_key()) else { continue };
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, index)).collect();
        let failure = case.blamed(RULE.code).find(|(cause, _)| match cause.key {
            Some(KeyRef { index: Some(blamed), .. }) => blamed == index,
            _ => cause.at.is_some_and(|p| at.contains(&p)),
        });
        let Some(word) = unusual(exponent) else { continue };
        let title = format!("RSA key {} has {word}", case.key_name(index));
        let found = match failure {
            Some((_, failure)) => {
                case.fails(RULE.code, failure, title).hit(format!("{}.", case.who(failure.who())))
            }
            None => finding(RULE.code, Severity::Warning, title),
        };
        let detail = if word == FORGEABLE {
            "Its signatures are the signed data themselves: anybody can make them."
        } else {
            "BIND refuses exponents of more than 35 bits, unbound those of more than 64 bits with a modulus above 3072 bits."
        };
        findings.push(
            found
                .about(case, at.iter().copied())
                .detail(detail)
                .shows(at.first().map(|p| case.dnskey_line(*p, index)))
                .step("Roll to a key with the exponent 65537 or, better, to algorithm 13.")
                .refer(&["RFC 3110 §2"]),
        );
    }
    findings
}

const FORGEABLE: &str = "the exponent 1";

fn unusual(exponent: &[u8]) -> Option<&'static str> {
    let zeros = exponent.iter().take_while(|octet| **octet == 0).count();
    let digits = exponent.get(zeros..)?;
    match digits {
        [1] => Some(FORGEABLE),
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
