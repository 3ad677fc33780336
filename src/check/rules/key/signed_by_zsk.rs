//! # KEY-SIGNED-BY-ZSK: a ZSK signs the DNSKEY RRset as well
//!
//! ## What
//! A key without DS that signs data also signs the DNSKEY RRset, beside a key with a DS.
//!
//! ## Why it breaks
//! It does not. The signature is redundant.
//!
//! ## Who is hit
//! Nobody; it costs octets.
//!
//! ## Fix
//! None needed.
//!
//! ## References
//! RFC 6840 §6.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::matching_ds;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::KeySignedByZsk,
    summary: "A ZSK signs the DNSKEY RRset as well.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for provider in (0..case.size()).filter(|p| case.trusted(*p) && case.ds_set().is_some()) {
        let Some(roles) = case.roles(provider) else { continue };
        let anchored: Vec<usize> = matching_ds(case, provider).map(|(_, key)| key).collect();
        for key in roles.dnskey.iter().filter(|key| roles.data.contains_key(key) && !anchored.contains(key)) {
            let label = case.label(provider);
            let title = format!("{label}’s ZSK {} signs the DNSKEY RRset as well", case.key_name(*key));
            findings.push(
                finding(RULE.code, Severity::Info, title)
                    .about(case, [provider])
                    .detail("No DS points to it, so this signature is redundant and costs octets only.")
                    .shows([case.dnskey_line(provider, *key)])
                    .step("Nothing has to be done.")
                    .refer(&["RFC 6840 §6.2"]),
            );
        }
    }
    findings
}
