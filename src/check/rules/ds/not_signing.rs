//! # DS-NOT-SIGNING: the key with the DS does not sign the DNSKEY RRset
//!
//! ## What
//! A DS matches a published key, and that key made no valid signature over the DNSKEY RRset.
//!
//! ## Why it breaks
//! The chain of trust needs both: a DS for the key, and the key's signature over the DNSKEY RRset.
//!
//! ## Who is hit
//! Where it is the provider's only match: every validator that gets its keys there.
//!
//! ## Fix
//! Sign the DNSKEY RRset with that key, or publish the DS of the key that does sign.
//!
//! ## References
//! RFC 4035 §2.4, §5.2

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::{Mark, absent};
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::matching_ds;
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::changing::Change;
use crate::dnssec::keys::KeyIx;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DsNotSigning,
    summary: "The key with the DS does not sign the DNSKEY RRset.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    let blamed = case.blamed(RULE.code).filter_map(|(cause, _)| cause.at);
    let mut said: Vec<KeyIx> = blamed.flat_map(|p| matching_ds(case, p)).map(|(_, key)| key).collect();
    let change = Change::under_way(case);
    for provider in (0..case.size()).filter(|p| case.trusted(*p)) {
        for (found, key) in matching_ds(case, provider) {
            // A step between the models says what it waits for.
            if change.as_ref().is_some_and(|change| change.waiting.contains(&found)) {
                continue;
            }
            let usable = case.key(key).is_some_and(|k| k.is_zone_key() && !k.is_revoked());
            let signs = case.proven.roles.iter().any(|roles| roles.dnskey.contains(&key));
            if signs || !usable || said.contains(&key) {
                continue;
            }
            said.push(key);
            let label = case.label(provider);
            findings.push(
                finding(
                    RULE.code,
                    Severity::Warning,
                    format!("{} has a DS and signs no DNSKEY RRset", capital_key(case, key)),
                )
                .about(case, [provider])
                .detail(format!(
                    "{label} is covered by another key’s DS, so nothing fails. This DS does not help."
                ))
                .shows([
                    case.ds_line(found, Some(found.key_tag().to_string())),
                    case.dnskey_line(provider, key),
                ])
                .step(format!(
                    "Sign {label}’s DNSKEY RRset with it, or remove its DS, unless a roll is under way."
                ))
                .refer(&["RFC 4035 §2.4", "RFC 4035 §5.2"]),
            );
        }
    }
    findings
}

fn capital_key(case: &Case<'_>, key: KeyIx) -> String {
    format!("Key {}", case.key_name(key))
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let (found, key) = matching_ds(case, provider).next()?;
    let name = case.key_name(key);
    let (_, set) = case.dnskey(provider)?;
    let anchors = case.anchors(provider);
    let signers = case.labels_of_keys(&anchors);
    let finding = case
        .fails(
            RULE.code,
            failure,
            format!("{label}’s key {name} has the DS, but does not sign its DNSKEY RRset"),
        )
        .about(case, [provider])
        .detail(format!("The parent vouches for {name}; {label}’s DNSKEY RRset is signed by {signers} only."))
        .hit(format!("{} with the DNSKEY RRset of {label}: every name fails.", case.who(failure.who())))
        .shows([case.ds_line(found, Some(found.key_tag().to_string())), case.dnskey_line(provider, key)])
        .shows(set.sigs.iter().take(2).map(|sig| case.sig_line(provider, set, sig, Mark::Tag)))
        .shows([absent(Some(label), format!("no RRSIG over DNSKEY by {name}")).of_zone(case, Rtype::DNSKEY)])
        .step(format!("Either sign {label}’s DNSKEY RRset with {name}."));
    let finding =
        if anchors.is_empty() {
            finding
        } else {
            finding.step(case.add_ds(
                &anchors,
                "Or add the DS of the key that does sign, at the parent (registrar).".into(),
            ))
        };
    Some(finding.step(case.wait_ds()).refer(&["RFC 4035 §2.4", "RFC 4035 §5.2"]))
}
