//! # CDS-PENDING: the parent has not acted on CDS
//!
//! ## What
//! Every provider publishes the same CDS RRset, and the DS RRset is another.
//!
//! ## Why it breaks
//! It does not: a parent takes its time, or does not read CDS.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Wait; or give the DS to the parent by hand.
//!
//! ## References
//! RFC 7344 §6.1; RFC 9859

use super::Rule;
use super::cds::{agreed, as_ds};
use super::matching::parent_ds;
use super::support::{Case, ds_name, finding, record_lines, step};
use crate::check::report::{Finding, FixStep, Severity};
use crate::dns::Ds;
use crate::snapshot::DsSeen;

pub(super) const RULE: Rule = Rule { code: "CDS-PENDING", summary: "The parent has not acted on CDS.", find };

/// DS records that the agreed CDS asks for and the parent lacks, and those it has and should not.
pub(super) fn changes(case: &Case<'_>) -> Option<(Vec<Ds>, Vec<Ds>)> {
    if matches!(case.snapshot().parent.ds, DsSeen::Unseen) {
        return None;
    }
    let wanted: Vec<Ds> = agreed(case)?.data.iter().filter_map(as_ds).collect();
    let add = wanted.iter().filter(|ds| !parent_ds(case).any(|have| have == *ds)).cloned().collect();
    let remove = parent_ds(case).filter(|have| !wanted.contains(have)).cloned().collect();
    Some((add, remove))
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some((add, remove)) = changes(case).filter(|(add, remove)| !add.is_empty() || !remove.is_empty())
    else {
        return Vec::new();
    };
    let names = |list: &[Ds]| crate::check::words::list(&list.iter().map(ds_name).collect::<Vec<_>>());
    let what = match (add.is_empty(), remove.is_empty()) {
        (false, true) => format!("would add {}", names(&add)),
        (true, false) => format!("would remove {}", names(&remove)),
        _ => format!("would add {} and remove {}", names(&add), names(&remove)),
    };
    let records: Vec<String> = agreed(case)
        .into_iter()
        .flat_map(crate::snapshot::RRset::lines)
        .map(|record| record.replacen(" IN CDS ", " IN DS ", 1))
        .collect();
    let found = finding(RULE.code, Severity::Info, format!("The CDS {what}"))
        .about(case, 0..case.size())
        .detail("Every provider publishes the same CDS; the parent has not acted on it.")
        .shows(agreed(case).into_iter().flat_map(|set| record_lines(case.label(0), set)))
        .step("Wait, if the parent reads CDS.")
        .step(FixStep { records, ..step("Else set this DS RRset at the registrar.".into()) })
        .refer(&["RFC 7344 §6.1", "RFC 9859"]);
    vec![found]
}
