//! # NS-GLUE: the parent's addresses for a host are not the zone's
//!
//! ## What
//! The delegation carries other addresses for a name server than the zone itself has.
//!
//! ## Why it breaks
//! Resolvers are sent to an address where nobody may answer, or where somebody else may.
//!
//! ## Who is hit
//! Every resolver that starts at the parent, as long as it uses that address.
//!
//! ## Fix
//! Update the glue at the registrar.
//!
//! ## References
//! RFC 1034 §4.2.1; RFC 9471 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, FixStep, Severity};
use crate::dns::{Rdata, dotted};
use crate::order::Gather as _;
use domain::base::Rtype;
use std::collections::BTreeSet;
use std::net::IpAddr;

pub(super) const RULE: Rule = Rule {
    code: Code::NsGlue,
    summary: "The parent’s addresses for a host are not the zone’s.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (host, glue) in &case.snapshot().servers.glue {
        for (provider, view) in case.providers() {
            let sets: Vec<_> = [Rtype::A, Rtype::AAAA]
                .iter()
                .filter_map(|t| view.find(host, *t))
                .map(|(_, set)| set)
                .collect();
            // An answer for one family says nothing of the other.
            let seen =
                |address: &&IpAddr| sets.iter().any(|set| (set.rtype == Rtype::A) == address.is_ipv4());
            let own: BTreeSet<IpAddr> = sets.iter().flat_map(|set| &set.data).filter_map(address).gather();
            let wrong: Vec<String> =
                glue.iter().filter(seen).filter(|a| !own.contains(*a)).map(ToString::to_string).collect();
            if wrong.is_empty() {
                continue;
            }
            let label = view.label.as_str();
            let title =
                format!("The parent sends resolvers for {host} to {}", crate::check::words::list(&wrong));
            findings.push(
                finding(RULE.code, Severity::Warning, title)
                    .about(case, [provider])
                    .detail(format!("{label} has other addresses for it."))
                    .shows(sets.iter().flat_map(|set| case.record_lines(Some(label), set, MOST_OF_ONE)))
                    .step(FixStep {
                        records: own.iter().map(|address| record(&dotted(host), address)).collect(),
                        ..step("Update the glue at the registrar.".into())
                    })
                    .refer(&["RFC 1034 §4.2.1", "RFC 9471 §3"]),
            );
            break;
        }
    }
    findings
}

fn address(data: &Rdata) -> Option<IpAddr> {
    match data {
        Rdata::A(a) => Some(IpAddr::V4(a.addr())),
        Rdata::Aaaa(aaaa) => Some(IpAddr::V6(aaaa.addr())),
        _ => None,
    }
}

fn record(host: &str, address: &IpAddr) -> String {
    format!("{host} IN {} {address}", if address.is_ipv4() { "A" } else { "AAAA" })
}
