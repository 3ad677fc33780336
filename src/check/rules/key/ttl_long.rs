//! # KEY-TTL-LONG: DNSKEY RRsets stay in caches for long
//!
//! ## What
//! The TTL of a DNSKEY RRset is above one hour.
//!
//! ## Why it breaks
//! It does not. Each step of a change that touches keys has to wait that long, and a mistake lasts
//! that long.
//!
//! ## Who is hit
//! Nobody; you wait.
//!
//! ## Fix
//! Lower it one old TTL before a change.
//!
//! ## References
//! RFC 6781 §4.3.5.1, §4.4.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dns::span;

pub(super) const RULE: Rule = Rule {
    code: Code::KeyTtlLong,
    summary: "A DNSKEY RRset stays in caches for long.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let (_, set) = case.dnskey(provider).filter(|(_, set)| set.ttl_stated && set.longest_ttl() > 3600)?;
        let label = case.label(provider);
        let severity = if set.longest_ttl() > 86_400 { Severity::Warning } else { Severity::Info };
        Some(
            finding(
                RULE.code,
                severity,
                format!("{label}’s DNSKEY TTL is {}", span(set.longest_ttl().into())),
            )
            .about(case, [provider])
            .detail(format!(
                "Each step that changes keys at {label} waits {} s, and a mistake lasts as long.",
                set.longest_ttl()
            ))
            .step(format!("Lower it at {label} one old TTL before a change."))
            .refer(&["RFC 6781 §4.3.5.1", "RFC 6781 §4.4.1"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
