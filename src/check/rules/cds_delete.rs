//! # CDS-DELETE: a provider asks the parent to remove every DS
//!
//! ## What
//! CDS `0 0 0 00` or CDNSKEY `0 3 0 AA==` is published.
//!
//! ## Why it breaks
//! A parent that acts on it makes the zone insecure.
//!
//! ## Who is hit
//! After the parent has acted, the zone is not protected.
//!
//! ## Fix
//! Remove the record, or see that it is meant and present at every provider.
//!
//! ## References
//! RFC 8078 §4

use super::Rule;
use super::cds::{as_ds, is_delete};
use super::support::{Case, finding, record_lines};
use crate::check::report::{Finding, Severity};
use crate::dns::Rdata;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: "CDS-DELETE", summary: "A provider asks the parent to remove every DS.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let zone = &case.snapshot().zone;
    let mut findings = Vec::new();
    for (provider, view) in case.providers() {
        let sentinel = |data: &Rdata| match data {
            Rdata::Cdnskey(key) => key.algorithm().to_int() == 0,
            data => as_ds(data).is_some_and(|ds| is_delete(&ds)),
        };
        let sets: Vec<_> = [Rtype::CDS, Rtype::CDNSKEY]
            .into_iter()
            .filter_map(|rtype| view.find(zone, rtype).map(|(_, set)| set))
            .filter(|set| set.data.iter().any(sentinel))
            .collect();
        if sets.is_empty() {
            continue;
        }
        let label = view.label.as_str();
        findings.push(
            finding(RULE.code, Severity::Warning, format!("{label} asks the parent to remove every DS"))
                .about(case, [provider])
                .detail(
                    "A parent that acts on it makes the zone insecure. Parents ignore it while \
                    the servers disagree.",
                )
                .shows(sets.iter().flat_map(|set| record_lines(label, set)))
                .step(format!(
                    "Remove these records at {label}, unless the zone is meant to become \
                    unsigned."
                ))
                .refer(&["RFC 8078 §4"]),
        );
    }
    findings
}
