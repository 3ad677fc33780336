//! # NS-VANITY: name servers in the zone's own name
//!
//! ## What
//! A name server host is below the zone itself, and no answer names it: who runs it cannot be told from
//! the name.
//!
//! ## Why it breaks
//! It does not. Its addresses have to be in the parent as glue.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Name the provider of what you paste.
//!
//! ## References
//! RFC 9471 §3; RFC 1034 §4.2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{all, hosts, provider_of};
use crate::check::report::{Finding, Severity};
use crate::order::Gather as _;
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { code: Code::NsVanity, summary: "Name servers in the zone’s own name.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let names: BTreeSet<_> = all(case)
        .into_iter()
        .flat_map(|(_, hosts)| hosts)
        .filter(|host| host.ends_with(&case.snapshot().zone) && provider_of(case, host).is_none())
        .gather();
    if names.is_empty() {
        return Vec::new();
    }
    let list = hosts(names.iter());
    let found = finding(RULE.code, Severity::Info, format!("Whose {list} are cannot be told from the names"))
        .detail("The hosts are below the zone itself. Providers are told apart by their keys then.")
        .step("Name the provider of what you paste.")
        .refer(&["RFC 9471 §3"]);
    vec![found]
}
