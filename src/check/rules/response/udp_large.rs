//! # UDP-LARGE: a name server sends large answers over UDP
//!
//! ## What
//! An answer of more than 1400 octets came over UDP.
//!
//! ## Why it breaks
//! Such packets are cut into fragments, and fragments get lost or are forged more easily.
//!
//! ## Who is hit
//! Resolvers that allow such sizes, behind networks that drop fragments.
//!
//! ## Fix
//! Limit the size of UDP answers to 1232 at the server.
//!
//! ## References
//! RFC 9715 §3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::provider_at;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::UdpLarge,
    summary: "A name server sends large answers over UDP.",
    find: Find::All(find),
};

/// RFC 9715 §3.1, R3.
const MOST: u32 = 1400;

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |server: &crate::snapshot::Server| {
        let size = server.largest_udp.filter(|size| *size > MOST)?;
        let name = &server.name;
        let provider = provider_at(case, name)?;
        Some(
            finding(RULE.code, Severity::Warning, format!("{name} sent {size} octets over UDP"))
                .about(case, [provider])
                .detail("Packets of this size are cut into fragments, and fragments get lost.")
                .step(format!("Limit UDP answers of {name} to 1232 octets (max-udp-size)."))
                .refer(&["RFC 9715 §3.1"]),
        )
    };
    case.snapshot().servers.servers.iter().filter_map(say).collect()
}
