//! # DS-DIGEST-UNSUPPORTED: a DS has a digest type that validators do not know
//!
//! ## What
//! A DS has a digest type other than 1, 2 and 4.
//!
//! ## Why it breaks
//! Validators ignore the record. If it is a provider's only one while others have usable ones, that
//! provider has no chain of trust.
//!
//! ## Who is hit
//! Where it is a provider's only DS: every validator that gets its keys there.
//!
//! ## Fix
//! Publish digest type 2.
//!
//! ## References
//! RFC 6840 §5.2; RFC 9904

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::ds_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::parent_ds;
use crate::check::report::{Finding, Severity};
use crate::dnssec::algorithm::DIGESTS;
use crate::dnssec::judge::Reason;

pub(super) const RULE: Rule = Rule {
    code: Code::DsDigestUnsupported,
    summary: "A DS has a digest type that validators do not know.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let failing: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    let unknown: Vec<_> =
        parent_ds(case).filter(|found| !DIGESTS.contains(&found.digest_type().to_int())).collect();
    let Some(first) = unknown.first().filter(|_| failing.is_empty() && !nothing_usable(case)) else {
        return failing;
    };
    let found = finding(RULE.code, Severity::Warning, format!("Validators ignore the {}", ds_name(first)))
        .detail("This digest type is not supported; the record counts for nothing.")
        .shows(
            unknown.iter().map(|found| case.ds_line(found, Some(found.digest_type().to_int().to_string()))),
        )
        .step("Publish digest type 2 (SHA-256) for the same key, and remove this one.")
        .refer(&["RFC 6840 §5.2", "RFC 9904"]);
    vec![found]
}

/// Then DS-ALL-UNSUPPORTED says it.
fn nothing_usable(case: &Case<'_>) -> bool {
    case.reference.trust.iter().any(|trust| trust.reason == Reason::DsUnsupported)
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let found = case
        .fails(RULE.code, failure, format!("{label}’s only DS has an unsupported digest type"))
        .about(case, [provider])
        .detail(format!(
            "Validators ignore it, and another provider’s DS says that the zone is \
            signed: {label} has no chain of trust."
        ))
        .hit(format!("{} with the DNSKEY RRset of {label}.", case.who(failure.who())))
        .shows(case.ds_lines())
        .step(case.add_ds(
            &case.anchors(provider),
            format!(
                "Add a SHA-256 DS for {label}’s key at the \
            parent (registrar)."
            ),
        ))
        .step(case.wait_ds())
        .refer(&["RFC 6840 §5.2", "RFC 9904"]);
    Some(found)
}
