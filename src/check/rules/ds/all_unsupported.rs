//! # DS-ALL-UNSUPPORTED: no DS can be used by some validators
//!
//! ## What
//! There are DS records, and a validator supports none of their combinations of algorithm and digest
//! type.
//!
//! ## Why it breaks
//! It does not: the validator treats the zone as unsigned.
//!
//! ## Who is hit
//! Nobody fails; the zone is not protected there.
//!
//! ## Fix
//! Add a key and a DS with algorithm 13 or 8 and digest type 2.
//!
//! ## References
//! RFC 4035 §5.2; RFC 8914 §4.2, §4.3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dnssec::judge::Reason;

pub(super) const RULE: Rule = Rule {
    code: Code::DsAllUnsupported,
    summary: "Validators can use none of the DS records.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let unsupported = |reason: &Reason| *reason == Reason::DsUnsupported;
    if !case.reference.trust.iter().any(|trust| unsupported(&trust.reason)) {
        return Vec::new();
    }
    let found =
        finding(RULE.code, Severity::Warning, "No DS has a supported algorithm and digest type".into())
            .detail(
                "Validators then treat the zone as unsigned: nothing is validated, and nothing is protected.",
            )
            .shows(case.ds_lines())
            .step("Add a key with algorithm 13 (or 8), and sign with it at every provider.")
            .step("Then add its DS with digest type 2.")
            .refer(&["RFC 4035 §5.2", "RFC 8914 §4.2"]);
    vec![found]
}
