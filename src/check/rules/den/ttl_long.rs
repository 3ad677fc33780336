//! # DEN-TTL-LONG: negative answers stay in caches for long
//!
//! ## What
//! The lesser of the SOA record's TTL and its MINIMUM is above three hours.
//!
//! ## Why it breaks
//! A name that is added stays denied that long in caches, also when another provider has it already.
//!
//! ## Who is hit
//! Users of new names.
//!
//! ## Fix
//! SOA MINIMUM 300 to 3600.
//!
//! ## References
//! RFC 2308 §5; RFC 8198 §5.4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::soa::soa;
use crate::check::report::{Finding, Severity};
use crate::dns::span;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DenTtlLong,
    summary: "Negative answers stay in caches for long.",
    find: Find::All(find),
};

/// RFC 2308 §5: one to three hours work well.
const LONG: u32 = 10_800;

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |(provider, view): (usize, &crate::snapshot::ProviderView)| {
        let (ttl, minimum) = soa(case, provider)?;
        let negative = ttl.unwrap_or(u32::MAX).min(minimum);
        let (_, set) = view.find(&case.snapshot().zone, Rtype::SOA).filter(|_| negative > LONG)?;
        let label = view.label.as_str();
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!("Negative answers of {label} live {}", span(negative.into())),
            )
            .about(case, [provider])
            .detail("A name that is added stays denied that long in caches, whoever has it already.")
            .shows(case.first_line(label, set))
            .step(step_at(label, "Set the SOA MINIMUM to 300 to 3600.".into()))
            .refer(&["RFC 2308 §5", "RFC 8198 §5.4"]),
        )
    };
    case.providers().filter_map(say).collect()
}
