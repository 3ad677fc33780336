//! # DS-DIGEST-SHA1-MIX: one provider has a SHA-1 DS only, beside better ones
//!
//! ## What
//! A provider is covered only by DS records with digest type 1, and the DS RRset also has records
//! with a better digest, for whatever key.
//!
//! ## Why it breaks
//! Validators that follow RFC 4509 §3 ignore every SHA-1 DS as soon as one better digest is in the
//! set, those of other keys included. The provider then has no chain of trust.
//!
//! ## Who is hit
//! BIND, PowerDNS Recursor and Knot Resolver, and unbound with `harden-algo-downgrade: yes`
//! (measured); unbound as it comes is not.
//!
//! ## Fix
//! Add a SHA-256 DS for the provider's key, then delete the SHA-1 ones.
//!
//! ## References
//! RFC 4509 §3; RFC 9904

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::{matching_ds, parent_ds};
use crate::check::report::Finding;

pub(super) const RULE: Rule = Rule {
    code: Code::DsDigestSha1Mix,
    summary: "A provider has a SHA-1 DS only, beside better ones.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let mut keys: Vec<usize> = matching_ds(case, provider).map(|(_, key)| key).collect();
    keys.dedup();
    let digest = |found: &crate::dns::Ds| {
        format!("{} {} {}", found.key_tag(), found.algorithm().to_int(), found.digest_type().to_int())
    };
    let found = case
        .fails(RULE.code, failure, format!("{label} has a SHA-1 DS only, beside better ones"))
        .about(case, [provider])
        .detail(format!(
            "Validators ignore SHA-1 DS records as soon as the set has a better one, for whatever key: {label} \
             then has no chain of trust."
        ))
        .hit(format!("{}, with the DNSKEY RRset of {label}.", case.who(failure.who())))
        .also_masked("Measured with two providers, both up: PowerDNS Recursor failed 60 of 72 cold \
            queries, the others none.")
        .shows(parent_ds(case).take(4).map(|found| case.ds_line(found, Some(digest(found)))))
        .step(case.add_ds(&keys, format!("Add a SHA-256 DS for {label}’s key at the parent (registrar).")))
        .step(case.wait_ds())
        .step("Then remove every DS with digest type 1.")
        .refer(&["RFC 4509 §3", "RFC 9904"]);
    Some(found)
}
