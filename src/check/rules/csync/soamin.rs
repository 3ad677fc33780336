//! # CSYNC-SOAMIN: CSYNC goes by serial numbers that every provider counts for itself
//!
//! ## What
//! CSYNC has the soaminimum flag, and the providers sign for themselves.
//!
//! ## Why it breaks
//! The parent is to act only when the SOA serial is at least the one in CSYNC. Serials of different
//! signers cannot be compared.
//!
//! ## Who is hit
//! Nobody now. The parent acts too early, or never.
//!
//! ## Fix
//! Flags 1 (immediate).
//!
//! ## References
//! RFC 7477 §2.1.1; RFC 9975 §3.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::copies::ServersCopy;
use crate::check::records::csync::all;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::CsyncSoamin,
    summary: "CSYNC goes by serial numbers that every provider counts for itself.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let keys = |p: usize| case.roles(p).map(|roles| roles.data.keys().copied().collect::<Vec<_>>());
    let own = (1..case.size()).any(|p| keys(p) != keys(0));
    let minimum = all(case).into_iter().filter(|(.., csync)| csync.soa_minimum() && own);
    let say = |(provider, copy, _): (usize, ServersCopy<'_>, _)| {
        let set = copy.set;
        let label = case.label(provider);
        Some(
            finding(RULE.code, Severity::Warning, format!("{label}’s CSYNC goes by the SOA serial"))
                .about(case, [provider])
                .detail(
                    "Serials of different signers cannot be compared: the parent acts too early, or never.",
                )
                .shows(case.first_line(label, set))
                .step(step_at(label, "Set the flags to 1 (immediate, without soaminimum).".into()))
                .refer(&["RFC 7477 §2.1.1", "RFC 9975 §3.2"]),
        )
    };
    minimum.filter_map(say).collect()
}
