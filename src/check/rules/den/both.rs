//! # DEN-BOTH: NSEC and NSEC3 side by side
//!
//! ## What
//! One provider's data hold both NSEC and NSEC3 records.
//!
//! ## Why it breaks
//! A zone has one kind of chain. Between the two a change can get stuck; validators take the one that
//! proves the answer and ignore the other.
//!
//! ## Who is hit
//! Nobody while both chains are whole. Which of the two an answer carries is up to the server.
//!
//! ## Fix
//! Finish the change from one to the other.
//!
//! ## References
//! RFC 5155 §10.4, §10.5; RFC 6781 §4.1.4.4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::denial::has;
use crate::check::report::{Finding, Severity};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::DenBoth, summary: "NSEC and NSEC3 side by side.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let both = case.providers().filter(|(_, view)| has(view, Rtype::NSEC) && has(view, Rtype::NSEC3));
    let say = |(provider, view): (usize, &crate::snapshot::ProviderView)| {
        let label = view.label.as_str();
        finding(RULE.code, Severity::Warning, format!("{label} has NSEC and NSEC3 records"))
            .about(case, [provider])
            .detail("A zone has one kind of chain: a change from one to the other is not finished.")
            .shows([Rtype::NSEC, Rtype::NSEC3].iter().filter_map(|rtype| {
                view.rrsets.iter().find(|set| set.rtype == *rtype).and_then(|set| case.first_line(label, set))
            }))
            .step(step_at(label, "Finish the change, or sign the whole zone anew.".into()))
            .refer(&["RFC 5155 §10.4", "RFC 5155 §10.5"])
    };
    both.map(say).collect()
}
