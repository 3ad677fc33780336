//! # CDS-DIFFER: the providers publish different CDS or CDNSKEY
//!
//! ## What
//! The keys that CDS and CDNSKEY refer to differ between providers; having none counts as well.
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
use super::cds::{asked, keys};
use super::support::{Case, absent, finding, record_lines};
use crate::check::report::{EvidenceLine, Finding, Severity};
use crate::check::words::list;
use domain::base::Rtype;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { code: "CDS-DIFFER", summary: "The providers publish different CDS or CDNSKEY.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut differing: Vec<Rtype> = Vec::new();
    let mut each: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    let mut about: Vec<usize> = Vec::new();
    for rtype in [Rtype::CDS, Rtype::CDNSKEY] {
        let known: Vec<usize> = (0..case.size()).filter(|p| asked(case, *p, rtype)).collect();
        let sets: Vec<_> = known.iter().map(|p| keys(case, *p, rtype)).collect();
        if sets.windows(2).all(|pair| pair.first() == pair.last()) {
            continue;
        }
        differing.push(rtype);
        if differing.len() == 1 {
            each = known.iter().zip(&sets).map(|(p, set)| names(case.label(*p), set)).collect();
            lines = known.iter().flat_map(|p| published(case, *p, rtype)).collect();
        }
        about.extend(known);
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
    let what = if keys.is_empty() { "no key".to_string() } else { list(&keys) };
    format!("{label} names {what}")
}

fn published(case: &Case<'_>, provider: usize, rtype: Rtype) -> Vec<EvidenceLine> {
    let label = case.label(provider);
    match case.view(provider).and_then(|view| view.find(&case.snapshot().zone, rtype)) {
        Some((_, set)) if !set.data.is_empty() => record_lines(label, set),
        _ => vec![absent(Some(label), format!("no {rtype}"))],
    }
}
