//! # MS-CSK-COVERAGE: a provider does not publish another's CSK
//!
//! ## What
//! A provider's DNSKEY RRset lacks another's combined key: one with the SEP flag, or one that signs
//! the DNSKEY RRset, that signs data too.
//!
//! ## Why it breaks
//! A KSK need not be exchanged; a combined key must, since it signs the data. It is easily taken for
//! a KSK, or imported with flags 256, which makes it another key.
//!
//! ## Who is hit
//! Every validator with these keys when the other provider answers. Resolvers that retry at the first
//! provider hide it while that one answers.
//!
//! ## Fix
//! Add the DNSKEY with its own flags at the provider that lacks it, then wait until its old DNSKEY
//! RRset has left the caches.
//!
//! ## References
//! RFC 8901 §7, §2.1.2; RFC 4035 §5.3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use crate::check::rules::ms::coverage::{gaps, word};

pub(super) const RULE: Rule = Rule {
    code: Code::MsCskCoverage,
    summary: "A provider does not publish another’s combined key.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    gaps(case, RULE.code).iter().map(|gap| word(case, RULE.code, gap)).collect()
}
