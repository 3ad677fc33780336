//! The findings: one rule per file, one finding per root cause, severity by effect.
//!
//! A rule is a pure function of a [`Case`]: the facts, and the root cause of every failing mix
//! ([`blame`]). Its code never changes meaning and is never reused. Its page is its own module
//! documentation; `docs/rules.md` lists all of them.

pub(crate) mod alg;
pub(crate) mod cds;
pub(crate) mod csync;
pub(crate) mod data;
pub(crate) mod den;
pub(crate) mod ds;
pub(crate) mod hyg;
pub(crate) mod key;
pub(crate) mod ms;
pub(crate) mod ns;
pub(crate) mod proc;
pub(crate) mod response;
pub(crate) mod sig;

use super::facts::Facts;
use super::report::{Finding, Severity};
use crate::check::code::Code;
use crate::check::findings::case::Case;
pub use crate::check::findings::rule::Rule;
use crate::order;

/// The rules by group. Within one severity, findings come in this order.
const GROUPS: &[&[Rule]] = &[
    proc::RULES,
    ds::RULES,
    key::RULES,
    ms::RULES,
    alg::RULES,
    sig::RULES,
    data::RULES,
    den::RULES,
    cds::RULES,
    csync::RULES,
    ns::RULES,
    response::RULES,
    hyg::RULES,
];

/// Every rule.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().copied().flatten()
}

/// At most so many warnings and infos of one rule; the causes of errors are bounded where they are told apart.
const MOST_OF_ONE_RULE: usize = 30;

/// Every finding that the data show, errors first, in a stable order.
pub fn findings(facts: &Facts) -> Vec<Finding> {
    let case = Case::new(facts);
    let mut findings: Vec<Finding> = Vec::new();
    for rule in rules() {
        let found = rule.findings(&case).into_iter().map(|finding| by_effect(&case, finding));
        let (errors, others): (Vec<Finding>, Vec<Finding>) =
            found.partition(|finding| finding.severity == Severity::Error);
        findings.extend(errors);
        findings.extend(others.into_iter().take(MOST_OF_ONE_RULE));
    }
    // A stable sort: the rules' order stays within one severity.
    order::sort_by_key(&mut findings, |finding| finding.severity);
    findings
}

/// Rules that compare providers with each other, beside those of the group `MS`.
const COMPARING: &[Code] = &[
    Code::CdsDiffer,
    Code::CdsOmitsProvider,
    Code::CdsOnlyOne,
    Code::CdsPartial,
    Code::CsyncDiffer,
    Code::DenBitmapDiff,
    Code::DenCompactMix,
    Code::DenMix,
    Code::DenNsec3ParamsDiff,
    Code::HygKeyExchange,
];

/// What is fragile only between providers of which one gets no queries, or at such a provider alone, is fragile for
/// nobody yet.
fn by_effect(case: &Case<'_>, mut finding: Finding) -> Finding {
    let idle = |label: &String| case.unreached().any(|provider| case.label(provider) == label);
    let compares = finding.code.group() == "MS" || COMPARING.contains(&finding.code);
    let about = &finding.providers;
    let nobody = if compares { about.iter().any(idle) } else { !about.is_empty() && about.iter().all(idle) };
    if finding.severity == Severity::Warning && nobody {
        finding.severity = Severity::Info;
        finding.latent = true;
    }
    finding
}
