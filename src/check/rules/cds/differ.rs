//! # CDS-DIFFER: the providers publish different CDS or CDNSKEY
//!
//! ## What
//! The keys that CDS and CDNSKEY refer to differ between providers that have them, or between servers of one.
//!
//! ## Why it breaks
//! A parent that asks every server changes nothing then; one that asks a single server may drop a
//! provider's DS.
//!
//! ## Who is hit
//! Nobody now. Automation of the DS stops, or does damage.
//!
//! ## Fix
//! The same CDS and CDNSKEY at every provider.
//!
//! ## References
//! RFC 8901 §8; RFC 9975 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::asks::{Asks, Referred};
use crate::check::records::cds::{Removal, mismatch, removal};
use crate::check::records::child_ds::CHILD_DS;
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::order;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsDiffer,
    summary: "The providers publish different CDS or CDNSKEY.",
    find: Find::All(find),
};

/// Those that have this type do not refer to the same keys, each being right in itself.
pub(crate) fn differ(case: &Case<'_>, rtype: Rtype) -> bool {
    let right = |asks: &&Asks<'_>| {
        mismatch(case, asks.provider).is_none() && removal(case, asks.provider) == Removal::No
    };
    let mut sets = of(case, rtype).filter(right);
    let first = sets.next();
    first.is_some_and(|first| sets.any(|asks| !first.agrees(asks)))
}

fn of<'a>(case: &'a Case<'_>, rtype: Rtype) -> impl Iterator<Item = &'a Asks<'a>> {
    case.all_asks().iter().filter(move |asks| asks.rtype() == rtype)
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let differing: Vec<Rtype> = CHILD_DS.into_iter().filter(|rtype| differ(case, *rtype)).collect();
    let Some(first) = differing.first() else { return Vec::new() };
    let each: Vec<String> = of(case, *first).map(|asks| names(asks)).collect();
    let lines = of(case, *first)
        .flat_map(|asks| case.record_lines(Some(case.label(asks.provider)), asks.set, MOST_OF_ONE));
    let about = differing.iter().flat_map(|rtype| of(case, *rtype).map(|asks| asks.provider));
    let types = list(&differing.iter().map(Rtype::to_string).collect::<Vec<_>>());
    let verb = if differing.len() == 1 { "differs" } else { "differ" };
    let found = finding(RULE.code, Severity::Warning, format!("{types} {verb}: {}", list(&each)))
        .about(case, about)
        .detail(
            "A parent that asks every server changes nothing while they differ. One that asks a \
            single server may remove another provider’s DS.",
        )
        .shows(lines)
        .step(format!(
            "Publish the same {types} at every provider, with every provider’s KSK; or none \
            anywhere."
        ))
        .refer(&["RFC 8901 §8", "RFC 9975 §3"]);
    vec![found]
}

fn names(asks: &Asks<'_>) -> String {
    let keys = order::distinct(asks.keys.iter().map(Referred::exact_name));
    format!("{} names {}", asks.whose, list(&keys))
}
