//! # HYG-SEP: a ZSK with the SEP flag
//!
//! ## What
//! A key signs data, signs no DNSKEY RRset and has no DS, and has the SEP flag. (A key without the flag
//! that has a DS is DS-TO-ZSK.)
//!
//! ## Why it breaks
//! It does not: validators do not look at the flag. Tools and registrars do.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! None needed; the next key with flags 256.
//!
//! ## References
//! RFC 4034 §2.1.1; RFC 6781 §3.2.3; RFC 6840 §6.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::matching_ds;
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: Code::HygSep, summary: "A ZSK with the SEP flag.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |key: usize| {
        let found = case.key(key).filter(|found| found.is_sep() && case.signs_data(key))?;
        let anchors = case.proven.roles.iter().any(|roles| roles.dnskey.contains(&key));
        let has_ds = (0..case.size()).any(|p| matching_ds(case, p).any(|(_, other)| other == key));
        let at = (0..case.size()).find(|p| case.proven.table.publishes(*p, key))?;
        (!anchors && !has_ds).then(|| {
            finding(
                RULE.code,
                Severity::Info,
                format!("ZSK {} has flags {}", case.key_name(key), found.dnskey.flags()),
            )
            .about(case, case.owners(key))
            .detail("Validators do not look at the SEP flag; tools take such a key for a KSK.")
            .shows([case.dnskey_line(at, key)])
            .step("Nothing needs to be done. Make the next ZSK with flags 256.")
            .refer(&["RFC 4034 §2.1.1", "RFC 6840 §6.2"])
        })
    };
    (0..case.proven.table.keys.len()).filter_map(say).collect()
}
