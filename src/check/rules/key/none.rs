//! # KEY-NONE: a provider serves the zone unsigned
//!
//! ## What
//! The provider serves no DNSKEY RRset, while the zone is signed elsewhere or has a DS.
//!
//! ## Why it breaks
//! The DS says that the zone is signed; answers without signatures, and keys that cannot be fetched,
//! are bogus then.
//!
//! ## Who is hit
//! Every validator that asks this provider. Resolvers that retry elsewhere hide part of it.
//!
//! ## Fix
//! Take the provider out of the NS sets, or sign there and go through the steps of adding a provider.
//!
//! ## References
//! RFC 4035 §2.1, §2.2, §5.2; RFC 8901 §2

use crate::check::causes::blame::unsigned;
use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::go_insecure::has_gone;
use crate::snapshot::{DsSeen, RRset};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::KeyNone, summary: "A provider serves the zone unsigned.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    let anyone_signs = (0..case.size()).any(|p| case.dnskey(p).is_some());
    // Where DNSSEC is being turned off, unsigned is what comes last.
    if anyone_signs && matches!(case.snapshot().parent.ds, DsSeen::Absent) && !has_gone(case) {
        for (provider, view) in case.providers().filter(|(p, view)| view.whole_zone && unsigned(case, *p)) {
            findings.push(
                finding(RULE.code, Severity::Warning, format!("{} serves the zone unsigned", view.label))
                    .about(case, [provider])
                    .detail(
                        "The parent has no DS, so nothing is validated now. With a DS, nothing this \
                        provider answers would validate.",
                    )
                    .shows([
                        absent(Some(&view.label), "no DNSKEY RRset, no RRSIG").of_zone(case, Rtype::DNSKEY)
                    ])
                    .step(step_at(&view.label, "Sign the zone before a DS is published.".into()))
                    .refer(&["RFC 4035 §2.2", "RFC 8901 §2"]),
            );
        }
    }
    findings
}

/// The CNAME at the apex that the DNSKEY question was answered with.
fn alias<'a>(case: &'a Case<'_>, provider: usize) -> Option<&'a RRset> {
    let zone = &case.snapshot().zone;
    let view = case.view(provider)?;
    view.negatives().find(|negative| negative.name == *zone && negative.rtype == Rtype::DNSKEY)?;
    view.find(zone, Rtype::CNAME).map(|(_, set)| set)
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let all = unsigned(case, provider);
    let (title, detail) = if all {
        (
            format!("{label} serves the zone unsigned"),
            format!(
                "The DS RRset says that the zone is signed. Nothing that {label} answers validates, \
                    and no keys can be had from it."
            ),
        )
    } else if let Some(alias) = alias(case, provider) {
        let target = case.first_line(label, alias);
        return Some(
            case.fails(
                RULE.code,
                failure,
                format!("{label} answers the DNSKEY question with a CNAME: it has no keys"),
            )
            .about(case, [provider])
            .detail(format!("Every resolver that asks {label} for keys fails."))
            .hit(format!("{} with keys of {label}.", case.who(failure.who())))
            .shows(case.ds_lines().into_iter().take(2))
            .shows(target)
            .step(step_at(
                label,
                "Take the CNAME out of the apex of the zone, and publish address records there.".into(),
            ))
            .refer(&["RFC 1034 §3.6.2", "RFC 2181 §10.1", "RFC 4035 §5.2"]),
        );
    } else {
        (
            format!("{label} serves no DNSKEY RRset"),
            format!(
                "{label} signs its answers and does not publish the keys. Whoever asks it for them \
                    gets nothing."
            ),
        )
    };
    let found = case
        .fails(RULE.code, failure, title)
        .about(case, [provider])
        .detail(detail)
        .hit(format!("{} with keys or answers of {label}.", case.who(failure.who())));
    let beside_a_good_one = all && case.size() > 1 && (0..case.size()).any(|p| case.trusted(p));
    let found = match beside_a_good_one && !failure.latent {
        true => found.also_masked(
            "Measured with two providers, the other one up: PowerDNS Recursor failed 72 of 72 cold queries, Knot \
             Resolver 41 of 72.",
        ),
        false => found,
    };
    let found = found
        .shows(case.ds_lines().into_iter().take(2))
        .shows([absent(Some(label), "no DNSKEY RRset").of_zone(case, Rtype::DNSKEY)])
        .shows(all.then(|| absent(Some(label), "no RRSIG over any RRset")))
        .step(if case.can_do_without(provider) {
            format!("Take {label}’s name servers out of every NS set, at the parent and at the providers.")
        } else {
            // Nobody else is left to ask.
            "Remove every DS at the parent as first aid: the zone goes insecure.".into()
        });
    let found = if all {
        found.step(step_at(
            label,
            "Or sign the zone, and go through the steps of adding a provider: \
            keys exchanged first, then the DS, then the NS."
                .into(),
        ))
    } else {
        found.step(step_at(
            label,
            "Or publish the DNSKEY RRset, with every provider’s signing keys, signed by a KSK with a DS."
                .into(),
        ))
    };
    Some(found.refer(&["RFC 4035 §2.1", "RFC 4035 §5.2", "RFC 8901 §2"]))
}
