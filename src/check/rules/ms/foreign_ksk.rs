//! # MS-FOREIGN-KSK: a provider publishes another's KSK
//!
//! ## What
//! Model 2, and a DNSKEY RRset holds a KSK that signs no data and signs another provider's DNSKEY RRset
//! only.
//!
//! ## Why it breaks
//! It does not. Validation does not need it; some providers want it there to publish its CDS.
//!
//! ## Who is hit
//! Nobody; it costs octets.
//!
//! ## Fix
//! Keep it if a provider needs it.
//!
//! ## References
//! RFC 8901 §2.1.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::plural;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule {
        code: Code::MsForeignKsk, summary: "A provider publishes another’s KSK.", find: Find::All(find)
    };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (provider, roles) in case.proven.roles.iter().enumerate() {
        let foreign: Vec<usize> = case
            .proven
            .table
            .set(provider)
            .iter()
            .copied()
            .filter(|key| {
                let elsewhere =
                    |p: usize| p != provider && case.roles(p).is_some_and(|r| r.dnskey.contains(key));
                !roles.dnskey.contains(key) && !case.signs_data(*key) && (0..case.size()).any(elsewhere)
            })
            .collect();
        // A key that has the DS and should sign here is said to be missing as a signer, not as a guest.
        if foreign.is_empty() || roles.dnskey.is_empty() || case.blames_at(Code::DsNotSigning, provider) {
            continue;
        }
        let names: Vec<String> = foreign.iter().map(|key| case.key_name(*key)).collect();
        let octets: usize =
            foreign.iter().filter_map(|key| case.key(*key)).map(|key| 12 + key.rdata.len()).sum();
        let label = case.label(provider);
        let title = format!(
            "{label} publishes the KSK{} {} of other providers",
            plural(names.len()),
            crate::check::words::list(&names)
        );
        findings.push(
            finding(RULE.code, Severity::Info, title)
                .about(case, [provider])
                .detail(format!(
                    "Validation does not need them in model 2. They cost {octets} octets \
                    in each DNSKEY answer."
                ))
                .shows(foreign.iter().map(|key| case.dnskey_line(provider, *key)))
                .step("Keep them where a provider needs them, for example to publish another’s CDS.")
                .refer(&["RFC 8901 §2.1.2"]),
        );
    }
    findings
}
