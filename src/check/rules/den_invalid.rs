//! # DEN-INVALID: a proof of non-existence does not prove the answer
//!
//! ## What
//! The NSEC or NSEC3 records of a provider do not prove what its negative answer says, or its chain
//! of them is broken.
//!
//! ## Why it breaks
//! A negative or wildcard answer whose proof does not hold is bogus.
//!
//! ## Who is hit
//! Every validator that asks this provider for a name in the gap.
//!
//! ## Fix
//! Sign the zone anew; report it to the provider.
//!
//! ## References
//! RFC 4035 §3.1.3, §5.4; RFC 5155 §7.2, §8; RFC 6840 §4

use super::Rule;
use super::support::{Case, line};
use crate::check::items::What;
use crate::check::report::Finding;

pub(super) const RULE: Rule =
    Rule { code: "DEN-INVALID", summary: "A proof of non-existence does not prove the answer.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let word = |(cause, failure): (&super::blame::Cause, &super::blame::Failure)| {
        let provider = cause.at?;
        let label = case.label(provider);
        let items = case.proven.items.get(provider)?;
        let why = failure.of(provider).filter_map(|at| items.get(at)).filter_map(|item| match &item.what {
            What::Break(reason) => Some(reason.clone()),
            What::Denial { proof: Err(gap), .. } => Some(gap.to_string()),
            _ => None,
        });
        let reasons: Vec<String> = why.take(3).collect();
        let chain = case.view(provider)?.rrsets.iter().find(|set| {
            matches!(set.rtype, domain::base::Rtype::NSEC | domain::base::Rtype::NSEC3)
                && !set.data.is_empty()
        });
        Some(
            case.fails(RULE.code, failure, format!("{label}’s proofs of non-existence do not hold"))
                .about(case, [provider])
                .detail(format!("{}: {}.", case.item_names(failure, provider), reasons.join("; ")))
                .hit(format!("{} with a negative or wildcard answer of {label}.", case.who(failure.who())))
                .shows(chain.into_iter().flat_map(|set| {
                    set.lines().take(1).map(|text| line(Some(label), text, None)).collect::<Vec<_>>()
                }))
                .step(case.sign_anew(
                    label,
                    "Sign the whole zone anew; if it comes back, report it to the provider.".into(),
                ))
                .refer(&["RFC 4035 §5.4", "RFC 5155 §8", "RFC 6840 §4"]),
        )
    };
    case.blamed(RULE.code).filter_map(word).collect()
}
