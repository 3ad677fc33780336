//! # KEY-RRSIG-NONE: the DNSKEY RRset is not signed
//!
//! ## What
//! A provider publishes a DNSKEY RRset without any RRSIG.
//!
//! ## Why it breaks
//! A validator that cannot verify the DNSKEY RRset has no keys for the zone.
//!
//! ## Who is hit
//! Every validator that gets its keys there, for every name.
//!
//! ## Fix
//! Model 2: sign it with the provider's KSK. Model 1: import the signature that the zone's owner made.
//!
//! ## References
//! RFC 4035 §2.2, §5.2; RFC 8914 §4.11

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity, Verdict};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::KeyRrsigNone, summary: "A DNSKEY RRset is not signed.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    for provider in 0..case.size() {
        let insecure =
            case.reference.trust.get(provider).is_some_and(|trust| trust.verdict == Verdict::Insecure);
        let bare = case.dnskey(provider).is_some_and(|(_, set)| set.sigs.is_empty() && set.sigs_expected);
        if insecure && bare {
            let label = case.label(provider);
            findings.push(
                finding(RULE.code, Severity::Warning, format!("{label}’s DNSKEY RRset is not signed"))
                    .about(case, [provider])
                    .detail(
                        "No usable DS leads to it, so nothing is validated now. With a DS, every name would.",
                    )
                    .shows(case.dnskey_lines(provider))
                    .shows([absent(Some(label), "no RRSIG over DNSKEY").of_zone(case, Rtype::DNSKEY)])
                    .step(step_at(label, "Sign the DNSKEY RRset before a DS is published.".into()))
                    .refer(&["RFC 4035 §2.2"]),
            );
        }
    }
    findings
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let others = if failure.count(provider) > 0 {
        format!(
            "No other answer of {label} is signed either: some servers leave all signatures out when \
                the DNSKEY RRset has none."
        )
    } else {
        String::new()
    };
    let found = case
        .fails(RULE.code, failure, format!("{label}’s DNSKEY RRset is not signed"))
        .about(case, [provider])
        .detail(format!(
            "A resolver that fetches the DNSKEY RRset from {label} cannot verify it, and \
            rejects every name of the zone.{others}"
        ))
        .hit(format!("{} with the DNSKEY RRset of {label}.", case.who(failure.who())))
        .shows(case.dnskey_lines(provider))
        .shows([absent(Some(label), "no RRSIG over DNSKEY").of_zone(case, Rtype::DNSKEY)])
        .step(step_at(
            label,
            format!(
                "Let {label} sign it with a KSK that it publishes (model 2), or import the RRSIG \
                that the shared KSK made over this very set (model 1)."
            ),
        ))
        .step("See that the DS of that KSK is at the parent.")
        .refer(&["RFC 4035 §2.2", "RFC 4035 §5.2"]);
    Some(found)
}
