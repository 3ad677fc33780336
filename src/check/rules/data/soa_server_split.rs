//! # SOA-SERVER-SPLIT: servers of one provider have different serials
//!
//! ## What
//! Servers of one provider answer with different SOA serials.
//!
//! ## Why it breaks
//! A change is still spreading; or a secondary does not transfer any more, and its signatures will end one day.
//!
//! ## Who is hit
//! Nobody now.
//!
//! ## Fix
//! Look again later; if it lasts, see why the secondary does not transfer.
//!
//! ## References
//! RFC 1035 §3.3.13; RFC 6781 §4.4.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::some_of;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::copies::copies;
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dns::Rdata;
use crate::order::{self, grouped};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::SoaServerSplit,
    summary: "Servers of one provider have different serials.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let zone = &case.snapshot().zone;
    let groups = grouped(case.providers().map(|(provider, view)| (view.group.as_str(), provider)));
    let say = |(group, parts): &(&str, Vec<usize>)| {
        let views = || parts.iter().filter_map(|p| Some((*p, case.view(*p)?)));
        let all = views()
            .flat_map(|(p, view)| copies(view, zone, Rtype::SOA).into_iter().map(move |copy| (p, copy)));
        let told: Vec<_> = all
            .filter_map(|(p, copy)| match copy.set.data.first()? {
                Rdata::Soa(soa) => Some((p, soa.serial().into_int(), copy)),
                _ => None,
            })
            .collect();
        let pairs =
            told.iter().flat_map(|(_, serial, copy)| copy.servers.iter().map(move |s| (s.clone(), *serial)));
        // A server with several serials was asked while the zone moved on: its latest counts.
        let latest = |serials: Vec<u32>| {
            serials.into_iter().reduce(|a, b| if (b.wrapping_sub(a) as i32) > 0 { b } else { a })
        };
        let by_server =
            grouped(pairs).into_iter().filter_map(|(server, serials)| Some((latest(serials)?, server)));
        let by_serial = grouped(by_server);
        if by_serial.len() < 2 {
            return None;
        }
        let names =
            |servers: &[std::sync::Arc<str>]| some_of(servers.iter().map(ToString::to_string), servers.len());
        let each: Vec<String> =
            by_serial.iter().map(|(serial, servers)| format!("{serial} at {}", names(servers))).collect();
        let label = |p: usize| case.label(p);
        Some(
            finding(RULE.code, Severity::Info, format!("{group}’s servers have different serials: {}", list(&each)))
                .about(case, order::distinct(told.iter().map(|(p, ..)| *p)))
                .detail(
                    "A change is still spreading; or a server does not transfer the zone any more, and what it has will \
                     expire.",
                )
                .shows(told.iter().flat_map(|(p, _, copy)| case.record_lines(Some(label(*p)), copy.set, MOST_OF_ONE)).take(3))
                .step(step_at(
                    group,
                    "Look again later; if it lasts, see why the server does not transfer.".into(),
                ))
                .refer(&["RFC 1035 §3.3.13", "RFC 6781 §4.4.1"]),
        )
    };
    groups.iter().filter_map(say).collect()
}
