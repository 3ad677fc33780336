//! # MS-STALE-FOREIGN: a key of an old roll, or of nobody here, is still published
//!
//! ## What
//! A provider publishes a key that signs nothing and that its owner no longer publishes, while it
//! lacks the key that is in use.
//!
//! ## Why it breaks
//! The key is trusted all the same: whoever holds its private half can sign any name of the zone.
//!
//! ## Who is hit
//! Nobody by it alone.
//!
//! ## Fix
//! Remove it after the largest TTL of the zone.
//!
//! ## References
//! RFC 8901 §12; RFC 6840 §6.2; RFC 6781 §4.2.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::idle::{holds_wrong_keys, idle, missing_at};

pub(super) const RULE: Rule = Rule {
    code: Code::MsStaleForeign,
    summary: "A key of an old roll, or of nobody here, is still published.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for key in idle(case).filter(|key| !missing_at(case, *key).is_empty()) {
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, key)).collect();
        if at.is_empty() || !at.iter().all(|p| holds_wrong_keys(case, *p)) {
            continue;
        }
        let labels = case.labels(at.iter().copied());
        let verb = if at.len() == 1 { "publishes" } else { "publish" };
        let title = format!("{labels} {verb} key {}, which nobody signs with", case.key_name(key));
        let found = finding(RULE.code, Severity::Warning, title)
            .about(case, at.iter().copied())
            .detail(
                "It looks like the key of an old roll or of a former provider. It is still \
                    trusted: it may sign any name of the zone.",
            )
            .shows(at.first().map(|p| case.dnskey_line(*p, key)))
            .refer(&["RFC 8901 §12", "RFC 6781 §4.2.2"]);
        let text =
            "When the keys in use are published, and the largest TTL of the zone has passed: remove it.";
        findings.push(at.iter().fold(found, |found, p| found.step(case.remove_key(*p, key, text.into()))));
    }
    findings
}
