//! # DEN-NSEC-QUESTION: a question for NSEC is answered with its denial
//!
//! ## What
//! Asked for the NSEC record of a name, a provider answers that there is none, and proves it with the NSEC record of that
//! name, which lists NSEC among its types.
//!
//! ## Why it breaks
//! The proof says that the type exists: this one answer is bogus. Signers that make their NSEC records on the fly do so.
//! Resolvers do not ask for NSEC by themselves, so that nothing else fails.
//!
//! ## Who is hit
//! Whoever asks for NSEC: tools, mostly.
//!
//! ## Fix
//! Report it to the provider: the record itself is the answer.
//!
//! ## References
//! RFC 4034 §4.1.2; RFC 9824 §3.4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dns::{Rdata, dotted};
use crate::snapshot::{ProviderView, RRset, Response};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DenNsecQuestion,
    summary: "A question for NSEC is answered with its denial.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.providers().filter_map(|(provider, view)| say(case, provider, view)).collect()
}

fn say(case: &Case<'_>, provider: usize, view: &ProviderView) -> Option<Finding> {
    let mut asked = view.negatives().filter(|response| response.rtype == Rtype::NSEC);
    let (response, set) = asked.find_map(|response| Some((response, contrary(view, response)?)))?;
    let (label, name) = (case.label(provider), dotted(&response.name));
    let found = finding(
        RULE.code,
        Severity::Warning,
        format!("{label} denies {name} NSEC with that very record"),
    )
    .about(case, [provider])
    .detail("Validators answer SERVFAIL to this question. Nothing else fails: no resolver asks it by itself.")
    .hit("whoever asks for NSEC records: tools, mostly.")
    .shows(case.first_line(label, set))
    .step(step_at(label, "Report it to the provider: the record itself is the answer.".into()))
    .refer(&["RFC 4034 §4.1.2", "RFC 9824 §3.4"]);
    Some(found)
}

/// The NSEC record in the answer that says that the name has one.
fn contrary<'a>(view: &'a ProviderView, response: &Response) -> Option<&'a RRset> {
    let mut sets = response.authority.iter().filter_map(|at| view.rrsets.get(*at));
    sets.find(|set| {
        let lists = |data: &Rdata| matches!(data, Rdata::Nsec(nsec) if nsec.types().contains(Rtype::NSEC));
        set.owner == response.name && set.data.iter().any(lists)
    })
}
