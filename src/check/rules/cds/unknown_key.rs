//! # CDS-UNKNOWN-KEY: CDS or CDNSKEY of a key that nobody publishes
//!
//! ## What
//! A CDS or CDNSKEY record refers to a key that is in no provider's DNSKEY RRset; or a CDS names one that is, and its
//! digest is another.
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

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::asks::{Fault, Referred};
use crate::check::records::cds::{loses_all, lost, mismatch};
use crate::check::records::child_ds::CHILD_DS;
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::changing::Change;
use crate::check::rules::proc::ksk_roll::awaited_ds;
use crate::check::words::list;
use crate::order::{self, Gather as _};
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsUnknownKey,
    summary: "CDS or CDNSKEY of a key that nobody publishes.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    // What was not seen may be there.
    if (0..case.size()).any(|p| case.dnskey(p).is_none()) {
        return Vec::new();
    }
    [Fault::Nobody, Fault::NotIts].into_iter().filter_map(|fault| say(case, fault)).collect()
}

/// The references of a provider with this fault, where no other finding says it.
fn strange<'a>(case: &'a Case<'_>, provider: usize, which: Fault) -> BTreeSet<&'a Referred> {
    let said = case.asks(provider).any(|asks| loses_all(case, &lost(case, asks)))
        || which == Fault::NotIts && mismatch(case, provider).is_some();
    let keys = case.asks(provider).filter(|_| !said).flat_map(|asks| &asks.keys);
    keys.filter(|key| key.fault == Some(which)).gather()
}

fn say(case: &Case<'_>, which: Fault) -> Option<Finding> {
    let at: Vec<usize> = (0..case.size()).filter(|p| !strange(case, *p, which).is_empty()).collect();
    let first = *at.first()?;
    let all: Vec<&Referred> = at.iter().flat_map(|p| strange(case, *p, which)).collect();
    let names = order::distinct(all.iter().map(|key| key.name()));
    let labels = case.labels(at.iter().copied());
    // The DS of a key that is to come was added first.
    let change = Change::under_way(case);
    let awaited = |name: &String| {
        let waiting = change.iter().flat_map(|change| change.waiting.iter().copied());
        awaited_ds(case)
            .into_iter()
            .chain(waiting)
            .any(|ds| *name == format!("{}/{}", ds.key_tag(), ds.algorithm().to_int()))
    };
    let (severity, title, detail, fix) = match which {
        Fault::Nobody => (
            if names.iter().all(awaited) { Severity::Info } else { Severity::Warning },
            format!("CDS or CDNSKEY of {labels} name {}, which nobody publishes", list(&names)),
            "A stand-by key may look so. Else the parent would vouch for a key that is gone.",
            "Remove these records, if it is no stand-by key’s.",
        ),
        Fault::NotIts => (
            Severity::Warning,
            format!("The digest in the CDS of {labels} for {} is not that of the key it names", list(&names)),
            "The parent would publish a DS that fits no key.",
            "Remove these records, and publish those of the key.",
        ),
    };
    let sets = case.asks(first).filter(|asks| asks.keys.iter().any(|key| all.contains(&key)));
    let found = finding(RULE.code, severity, title)
        .about(case, at.iter().copied())
        .detail(detail)
        .shows(
            sets.flat_map(|asks| case.record_lines(Some(case.label(first)), asks.set, MOST_OF_ONE)).take(5),
        )
        .refer(&["RFC 8078 §3.1", "RFC 7344 §4", "RFC 7344 §4.1"]);
    let remove = |provider: usize| {
        let strange = strange(case, provider, which);
        case.remove_cds(provider, &CHILD_DS, |data| strange.iter().any(|key| key.is_of(data)), fix)
    };
    Some(at.iter().fold(found, |found, p| found.step(remove(*p))))
}
