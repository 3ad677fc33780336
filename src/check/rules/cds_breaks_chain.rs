//! # CDS-BREAKS-CHAIN: the CDS would make the zone bogus
//!
//! ## What
//! If the parent took a provider's CDS RRset as the new DS RRset, no DS would match a key that signs
//! any provider's DNSKEY RRset.
//!
//! ## Why it breaks
//! A careful parent refuses such a change; another makes it, and the zone fails everywhere.
//!
//! ## Who is hit
//! After the parent has acted: every validator, for every name.
//!
//! ## Fix
//! CDS for the keys that sign the DNSKEY RRsets.
//!
//! ## References
//! RFC 7344 §4.1

use super::Rule;
use super::cds::{loses_all, lost, published};
use super::support::{Case, finding, record_lines, step_at};
use crate::check::report::{Finding, FixStep, Severity};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: "CDS-BREAKS-CHAIN", summary: "The CDS would make the zone bogus.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let breaking: Vec<usize> = (0..case.size()).filter(|p| loses_all(case, &lost(case, *p))).collect();
    let say = |provider: &usize| {
        let set = published(case, *provider, Rtype::CDS)?;
        let label = case.label(*provider);
        let anchors = (0..case.size()).filter(|p| case.trusted(*p)).flat_map(|p| case.anchors(p));
        let records = anchors.filter_map(|key| case.ds_record(key));
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{label}’s CDS would leave the zone without a usable DS"),
            )
            .about(case, [*provider])
            .detail(
                "If the parent acts on it, no DS matches a key that signs a DNSKEY RRset: every \
                     validator fails. A careful parent refuses.",
            )
            .shows(record_lines(label, set))
            .step(FixStep {
                records: records.map(|record| record.replacen(" IN DS ", " IN CDS ", 1)).collect(),
                ..step_at(label, "Publish these CDS instead, and the CDNSKEY of the same keys.".into())
            })
            .refer(&["RFC 7344 §4.1"]),
        )
    };
    breaking.iter().filter_map(say).collect()
}
