//! # SIG-BAD: a signature does not fit the data
//!
//! ## What
//! A provider serves an RRset with a signature that its key does not verify, and no other signature
//! helps every validator.
//!
//! ## Why it breaks
//! The RRset was changed after it was signed, or the signature was, or another private key made it, whose public key has
//! the same tag (two signers that each made keys of their own). A broken or expired signature beside a good
//! one is enough for BIND, which gives up after one failed verification.
//!
//! ## Who is hit
//! Every validator that gets it, with whatever keys; beside a good signature, BIND.
//!
//! ## Fix
//! Sign anew; look for a proxy or a feature that rewrites records.
//!
//! ## References
//! RFC 4034 §3.1.8.1, §6; RFC 4035 §5.3.2, §5.3.3

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use crate::dnssec::judge::validity;
use crate::snapshot::RRset;

pub(super) const RULE: Rule =
    Rule { code: Code::SigBad, summary: "A signature does not fit the data.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn hint(set: &RRset) -> &'static str {
    // Names are signed in lower case, however they were asked for (RFC 4034 §6.2).
    if set.owner.as_slice().iter().any(u8::is_ascii_uppercase) {
        return " It seems to be signed in the case of the letters in which it was asked for.";
    }
    let raised = set.ttl_stated && set.sigs.iter().all(|sig| set.ttl > sig.original_ttl().as_secs());
    let lowered = set.ttl_stated && set.sigs.iter().all(|sig| set.ttl < sig.original_ttl().as_secs());
    if raised {
        " The TTL is above the signature’s Original TTL."
    } else if lowered {
        " The signature’s Original TTL is not the RRset’s: it may have been altered."
    } else {
        " The records were changed after signing, or the signature was; or another private key made it, whose public key has \
         the same tag."
    }
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let count = failure.count(provider);
    let names = case.item_names(failure, provider);
    let first = case.failing_sets(failure, provider).next();
    let good = first.is_some_and(|(index, set)| {
        !crate::check::records::keys::verifying(case, provider, index, set).is_empty()
    });
    let late = first.is_some_and(|(_, set)| {
        let mut spans = set.sigs.iter().map(|sig| validity(sig, case.now));
        spans.any(|(from, until)| !(from..=until).contains(&case.now))
    });
    let title = match (good, count) {
        (true, _) if late => format!("{label} serves a signature out of time beside a good one: {names}"),
        (true, _) => format!("{label} serves a broken signature beside a good one: {names}"),
        (false, 1) => format!("{label}’s signature over {names} does not verify"),
        (false, 0) => format!("A signature over {label}’s DNSKEY RRset does not verify"),
        (false, _) => format!("{label}’s signatures over {count} RRsets and proofs do not verify"),
    };
    let detail = if good {
        "A validator that gives up after one failed signature (BIND) never reaches the good one behind it."
            .to_string()
    } else {
        format!("It concerns {names}.{}", first.map_or("", |(_, set)| hint(set)))
    };
    let found = case
        .fails(RULE.code, failure, title)
        .about(case, [provider])
        .detail(detail)
        .hit(format!("{} with that answer of {label}, whatever keys are held.", case.who(failure.who())))
        .shows(first.into_iter().flat_map(|(_, set)| case.record_lines(Some(label), set, 2)))
        .shows(case.failing_sigs(failure, provider, Mark::Tag))
        .step(if good && late {
            step_at(label, "Remove the signatures that have expired or are not valid yet: leftovers of a key roll, or merged.".into())
        } else {
            case.sign_anew(label, "Sign it anew.".into())
        })
        .step("If it comes back, look for what rewrites records after signing: a proxy, ALIAS, an import.")
        .refer(&["RFC 4034 §3.1.8.1", "RFC 4034 §6", "RFC 4035 §5.3.2"]);
    Some(found)
}
