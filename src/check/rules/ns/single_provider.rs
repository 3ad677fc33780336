//! # NS-SINGLE-PROVIDER: one of the providers gets no queries
//!
//! ## What
//! Several providers sign, and every host in the NS RRsets belongs to one of them.
//!
//! ## Why it breaks
//! It does not: the others are prepared, and not in use.
//!
//! ## Who is hit
//! Nobody. If the one fails, nobody takes over.
//!
//! ## Fix
//! Add the others' hosts when keys and DS are in place and the waits are over.
//!
//! ## References
//! RFC 8901 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{all, provider_of};
use crate::check::report::{Finding, Severity};
use crate::order::Gather as _;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::NsSingleProvider,
    summary: "One of the providers gets no queries.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let hosts: BTreeSet<_> = all(case).into_iter().flat_map(|(_, hosts)| hosts).gather();
    let owners: BTreeSet<Option<usize>> = hosts.iter().map(|host| provider_of(case, host)).gather();
    let mut one = owners.iter();
    let (Some(Some(only)), None, 2..) = (one.next(), one.next(), case.size()) else { return Vec::new() };
    let (label, rest) = (case.label(*only), case.labels((0..case.size()).filter(|p| p != only)));
    let found = finding(RULE.code, Severity::Info, format!("Every NS record belongs to {label}"))
        .about(case, 0..case.size())
        .detail(format!("Not in use, though prepared: {rest}."))
        .step(format!("Add the hosts of {rest} when keys and DS are in place and the waits are over."))
        .refer(&["RFC 8901 §2"]);
    vec![found]
}
