//! # DS-TO-ZSK: a DS points to a key without the SEP flag
//!
//! ## What
//! A DS matches a key with flags 256, and that key signs the DNSKEY RRset.
//!
//! ## Why it breaks
//! It does not: the flag is a hint. Tools that look for 257 miss the key.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! None needed.
//!
//! ## References
//! RFC 4034 §2.1.1; RFC 6840 §6.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::matching_ds;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::DsToZsk,
    summary: "A DS points to a key without the SEP flag.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut said: Vec<usize> = Vec::new();
    let mut findings = Vec::new();
    for provider in 0..case.size() {
        for (found, key) in matching_ds(case, provider) {
            let plain = case.key(key).is_some_and(|k| k.is_zone_key() && !k.is_sep());
            let signs = case.roles(provider).is_some_and(|roles| roles.dnskey.contains(&key));
            if !plain || !signs || said.contains(&key) {
                continue;
            }
            said.push(key);
            let title = format!("The DS points to {}, which has no SEP flag", case.key_name(key));
            findings.push(
                finding(RULE.code, Severity::Info, title)
                    .about(case, [provider])
                    .detail(
                        "That is legal: the flag is a hint to people and tools, and validators do \
                        not look at it.",
                    )
                    .shows([
                        case.ds_line(found, Some(found.key_tag().to_string())),
                        case.dnskey_line(provider, key),
                    ])
                    .step("Nothing has to be done. At the next roll, give the new key flags 257.")
                    .refer(&["RFC 4034 §2.1.1", "RFC 6840 §6.2"]),
            );
        }
    }
    findings
}
