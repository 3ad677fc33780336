//! # SIG-VALIDITY-SHORT: the validity is short against the TTL
//!
//! ## What
//! A signature is valid for less than twice the TTL of the RRset that it is over.
//!
//! ## Why it breaks
//! Resolvers shorten the TTL to what is left of the signature, and a short outage of the signer
//! breaks the zone.
//!
//! ## Who is hit
//! Nobody now.
//!
//! ## Fix
//! A longer validity, or smaller TTLs.
//!
//! ## References
//! RFC 6781 §4.4.1, §4.4.2.2; RFC 4035 §5.3.3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::{last_end, signed};
use crate::check::report::{Finding, Severity};
use crate::dns::span;
use crate::snapshot::RRset;

pub(super) const RULE: Rule = Rule {
    code: Code::SigValidityShort,
    summary: "The validity is short against the TTL.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for provider in 0..case.size() {
        let short = |set: &&RRset| {
            set.ttl_stated
                && last_end(case, provider, set)
                    .is_some_and(|(_, validity)| validity < 2 * i64::from(set.ttl))
        };
        let mut sets = signed(case, provider).filter(short).peekable();
        let Some(set) = sets.peek().copied() else { continue };
        let count = sets.count();
        let label = case.label(provider);
        let validity = last_end(case, provider, set).map_or(0, |(_, validity)| validity);
        findings.push(
            finding(
                RULE.code,
                Severity::Warning,
                format!(
                    "{label}’s signatures are valid for {}, with a TTL of {}",
                    span(validity),
                    span(set.ttl.into())
                ),
            )
            .about(case, [provider])
            .detail(format!(
                "That is so for {count} RRset{}. Resolvers shorten the TTL towards \
                    the end, and a short outage of the signer breaks the zone.",
                if count == 1 { "" } else { "s" }
            ))
            .shows(set.sigs.iter().take(1).map(|sig| case.sig_line(provider, set, sig, Mark::Expiration)))
            .step(step_at(label, "Sign for longer, or lower the TTLs.".into()))
            .refer(&["RFC 6781 §4.4.1", "RFC 4035 §5.3.3"]),
        );
    }
    findings
}
