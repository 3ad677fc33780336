//! # DEN-NSEC3PARAM: NSEC3PARAM does not fit the NSEC3 records
//!
//! ## What
//! A whole zone has NSEC3 records, and no NSEC3PARAM record at its apex with their parameters.
//!
//! ## Why it breaks
//! Validators do not look at NSEC3PARAM. Secondary servers and signers do: without it they cannot tell
//! which chain to use.
//!
//! ## Who is hit
//! Servers that load such a zone may refuse it, or answer without proofs.
//!
//! ## Fix
//! Sign the zone anew.
//!
//! ## References
//! RFC 5155 §4, §7.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::nsec3::{of, words};
use crate::check::report::{Finding, Severity};
use crate::dns::Rdata;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DenNsec3param,
    summary: "NSEC3PARAM does not fit the NSEC3 records.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (provider, view) in case.providers().filter(|(_, view)| view.whole_zone) {
        let Some((params, _)) = of(view) else { continue };
        let set = view.find(&case.snapshot().zone, Rtype::NSEC3PARAM).map(|(_, set)| set);
        let fits = |data: &Rdata| match data {
            Rdata::Nsec3param(param) => (param.iterations(), param.salt().as_slice()) == params,
            _ => false,
        };
        if set.is_some_and(|set| set.data.iter().any(fits)) {
            continue;
        }
        let label = view.label.as_str();
        let found = finding(
            RULE.code,
            Severity::Info,
            format!("{label}’s NSEC3PARAM does not fit its NSEC3 records"),
        )
        .about(case, [provider])
        .detail(format!(
            "The NSEC3 records have {}. Validators do not look at NSEC3PARAM; servers that load the zone do.",
            words(params)
        ));
        let found = match set {
            Some(set) => found.shows(case.record_lines(Some(label), set, MOST_OF_ONE)),
            None => {
                found.shows([absent(Some(label), "no NSEC3PARAM record").of_zone(case, Rtype::NSEC3PARAM)])
            }
        };
        findings.push(
            found
                .step(case.sign_anew(label, "Sign the whole zone anew.".into()))
                .refer(&["RFC 5155 §4", "RFC 5155 §7.1"]),
        );
    }
    findings
}
