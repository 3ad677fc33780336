//! # SIZE-DNSKEY: a DNSKEY answer is large
//!
//! ## What
//! The response with a provider's DNSKEY RRset and all its signatures has more than 1232 octets.
//!
//! ## Why it breaks
//! It does not, as long as TCP works: resolvers get a truncated answer first and ask again over TCP.
//!
//! ## Who is hit
//! Resolvers for which TCP is blocked, here or on the way.
//!
//! ## Fix
//! Algorithm 13; fewer keys; finish rolls before new ones begin.
//!
//! ## References
//! RFC 8901 §10; RFC 9715 §3; RFC 6891 §6.2.5

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::sizes::{self, LIMITS, UDP};

pub(super) const RULE: Rule =
    Rule { code: Code::SizeDnskey, summary: "A DNSKEY answer is large.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let size = sizes::of(case, provider).dnskey.filter(|size| *size > UDP)?;
        let label = case.label(provider);
        let keys = case.proven.table.set(provider).len();
        let passed: Vec<String> =
            LIMITS.iter().filter(|(limit, _)| size > *limit).map(|(limit, _)| limit.to_string()).collect();
        Some(
            finding(RULE.code, Severity::Info, format!("{label}’s DNSKEY answer takes {size} octets"))
                .about(case, [provider])
                .detail(format!(
                    "{keys} keys and their signatures: above {}. Resolvers need TCP for it.",
                    crate::check::words::list(&passed)
                ))
                .shows(case.dnskey_lines(provider))
                .step(step_at(label, "Use algorithm 13, and remove keys that are not needed.".into()))
                .refer(&["RFC 8901 §10", "RFC 9715 §3"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
