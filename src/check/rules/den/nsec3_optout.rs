//! # DEN-NSEC3-OPTOUT: NSEC3 with opt-out
//!
//! ## What
//! A provider's NSEC3 records have the opt-out flag.
//!
//! ## Why it breaks
//! It does not. Unsigned delegations can appear and vanish unproven, and NXDOMAIN counts as insecure.
//!
//! ## Who is hit
//! Nobody fails; negative answers are not protected.
//!
//! ## Fix
//! Turn opt-out off.
//!
//! ## References
//! RFC 9276 §3.1; RFC 5155 §6, §12.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dns::Rdata;
use crate::snapshot::ProviderView;

pub(super) const RULE: Rule =
    Rule { code: Code::DenNsec3Optout, summary: "NSEC3 with opt-out.", find: Find::All(find) };

fn opts_out(view: &ProviderView) -> bool {
    view.rrsets.iter().any(|set| matches!(set.data.first(), Some(Rdata::Nsec3(nsec3)) if nsec3.opt_out()))
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let with: Vec<usize> = case.providers().filter(|(_, view)| opts_out(view)).map(|(p, _)| p).collect();
    if with.is_empty() {
        return Vec::new();
    }
    let severity = if with.len() < case.size() { Severity::Warning } else { Severity::Info };
    let labels = case.labels(with.iter().copied());
    let verb = if with.len() == 1 { "uses" } else { "use" };
    let found = finding(RULE.code, severity, format!("{labels} {verb} NSEC3 with opt-out"))
        .about(case, with.iter().copied())
        .detail("Names in its gaps are proven insecure, not absent: NXDOMAIN there is not protected.")
        .step("Turn opt-out off, unless the zone has very many unsigned delegations.")
        .refer(&["RFC 9276 §3.1", "RFC 5155 §12.2"]);
    vec![found]
}
