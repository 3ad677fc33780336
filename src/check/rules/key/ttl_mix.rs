//! # KEY-TTL-MIX: the records of one DNSKEY RRset have different TTLs
//!
//! ## What
//! The DNSKEY records of one provider do not all have the same TTL.
//!
//! ## Why it breaks
//! It does not: resolvers take the lowest. TTLs inside one RRset must agree.
//!
//! ## Who is hit
//! Nobody; waits that were computed from one record may be wrong.
//!
//! ## Fix
//! Give imported keys the TTL of the provider's own.
//!
//! ## References
//! RFC 2181 §5.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::KeyTtlMix,
    summary: "The records of one DNSKEY RRset have different TTLs.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mixed = (0..case.size()).filter(|p| case.dnskey(*p).is_some_and(|(_, set)| set.ttls_differ));
    let say = |provider| {
        let label = case.label(provider);
        finding(
            RULE.code,
            Severity::Warning,
            format!("The records of {label}’s DNSKEY RRset have different TTLs"),
        )
        .about(case, [provider])
        .detail("Resolvers take the lowest. TTLs inside one RRset must agree.")
        .step(format!("Give the imported keys the TTL of {label}’s own keys."))
        .refer(&["RFC 2181 §5.2"])
    };
    mixed.map(say).collect()
}
