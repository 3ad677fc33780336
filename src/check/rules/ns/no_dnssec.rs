//! # NS-NO-DNSSEC: a server leaves the signatures out
//!
//! ## What
//! Asked with DNSSEC records, one server of a provider sends none, while another server of it does.
//!
//! ## Why it breaks
//! Answers without signatures from a signed zone are bogus.
//!
//! ## Who is hit
//! Every validator that asks this server, until it asks another.
//!
//! ## Fix
//! A server that speaks EDNS and DNSSEC, with the signed zone loaded.
//!
//! ## References
//! RFC 4035 §3.1; RFC 6891 §6

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
    code: Code::NsNoDnssec,
    summary: "A server leaves the signatures out.",
    find: Find::PerCause(word),
};

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    Some(
        case.fails(RULE.code, failure, format!("{label} sends no signatures"))
            .about(case, [provider])
            .detail("Other servers of the same provider do. Without signatures its answers are bogus.")
            .hit(format!("{} with keys or answers of {label}.", case.who(failure.who())))
            .shows([absent(Some(label), "no RRSIG in any answer").of_zone(case, Rtype::SOA)])
            .step(step_at(label, "Load the signed zone there, on a server that speaks DNSSEC.".into()))
            .step("Until then take that server out of the NS RRsets.")
            .refer(&["RFC 4035 §3.1", "RFC 6891 §6"]),
    )
}
