//! # PROC-ADD-PROVIDER: a provider is being added
//!
//! ## What
//! A provider has the zone and signs it, and gets no queries yet. The finding says how far the preparation has come and
//! what is next: exchange the signing keys, add the DS, wait, add the NS records.
//!
//! ## Why it breaks
//! It does not, in this order: a key or a DS more does no harm, and nobody asks the new provider before its NS records are
//! there. What would fail if somebody did is listed apart.
//!
//! ## Who is hit
//! Nobody, as long as no NS record leads there before keys and DS are in place and the waits are over.
//!
//! ## Fix
//! Nothing is broken. Keep the order: keys, DS, wait, NS at the providers, NS at the parent.
//!
//! ## References
//! RFC 8901 §2.1, §3; RFC 7583 §3.2.1, §3.3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::findings::waits::ADD;
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::group::Member;
use crate::check::rules::proc::remove_provider::leaving;
use crate::dnssec::keys::KeyIx;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcAddProvider,
    summary: "A provider is being added: the step, and the next.",
    find: Find::All(find),
};

/// Loaded and signed; keys; DS; wait; NS at the providers; NS at the parent.
const STEPS: usize = 6;

fn find(case: &Case<'_>) -> Vec<Finding> {
    let outside = Member::outside(case).into_iter().filter_map(|member| prepared(case, &member));
    let members = (0..case.size()).filter_map(|p| Member::of(case, p));
    outside.chain(members.filter_map(|member| nearly_in(case, &member))).collect()
}

/// The provider is not asked yet.
fn prepared(case: &Case<'_>, member: &Member<'_>) -> Option<Finding> {
    member.join?;
    let (label, others) = (case.label(member.provider), member.others_named(case));
    let (gaps, covered) = (member.gaps(case), member.covered(case));
    // Its DS is on the way out.
    if covered && member.omitted(case) {
        return None;
    }
    let here = |(place, _): &(usize, KeyIx)| *place == member.provider;
    let (out, back) = (gaps.iter().all(here), !gaps.iter().any(here));
    let ds = if covered { " Its DS is at the parent." } else { "" };
    let (at, seen) = match (out && back, covered) {
        (true, true) => {
            (4, format!("{label} and {others} publish each other’s signing keys, and its DS is there."))
        }
        (true, false) if member.asked_for(case) => (
            3,
            format!("The keys are exchanged, and CDS asks for {label}’s DS. The parent has not acted yet."),
        ),
        (true, false) => {
            (3, format!("{label} and {others} publish each other’s signing keys. Its DS is missing."))
        }
        (false, _) if out => {
            let have = member.others_do(case, "has", "have");
            (2, format!("{have} {label}’s signing key; {label} lacks a key of {others}.{ds}"))
        }
        (false, _) if back => {
            let lack = member.others_do(case, "lacks", "lack");
            (2, format!("{label} has the signing keys of {others}; {lack} {label}’s.{ds}"))
        }
        (false, _) => (1, format!("{label} has loaded and signed the zone; no keys are exchanged yet.{ds}")),
    };
    let condition = match (member.unreached, leaving(case, member)) {
        (false, _) => ", if no NS record leads there yet",
        (true, Some(_)) => ", if it is on its way in",
        (true, None) => "",
    };
    let mut found = start(case, member.provider, at, condition).detail(seen);
    for (place, key) in gaps {
        let text = format!("Add {} to the DNSKEY RRset.", case.role_name(key));
        found = found.step(case.add_key(place, key, text));
    }
    let anchors = case.anchors(member.provider);
    if !covered && !anchors.is_empty() {
        found = found.step(case.add_ds(
            &anchors,
            format!("Add {label}’s DS at the parent (registrar, or the same CDS everywhere)."),
        ));
    }
    // Both waits may run at the same time; neither is over before the last server was seen with the new state.
    found = found
        .step(format!(
            "Wait {} since the last server of {others} showed {label}’s key, and {} since the last server of the parent \
             showed its DS. {ADD}",
            member.longest_dnskey(case),
            case.ds_ttl()
        ))
        .step(format!(
            "Then add {label}’s name servers to the NS RRset of every provider, and then at the parent."
        ))
        .step(format!("After {} every resolver may ask {label}.", case.ns_ttl()));
    Some(found.refer(&["RFC 8901 §2.1", "RFC 8901 §3", "RFC 7583 §3.2.1", "RFC 7583 §3.3"]))
}

/// The providers' NS RRsets name it, the parent's does not yet.
fn nearly_in(case: &Case<'_>, member: &Member<'_>) -> Option<Finding> {
    let provider = member.join.map(|_| member.provider)?;
    let (parent, yes, no) = member.named_by(case);
    let others = yes.iter().filter(|p| **p != provider).count();
    if parent != Some(false) || others == 0 || !case.trusted(provider) {
        return None;
    }
    let label = case.label(provider);
    let mut found = start(case, provider, 5, "").detail(format!(
        "{} name {label}’s servers; the parent’s NS RRset does not yet.",
        case.labels(yes.iter().copied())
    ));
    for place in no {
        found =
            found.step(step_at(case.label(place), format!("Add {label}’s name servers to the NS RRset.")));
    }
    Some(
        found
            .step(format!("Add {label}’s name servers at the parent (registrar, or CSYNC)."))
            .step(format!("After {} every resolver may ask {label}.", case.ns_ttl()))
            .refer(&["RFC 8901 §3", "RFC 7477 §4"]),
    )
}

fn start(case: &Case<'_>, provider: usize, at: usize, condition: &str) -> Finding {
    let title = format!("Adding {}: step {at} of {STEPS}{condition}", case.label(provider));
    finding(RULE.code, Severity::Info, title).about(case, [provider]).at_step(at, STEPS)
}
