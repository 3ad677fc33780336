//! # KEY-RRSIG-BAD: no signature over the DNSKEY RRset verifies
//!
//! ## What
//! A provider's DNSKEY RRset has RRSIGs, and none verifies over the set that is served.
//!
//! ## Why it breaks
//! The set that is served is not the one that was signed. In model 1 that happens when a provider
//! adds or drops a key by itself.
//!
//! ## Who is hit
//! Every validator that gets its keys there, for every name.
//!
//! ## Fix
//! Serve the set that was signed, or have this one signed.
//!
//! ## References
//! RFC 4034 §3.1.8.1; RFC 4035 §5.3.2, §5.3.3

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity, Verdict};
use crate::dnssec::algorithm::VERIFIABLE;

pub(super) const RULE: Rule = Rule {
    code: Code::KeyRrsigBad,
    summary: "No signature over a DNSKEY RRset verifies.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    for provider in 0..case.size() {
        let insecure =
            case.reference.trust.get(provider).is_some_and(|trust| trust.verdict == Verdict::Insecure);
        let signs = case.roles(provider).is_some_and(|roles| !roles.dnskey.is_empty());
        let Some((_, set)) = case.dnskey(provider) else { continue };
        let known = set.sigs.iter().any(|sig| VERIFIABLE.contains(&sig.algorithm().to_int()));
        if insecure && !signs && known {
            let label = case.label(provider);
            findings.push(
                finding(
                    RULE.code,
                    Severity::Warning,
                    format!("No signature over {label}’s DNSKEY RRset verifies"),
                )
                .about(case, [provider])
                .detail("No usable DS leads to it, so nothing is validated now. With a DS, every name would.")
                .shows(set.sigs.iter().take(2).map(|sig| case.sig_line(provider, set, sig, Mark::Tag)))
                .shows(case.dnskey_lines(provider))
                .step(step_at(label, "Have the set that is served signed, before a DS is published.".into()))
                .refer(&["RFC 4034 §3.1.8.1"]),
            );
        }
    }
    findings
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let (_, set) = case.dnskey(provider)?;
    let found = case
        .fails(RULE.code, failure, format!("No signature over {label}’s DNSKEY RRset verifies"))
        .about(case, [provider])
        .detail(format!(
            "The set that {label} serves is not the one that was signed, or the key that \
            signed it is not in it."
        ))
        .hit(format!("{} with the DNSKEY RRset of {label}: every name fails.", case.who(failure.who())))
        .shows(set.sigs.iter().take(2).map(|sig| case.sig_line(provider, set, sig, Mark::Tag)))
        .shows(case.dnskey_lines(provider))
        .step(step_at(
            label,
            format!(
                "Let {label} sign the set that it serves (model 2), or serve exactly the set that \
                the shared KSK signed (model 1)."
            ),
        ))
        .step("Look for a key that was added or removed by hand since.")
        .refer(&["RFC 4034 §3.1.8.1", "RFC 4035 §5.3.2"]);
    Some(found)
}
