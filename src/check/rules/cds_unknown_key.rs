//! # CDS-UNKNOWN-KEY: CDS or CDNSKEY of a key that nobody publishes
//!
//! ## What
//! A CDS or CDNSKEY record refers to a key that is in no provider's DNSKEY RRset.
//!
//! ## Why it breaks
//! It is allowed, for stand-by keys. Often it is what is left of an old key, and the parent would
//! publish a DS for it.
//!
//! ## Who is hit
//! Nobody. Whoever holds that key could vouch for the zone then.
//!
//! ## Fix
//! Remove it, if it is no stand-by key.
//!
//! ## References
//! RFC 8078 §3.1; RFC 7344 §4.1

use super::Rule;
use super::cds::{CHILD_DS, keys, loses_all, lost, published};
use super::support::{Case, finding, record_lines, step_at};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { code: "CDS-UNKNOWN-KEY", summary: "CDS or CDNSKEY of a key that nobody publishes.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let known: BTreeSet<(u16, u8)> =
        case.proven.table.keys.iter().map(|key| (key.tag, key.algorithm)).collect();
    // What was not seen may be there.
    if (0..case.size()).any(|p| case.dnskey(p).is_none()) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (provider, view) in case.providers().filter(|(p, _)| !loses_all(case, &lost(case, *p))) {
        let wanted: BTreeSet<(u16, u8)> = CHILD_DS.iter().flat_map(|t| keys(case, provider, *t)).collect();
        let strange: Vec<String> = wanted
            .difference(&known)
            .filter(|(_, algorithm)| *algorithm != 0)
            .map(|(tag, algorithm)| format!("{tag}/{algorithm}"))
            .collect();
        if strange.is_empty() {
            continue;
        }
        let label = view.label.as_str();
        let sets = CHILD_DS.iter().filter_map(|rtype| published(case, provider, *rtype));
        findings.push(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{label}’s CDS or CDNSKEY name {}, which nobody publishes", list(&strange)),
            )
            .about(case, [provider])
            .detail("A stand-by key may look so. Else the parent would vouch for a key that is gone.")
            .shows(sets.flat_map(|set| record_lines(label, set)).take(5))
            .step(step_at(label, "Remove these records, if it is no stand-by key.".into()))
            .refer(&["RFC 8078 §3.1", "RFC 7344 §4.1"]),
        );
    }
    findings
}
