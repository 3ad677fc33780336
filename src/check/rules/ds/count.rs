//! # DS-COUNT: many DS records
//!
//! ## What
//! The DS RRset has more than 6 records (keys times digest types).
//!
//! ## Why it breaks
//! PowerDNS Recursor refuses zones with more than 8 DS records in its default settings.
//!
//! ## Who is hit
//! Above 8: PowerDNS Recursor, for every name (measured: 8 good, 12 SERVFAIL).
//!
//! ## Fix
//! One digest type (2) per key, and no leftovers.
//!
//! ## References
//! RFC 4509 §3; RFC 9904

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::parent_ds;
use crate::check::report::{Finding, Severity};

/// More than this is worth a warning; the failing limit is the validator profile's.
const MANY: usize = 6;

pub(super) const RULE: Rule =
    Rule { code: Code::DsCount, summary: "The DS RRset is large.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let count = parent_ds(case).count();
    let fill = |found: Finding| {
        found
            .shows(case.ds_lines())
            .step("Keep one DS per key, with digest type 2, and remove those of keys that are gone.")
            .refer(&["RFC 9904"])
    };
    let failing: Vec<Finding> = case
        .blamed(RULE.code)
        .map(|(_, failure)| {
            fill(
                case.fails(
                    RULE.code,
                    failure,
                    format!("{count} DS records are more than some validators take"),
                )
                .detail("A validator with a limit refuses the whole zone.")
                .hit(format!("{}, for every name.", case.who(failure.who()))),
            )
        })
        .collect();
    if failing.is_empty() && count > MANY {
        let title = format!("{count} DS records are close to what some validators take");
        let found = finding(RULE.code, Severity::Warning, title).detail(
            "PowerDNS Recursor refuses zones with more than 8 DS records; one more roll may exceed that.",
        );
        return vec![fill(found)];
    }
    failing
}
