//! # DEN-NO-SOA: a negative answer without SOA
//!
//! ## What
//! An answer says that a name has no records of a type, and has no SOA record in its authority section.
//!
//! ## Why it breaks
//! BIND takes it for no answer at all: SERVFAIL. Others do not cache it, since the SOA tells how long.
//!
//! ## Who is hit
//! Users behind BIND that ask for such a type, AAAA among them.
//!
//! ## Fix
//! The provider's name servers have to add the SOA record.
//!
//! ## References
//! RFC 2308 §2.2, §5; RFC 4035 §3.1.3

use crate::check::causes::failure::Cause;
use crate::check::causes::failure::Failure;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::DenNoSoa, summary: "A negative answer without SOA.", find: Find::PerCause(word) };

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    Some(
        case.fails(RULE.code, failure, format!("{label}’s negative answers have no SOA record"))
            .about(case, [provider])
            .detail(format!(
                "Nothing says how long they may be kept, and whose they are: {}.",
                case.item_names(failure, provider)
            ))
            .hit(format!("{} with such an answer of {label}.", case.who(failure.who())))
            .shows([absent(Some(label), "no SOA record in the authority section").of_zone(case, Rtype::NSEC)])
            .step(step_at(
                label,
                "Report it to the provider: its name servers have to add the SOA record.".into(),
            ))
            .refer(&["RFC 2308 §2.2", "RFC 2308 §5"]),
    )
}
