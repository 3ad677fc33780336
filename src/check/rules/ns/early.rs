//! # NS-EARLY: a provider gets queries before it is ready
//!
//! ## What
//! Hosts of a provider stand in the parent's NS RRset, or in another provider's, and no DS matches its
//! keys, or another provider does not publish its signing key.
//!
//! ## Why it breaks
//! Resolvers are sent there now: the mixes that fail do happen. Guides that add the NS before the DS
//! lead here.
//!
//! ## Who is hit
//! See DS-UNCOVERED-PROVIDER, MS-ZSK-COVERAGE and MS-CSK-COVERAGE, which list the mixes.
//!
//! ## Fix
//! Take its hosts out of the NS RRsets until keys and DS are in place and the waits are over; where they are the only ones
//! left, put those of a provider with a DS back.
//!
//! ## References
//! RFC 8901 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::line;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{all, hosts, provider_of};
use crate::check::report::{Finding, Severity};
use crate::dns::Name;
use crate::order::Gather as _;
use domain::base::Rtype;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::NsEarly,
    summary: "A provider gets queries before it is ready.",
    find: Find::All(find),
};

/// The provider is not ready: no DS, or its keys are unknown at one that has a DS.
fn unready(case: &Case<'_>, provider: usize) -> bool {
    let unknown = [Code::MsZskCoverage, Code::MsCskCoverage].iter().any(|code| {
        case.blamed(*code)
            .any(|(cause, _)| cause.of == Some(provider) && cause.at.is_some_and(|p| case.trusted(p)))
    });
    // Of two covered providers neither came before the other.
    case.blames_at(Code::DsUncoveredProvider, provider) || unknown && !case.trusted(provider)
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let listed: BTreeSet<Name> = all(case)
            .into_iter()
            .filter(|(whose, _)| *whose != Some(provider))
            .flat_map(|(_, hosts)| hosts)
            .filter(|host| provider_of(case, host) == Some(provider))
            .gather();
        if listed.is_empty() {
            return None;
        }
        let (label, names) = (case.label(provider), hosts(listed.iter()));
        let out = if case.can_do_without(provider) {
            format!(
                "Take {names} out of every NS RRset until {label}’s keys are published everywhere, its DS \
                 is at the parent, and the waits are over."
            )
        } else {
            // These are the only ones that resolvers know.
            let aside = case.put_aside();
            if aside.is_empty() {
                return None;
            }
            format!("Put the name servers of {} back at the parent.", case.labels(aside))
        };
        Some(
            finding(RULE.code, Severity::Warning, format!("Resolvers are sent to {label} already ({names})"))
                .about(case, [provider])
                .detail("No DS matches its keys yet. The mixes that fail do happen.")
                .shows(listed.iter().take(3).map(|host| {
                    line(None, format!("{} IN NS {}", case.zone(), crate::dns::dotted(host)), None)
                        .of_zone(case, Rtype::NS)
                }))
                .step(out)
                .step("Or finish at once: keys first, then the DS.")
                .refer(&["RFC 8901 §3"]),
        )
    };
    (0..case.size()).filter(|p| unready(case, *p)).filter_map(say).collect()
}
