//! # CDS-BREAKS-CHAIN: the CDS would make the zone bogus
//!
//! ## What
//! If the parent made the new DS RRset from a provider's CDS or CDNSKEY RRset, no DS would match a key that signs
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

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::asks::{Asks, Referred};
use crate::check::records::cds::{loses_all, lost, types};
use crate::check::report::{Finding, FixStep, Severity};
use crate::check::words::list;
use crate::order;

pub(super) const RULE: Rule =
    Rule { code: Code::CdsBreaksChain, summary: "The CDS would make the zone bogus.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let breaks = |asks: &&Asks<'_>| loses_all(case, &lost(case, asks));
    let say = |provider: usize| {
        let breaking: Vec<&Asks<'_>> = case.asks(provider).filter(breaks).collect();
        if breaking.is_empty() {
            return None;
        }
        let label = case.label(provider);
        let anchors = (0..case.size()).filter(|p| case.trusted(*p)).flat_map(|p| case.anchors(p));
        let records = anchors.filter_map(|key| case.ds_record(key));
        let wrong = breaking.iter().flat_map(|asks| asks.wrong_digests());
        let wrong = order::distinct(wrong.map(Referred::name));
        let digest = match wrong.as_slice() {
            [] => String::new(),
            names => format!(" The digest in the CDS of {} is not that key’s.", list(names)),
        };
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{label}’s {} would leave the zone without a usable DS", types(&breaking)),
            )
            .about(case, [provider])
            .detail(format!(
                "If the parent acts on it, no DS matches a key that signs a DNSKEY RRset: every validator fails. A careful \
                 parent refuses.{digest}"
            ))
            .shows(breaking.iter().flat_map(|asks| case.record_lines(Some(label), asks.set, MOST_OF_ONE)))
            .step(FixStep {
                records: records.map(|record| record.replacen(" IN DS ", " IN CDS ", 1)).collect(),
                ..step_at(label, "Publish these CDS instead, and the CDNSKEY of the same keys.".into())
            })
            .refer(&["RFC 7344 §4.1"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
