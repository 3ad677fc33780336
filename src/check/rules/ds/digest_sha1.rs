//! # DS-DIGEST-SHA1: a DS uses SHA-1
//!
//! ## What
//! A DS has digest type 1, and no provider depends on it in a way that fails.
//!
//! ## Why it breaks
//! It does not yet. SHA-1 must no longer be used for delegation, and validators that drop it leave
//! the zone insecure where nothing better is there.
//!
//! ## Who is hit
//! Nobody now.
//!
//! ## Fix
//! Publish digest type 2 for the same key, wait the DS TTL, delete the SHA-1 DS.
//!
//! ## References
//! RFC 4509 §3; RFC 9904; RFC 9905

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::parent_ds;
use crate::check::report::{Finding, Severity};
use crate::order;

pub(super) const RULE: Rule =
    Rule { code: Code::DsDigestSha1, summary: "A DS uses SHA-1.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let weak: Vec<_> = parent_ds(case).filter(|found| found.digest_type().to_int() == 1).collect();
    if weak.is_empty() || case.blames(Code::DsDigestSha1Mix) {
        return Vec::new();
    }
    let only = parent_ds(case).all(|found| found.digest_type().to_int() == 1);
    let keys = order::distinct(
        (0..case.size()).flat_map(|p| crate::check::records::keys::matching_ds(case, p).map(|(_, key)| key)),
    );
    let title =
        if only { "Every DS uses SHA-1" } else { "The DS RRset has SHA-1 records beside better ones" };
    let found = finding(RULE.code, Severity::Warning, title.into())
        .detail(
            "SHA-1 must no longer be used for delegation. Validators still take it where nothing \
            better is there.",
        )
        .shows(
            weak.iter().map(|found| case.ds_line(found, Some(format!("{} 1 ", found.algorithm().to_int())))),
        );
    let found = if only {
        found.step(
            case.add_ds(&keys, "Add SHA-256 DS records for all of these keys at once, at the parent.".into()),
        )
    } else {
        found
    };
    vec![found.step(case.wait_ds()).step("Remove the DS records with digest type 1.").refer(&[
        "RFC 4509 §3",
        "RFC 9904",
        "RFC 9905",
    ])]
}
