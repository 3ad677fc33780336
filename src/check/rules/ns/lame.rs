//! # NS-LAME: a name server does not serve the zone
//!
//! ## What
//! A server that an NS RRset lists answers REFUSED, SERVFAIL or the like, or never with the AA bit.
//!
//! ## Why it breaks
//! Resolvers have to ask another one: slower, and with fewer left when one fails.
//!
//! ## Who is hit
//! Every resolver, a little.
//!
//! ## Fix
//! Load the zone there, or take the host out of the NS RRsets.
//!
//! ## References
//! RFC 1034 §4.2.2; RFC 1912 §2.8

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{is_delegated, provider_at};
use crate::check::report::{Finding, Severity};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::NsLame, summary: "A name server does not serve the zone.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |server: &crate::snapshot::Server| {
        let how = match server.declined {
            Some(rcode) => format!("answers {rcode}"),
            None if server.never_authoritative => "answers without the AA bit".into(),
            None => return None,
        };
        let name = &server.name;
        is_delegated(case, name).then(|| {
            finding(RULE.code, Severity::Warning, format!("{name} {how}"))
                .about(case, provider_at(case, name))
                .detail("It is in an NS RRset and does not serve the zone.")
                .shows([absent(None, format!("no authoritative answer of {name}")).of_zone(case, Rtype::SOA)])
                .step(format!("Load the zone at {name}, or take it out of every NS RRset."))
                .refer(&["RFC 1034 §4.2.2", "RFC 1912 §2.8"])
        })
    };
    case.snapshot().servers.servers.iter().filter_map(say).collect()
}
