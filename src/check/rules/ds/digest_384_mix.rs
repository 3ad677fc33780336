//! # DS-DIGEST-384-MIX: SHA-384 for one provider, SHA-256 for another
//!
//! ## What
//! One provider is covered only by digest type 2, and the DS RRset has digest type 4 for another's key.
//!
//! ## Why it breaks
//! Validators that insist on the strongest digest in the set ignore the SHA-256 records.
//!
//! ## Who is hit
//! unbound with `harden-algo-downgrade: yes` (measured).
//!
//! ## Fix
//! Use the same digest types for every provider's key; digest type 2 alone is enough.
//!
//! ## References
//! RFC 6605 §2

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::parent_ds;
use crate::check::report::Finding;

pub(super) const RULE: Rule = Rule {
    code: Code::DsDigest384Mix,
    summary: "The providers’ DS records have different digest types.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let other: Vec<usize> = (0..case.size())
        .filter(|p| *p != provider)
        .flat_map(|p| crate::check::records::keys::matching_ds(case, p))
        .filter(|(found, _)| found.digest_type().to_int() == 4)
        .map(|(_, key)| key)
        .collect();
    let found = case
        .fails(RULE.code, failure, format!("{label}’s DS is SHA-256, another provider’s is SHA-384"))
        .about(case, [provider])
        .detail(format!("A validator that goes by the strongest digest in the set ignores {label}’s DS."))
        .hit(format!("{}, with the DNSKEY RRset of {label}.", case.who(failure.who())))
        .shows(parent_ds(case).take(5).map(|found| {
            case.ds_line(
                found,
                Some(format!("{} {} ", found.algorithm().to_int(), found.digest_type().to_int())),
            )
        }))
        .step(case.add_ds(&other, "Add SHA-256 DS records for the keys that have SHA-384 only.".into()))
        .step(case.wait_ds())
        .step("Then remove the SHA-384 ones: digest type 2 alone is enough, for every provider alike.")
        .refer(&["RFC 6605 §2"]);
    Some(found)
}
