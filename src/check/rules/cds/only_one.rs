//! # CDS-ONLY-ONE: only one of CDS and CDNSKEY is published
//!
//! ## What
//! No provider publishes the other of the two types.
//!
//! ## Why it breaks
//! Some parents read CDS only, some CDNSKEY only.
//!
//! ## Who is hit
//! Nobody now. With such a parent automation of the DS does not start.
//!
//! ## Fix
//! Both.
//!
//! ## References
//! RFC 7344 §4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::have;
use crate::check::records::child_ds::CHILD_DS;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::CdsOnlyOne,
    summary: "Only one of CDS and CDNSKEY is published.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say =
        |(there, missing)| {
            let (with, _) = have(case, there);
            let (other, without) = have(case, missing);
            if with.is_empty() || !other.is_empty() || without.is_empty() {
                return None;
            }
            let labels = case.labels(with.iter().copied());
            let verb = if with.len() == 1 { "publishes" } else { "publish" };
            Some(
                finding(RULE.code, Severity::Warning, format!("{labels} {verb} {there} but no {missing}"))
                    .about(case, with.iter().copied())
                    .detail("Some parents read CDS only, some CDNSKEY only.")
                    .shows(without.iter().map(|p| {
                        absent(Some(case.label(*p)), format!("no {missing}")).of_zone(case, missing)
                    }))
                    .step(format!("Publish {missing} of the same keys at every provider."))
                    .refer(&["RFC 7344 §4"]),
            )
        };
    let [cds, cdnskey] = CHILD_DS;
    [(cds, cdnskey), (cdnskey, cds)].into_iter().filter_map(say).collect()
}
