//! # MS-DNSKEY-TTL-DIFF: the providers' DNSKEY TTLs differ
//!
//! ## What
//! The DNSKEY RRsets of two providers have different TTLs.
//!
//! ## Why it breaks
//! It does not. Waits go by the largest.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Align them if the providers allow.
//!
//! ## References
//! RFC 8901 §6; RFC 7583 §3.2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dns::span;

pub(super) const RULE: Rule = Rule {
    code: Code::MsDnskeyTtlDiff,
    summary: "The providers’ DNSKEY TTLs differ.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let ttls: Vec<(usize, u32)> = (0..case.size())
        .filter_map(|p| {
            case.dnskey(p).filter(|(_, set)| set.ttl_stated).map(|(_, set)| (p, set.longest_ttl()))
        })
        .collect();
    let Some(largest) = ttls.iter().map(|(_, ttl)| *ttl).max() else { return Vec::new() };
    if ttls.iter().all(|(_, ttl)| *ttl == largest) {
        return Vec::new();
    }
    let each: Vec<String> = ttls.iter().map(|(p, ttl)| format!("{} s at {}", ttl, case.label(*p))).collect();
    let found = finding(
        RULE.code,
        Severity::Info,
        format!("DNSKEY TTLs differ: {}", crate::check::words::list(&each)),
    )
    .about(case, ttls.iter().map(|(p, _)| *p))
    .detail(format!("A change of keys at all providers waits the largest: {}.", span(largest.into())))
    .step("Align them if the providers allow it.")
    .refer(&["RFC 8901 §6", "RFC 7583 §3.2.1"]);
    vec![found]
}
