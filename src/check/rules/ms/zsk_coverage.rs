//! # MS-ZSK-COVERAGE: a provider does not publish another's ZSK
//!
//! ## What
//! A provider's DNSKEY RRset lacks a key that another provider signs its data with.
//!
//! ## Why it breaks
//! A resolver that holds the first provider's DNSKEY RRset has no key for the other's answers, and
//! rejects them. No resolver measured fetches the DNSKEY RRset again before its TTL ends.
//!
//! ## Who is hit
//! Every validator with these keys when the other provider answers: positive answers, wildcards,
//! NXDOMAIN alike. Resolvers that retry at the first provider hide it while that one answers.
//!
//! ## Fix
//! Add the DNSKEY at the provider that lacks it, then wait until its old DNSKEY RRset has left the
//! caches.
//!
//! ## References
//! RFC 8901 §2.1.2, §3; RFC 4035 §5.3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use crate::check::rules::ms::coverage::{gaps, word};

pub(super) const RULE: Rule = Rule {
    code: Code::MsZskCoverage,
    summary: "A provider does not publish another’s ZSK.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    gaps(case, RULE.code).iter().map(|gap| word(case, RULE.code, gap)).collect()
}
