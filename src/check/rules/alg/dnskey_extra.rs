//! # ALG-DNSKEY-EXTRA: a key of an algorithm that nothing uses
//!
//! ## What
//! An algorithm occurs in a DNSKEY RRset, in no DS and in no signature.
//!
//! ## Why it breaks
//! It does not (measured with all validators).
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Remove it if it is a leftover.
//!
//! ## References
//! RFC 6840 §5.11

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::parent_ds;
use crate::check::report::{Finding, Severity};
use crate::order::Gather as _;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::AlgDnskeyExtra,
    summary: "A key of an algorithm that nothing uses.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    if case.ds_set().is_none() || case.blames(Code::MsKeyMistyped) {
        return Vec::new();
    }
    let mut used: BTreeSet<u8> = parent_ds(case).map(|found| found.algorithm().to_int()).gather();
    for set in case.providers().flat_map(|(_, view)| &view.rrsets) {
        used.extend(set.sigs.iter().map(|sig| sig.algorithm().to_int()));
    }
    let mut findings = Vec::new();
    for (index, key) in
        case.proven.table.keys.iter().enumerate().filter(|(_, key)| !used.contains(&key.algorithm))
    {
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, index)).collect();
        let labels = case.labels(at.iter().copied());
        let verb = if at.len() == 1 { "publishes" } else { "publish" };
        findings.push(
            finding(
                RULE.code,
                Severity::Info,
                format!("{labels} {verb} a key of {}, which nothing uses", algorithm_name(key.algorithm)),
            )
            .about(case, at.iter().copied())
            .detail("It does no harm.")
            .shows(at.first().map(|p| case.dnskey_line(*p, index)))
            .step("Remove it if it is a leftover.")
            .refer(&["RFC 6840 §5.11"]),
        );
    }
    findings
}
