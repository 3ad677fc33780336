//! # DEN-NSEC3-HASH: NSEC3 with an unknown hash algorithm
//!
//! ## What
//! A provider's NSEC3 records use a hash algorithm other than 1 (SHA-1).
//!
//! ## Why it breaks
//! Validators ignore such records: there is no proof then.
//!
//! ## Who is hit
//! Every validator that asks this provider for what does not exist.
//!
//! ## Fix
//! Hash algorithm 1.
//!
//! ## References
//! RFC 5155 §8.1

use crate::check::causes::failure::Cause;
use crate::check::causes::failure::Failure;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DenNsec3Hash,
    summary: "NSEC3 with an unknown hash algorithm.",
    find: Find::PerCause(word),
};

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let set = case.view(provider)?.rrsets.iter().find(|set| set.rtype == Rtype::NSEC3);
    Some(
        case.fails(RULE.code, failure, format!("{label}’s NSEC3 records use an unknown hash algorithm"))
            .about(case, [provider])
            .detail(
                "Validators know hash algorithm 1 (SHA-1) only, and ignore the others: \
                    nothing is proven.",
            )
            .hit(format!("{} with a negative answer of {label}.", case.who(failure.who())))
            .shows(set.into_iter().flat_map(|set| case.record_lines(Some(label), set, 1)))
            .step(step_at(label, "Set hash algorithm 1 (NSEC3PARAM 1 0 0 -), or use NSEC.".into()))
            .refer(&["RFC 5155 §8.1"]),
    )
}
