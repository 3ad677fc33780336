//! # DS-TTL-VS-NS: DS and delegation have different TTLs
//!
//! ## What
//! The TTL of the DS RRset is not that of the parent's NS RRset.
//!
//! ## Why it breaks
//! It does not; the two should match. Plans have to reckon with both.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! None: it is the parent's choice.
//!
//! ## References
//! RFC 4035 §2.4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::snapshot::RRset;

pub(super) const RULE: Rule =
    Rule { code: Code::DsTtlVsNs, summary: "DS and delegation have different TTLs.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let ds = case.ds_set().filter(|set| set.ttl_stated).map(RRset::longest_ttl);
    let ds = ds.filter(|_| !case.snapshot().parent.is_ds_ttl_guessed());
    let (Some(ds), Some(ns)) = (ds, case.snapshot().parent.true_ns_ttl()) else { return Vec::new() };
    if ds == ns {
        return Vec::new();
    }
    let found = finding(RULE.code, Severity::Info, format!("The DS TTL is {ds} s, the delegation’s {ns} s"))
        .detail("The two should match. What has to wait for one of them may not use the other.")
        .shows(case.ds_lines().into_iter().take(1))
        .step("Nothing can be done: it is the parent’s choice.")
        .refer(&["RFC 4035 §2.4"]);
    vec![found]
}
