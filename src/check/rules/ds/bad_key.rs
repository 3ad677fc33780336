//! # DS-BAD-KEY: the DS points to a record that is no zone key
//!
//! ## What
//! A DS matches a DNSKEY without the zone key flag, or with a protocol field other than 3.
//!
//! ## Why it breaks
//! Such a record must not be used to verify anything.
//!
//! ## Who is hit
//! Where it is the provider's only match: every validator that gets its keys there.
//!
//! ## Fix
//! Publish a proper DNSKEY, flags 257 and protocol 3, and its DS.
//!
//! ## References
//! RFC 4034 §2.1.1, §2.1.2, §5.2

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::{first_ds, matching_ds};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::DsBadKey,
    summary: "The DS points to a record that is no zone key.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let failing: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    if !failing.is_empty() {
        return failing;
    }
    let Some((provider, found, key)) = first_ds(case, |key| !key.is_zone_key()) else { return Vec::new() };
    let finding = finding(
        RULE.code,
        Severity::Warning,
        format!("A DS points to {}, which is no zone key", case.key_name(key)),
    )
    .about(case, [provider])
    .detail("Another DS covers the provider, so nothing fails.")
    .shows([case.ds_line(found, Some(found.key_tag().to_string())), case.dnskey_line(provider, key)])
    .step("Remove this DS at the parent.")
    .refer(&["RFC 4034 §2.1.1", "RFC 4034 §5.2"]);
    vec![finding]
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let (found, key) = matching_ds(case, provider).next()?;
    let finding = case
        .fails(RULE.code, failure, format!("The DS for {label} points to a record that is no zone key"))
        .about(case, [provider])
        .detail(
            "The DNSKEY lacks the zone key flag, or its protocol field is not 3. Validators must not use it.",
        )
        .hit(format!("{} with the DNSKEY RRset of {label}.", case.who(failure.who())))
        .shows([case.ds_line(found, Some(found.key_tag().to_string())), case.dnskey_line(provider, key)])
        .step(format!(
            "Publish {label}’s KSK with flags 257 and protocol 3, and sign the DNSKEY RRset with it."
        ))
        .step("Add that key’s DS at the parent (registrar).")
        .step(case.wait_ds())
        .refer(&["RFC 4034 §2.1.1", "RFC 4034 §2.1.2", "RFC 4034 §5.2"]);
    Some(finding)
}
