//! # NS-TTL-LONG: NS records stay in caches for long
//!
//! ## What
//! The TTL of an NS RRset, the parent's or a provider's, is above one day.
//!
//! ## Why it breaks
//! It does not. When a provider leaves, resolvers keep asking it for the longer of the two.
//!
//! ## Who is hit
//! Nobody; you wait.
//!
//! ## Fix
//! Lower the zone's own; the parent's is given.
//!
//! ## References
//! RFC 6781 §4.3.5.1; RFC 2181 §5.4.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::child_ns;
use crate::check::report::{Finding, Severity};
use crate::dns::span;

pub(super) const RULE: Rule =
    Rule { code: Code::NsTtlLong, summary: "NS records stay in caches for long.", find: Find::All(find) };

const LONG: u32 = 86_400;

fn find(case: &Case<'_>) -> Vec<Finding> {
    let parent = case.snapshot().parent.true_ns_ttl().map(|ttl| (None, ttl));
    let own = (0..case.size()).filter_map(|p| {
        child_ns(case, p).filter(|(set, _)| set.ttl_stated).map(|(set, _)| (Some(p), set.longest_ttl()))
    });
    let long: Vec<(Option<usize>, u32)> =
        parent.into_iter().chain(own).filter(|(_, ttl)| *ttl > LONG).collect();
    let Some(most) = long.iter().map(|(_, ttl)| *ttl).max() else { return Vec::new() };
    let whose: Vec<&str> = long.iter().map(|(p, _)| p.map_or("the parent", |p| case.label(p))).collect();
    let whose = crate::check::words::list(&whose);
    let found =
        finding(RULE.code, Severity::Info, format!("NS records live {} ({whose})", span(most.into())))
            .about(case, long.iter().filter_map(|(p, _)| *p))
            .detail("When a provider leaves, resolvers may ask it for that long.")
            .step("Lower the zone’s own NS TTL before a change; the parent’s is given.")
            .refer(&["RFC 6781 §4.3.5.1", "RFC 2181 §5.4.1"]);
    vec![found]
}
