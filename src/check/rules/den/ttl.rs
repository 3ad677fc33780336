//! # DEN-TTL: denial records live longer than negative answers
//!
//! ## What
//! The TTL of NSEC or NSEC3 records is above the lesser of the SOA record's TTL and its MINIMUM.
//!
//! ## Why it breaks
//! Resolvers that answer from cached NSEC records keep saying that a new name does not exist for longer
//! than the zone asks for.
//!
//! ## Who is hit
//! Users of a name that was added, behind such resolvers.
//!
//! ## Fix
//! A signer that follows RFC 9077.
//!
//! ## References
//! RFC 9077 §3; RFC 8198 §5.4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::soa::soa;
use crate::check::report::{Finding, Severity};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DenTtl,
    summary: "Denial records live longer than negative answers.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |(provider, view): (usize, &crate::snapshot::ProviderView)| {
        let (ttl, minimum) = soa(case, provider)?;
        let right = ttl.unwrap_or(u32::MAX).min(minimum);
        let denial = |set: &&crate::snapshot::RRset| {
            matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3) && set.ttl_stated && !set.data.is_empty()
        };
        let set = view.rrsets.iter().filter(denial).find(|set| set.ttl > right)?;
        let label = view.label.as_str();
        let title = format!("{label}’s {} records live {} s, negative answers {right} s", set.rtype, set.ttl);
        Some(
            finding(RULE.code, Severity::Warning, title)
                .about(case, [provider])
                .detail("Resolvers that answer from cached records deny a new name for that long.")
                .shows(case.first_line(label, set))
                .step(step_at(
                    label,
                    format!("Give them the TTL {right}: the lesser of SOA TTL and MINIMUM."),
                ))
                .refer(&["RFC 9077 §3", "RFC 8198 §5.4"]),
        )
    };
    case.providers().filter_map(say).collect()
}
