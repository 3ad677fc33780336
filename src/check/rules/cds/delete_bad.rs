//! # CDS-DELETE-BAD: a request to remove every DS that parents must ignore
//!
//! ## What
//! The request to remove every DS (CDS `0 0 0 00`, CDNSKEY `0 3 0 AA==`) stands at some providers only,
//! beside other records, or with other fields.
//!
//! ## Why it breaks
//! A parent that asks every server ignores it. One that asks a single server may make the zone insecure.
//!
//! ## Who is hit
//! Nobody now. Automation of the DS stops, or the zone loses its protection.
//!
//! ## Fix
//! Remove it; or, if it is meant, publish it alone, at every provider.
//!
//! ## References
//! RFC 8078 §4; RFC 9975 §3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::{Removal, published, removal};
use crate::check::records::child_ds::{CHILD_DS, is_sentinel};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::go_insecure::has_gone;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsDeleteBad,
    summary: "A request to remove every DS that parents must ignore.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let all: Vec<Removal> = (0..case.size()).map(|p| removal(case, p)).collect();
    let everywhere = all.iter().all(|removal| *removal == Removal::Asked);
    let say = |(provider, removal): (usize, &Removal)| {
        // Once the DS are gone, a provider without keys has no request any more.
        let done = *removal == Removal::Asked && has_gone(case);
        if *removal == Removal::No || everywhere || done {
            return None;
        }
        let label = case.label(provider);
        let torn = CHILD_DS.iter().any(|rtype| {
            let mut asks = case.asks(provider).filter(|asks| asks.rtype() == *rtype);
            asks.clone().any(|asks| asks.removes) && asks.any(|asks| !asks.sentinel)
        });
        let why = match removal {
            Removal::Malformed if torn => "not every one of its servers does",
            Removal::Malformed => "not alone, or not as RFC 8078 has it",
            _ => "not every provider does",
        };
        let sets = CHILD_DS.iter().filter_map(|rtype| published(case, provider, *rtype));
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{label} asks the parent to remove every DS; {why}"),
            )
            .about(case, [provider])
            .detail(
                "A parent that asks every server ignores it. One that asks a single server may make \
                     the zone insecure.",
            )
            .shows(sets.flat_map(|set| case.record_lines(Some(label), set, MOST_OF_ONE)))
            .step(case.remove_cds(provider, &CHILD_DS, is_sentinel, "Remove these records."))
            .step("If it is meant: publish it alone, at every provider.")
            .refer(&["RFC 8078 §4", "RFC 9975 §3.1"]),
        )
    };
    all.iter().enumerate().filter_map(say).collect()
}
