//! # CDS-DONE: CDS and DS are in step
//!
//! ## What
//! Every provider publishes the same CDS RRset (or, where there is no CDS, the same CDNSKEY RRset), and it is what the
//! parent has.
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

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::cds::pending::{Changes, changes};

pub(super) const RULE: Rule =
    Rule { code: Code::CdsDone, summary: "CDS and DS are in step.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let done = changes(case).filter(|changes| changes.add.is_empty() && changes.remove.is_empty());
    let say = |changes: Changes<'_>| {
        let rtype = changes.asks.rtype();
        finding(RULE.code, Severity::Info, format!("The DS RRset is what every {rtype} asks for"))
            .about(case, 0..case.size())
            .detail(format!("Nothing is pending at the parent. The {rtype} may stay or go."))
            .step("Nothing needs to be done.")
            .refer(&["RFC 7344 §5"])
    };
    done.map(say).into_iter().collect()
}
