//! # TTL-MIX: the records of one RRset have different TTLs
//!
//! ## What
//! Records of one RRset have different TTLs. (For the DNSKEY RRset see KEY-TTL-MIX.)
//!
//! ## Why it breaks
//! It does not: a cache takes the lowest, and a validator cuts it to the signature's original TTL.
//!
//! ## Who is hit
//! Nobody. Servers may treat the records as different RRsets, or refuse to load them.
//!
//! ## Fix
//! One TTL for all records of an RRset.
//!
//! ## References
//! RFC 2181 §5.2; RFC 4035 §5.3.3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::{plural, set_name, some_of};
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::snapshot::RRset;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::TtlMix,
    summary: "The records of one RRset have different TTLs.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |(provider, view): (usize, &crate::snapshot::ProviderView)| {
        let mixed: Vec<&RRset> =
            view.rrsets.iter().filter(|set| set.ttls_differ && set.rtype != Rtype::DNSKEY).collect();
        let first = mixed.first()?;
        let label = &view.label;
        let names = some_of(mixed.iter().map(|set| set_name(&set.owner, set.rtype)), mixed.len());
        let have = if mixed.len() == 1 { "has" } else { "have" };
        Some(
            finding(
                RULE.code,
                Severity::Info,
                format!(
                    "{} RRset{} at {label} {have} different TTLs inside",
                    mixed.len(),
                    plural(mixed.len())
                ),
            )
            .about(case, [provider])
            .detail(format!(
                "{names}. Caches take the lowest, and validators cut it to the signature’s original TTL: nothing fails."
            ))
            .shows(case.record_lines(Some(label), first, MOST_OF_ONE))
            .step(step_at(label, "Give all records of an RRset one TTL.".into()))
            .refer(&["RFC 2181 §5.2", "RFC 4035 §5.3.3"]),
        )
    };
    case.providers().filter_map(say).collect()
}
