//! # NS-TIMEOUT: a name server did not answer
//!
//! ## What
//! What was given says that a server in an NS RRset gave no answer.
//!
//! ## Why it breaks
//! Resolvers have to ask another one. It may have been the network of the one who asked.
//!
//! ## Who is hit
//! If the server is down: every resolver, a little; and with two providers only, half of the protection
//! is gone.
//!
//! ## Fix
//! Ask again from elsewhere.
//!
//! ## References
//! RFC 1034 §4.1; RFC 8914 §4.23, §4.24

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{is_delegated, provider_at};
use crate::check::report::{Finding, Severity};
use crate::shell;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::NsTimeout, summary: "A name server did not answer.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let silent = |server: &&crate::snapshot::Server| server.silent && is_delegated(case, &server.name);
    let say = |server: &crate::snapshot::Server| {
        let name = &server.name;
        finding(RULE.code, Severity::Warning, format!("{name} did not answer"))
            .about(case, provider_at(case, name))
            .detail("It may be down, or out of reach from where it was asked.")
            .shows([absent(None, format!("no answer of {name}")).of_zone(case, Rtype::SOA)])
            .step(format!(
                "Ask again, from elsewhere too: dig @{} {} SOA +dnssec +norecurse",
                shell::server(name),
                shell::name(&case.snapshot().zone)
            ))
            .refer(&["RFC 1034 §4.1", "RFC 8914 §4.23"])
    };
    case.snapshot().servers.servers.iter().filter(silent).map(say).collect()
}
