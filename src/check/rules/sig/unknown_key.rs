//! # SIG-UNKNOWN-KEY: signatures by a key that nobody publishes, beside good ones
//!
//! ## What
//! An RRset carries a signature by a key that is in no DNSKEY RRset, beside one that verifies.
//!
//! ## Why it breaks
//! It does not: validators disregard it. It counts against the limits of some.
//!
//! ## Who is hit
//! Nobody while few.
//!
//! ## Fix
//! Remove stale signatures.
//!
//! ## References
//! RFC 6840 §5.12

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::snapshot::RRset;

pub(super) const RULE: Rule = Rule {
    code: Code::SigUnknownKey,
    summary: "Signatures by a key that nobody publishes, beside good ones.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (provider, view) in case.providers() {
        if case.roles(provider).is_none_or(|roles| roles.unknown.is_empty()) {
            continue;
        }
        let stray = |set: &RRset| {
            set.sigs.iter().position(|sig| {
                !case
                    .proven
                    .table
                    .keys
                    .iter()
                    .any(|key| key.tag == sig.key_tag() && key.algorithm == sig.algorithm().to_int())
            })
        };
        let mut count = 0;
        let mut first = None;
        for (index, set) in view.rrsets.iter().enumerate().filter(|(_, set)| set.sigs.len() > 1) {
            if let Some(at) = stray(set)
                .filter(|_| !crate::check::records::keys::verifying(case, provider, index, set).is_empty())
            {
                count += 1;
                first = first.or(Some((set, at)));
            }
        }
        let Some((set, sig)) = first.and_then(|(set, at)| set.sigs.get(at).map(|sig| (set, sig))) else {
            continue;
        };
        let label = view.label.as_str();
        let name = format!("{}/{}", sig.key_tag(), sig.algorithm().to_int());
        findings.push(
            finding(
                RULE.code,
                Severity::Info,
                format!(
                    "{label} serves signatures by key {name}, \
                which nobody publishes"
                ),
            )
            .about(case, [provider])
            .detail(format!(
                "{count} RRset{} carr{} one beside a good signature. Validators \
                    disregard it; it counts against their limits.",
                if count == 1 { "" } else { "s" },
                if count == 1 { "ies" } else { "y" }
            ))
            .shows([case.sig_line(provider, set, sig, Mark::Tag)])
            .step(step_at(label, "Remove the stale signatures.".into()))
            .refer(&["RFC 6840 §5.12"]),
        );
    }
    findings
}
