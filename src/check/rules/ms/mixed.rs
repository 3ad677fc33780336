//! # MS-MIXED: some providers share a KSK, others have their own
//!
//! ## What
//! Two providers' DNSKEY RRsets are signed by a common key, and another provider's is not; and it is no step on the way
//! from one model to the other (PROC-MODEL-CHANGE), because keys or DS are missing, or because two of the providers sign
//! everything with the same keys.
//!
//! ## Why it breaks
//! It need not; the matrix tells. No RFC describes such a group.
//!
//! ## Who is hit
//! Nobody by it alone.
//!
//! ## Fix
//! Move to one model.
//!
//! ## References
//! RFC 8901 §2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::model::infer;
use crate::check::report::{Finding, Model, Severity};
use crate::check::rules::proc::changing::Change;

pub(super) const RULE: Rule = Rule {
    code: Code::MsMixed,
    summary: "Some providers share a KSK, others have their own.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    // A step between the models says what comes next.
    if case.size() < 3 || infer(case).0 != Model::Mixed || Change::under_way(case).is_some() {
        return Vec::new();
    }
    let found =
        finding(RULE.code, Severity::Warning, "Some providers share a KSK, others have their own".into())
            .about(case, 0..case.size())
            .detail(
                "That can work, as the matrix shows. No RFC describes it, and each change has to be \
            thought through anew.",
            )
            .shows((0..case.size()).flat_map(|p| {
                let keys: Vec<usize> =
                    case.roles(p).map(|roles| roles.dnskey.iter().copied().collect()).unwrap_or_default();
                keys.into_iter().map(move |key| case.dnskey_line(p, key))
            }))
            .step("Move to one model: model 1 with one KSK for all, or model 2 with one KSK per provider.")
            .refer(&["RFC 8901 §2.1"]);
    vec![found]
}
