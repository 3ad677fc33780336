//! # ALG-SHA1: signatures with SHA-1
//!
//! ## What
//! A key of algorithm 5 or 7 signs.
//!
//! ## Why it breaks
//! RSASHA1 must not be used for signing. Systems that switch SHA-1 off treat the zone as insecure, or
//! as bogus beside another algorithm.
//!
//! ## Who is hit
//! Users of such systems lose the protection.
//!
//! ## Fix
//! Roll to algorithm 13.
//!
//! ## References
//! RFC 9905 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::alg::not_recommended::used;

pub(super) const RULE: Rule =
    Rule { code: Code::AlgSha1, summary: "A key signs with SHA-1.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |number: u8| {
        let (at, keys) = used(case, number)?;
        let labels = case.labels(at.iter().copied());
        let verb = if at.len() == 1 { "signs" } else { "sign" };
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{labels} {verb} with {}, which uses SHA-1", algorithm_name(number)),
            )
            .about(case, at.iter().copied())
            .detail(
                "SHA-1 must not be used for signing. Validators on systems that switch it off \
                    treat the zone as unsigned.",
            )
            .shows(at.first().zip(keys.first()).map(|(p, key)| case.dnskey_line(*p, *key)))
            .step("Roll to algorithm 13 (ECDSAP256SHA256) at every provider.")
            .refer(&["RFC 9905 §2"]),
        )
    };
    [5, 7].into_iter().filter_map(say).collect()
}
