//! # KEY-TTL-SHORT: DNSKEY RRsets leave caches quickly
//!
//! ## What
//! The TTL of a DNSKEY RRset is below 300 seconds.
//!
//! ## Why it breaks
//! It does not. There is more traffic, and less patience with short outages.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! 3600 is a good steady value.
//!
//! ## References
//! RFC 6781 §4.4.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::snapshot::RRset;

pub(super) const RULE: Rule =
    Rule { code: Code::KeyTtlShort, summary: "A DNSKEY RRset leaves caches quickly.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        // An answer may have come through a cache, which counts down.
        let whole = case.view(provider).is_some_and(|view| view.whole_zone);
        let ttl = |set: &RRset| if whole { set.ttl } else { set.longest_ttl() };
        let (_, set) = case.dnskey(provider).filter(|(_, set)| set.ttl_stated && ttl(set) < 300)?;
        let label = case.label(provider);
        Some(
            finding(RULE.code, Severity::Info, format!("{label}’s DNSKEY TTL is {} s", set.ttl))
                .about(case, [provider])
                .detail("Resolvers fetch it often, and a short outage is felt sooner.")
                .step("Outside of changes, 3600 s is a good value.")
                .refer(&["RFC 6781 §4.4.1"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
