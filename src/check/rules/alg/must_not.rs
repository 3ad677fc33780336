//! # ALG-MUST-NOT: an algorithm that must not be used
//!
//! ## What
//! Algorithm 1, 3, 6 or 12 in a DNSKEY or DS record, or DS digest type 3.
//!
//! ## Why it breaks
//! Validators ignore such records. If nothing else is there, the zone is insecure, not protected.
//!
//! ## Who is hit
//! Where it makes mixes fail, another finding says so.
//!
//! ## Fix
//! Roll to algorithm 13.
//!
//! ## References
//! RFC 9904; RFC 9906 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::parent_ds;
use crate::check::report::{Finding, Severity};
use crate::dnssec::algorithm::odd_status;
use crate::order::Gather as _;
use std::collections::BTreeSet;

const MUST_NOT: [u8; 4] = [1, 3, 6, 12];

pub(super) const RULE: Rule =
    Rule { code: Code::AlgMustNot, summary: "An algorithm that must not be used.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let keys = case.proven.table.keys.iter().map(|key| key.algorithm);
    let odd = keys.chain(parent_ds(case).map(|found| found.algorithm().to_int()));
    let numbers: BTreeSet<u8> =
        odd.filter(|number| MUST_NOT.contains(number) || odd_status(*number).is_some()).gather();
    for number in numbers {
        let status = odd_status(number);
        let keys: Vec<usize> = (0..case.proven.table.keys.len())
            .filter(|index| case.key(*index).is_some_and(|key| key.algorithm == number))
            .collect();
        let ds: Vec<_> = parent_ds(case).filter(|found| found.algorithm().to_int() == number).collect();
        if keys.is_empty() && ds.is_empty() {
            continue;
        }
        let at: Vec<usize> = (0..case.size())
            .filter(|p| keys.iter().any(|key| case.proven.table.publishes(*p, *key)))
            .collect();
        findings.push(
            finding(
                RULE.code,
                Severity::Warning,
                match status {
                    Some(status) => format!("Algorithm {} {status}", algorithm_name(number)),
                    None => format!("{} must not be used", algorithm_name(number)),
                },
            )
            .about(case, at.iter().copied())
            .detail("Validators ignore keys and DS records with this algorithm.")
            .shows(at.first().into_iter().flat_map(|p| {
                let shown = keys.iter().filter(|key| case.proven.table.publishes(*p, **key));
                shown.map(|key| case.dnskey_line(*p, *key)).collect::<Vec<_>>()
            }))
            .shows(ds.iter().map(|found| case.ds_line(found, Some(found.key_tag().to_string()))))
            .step("Roll to algorithm 13 (ECDSAP256SHA256) at every provider.")
            .refer(&["RFC 9904", "RFC 9906 §2"]),
        );
    }
    let gost: Vec<_> = parent_ds(case).filter(|found| found.digest_type().to_int() == 3).collect();
    if !gost.is_empty() {
        findings.push(
            finding(RULE.code, Severity::Warning, "DS digest type 3 (GOST) must not be used".into())
                .detail("Validators ignore the record.")
                .shows(gost.iter().map(|found| case.ds_line(found, Some("3".into()))))
                .step("Publish digest type 2 for the same key, and remove this DS.")
                .refer(&["RFC 9904", "RFC 9906 §2"]),
        );
    }
    findings
}
