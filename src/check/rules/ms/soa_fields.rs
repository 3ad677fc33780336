//! # MS-SOA-FIELDS: the providers' SOA records differ beside the serial
//!
//! ## What
//! MINIMUM or TTL of the SOA differ between providers, or another field does.
//!
//! ## Why it breaks
//! It does not. Negative answers live for different times.
//!
//! ## Who is hit
//! Nobody fails; a new name appears later for some.
//!
//! ## Fix
//! Align MINIMUM and the SOA's TTL.
//!
//! ## References
//! RFC 2308 §5; RFC 9077 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::soa_serial::soa;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::MsSoaFields,
    summary: "The providers’ SOA records differ beside the serial.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let zone = &case.snapshot().zone;
    let all: Vec<_> =
        case.providers().filter_map(|(p, view)| soa(view, zone).map(|found| (p, found))).collect();
    let Some((_, (ttl, stated, first))) = all.first().copied() else { return Vec::new() };
    let mut negative = false;
    let mut rest = false;
    for (_, (other_ttl, other_stated, other)) in &all {
        negative |= first.minimum() != other.minimum() || (stated && *other_stated && ttl != *other_ttl);
        rest |= first.mname() != other.mname()
            || first.rname() != other.rname()
            || first.refresh() != other.refresh()
            || first.retry() != other.retry()
            || first.expire() != other.expire();
    }
    let lines = case.providers().filter_map(|(_, view)| {
        view.find(zone, Rtype::SOA).map(|(_, set)| case.record_lines(Some(&view.label), set, MOST_OF_ONE))
    });
    let (severity, title, detail) = match (negative, rest) {
        (true, _) => (
            Severity::Warning,
            "The SOA’s MINIMUM or TTL differs between providers",
            "Negative answers live for a different time, depending on who gave them.",
        ),
        (false, true) => (
            Severity::Info,
            "The SOA records differ between providers",
            "That does no harm: the fields are each provider’s own.",
        ),
        (false, false) => return Vec::new(),
    };
    let found = finding(RULE.code, severity, title.into())
        .about(case, all.iter().map(|(p, _)| *p))
        .detail(detail)
        .shows(lines.flatten())
        .step(if negative {
            "Give MINIMUM and the SOA’s TTL the same value at every provider."
        } else {
            "Nothing has to be done."
        })
        .refer(&["RFC 2308 §5", "RFC 9077 §3"]);
    vec![found]
}
