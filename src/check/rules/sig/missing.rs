//! # SIG-MISSING: an RRset is not signed
//!
//! ## What
//! A provider that signs serves an RRset of the zone without any RRSIG.
//!
//! ## Why it breaks
//! In a signed zone every authoritative RRset has to be signed; one that is not is bogus.
//!
//! ## Who is hit
//! Every validator that gets it, with whatever keys.
//!
//! ## Fix
//! Sign it; look at records that the provider makes itself (ALIAS, redirects, per-type features).
//!
//! ## References
//! RFC 4035 §2.2; RFC 8914 §4.11

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;

pub(super) const RULE: Rule =
    Rule { code: Code::SigMissing, summary: "An RRset is not signed.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let count = failure.count(provider);
    let names = case.item_names(failure, provider);
    let title = if count == 1 {
        format!("{label} serves {names} unsigned")
    } else {
        format!("{label} serves {count} RRsets and proofs unsigned")
    };
    let sets: Vec<_> = case.failing_sets(failure, provider).take(2).collect();
    let found = case
        .fails(RULE.code, failure, title)
        .about(case, [provider])
        .detail(format!("{label} signs the zone, but not {names}."))
        .hit(format!("{} with that answer of {label}, whatever keys are held.", case.who(failure.who())))
        .shows(sets.iter().flat_map(|(_, set)| case.record_lines(Some(label), set, 2)))
        .shows(sets.first().map(|(_, set)| {
            absent(
                Some(label),
                format!("no RRSIG over {}", crate::check::findings::names::set_name(&set.owner, set.rtype)),
            )
            .of(&set.owner, set.rtype)
        }))
        .step(step_at(
            label,
            "Sign it. Look at records that the provider makes itself: ALIAS, redirects, flattened names."
                .into(),
        ))
        .refer(&["RFC 4035 §2.2", "RFC 8914 §4.11"]);
    Some(found)
}
