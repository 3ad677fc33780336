//! # KEY-DUP-PUBKEY: one public key is published with several flags
//!
//! ## What
//! A DNSKEY RRset holds the same public key twice, with different flags, protocol or algorithm.
//!
//! ## Why it breaks
//! It does not by itself. They are different keys with different tags; only the one that its owner
//! signs with counts.
//!
//! ## Who is hit
//! Nobody while the right one is there.
//!
//! ## Fix
//! Remove the one that its owner does not publish.
//!
//! ## References
//! RFC 4034 §2.1, Appendix B

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::order::grouped;

pub(super) const RULE: Rule = Rule {
    code: Code::KeyDupPubkey,
    summary: "One public key is published with several flags.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for provider in 0..case.size() {
        let set = case.proven.table.set(provider).iter();
        let keys = set.filter_map(|index| Some((case.key(*index)?.public_key(), *index)));
        for (_, same) in grouped(keys).into_iter().filter(|(_, same)| same.len() > 1) {
            let names: Vec<String> = same.iter().map(|key| case.key_name(*key)).collect();
            let label = case.label(provider);
            let title = format!("{label} publishes one public key as {}", crate::check::words::list(&names));
            findings.push(
                finding(RULE.code, Severity::Warning, title)
                    .about(case, [provider])
                    .detail(
                        "Flags are part of the key: these are different keys with different tags. \
                        Only the one that signs counts.",
                    )
                    .shows(same.iter().map(|key| case.dnskey_line(provider, *key)))
                    .step("Remove the form that its owner does not use.")
                    .refer(&["RFC 4034 §2.1", "RFC 4034 Appendix B"]),
            );
        }
    }
    findings
}
