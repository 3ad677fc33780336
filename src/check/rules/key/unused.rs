//! # KEY-UNUSED: a published key signs nothing
//!
//! ## What
//! A key that no provider is seen to sign with is in the DNSKEY RRset of every provider, or is a KSK
//! at one.
//!
//! ## Why it breaks
//! It does not: a key that is pre-published, retired or on stand-by looks like this.
//!
//! ## Who is hit
//! Nobody. Whoever holds its private half can sign any name.
//!
//! ## Fix
//! Know which it is; remove it if it is none of these.
//!
//! ## References
//! RFC 7583 §3.1, §3.2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::idle::{idle, missing_at};

pub(super) const RULE: Rule =
    Rule { code: Code::KeyUnused, summary: "A published key signs nothing.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let quiet = idle(case).filter(|key| {
        missing_at(case, *key).is_empty() && !crate::check::rules::hyg::standby::stands_by(case, *key)
    });
    let say = |key: usize| {
        let at: Vec<usize> = (0..case.size()).filter(|p| case.proven.table.publishes(*p, key)).collect();
        let labels = case.labels(at.iter().copied());
        let verb = if at.len() == 1 { "publishes" } else { "publish" };
        finding(
            RULE.code,
            Severity::Info,
            format!("{labels} {verb} key {}, which signs nothing", case.key_name(key)),
        )
        .about(case, at.iter().copied())
        .detail("It is pre-published, retired or on stand-by, as far as the data show.")
        .shows(at.first().map(|p| case.dnskey_line(*p, key)))
        .step("Keep it if it is one of these. Else remove it after the largest TTL of the zone.")
        .refer(&["RFC 7583 §3.1", "RFC 7583 §3.2.1"])
    };
    quiet.map(say).collect()
}
