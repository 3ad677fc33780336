//! # TCP-FAIL: a name server does not take TCP
//!
//! ## What
//! What was given says that no TCP connection to a server in an NS RRset could be made.
//!
//! ## Why it breaks
//! Truncated answers cannot be completed.
//!
//! ## Who is hit
//! Every resolver that gets a truncated answer there; it has to find another server.
//!
//! ## Fix
//! Open TCP port 53.
//!
//! ## References
//! RFC 7766 §5; RFC 9210 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{is_delegated, provider_at};
use crate::check::report::{Finding, Severity};
use crate::check::sizes::{self, UDP};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::TcpFail, summary: "A name server does not take TCP.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |server: &crate::snapshot::Server| {
        let name = &server.name;
        let provider = provider_at(case, name);
        if !server.no_tcp || provider.is_none() && !is_delegated(case, name) {
            return None;
        }
        let sizes = provider.map(|p| sizes::of(case, p)).unwrap_or_default();
        let needed = server.truncated || sizes.dnskey.max(sizes.negative) > Some(UDP);
        let detail = if needed {
            "It has answers that do not fit into UDP: resolvers cannot complete them there."
        } else {
            "Its answers fit into UDP for now."
        };
        Some(
            finding(RULE.code, Severity::Warning, format!("{name} does not take TCP"))
                .about(case, provider)
                .detail(detail)
                .shows([absent(None, format!("no TCP connection to {name}")).of_zone(case, Rtype::SOA)])
                .step(format!("Open TCP port 53 at {name}, also in firewalls on the way."))
                .refer(&["RFC 7766 §5", "RFC 9210 §3"]),
        )
    };
    case.snapshot().servers.servers.iter().filter_map(say).collect()
}
