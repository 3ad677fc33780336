//! # ALG-GROUP-FIXED: a provider signs with algorithm 13 only, another with something else
//!
//! ## What
//! A name server belongs to a provider that is known to sign with algorithm 13 only, and a key of
//! another algorithm signs.
//!
//! ## Why it breaks
//! It does not by itself; see ALG-MIXED. The group's algorithm can only be 13.
//!
//! ## Who is hit
//! See ALG-MIXED.
//!
//! ## Fix
//! Roll the others to 13.
//!
//! ## References
//! RFC 8901 §4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::all;
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dns::Name;
use crate::order::Gather as _;
use crate::snapshot::operators::only_algorithm_13;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::AlgGroupFixed,
    summary: "A provider signs with algorithm 13 only, another with something else.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let servers = case.providers().flat_map(|(_, view)| &view.servers);
    let hosts: BTreeSet<Name> = all(case)
        .into_iter()
        .flat_map(|(_, hosts)| hosts)
        .chain(servers.filter_map(|server| server.parse::<Name>().ok()))
        .gather();
    let fixed: BTreeSet<&str> = hosts.iter().filter_map(only_algorithm_13).gather();
    let others: BTreeSet<u8> = case
        .proven
        .roles
        .iter()
        .flat_map(crate::check::roles::Roles::own)
        .filter_map(|key| case.key(key).map(|key| key.algorithm))
        .filter(|number| *number != 13)
        .gather();
    if fixed.is_empty() || others.is_empty() {
        return Vec::new();
    }
    let (fixed, others): (Vec<&str>, Vec<String>) =
        (fixed.into_iter().collect(), others.into_iter().map(algorithm_name).collect());
    let verb = if fixed.len() == 1 { "signs" } else { "sign" };
    let title =
        format!("{} {verb} with algorithm 13 only; here {} is in use too", list(&fixed), list(&others));
    let found = finding(RULE.code, Severity::Info, title)
        .detail("Told by the names of the servers. The group’s algorithm can only be 13 then.")
        .step("Roll the other providers to algorithm 13, before a provider joins.")
        .refer(&["RFC 8901 §4"]);
    vec![found]
}
