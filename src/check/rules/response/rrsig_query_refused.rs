//! # RRSIG-QUERY-REFUSED: a question for RRSIG or ANY was declined
//!
//! ## What
//! A server refused a question for RRSIG or ANY, or gave a minimal answer.
//!
//! ## Why it breaks
//! It does not: servers may do so.
//!
//! ## Who is hit
//! Nobody. What was pasted has no signatures from it.
//!
//! ## Fix
//! Ask for the data with DNSSEC records instead.
//!
//! ## References
//! RFC 8482 §4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::provider_at;
use crate::check::report::{Finding, Severity};
use crate::shell;

pub(super) const RULE: Rule = Rule {
    code: Code::RrsigQueryRefused,
    summary: "A question for RRSIG or ANY was declined.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |server: &crate::snapshot::Server| {
        server.minimal?;
        let name = &server.name;
        Some(
            finding(RULE.code, Severity::Info, format!("{name} does not answer questions for RRSIG or ANY"))
                .about(case, provider_at(case, name))
                .detail(
                    "It may. Signatures come with the data, when these are asked for with DNSSEC records.",
                )
                .step(format!(
                    "Paste what this prints: dig @{} {} SOA +dnssec +norecurse",
                    shell::server(name),
                    shell::name(&case.snapshot().zone)
                ))
                .refer(&["RFC 8482 §4"]),
        )
    };
    case.snapshot().servers.servers.iter().filter_map(say).collect()
}
