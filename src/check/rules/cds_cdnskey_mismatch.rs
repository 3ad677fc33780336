//! # CDS-CDNSKEY-MISMATCH: CDS and CDNSKEY refer to different keys
//!
//! ## What
//! At one provider the keys of the CDS RRset are not those of the CDNSKEY RRset.
//!
//! ## Why it breaks
//! Both have to describe the same set. What a parent does depends on which of the two it reads.
//!
//! ## Who is hit
//! Nobody now. Automation of the DS stops, or does one of two things.
//!
//! ## Fix
//! Both made from the same keys.
//!
//! ## References
//! RFC 7344 §4; RFC 9975 §3.1

use super::Rule;
use super::cds::{CHILD_DS, keys, mismatch, published};
use super::support::{Case, finding, record_lines, step_at};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: "CDS-CDNSKEY-MISMATCH", summary: "CDS and CDNSKEY refer to different keys.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let label = case.label(provider);
        let names = |rtype: Rtype| {
            let keys: Vec<String> =
                keys(case, provider, rtype).iter().map(|(tag, number)| format!("{tag}/{number}")).collect();
            list(&keys)
        };
        let sets = CHILD_DS.iter().filter_map(|rtype| published(case, provider, *rtype));
        finding(
            RULE.code,
            Severity::Warning,
            format!("{label}’s CDS names {}, its CDNSKEY {}", names(Rtype::CDS), names(Rtype::CDNSKEY)),
        )
        .about(case, [provider])
        .detail("Both have to describe the same keys. A parent reads the one or the other, or stops.")
        .shows(sets.flat_map(|set| record_lines(label, set)).take(5))
        .step(step_at(label, "Publish CDS and CDNSKEY of the same keys.".into()))
        .refer(&["RFC 7344 §4", "RFC 9975 §3.1"])
    };
    (0..case.size()).filter(|p| mismatch(case, *p)).map(say).collect()
}
