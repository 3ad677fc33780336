//! # CDS-DIGEST: CDS records with a weak or an uneven choice of digest types
//!
//! ## What
//! A CDS has digest type 1 or 3, or there is none of type 2, or the types differ from key to key.
//!
//! ## Why it breaks
//! The parent would publish such DS records, and some validators ignore them.
//!
//! ## Who is hit
//! After the parent has acted: see DS-DIGEST-SHA1-MIX and DS-DIGEST-384-MIX.
//!
//! ## Fix
//! Digest type 2 for all keys.
//!
//! ## References
//! RFC 9904; RFC 4509 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::child_ds::{as_ds, is_delete};
use crate::check::records::keys::digest_types;
use crate::check::report::{Finding, Severity};
use crate::dns::Ds;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsDigest,
    summary: "CDS records with a weak or an uneven choice of digest types.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asks in case.all_asks().iter().filter(|asks| asks.rtype() == Rtype::CDS) {
        let (provider, set) = (asks.provider, asks.set);
        let wanted: Vec<Ds> = set.data.iter().filter_map(as_ds).filter(|ds| !is_delete(ds)).collect();
        let types = digest_types(wanted.iter());
        let weak = wanted.iter().any(|ds| [1, 3].contains(&ds.digest_type().to_int()));
        let none = !wanted.is_empty() && !wanted.iter().any(|ds| ds.digest_type().to_int() == 2);
        let first = types.first().map(|(_, first)| first);
        let uneven = types.iter().any(|(_, other)| Some(other) != first);
        let what = match (weak, none, uneven) {
            (true, _, _) => "uses a digest type that must not be used any more",
            (_, true, _) => "has no record with digest type 2",
            (_, _, true) => "has other digest types for one key than for another",
            _ => continue,
        };
        let label = case.label(provider);
        findings.push(
            finding(RULE.code, Severity::Warning, format!("{label}’s CDS {what}"))
                .about(case, [provider])
                .detail("The parent would publish DS records like these, and validators ignore some of them.")
                .shows(case.record_lines(Some(label), set, MOST_OF_ONE))
                .step(format!("Publish CDS with digest type 2 for every key at {label}."))
                .refer(&["RFC 9904", "RFC 4509 §3"]),
        );
    }
    findings
}
