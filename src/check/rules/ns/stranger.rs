//! # NS-STRANGER: a name server of nobody here
//!
//! ## What
//! An NS RRset lists a host that belongs to no provider whose data were given, as far as names and
//! addresses tell.
//!
//! ## Why it breaks
//! It gets queries. If it has other keys, or none, resolvers fail with its answers; the mixes say nothing
//! of it.
//!
//! ## Who is hit
//! Unknown.
//!
//! ## Fix
//! Give its answers as well, or take it out of the NS RRsets.
//!
//! ## References
//! RFC 8901 §3; RFC 4035 §5.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::line;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{all, attributed};
use crate::check::report::{Finding, Severity};
use crate::dns::dotted;
use crate::shell;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::NsStranger, summary: "A name server of nobody here.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let strangers = attributed(case).into_iter().flatten().filter(|(_, provider)| provider.is_none());
    let say = |(host, _): (crate::dns::Name, Option<usize>)| {
        let lists = all(case).into_iter().filter(|(_, hosts)| hosts.contains(&host));
        let whose: Vec<String> =
            lists.map(|(whose, _)| whose.map_or("the parent", |p| case.label(p)).to_string()).collect();
        let whose = crate::check::words::list(&whose);
        finding(RULE.code, Severity::Warning, format!("{host} belongs to no provider that was seen"))
            .detail(format!("Listed by {whose}. It gets queries; how it answers is not known."))
            .shows([
                line(None, format!("{} IN NS {}", case.zone(), dotted(&host)), None).of_zone(case, Rtype::NS)
            ])
            .step(format!(
                "Paste what this prints: dig @{} {} DNSKEY +dnssec +norecurse",
                shell::server(&host.to_string()),
                shell::name(&case.snapshot().zone)
            ))
            .step("If it is an old provider’s: take it out of every NS RRset.")
            .refer(&["RFC 8901 §3", "RFC 4035 §5.2"])
    };
    strangers.map(say).collect()
}
