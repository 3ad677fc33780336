//! # CDS-DONE: CDS and DS are in step
//!
//! ## What
//! Every provider publishes the same CDS RRset, and it is what the parent has.
//!
//! ## Why it breaks
//! It does not.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! None needed: the CDS may stay or go.
//!
//! ## References
//! RFC 7344 §5

use super::Rule;
use super::cds_pending::changes;
use super::support::{Case, finding};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule { code: "CDS-DONE", summary: "CDS and DS are in step.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    if !changes(case).is_some_and(|(add, remove)| add.is_empty() && remove.is_empty()) {
        return Vec::new();
    }
    let found = finding(RULE.code, Severity::Info, "The DS RRset is what every CDS asks for".into())
        .about(case, 0..case.size())
        .detail("Nothing is pending at the parent. The CDS may stay or go.")
        .step("Nothing needs to be done.")
        .refer(&["RFC 7344 §5"]);
    vec![found]
}
