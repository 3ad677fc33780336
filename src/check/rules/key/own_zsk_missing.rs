//! # KEY-OWN-ZSK-MISSING: a provider signs with a key that it does not publish itself
//!
//! ## What
//! RRsets of a provider carry signatures by a key that its own DNSKEY RRset does not have.
//!
//! ## Why it breaks
//! A resolver that gets keys and answers from the same provider has no key for the answers. Often
//! the import of foreign keys replaced the own ones, or an old copy of the zone is served.
//!
//! ## Who is hit
//! Every validator that gets both from there, and where no provider has the key, everybody.
//!
//! ## Fix
//! Publish the signing key at the provider and at every other one.
//!
//! ## References
//! RFC 4035 §2.2; RFC 8901 §2.1

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::{Mark, absent};
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::KeyOwnZskMissing,
    summary: "A provider signs with a key that it does not publish itself.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let key = cause.key?;
    let name = case.ref_name(key);
    let count = failure.count(provider);
    let seen_at: Vec<usize> = key
        .index
        .map(|index| (0..case.size()).filter(|p| case.proven.table.publishes(*p, index)).collect())
        .unwrap_or_default();
    let (title, rest) = if seen_at.is_empty() {
        (
            format!("{label} signs with the key {name}, which nobody publishes"),
            "No provider publishes that key.".to_string(),
        )
    } else {
        (
            format!("{label} signs with {}, which it does not publish itself", case.cause_key(Some(key))),
            format!(
                "Only {} publish{} it.",
                case.labels(seen_at.iter().copied()),
                if seen_at.len() == 1 { "es" } else { "" }
            ),
        )
    };
    let found = case
        .fails(RULE.code, failure, title)
        .about(case, [provider])
        .detail(format!(
            "{count} of the RRsets and proofs that {label} serves carry no signature by a \
            key of its own DNSKEY RRset. {rest}"
        ))
        .hit(format!("{} with keys and answers of {label}.", case.who(failure.who())))
        .shows(case.failing_sigs(failure, provider, Mark::Tag).into_iter().take(1))
        .shows(case.dnskey_lines(provider))
        .shows([absent(
            Some(label),
            format!("no DNSKEY with tag {} and algorithm {}", key.tag, key.algorithm),
        )
        .of_zone(case, Rtype::DNSKEY)
        .of_key(key.tag, key.algorithm)]);
    let found = match key.index {
        Some(index) => found.step(case.add_key(provider, index, "Add the key to the DNSKEY RRset.".into())),
        None => found.step(step_at(
            label,
            format!(
                "Publish the key {name} here and at every other \
            provider, or sign with a key that is published."
            ),
        )),
    };
    Some(found.step(case.wait_dnskey(provider)).refer(&["RFC 4035 §2.2", "RFC 8901 §2.1"]))
}
