//! # SIG-VALIDITY-LONG: signatures are valid for long
//!
//! ## What
//! A signature over the DNSKEY RRset is valid for more than 31 days.
//!
//! ## Why it breaks
//! It does not. An old DNSKEY RRset that still has a removed or stolen key can be replayed until its
//! signature ends.
//!
//! ## Who is hit
//! Nobody, unless a key was removed for cause.
//!
//! ## Fix
//! A shorter validity for the DNSKEY RRset.
//!
//! ## References
//! RFC 6781 §4.2.1, §4.2.2, §4.4.2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::last_end;
use crate::check::report::{Finding, Severity};
use crate::dns::span;

pub(super) const RULE: Rule =
    Rule { code: Code::SigValidityLong, summary: "Signatures are valid for long.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let (_, set) = case.dnskey(provider)?;
        let (until, validity) =
            last_end(case, provider, set).filter(|(_, validity)| *validity > 31 * 86_400)?;
        let label = case.label(provider);
        Some(
            finding(
                RULE.code,
                Severity::Info,
                format!("{label}’s DNSKEY signature is valid for {}", span(validity)),
            )
            .about(case, [provider])
            .detail(format!(
                "A copy of today’s DNSKEY RRset can be replayed until {}, also when a \
                    key in it has been removed.",
                until.plain()
            ))
            .shows(set.sigs.iter().take(1).map(|sig| case.sig_line(provider, set, sig, Mark::Expiration)))
            .step("A validity of two to four weeks is usual for the DNSKEY RRset.")
            .refer(&["RFC 6781 §4.2.1", "RFC 6781 §4.4.2.1"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
