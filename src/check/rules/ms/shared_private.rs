//! # MS-SHARED-PRIVATE: two providers sign with the same key
//!
//! ## What
//! The same key signs data at two providers.
//!
//! ## Why it breaks
//! It does not. It is one signer with secondaries, or a private key that was copied.
//!
//! ## Who is hit
//! Nobody. A roll has to happen at both at once.
//!
//! ## Fix
//! None needed; own keys per provider are easier to change.
//!
//! ## References
//! RFC 8901 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dnssec::keys::KeyIx;
use crate::order;

pub(super) const RULE: Rule = Rule {
    code: Code::MsSharedPrivate,
    summary: "Two providers sign with the same key.",
    find: Find::All(find),
};

/// Providers at which the key signs data.
pub(crate) fn signers(case: &Case<'_>, key: KeyIx) -> Vec<usize> {
    (0..case.size()).filter(|p| case.roles(*p).is_some_and(|roles| roles.data.contains_key(&key))).collect()
}

/// The provider signs with a key that nobody else signs with.
pub(crate) fn has_own(case: &Case<'_>, provider: usize) -> bool {
    case.roles(provider).is_some_and(|roles| roles.data.keys().any(|key| signers(case, *key).len() == 1))
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for key in 0..case.proven.table.keys.len() {
        let at = signers(case, key);
        // Servers of one provider that were set apart sign with the same keys as a matter of course. Beside an own key it
        // is copied data: SIG-FOREIGN.
        let groups = order::distinct(at.iter().filter_map(|p| case.view(*p)).map(|view| view.group.as_str()));
        if groups.len() < 2 || at.iter().any(|p| has_own(case, *p)) {
            continue;
        }
        let labels = case.labels(at.iter().copied());
        findings.push(
            finding(
                RULE.code,
                Severity::Info,
                format!("{labels} sign with the same key {}", case.key_name(key)),
            )
            .about(case, at.iter().copied())
            .detail(
                "One of them transfers the signed zone to the others, or the private key was \
                    copied. A roll has to happen at all of them at once.",
            )
            .shows(at.first().map(|p| case.dnskey_line(*p, key)))
            .step("Nothing has to be done.")
            .refer(&["RFC 8901 §2"]),
        );
    }
    findings
}
