//! # DEN-WILDCARD: a wildcard answer without its proof
//!
//! ## What
//! An answer was made from a wildcard, and nothing in it proves that the name itself does not exist.
//!
//! ## Why it breaks
//! Without the proof somebody could put the wildcard's records in place of existing ones: the answer is
//! bogus.
//!
//! ## Who is hit
//! Every validator that asks this provider for a name under the wildcard.
//!
//! ## Fix
//! The provider's name servers have to add the NSEC or NSEC3 record.
//!
//! ## References
//! RFC 4035 §3.1.3.3, §5.3.4; RFC 5155 §7.2.6, §8.8

use crate::check::causes::failure::Cause;
use crate::check::causes::failure::Failure;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::{Mark, absent};
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DenWildcard,
    summary: "A wildcard answer without its proof.",
    find: Find::PerCause(word),
};

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let name = case.item_names(failure, provider);
    Some(
        case.fails(RULE.code, failure, format!("{label}’s wildcard answers lack their proof"))
            .about(case, [provider])
            .detail(format!("Nothing proves that the name itself does not exist: {name}."))
            .hit(format!("{} with a wildcard answer of {label}.", case.who(failure.who())))
            .shows(case.failing_sigs(failure, provider, Mark::Labels))
            .shows([absent(Some(label), "no NSEC or NSEC3 record that covers the name")
                .of_zone(case, Rtype::NSEC)])
            .step(case.sign_anew(label, "Sign the zone anew; if it stays, report it to the provider.".into()))
            .refer(&["RFC 4035 §5.3.4", "RFC 5155 §8.8"]),
    )
}
