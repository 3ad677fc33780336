//! # DEN-NONE: a provider cannot prove that names do not exist
//!
//! ## What
//! A negative answer of a signed zone comes without NSEC and NSEC3 records.
//!
//! ## Why it breaks
//! NXDOMAIN and NODATA have to be proven; without proof they are bogus.
//!
//! ## Who is hit
//! Every validator that asks this provider for a name or type that does not exist.
//!
//! ## Fix
//! Sign the zone anew with NSEC or NSEC3.
//!
//! ## References
//! RFC 4035 §3.1.3, §5.4; RFC 8914 §4.13

use crate::check::causes::failure::Cause;
use crate::check::causes::failure::Failure;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DenNone,
    summary: "A provider cannot prove that names do not exist.",
    find: Find::PerCause(word),
};

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    Some(
        case.fails(RULE.code, failure, format!("{label} cannot prove that names do not exist"))
            .about(case, [provider])
            .detail(format!(
                "Its negative answers carry neither NSEC nor NSEC3: {}.",
                case.item_names(failure, provider)
            ))
            .hit(format!("{} with a negative answer of {label}.", case.who(failure.who())))
            .shows([absent(Some(label), "no NSEC and no NSEC3 record").of_zone(case, Rtype::NSEC)])
            .step(step_at(label, "Sign the zone anew, with NSEC or NSEC3.".into()))
            .refer(&["RFC 4035 §3.1.3", "RFC 4035 §5.4"]),
    )
}
