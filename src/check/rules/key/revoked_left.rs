//! # KEY-REVOKED-LEFT: a revoked key is still published
//!
//! ## What
//! A DNSKEY with the REVOKE flag is published and signs no data.
//!
//! ## Why it breaks
//! It does not. It only helps those who configured the key as a trust anchor.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Remove it when the removal time of RFC 5011, 30 days, is over.
//!
//! ## References
//! RFC 5011 §2.1, §2.4.2; RFC 7583 §3.3.4.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: Code::KeyRevokedLeft, summary: "A revoked key is still published.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, key) in case.proven.table.keys.iter().enumerate() {
        if !key.is_revoked() || case.signs_data(index) || case.blames(Code::DsRevoked) {
            continue;
        }
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, index)).collect();
        let Some(first) = at.first() else { continue };
        let title = format!(
            "{} still publishes the revoked key {}",
            case.labels(at.iter().copied()),
            case.key_name(index)
        );
        findings.push(
            finding(RULE.code, Severity::Info, title)
                .about(case, at.iter().copied())
                .detail(
                    "It signs no data and does no harm. It only tells those who configured it as \
                    a trust anchor.",
                )
                .shows([case.dnskey_line(*first, index)])
                .step("Remove it 30 days after it was revoked.")
                .refer(&["RFC 5011 §2.4.2", "RFC 7583 §3.3.4.2"]),
        );
    }
    findings
}
