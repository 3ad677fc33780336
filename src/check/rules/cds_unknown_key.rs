//! # CDS-UNKNOWN-KEY: CDS or CDNSKEY of a key that nobody publishes
//!
//! ## What
//! A CDS or CDNSKEY record refers to a key that is in no provider's DNSKEY RRset.
//!
//! ## Why it breaks
//! It is allowed, for stand-by keys. Often it is what is left of an old key, and the parent would
//! publish a DS for it.
//!
//! ## Who is hit
//! Nobody. Whoever holds that key could vouch for the zone then.
//!
//! ## Fix
//! Remove it, if it is no stand-by key.
//!
//! ## References
//! RFC 8078 §3.1; RFC 7344 §4.1

use super::Rule;
use super::cds::{CHILD_DS, key_of, keys, loses_all, lost, published};
use super::changing::Change;
use super::proc_ksk_roll::awaited_ds;
use super::support::{Case, finding, record_lines};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dns::Rdata;
use crate::order::Gather as _;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { code: "CDS-UNKNOWN-KEY", summary: "CDS or CDNSKEY of a key that nobody publishes.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let known: BTreeSet<(u16, u8)> =
        case.proven.table.keys.iter().map(|key| (key.tag, key.algorithm)).gather();
    // What was not seen may be there.
    if (0..case.size()).any(|p| case.dnskey(p).is_none()) {
        return Vec::new();
    }
    let strange = |provider: usize| -> BTreeSet<(u16, u8)> {
        if loses_all(case, &lost(case, provider)) {
            return BTreeSet::new();
        }
        let wanted = CHILD_DS.iter().flat_map(|rtype| keys(case, provider, *rtype));
        wanted.filter(|key| key.1 != 0 && !known.contains(key)).gather()
    };
    let at: Vec<usize> = (0..case.size()).filter(|p| !strange(*p).is_empty()).collect();
    let Some(first) = at.first() else { return Vec::new() };
    let names: BTreeSet<(u16, u8)> = at.iter().flat_map(|p| strange(*p)).gather();
    let names: Vec<String> = names.iter().map(|(tag, algorithm)| format!("{tag}/{algorithm}")).collect();
    let labels = case.labels(at.iter().copied());
    let sets = CHILD_DS.iter().filter_map(|rtype| published(case, *first, *rtype));
    let title = format!("CDS or CDNSKEY of {labels} name {}, which nobody publishes", list(&names));
    // The DS of a key that is to come was added first.
    let change = Change::under_way(case);
    let awaited = |name: &String| {
        let waiting = change.iter().flat_map(|change| change.waiting.iter().copied());
        awaited_ds(case)
            .chain(waiting)
            .any(|ds| *name == format!("{}/{}", ds.key_tag(), ds.algorithm().to_int()))
    };
    let severity = if names.iter().all(awaited) { Severity::Info } else { Severity::Warning };
    let found = finding(RULE.code, severity, title)
        .about(case, at.iter().copied())
        .detail("A stand-by key may look so. Else the parent would vouch for a key that is gone.")
        .shows(sets.flat_map(|set| record_lines(case.label(*first), set)).take(5))
        .refer(&["RFC 8078 §3.1", "RFC 7344 §4.1"]);
    let remove = |provider: usize| {
        let unknown = strange(provider);
        let which = |data: &Rdata| key_of(data).is_some_and(|key| unknown.contains(&key));
        case.remove_cds(provider, &CHILD_DS, which, "Remove these records, if it is no stand-by key’s.")
    };
    vec![at.iter().fold(found, |found, p| found.step(remove(*p)))]
}
