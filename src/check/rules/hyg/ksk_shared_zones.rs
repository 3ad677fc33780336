//! # HYG-KSK-SHARED-ZONES: a KSK that serves many customers
//!
//! ## What
//! A provider publishes a key that it is known to use for all zones: Cloudflare's KSK 2371.
//!
//! ## Why it breaks
//! It does not. The key cannot be rolled for one zone alone.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! None needed.
//!
//! ## References
//! RFC 6781 §3.2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::HygKskSharedZones,
    summary: "A KSK that serves many customers.",
    find: Find::All(find),
};

/// Keys that operators use for every zone, by their record data.
const SHARED: [(&str, &str); 1] = [(
    "Cloudflare",
    "257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==",
)];

fn find(case: &Case<'_>) -> Vec<Finding> {
    let known = |key: &crate::dnssec::keys::Key| {
        let data = key.dnskey.to_string();
        SHARED.iter().find(|(_, shared)| *shared == data).map(|(operator, _)| *operator)
    };
    let say = |(index, key): (usize, &crate::dnssec::keys::Key)| {
        let operator = known(key)?;
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, index)).collect();
        Some(
            finding(
                RULE.code,
                Severity::Info,
                format!("{} is the KSK of every zone at {operator}", case.key_name(index)),
            )
            .about(case, at.iter().copied())
            .detail("It cannot be rolled for one zone alone: plan with the operator’s rolls.")
            .shows(at.first().map(|p| case.dnskey_line(*p, index)))
            .step("Nothing needs to be done.")
            .refer(&["RFC 6781 §3.2.1"]),
        )
    };
    case.proven.table.keys.iter().enumerate().filter_map(say).collect()
}
