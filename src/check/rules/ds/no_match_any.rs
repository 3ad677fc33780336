//! # DS-NO-MATCH-ANY: no DS leads to any provider's keys
//!
//! ## What
//! The parent has usable DS records, and no provider publishes a key that any of them matches.
//!
//! ## Why it breaks
//! A validator has to reach the zone's keys through a DS; it finds none and calls everything bogus.
//!
//! ## Who is hit
//! Every validator, for every name, at every provider.
//!
//! ## Fix
//! Publish a DS for each provider's KSK; as first aid remove every DS, and the zone goes insecure
//! when the old DS RRset has left the caches.
//!
//! ## References
//! RFC 4035 §5.2; RFC 8914 §4.10

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use crate::order;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::DsNoMatchAny, summary: "No DS matches a key of any provider.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let word = |(_, failure): (_, &crate::check::causes::failure::Failure)| {
        let keys = order::distinct((0..case.size()).flat_map(|p| case.anchors(p)));
        let found = case
            .fails(RULE.code, failure, "No DS matches a key that any provider publishes".into())
            .about(case, 0..case.size())
            .detail("The parent says that the zone is signed, and points to keys that nobody publishes.")
            .hit(format!("{}, for every name, whoever answers.", case.who(failure.who())))
            .shows(case.ds_lines())
            .shows((0..case.size()).map(|p| {
                absent(Some(case.label(p)), "no DNSKEY with the tag and algorithm of one of these")
                    .of_zone(case, Rtype::DNSKEY)
            }))
            .step(case.add_ds(&keys, "Add these DS records at the parent (registrar).".into()));
        case.name_other_flags(found)
            .step(
                "As first aid, remove every DS instead: the zone goes insecure until the right DS is there.",
            )
            .step(case.wait_ds())
            .refer(&["RFC 4035 §5.2", "RFC 8914 §4.10"])
    };
    case.blamed(RULE.code).map(word).collect()
}
