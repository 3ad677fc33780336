//! # DS-UNCOVERED-PROVIDER: no DS leads to this provider's keys
//!
//! ## What
//! No DS at the parent matches a key that the provider publishes, while another provider is covered.
//!
//! ## Why it breaks
//! A resolver that fetches the DNSKEY RRset from this provider cannot link it to the parent, and
//! then rejects every name of the zone, also those that the other providers answer.
//!
//! ## Who is hit
//! Every validator that gets its keys there. Those that retry elsewhere hide it while they can.
//!
//! ## Fix
//! Model 2: add a DS for the provider's KSK or CSK. Model 1: let it serve the DNSKEY RRset that the
//! shared KSK signed. Until then keep the provider out of every NS set. Where nobody else is asked whose keys have a DS,
//! that would leave nobody: add the DS at once, remove every DS as first aid, or put the old name servers back.
//!
//! ## References
//! RFC 8901 §2.1.2; RFC 4035 §2.4, §5.2

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::omits;
use crate::check::report::Finding;
use crate::check::rules::cds::omits_provider::add_cds;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DsUncoveredProvider,
    summary: "No DS matches a key of this provider.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let anchors = case.anchors(provider);
    // Nobody else is asked who could do without it.
    let alone = !failure.latent && !case.can_do_without(provider);
    let found = case
        .fails(RULE.code, failure, format!("No DS at the parent matches a key that {label} publishes"))
        .about(case, [provider])
        .detail(format!(
            "A resolver that fetches the DNSKEY RRset from {label} cannot link it to the parent. It then rejects \
             every name of the zone, whoever answers."
        ))
        .hit(format!("{} with the DNSKEY RRset of {label}.", case.who(failure.who())))
        .also_masked(
            "Measured with two providers, both up: unbound, BIND and Knot Resolver failed 0 of 72 cold queries, \
             PowerDNS Recursor 30 of 72.",
        )
        .shows(case.ds_lines())
        .shows(case.dnskey_lines(provider).into_iter().take(3))
        .shows([absent(None, format!("no DS for a key of {label}")).of_zone(case, Rtype::DS)]);
    let found = if anchors.is_empty() {
        found
            .step(format!("Let {label} sign its DNSKEY RRset with a KSK that it publishes."))
            .step("Then add the DS of that KSK at the parent (registrar).")
    } else {
        let now = if alone { " now" } else { "" };
        let text = format!(
            "Add the DS of the key that signs {label}’s DNSKEY RRset at the parent (registrar){now}."
        );
        found.step(case.add_ds(&anchors, text))
    };
    let found = if alone { first_aid(case, found) } else { found };
    // A parent that acts on CDS would take the DS away again.
    let found = (0..case.size())
        .filter(|p| !anchors.is_empty() && omits(case, *p, provider))
        .fold(found, |found, p| found.step(add_cds(case, case.label(p), &[provider])));
    let found = case.name_other_flags(found).step(case.wait_ds());
    let found = if alone {
        found
    } else {
        found.step(format!(
            "Until then keep {label}’s name servers out of every NS set, at the parent \
            and at the providers."
        ))
    };
    Some(found.refer(&["RFC 8901 §2.1.2", "RFC 4035 §2.4", "RFC 4035 §5.2"]))
}

/// What brings the zone back where nobody who is asked is trusted.
fn first_aid(case: &Case<'_>, found: Finding) -> Finding {
    let aside = case.put_aside();
    let found =
        found.step("Or remove every DS as first aid: the zone goes insecure until the right DS is there.");
    if aside.is_empty() {
        return found;
    }
    let (whose, keys) = (case.labels(aside.iter().copied()), if aside.len() == 1 { "has" } else { "have" });
    found.step(format!("Or put the name servers of {whose}, which {keys} a DS, back at the parent."))
}
