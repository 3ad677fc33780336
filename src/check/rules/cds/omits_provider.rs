//! # CDS-OMITS-PROVIDER: a provider's CDS would leave another without DS
//!
//! ## What
//! If the parent made the new DS RRset from a provider's CDS or CDNSKEY RRset, another provider's DNSKEY RRset
//! would not be covered any more.
//!
//! ## Why it breaks
//! Some providers publish CDS for their own key only. A parent that acts on it removes the others'.
//!
//! ## Who is hit
//! After the parent has acted: every validator that gets its keys from the provider left out. When a
//! provider is leaving, that is what is wanted.
//!
//! ## Fix
//! Publish every provider's CDS at each, or switch CDS off everywhere.
//!
//! ## References
//! RFC 8901 §8; RFC 7344 §4.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::asks::Asks;
use crate::check::records::cds::{loses_all, lost, types};
use crate::check::report::{ActionKind, Finding, FixStep, Severity};
use crate::order;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsOmitsProvider,
    summary: "A provider’s CDS would leave another without DS.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (provider, view) in case.providers() {
        let some = |asks: &&Asks<'_>| {
            let lost = lost(case, asks);
            !lost.is_empty() && !loses_all(case, &lost)
        };
        let short: Vec<&Asks<'_>> = case.asks(provider).filter(some).collect();
        let lost = order::distinct(short.iter().flat_map(|asks| lost(case, asks)));
        if lost.is_empty() {
            continue;
        }
        let (label, others) = (view.label.as_str(), case.labels(lost.iter().copied()));
        let types = types(&short);
        let verb = if types.contains(' ') { "leave" } else { "leaves" };
        findings.push(
            finding(RULE.code, Severity::Warning, format!("{label}’s {types} {verb} out {others}"))
                .about(case, [provider].into_iter().chain(lost.iter().copied()))
                .detail(format!(
                    "If the parent acts on it, no DS matches a key that signs {others}’s \
                    DNSKEY RRset. When {others} is leaving, that is what is wanted."
                ))
                .shows(short.iter().flat_map(|asks| case.record_lines(Some(label), asks.set, MOST_OF_ONE)))
                .step(add_cds(case, label, &lost))
                .step("Or switch CDS off at every provider, and keep the DS by hand.")
                .refer(&["RFC 8901 §8", "RFC 7344 §4.1"]),
        );
    }
    findings
}

pub(crate) fn add_cds(case: &Case<'_>, label: &str, lost: &[usize]) -> FixStep {
    let others = case.labels(lost.iter().copied());
    let records = lost.iter().flat_map(|p| case.anchors(*p)).filter_map(|key| case.ds_record(key));
    FixStep {
        records: records.map(|record| record.replacen(" IN DS ", " IN CDS ", 1)).collect(),
        action: case.action(ActionKind::AddCds, label),
        ..step_at(label, format!("Add the CDS of {others}’s KSK, and its CDNSKEY."))
    }
}
