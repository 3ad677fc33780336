//! # HYG-TOO-MANY: a DNSKEY RRset with many keys
//!
//! ## What
//! A provider publishes more than two keys per provider and two more.
//!
//! ## Why it breaks
//! It does not. Old rolls were not cleaned up: each key may sign any name, and answers grow.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Remove the keys that nobody uses, after their waits.
//!
//! ## References
//! RFC 7583 §3.2.1; RFC 8901 §10

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: Code::HygTooMany, summary: "A DNSKEY RRset with many keys.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    // A KSK and a ZSK each, and a roll of both in progress.
    let most = 2 * case.size() + 2;
    let say = |provider: usize| {
        let keys = case.proven.table.set(provider);
        let label = case.label(provider);
        (keys.len() > most).then(|| {
            finding(RULE.code, Severity::Warning, format!("{label} publishes {} keys", keys.len()))
                .about(case, [provider])
                .detail(format!(
                    "{most} are enough for {} provider{} and a roll. Each key may sign any name.",
                    case.size(),
                    crate::check::findings::names::plural(case.size())
                ))
                .shows(case.dnskey_lines(provider))
                .step(step_at(
                    label,
                    "Remove the keys that nobody uses, after the largest TTL of the zone.".into(),
                ))
                .refer(&["RFC 7583 §3.2.1", "RFC 8901 §10"])
        })
    };
    (0..case.size()).filter_map(say).collect()
}
