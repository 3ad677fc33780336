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
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: "CDS-DIFFER", summary: "The providers publish different CDS or CDNSKEY.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rtype in [Rtype::CDS, Rtype::CDNSKEY] {
        let known: Vec<usize> = (0..case.size()).filter(|p| asked(case, *p, rtype)).collect();
        let sets: Vec<_> = known.iter().map(|p| keys(case, *p, rtype)).collect();
        if sets.windows(2).all(|pair| pair.first() == pair.last()) {
            continue;
        }
        let each: Vec<String> = known
            .iter()
            .zip(&sets)
            .map(|(p, set)| {
                let names: Vec<String> = set.iter().map(|(tag, number)| format!("{tag}/{number}")).collect();
                let what = if names.is_empty() { "no key".to_string() } else { list(&names) };
                format!("{} names {what}", case.label(*p))
            })
            .collect();
        let lines = known.iter().flat_map(|p| {
            match case.view(*p).and_then(|view| view.find(&case.snapshot().zone, rtype)) {
                Some((_, set)) if !set.data.is_empty() => record_lines(case.label(*p), set),
                _ => vec![absent(Some(case.label(*p)), format!("no {rtype}"))],
            }
        });
        findings.push(
            finding(RULE.code, Severity::Warning, format!("{rtype} differs: {}", list(&each)))
                .about(case, known.iter().copied())
                .detail("A parent that asks every server changes nothing while they differ. One that asks a single server may remove another provider's DS.")
                .shows(lines)
                .step(format!("Publish the same {rtype} RRset at every provider, with every provider's KSK; or none anywhere."))
                .refer(&["RFC 8901 §8", "RFC 9975 §3"]),
        );
    }
    findings
}
