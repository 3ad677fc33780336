//! # MS-M1-CSK: the shared KSK signs data
//!
//! ## What
//! One KSK signs the DNSKEY RRset of every provider, providers have ZSKs of their own, and the shared
//! KSK signs data at one of them.
//!
//! ## Why it breaks
//! Model 1 keeps the KSK away from the providers. A provider that signs data with it has its private
//! half, or serves data signed elsewhere.
//!
//! ## Who is hit
//! Nobody by it alone.
//!
//! ## Fix
//! Give that provider a ZSK of its own, or go to model 2.
//!
//! ## References
//! RFC 8901 §2.1.1, §7

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::m1_dnskey_differ::shared;

pub(super) const RULE: Rule =
    Rule { code: Code::MsM1Csk, summary: "The shared KSK signs data.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let shared = shared(case);
    let separate = case.proven.roles.iter().any(|roles| roles.data.keys().any(|key| !shared.contains(key)));
    let mut findings = Vec::new();
    for key in shared.iter().filter(|_| separate) {
        let at: Vec<usize> = (0..case.size())
            .filter(|p| case.roles(*p).is_some_and(|roles| roles.data.contains_key(key)))
            .collect();
        if at.is_empty() {
            continue;
        }
        let labels = case.labels(at.iter().copied());
        let verb = if at.len() == 1 { "signs" } else { "sign" };
        findings.push(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{labels} {verb} data with the shared KSK {}", case.key_name(*key)),
            )
            .about(case, at.iter().copied())
            .detail(
                "In model 1 the KSK signs the DNSKEY RRset and nothing else, and each provider signs data \
                    with a ZSK of its own. Combined keys do not fit it.",
            )
            .shows(at.first().map(|p| case.dnskey_line(*p, *key)))
            .step(format!(
                "Give {labels} a ZSK of its own, publish it everywhere, and sign with \
                    it; or go to model 2."
            ))
            .refer(&["RFC 8901 §2.1.1", "RFC 8901 §7"]),
        );
    }
    findings
}
