//! # ALG-6840-SERVER: a provider does not sign everything with every algorithm of the DS RRset
//!
//! ## What
//! A provider signs with an algorithm that the DS RRset names, and some of its RRsets, or its DNSKEY
//! RRset by way of a DS, do not validate with it.
//!
//! ## Why it breaks
//! The rule binds signers, not validators; strict validators insist all the same.
//!
//! ## Who is hit
//! unbound with `harden-algo-downgrade: yes`.
//!
//! ## Fix
//! Sign everything with each algorithm, or remove the DS of the one that is incomplete.
//!
//! ## References
//! RFC 6840 §5.11; RFC 4035 §2.2

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;

pub(super) const RULE: Rule = Rule {
    code: Code::Alg6840Server,
    summary: "A provider does not sign everything with every algorithm of the DS RRset.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let name = algorithm_name(cause.algorithm?);
    let found = case
        .fails(RULE.code, failure, format!("{label} does not sign everything with {name}"))
        .about(case, [provider])
        .detail(format!(
            "The DS RRset names {name}. In these mixes something of {label} does not \
            validate with it. The rule is for signers; strict validators insist on it."
        ))
        .hit(format!("{}.", case.who(failure.who())))
        .shows(case.ds_lines().into_iter().take(3))
        .shows(case.failing_sigs(failure, provider, Mark::Labels).into_iter().take(2))
        .step(step_at(label, format!("Sign every RRset with {name}, and publish the keys everywhere.")))
        .step(format!("Or, if {name} is being retired, remove its DS first and wait {}.", case.ds_ttl()))
        .refer(&["RFC 6840 §5.11", "RFC 4035 §2.2"]);
    Some(found)
}
