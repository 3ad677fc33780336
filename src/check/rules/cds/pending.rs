//! # CDS-PENDING: the parent has not acted on CDS
//!
//! ## What
//! Every provider publishes the same CDS RRset (or, where there is no CDS, the same CDNSKEY RRset), and the DS RRset is
//! another.
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

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step;
use crate::check::findings::names::ds_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::asks::{Asks, key_in};
use crate::check::records::cds::agreed;
use crate::check::records::child_ds::as_ds;
use crate::check::records::keys::parent_ds;
use crate::check::report::{Finding, FixStep, Severity};
use crate::check::words::list;
use crate::dns::{Ds, Rdata, rdata_text};
use crate::dnssec::ds;
use crate::snapshot::DsSeen;

pub(super) const RULE: Rule =
    Rule { code: Code::CdsPending, summary: "The parent has not acted on CDS.", find: Find::All(find) };

/// What the parent would do, if it acted.
pub(crate) struct Changes<'a> {
    pub(crate) asks: &'a Asks<'a>,
    /// DS records that are asked for and the parent lacks.
    pub(crate) add: Vec<Ds>,
    /// DS records that it has and should not.
    pub(crate) remove: Vec<Ds>,
}

pub(crate) fn changes<'a>(case: &'a Case<'_>) -> Option<Changes<'a>> {
    if matches!(case.snapshot().parent.ds, DsSeen::Unseen) {
        return None;
    }
    let zone = &case.snapshot().zone;
    let asks = agreed(case)?;
    // What the parent has of a CDNSKEY's key is of the digest type that the parent likes.
    let has = |data: &&Rdata| {
        let key = key_in(data);
        let same = |have: &Ds| match &key {
            Some(key) => ds::matches(zone, have, key),
            None => as_ds(data).is_some_and(|wanted| wanted == *have),
        };
        parent_ds(case).any(same)
    };
    let add = asks.set.data.iter().filter(|data| !has(data)).filter_map(|data| wanted(case, data)).collect();
    let remove = parent_ds(case).filter(|have| !asks.wants(zone, have)).cloned().collect();
    Some(Changes { asks, add, remove })
}

/// The DS that a parent makes of the record; of a CDNSKEY with SHA-256.
fn wanted(case: &Case<'_>, data: &Rdata) -> Option<Ds> {
    let Some(key) = key_in(data) else { return as_ds(data) };
    ds::record(&case.snapshot().zone, &key)
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some(Changes { asks, add, remove }) = changes(case) else { return Vec::new() };
    let names = |records: &[Ds]| list(&records.iter().map(ds_name).collect::<Vec<_>>());
    let what = match (add.is_empty(), remove.is_empty()) {
        (true, true) => return Vec::new(),
        (false, true) => format!("would add {}", names(&add)),
        (true, false) => format!("would remove {}", names(&remove)),
        _ => format!("would add {} and remove {}", names(&add), names(&remove)),
    };
    let rtype = asks.rtype();
    let records = asks.set.data.iter().filter_map(|data| wanted(case, data));
    let records = records.map(|ds| format!("{} IN DS {}", case.zone(), rdata_text(&Rdata::Ds(ds)))).collect();
    let found = finding(RULE.code, Severity::Info, format!("The {rtype} {what}"))
        .about(case, 0..case.size())
        .detail(format!("Every provider publishes the same {rtype}; the parent has not acted on it."))
        .shows(case.record_lines(Some(case.label(0)), asks.set, MOST_OF_ONE))
        .step(format!("Wait, if the parent reads {rtype}."))
        .step(FixStep { records, ..step("Else set this DS RRset at the registrar.".into()) })
        .refer(&["RFC 7344 §6.1", "RFC 9859"]);
    vec![found]
}
