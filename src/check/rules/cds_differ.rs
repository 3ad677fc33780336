//! # CDS-DIFFER: the providers publish different CDS or CDNSKEY
//!
//! ## What
//! The keys that CDS and CDNSKEY refer to differ between providers that have them.
//!
//! ## Why it breaks
//! A parent that asks every server changes nothing then; one that asks a single server may drop a
//! provider's DS.
//!
//! ## Who is hit
//! Nobody now. Automation of the DS stops, or does damage.
//!
//! ## Fix
//! The same CDS and CDNSKEY at every provider.
//!
//! ## References
//! RFC 8901 §8; RFC 9975 §3

use super::Rule;
use super::cds::{CHILD_DS, Removal, have, keys, mismatch, published, removal};
use super::support::{Case, finding, record_lines};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use domain::base::Rtype;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { code: "CDS-DIFFER", summary: "The providers publish different CDS or CDNSKEY.", find };

/// The providers that have this type do not refer to the same keys, each being right in itself.
pub(super) fn differ(case: &Case<'_>, rtype: Rtype) -> bool {
    let (with, _) = have(case, rtype);
    let sets: Vec<_> = with
        .into_iter()
        .filter(|p| !mismatch(case, *p) && removal(case, *p) == Removal::No)
        .map(|p| keys(case, p, rtype))
        .collect();
    sets.windows(2).any(|pair| pair.first() != pair.last())
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut differing: Vec<Rtype> = Vec::new();
    let mut each: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    let mut about: Vec<usize> = Vec::new();
    for rtype in CHILD_DS {
        if !differ(case, rtype) {
            continue;
        }
        let (with, _) = have(case, rtype);
        differing.push(rtype);
        if differing.len() == 1 {
            each = with.iter().map(|p| names(case.label(*p), &keys(case, *p, rtype))).collect();
            let sets = with.iter().filter_map(|p| published(case, *p, rtype).map(|set| (*p, set)));
            lines = sets.flat_map(|(p, set)| record_lines(case.label(p), set)).collect();
        }
        about.extend(with);
    }
    if differing.is_empty() {
        return Vec::new();
    }
    let types = list(&differing.iter().map(Rtype::to_string).collect::<Vec<_>>());
    let verb = if differing.len() == 1 { "differs" } else { "differ" };
    let found = finding(RULE.code, Severity::Warning, format!("{types} {verb}: {}", list(&each)))
        .about(case, about)
        .detail(
            "A parent that asks every server changes nothing while they differ. One that asks a \
            single server may remove another provider’s DS.",
        )
        .shows(lines)
        .step(format!(
            "Publish the same {types} at every provider, with every provider’s KSK; or none \
            anywhere."
        ))
        .refer(&["RFC 8901 §8", "RFC 9975 §3"]);
    vec![found]
}

fn names(label: &str, set: &BTreeSet<(u16, u8)>) -> String {
    let keys: Vec<String> = set.iter().map(|(tag, number)| format!("{tag}/{number}")).collect();
    format!("{label} names {}", list(&keys))
}
