//! # SIZE-DS: the DS answer is large
//!
//! ## What
//! The response with the DS RRset and its signatures has more than 1232 octets.
//!
//! ## Why it breaks
//! It does not, as long as TCP works at the parent. Referrals carry the same records.
//!
//! ## Who is hit
//! Resolvers for which TCP is blocked.
//!
//! ## Fix
//! One DS per key, digest type 2.
//!
//! ## References
//! RFC 9715 §3; RFC 4509 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::sizes::{self, UDP};

pub(super) const RULE: Rule =
    Rule { code: Code::SizeDs, summary: "The DS answer is large.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some(size) = sizes::ds(case).filter(|size| *size > UDP) else { return Vec::new() };
    let found = finding(RULE.code, Severity::Info, format!("The parent’s DS answer takes {size} octets"))
        .detail("Above 1232. Resolvers need TCP for it; referrals carry the same records.")
        .shows(case.ds_lines())
        .step("Keep one DS per key, with digest type 2.")
        .refer(&["RFC 9715 §3", "RFC 4509 §3"]);
    vec![found]
}
