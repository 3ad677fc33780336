//! # DS-NONE: the zone is signed, the parent has no DS
//!
//! ## What
//! The parent proves that there is no DS RRset, while a provider publishes DNSKEY records.
//!
//! ## Why it breaks
//! Nothing breaks: every validator treats the zone as unsigned, so that nothing is protected either.
//!
//! ## Who is hit
//! Nobody fails. Whoever can alter answers on the way can do so unseen.
//!
//! ## Fix
//! Publish DS records for each provider's KSK or CSK once no finding on coverage is left.
//!
//! ## References
//! RFC 4035 §2.4, §5.2; RFC 8901 §2.1.1, §2.1.2

use super::Rule;
use super::support::{Case, absent, finding};
use crate::check::report::{Finding, Severity};
use crate::order;
use crate::snapshot::DsSeen;

pub(super) const RULE: Rule =
    Rule { code: "DS-NONE", summary: "The zone is signed, the parent has no DS.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let signed: Vec<usize> = (0..case.size()).filter(|p| !case.proven.table.set(*p).is_empty()).collect();
    if !matches!(case.snapshot().parent.ds, DsSeen::Absent) || signed.is_empty() {
        return Vec::new();
    }
    let anchors: Vec<usize> = signed.iter().flat_map(|p| case.anchors(*p)).collect();
    let mut keys = anchors;
    order::sort(&mut keys);
    keys.dedup();
    let found = finding(RULE.code, Severity::Info, "The zone is signed, but the parent has no DS".into())
        .detail("Validators treat the zone as unsigned: nothing fails, and nothing is protected.")
        .shows([absent(None, format!("no DS for {}", case.zone()))])
        .step("Put right first what the other findings say about keys and signatures: with a DS it counts.")
        .step(case.add_ds(&keys, "Publish these DS records at the parent (registrar).".into()))
        .refer(&["RFC 4035 §2.4", "RFC 4035 §5.2", "RFC 8901 §2.1"]);
    vec![found]
}
