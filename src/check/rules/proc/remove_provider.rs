//! # PROC-REMOVE-PROVIDER: a provider is being removed
//!
//! ## What
//! No NS record leads to a provider any more, or soon none will, and its keys or its DS are still in place. The finding
//! says how far the removal has come and what is next. Adding a provider passes through the same states: the records alone
//! do not tell which of the two it is.
//!
//! ## Why it breaks
//! It does not, in this order. Keys and DS have to stay until no cache holds an NS RRset that names the provider, and then
//! until no cache holds anything that it signed.
//!
//! ## Who is hit
//! Nobody, if the waits are kept. A key or a DS that goes too early makes what caches still hold of the provider bogus.
//!
//! ## Fix
//! Nothing is broken. Keep the order: NS at the providers and the parent, wait, drain, then DS and keys. Where the KSK is
//! shared, its DS stays: the others need it.
//!
//! ## References
//! RFC 8901 §3; RFC 7583 §3.2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::group::Member;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcRemoveProvider,
    summary: "A provider is being removed: the step, and the next.",
    find: Find::All(find),
};

/// NS at the providers, NS at the parent and wait, CDS, DS, keys.
const STEPS: usize = 5;
/// Where the KSK is shared, its DS stays: NS at the providers, NS at the parent and wait, keys.
const STEPS_SHARED: usize = 3;

fn find(case: &Case<'_>) -> Vec<Finding> {
    let outside = Member::outside(case).into_iter().filter_map(|member| drained(case, &member));
    let members = (0..case.size()).filter_map(|p| Member::of(case, p));
    outside.chain(members.filter_map(|member| nearly_out(case, &member))).collect()
}

/// The parent names it, and no provider does.
fn nearly_out(case: &Case<'_>, member: &Member<'_>) -> Option<Finding> {
    let provider = member.leave.map(|_| member.provider)?;
    let (parent, yes, no) = member.named_by(case);
    let others = no.iter().filter(|p| **p != provider).count();
    // Each naming itself only is another fault.
    let silent = yes.is_empty() && no.contains(&provider);
    // A key or a DS that went too early is an error, and put right first.
    if parent != Some(true) || others == 0 || !silent || case.reference.failing().next().is_some() {
        return None;
    }
    let label = case.label(provider);
    Some(
        start(case, member, 1, false)
            .detail(format!(
                "No provider names {label}’s servers any more; the parent’s NS RRset still does."
            ))
            .step(format!("Take {label}’s name servers out at the parent (registrar, or CSYNC)."))
            .step(format!("Wait {}. {label} has to answer as before until then.", case.ns_ttl()))
            .refer(&["RFC 8901 §3", "RFC 7477 §4"]),
    )
}

/// The step at which the removal of a provider to which no NS record leads would be, and what shows it.
pub(crate) fn leaving(case: &Case<'_>, member: &Member<'_>) -> Option<(usize, String)> {
    let label = case.label(member.provider);
    let leave = member.leave?;
    let (covered, still) = (member.covered(case), !member.left(case).is_empty());
    // Whoever never had the others’ keys was never in use; and when CDS asks for its DS, it is being added.
    let lacks = member.gaps(case).iter().any(|(place, _)| *place == member.provider);
    if lacks || member.asked_for(case) && !covered {
        return None;
    }
    if member.is_sharing() {
        return still.then(|| (2, format!("{label}’s keys are still in place.")));
    }
    match (still, leave.next()) {
        (_, 2) if member.omitted(case) => {
            Some((3, format!("CDS leaves {label} out; its DS is still at the parent.")))
        }
        (true, 2) => Some((2, format!("Keys and DS of {label} are still in place."))),
        (true, 3) => {
            let still = member.others_do(case, "still publishes", "still publish");
            Some((4, format!("Its DS is gone; {still} its signing key.")))
        }
        (false, 4) => Some((5, format!("DS and keys of {label} are gone."))),
        _ => None,
    }
}

/// No NS record leads to it.
fn drained(case: &Case<'_>, member: &Member<'_>) -> Option<Finding> {
    let (label, others) = (case.label(member.provider), member.others_named(case));
    let (at, seen) = leaving(case, member)?;
    let mut found = start(case, member, at, at != 3).detail(seen);
    if !member.unreached {
        found = found.step(format!(
            "Before all else make sure that no NS record, at the parent or at {others}, leads to {label}, and that the \
             last was taken out {} ago or longer.",
            case.ns_ttl()
        ));
    }
    if at < 4 {
        found = found
            .step(format!(
                "Wait {} since the last server of the parent and of {others} stopped naming {label}. Until then {label} \
                 has to answer as before.",
                case.ns_ttl()
            ))
            .step(format!("Then wait {}: caches hold what it signed.", case.held_ttl(member.provider)));
        // Of a shared KSK the others need the DS.
        if !member.is_sharing() {
            found = found.step(format!(
                "Then remove {label}’s DS at the parent (registrar, or the same CDS everywhere)."
            ));
        }
    }
    for (place, key) in member.left(case) {
        let what = case.role_name(key);
        found = found.step(if member.unreached {
            case.remove_key(place, key, format!("Remove {what} from the DNSKEY RRset."))
        } else {
            // If the provider is in use after all, this breaks it: there is nothing to copy.
            step_at(case.label(place), format!("Only then remove {what} from the DNSKEY RRset."))
        });
    }
    if at == 5 {
        found = found.step(format!(
            "Before {label}’s keys are destroyed: wait {} and {}.",
            member.longest_dnskey(case),
            case.ds_ttl()
        ));
    }
    Some(found.refer(&["RFC 8901 §3", "RFC 7583 §3.2.1"]))
}

fn start(case: &Case<'_>, member: &Member<'_>, at: usize, unsure: bool) -> Finding {
    let label = case.label(member.provider);
    let of = if member.is_sharing() { STEPS_SHARED } else { STEPS };
    let title = format!("Removing {label}: step {at} of {of}");
    let title = match (at > 1, unsure, member.unreached) {
        (false, ..) | (true, false, true) => title,
        (true, _, false) => format!("{title}, if no NS record leads there any more"),
        (true, true, true) => format!("{title}, if it is on its way out"),
    };
    finding(RULE.code, Severity::Info, title).about(case, [member.provider]).at_step(at, of)
}
