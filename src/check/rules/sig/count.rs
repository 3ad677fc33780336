//! # SIG-COUNT: more signatures over one RRset than validators look at
//!
//! ## What
//! More than two RRSIGs cover one RRset.
//!
//! ## Why it breaks
//! PowerDNS Recursor looks at two signatures per RRset, those of absent keys included; unbound at
//! eight. If none of these is good, the answer is bogus.
//!
//! ## Who is hit
//! PowerDNS Recursor, where no good signature is among the first two (measured).
//!
//! ## Fix
//! Do not copy other providers' signatures into a zone; finish one roll before the next.
//!
//! ## References
//! RFC 6840 §5.12

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::{set_name, some_of};
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::signed;
use crate::check::report::{Finding, Severity};
use crate::snapshot::RRset;

/// More than this is worth a warning; the failing limits are the validator profiles'.
const MANY: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: Code::SigCount,
    summary: "More signatures over one RRset than validators look at.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect();
    for provider in (0..case.size()).filter(|p| !case.blames_at(RULE.code, *p)) {
        let many: Vec<&RRset> = signed(case, provider).filter(|set| set.sigs.len() > MANY).collect();
        let Some(first) = many.first() else { continue };
        let label = case.label(provider);
        let names = some_of(many.iter().map(|set| set_name(&set.owner, set.rtype)), many.len());
        findings.push(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{label} serves {} signatures over one RRset", first.sigs.len()),
            )
            .about(case, [provider])
            .detail(format!(
                "{names}. Some validators look at two only: it depends on the order in which they arrive."
            ))
            .shows(first.sigs.iter().map(|sig| case.sig_line(provider, first, sig, Mark::Tag)))
            .step(step_at(
                label,
                format!("Let {label} sign with one key of each kind, and finish one roll before the next."),
            ))
            .refer(&["RFC 6840 §5.12"]),
        );
    }
    findings
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let dnskey = case.dnskey(provider).map(|(_, set)| set);
    let (_, set) = case.failing_sets(failure, provider).next().or_else(|| dnskey.map(|set| (0, set)))?;
    let found = case
        .fails(
            RULE.code,
            failure,
            format!(
                "{label} serves {} signatures over one RRset, the good one \
            too late",
                set.sigs.len()
            ),
        )
        .about(case, [provider])
        .detail(
            "A validator that looks at the first two signatures only, those of absent keys \
            included, finds no good one.",
        )
        .hit(format!("{} with that answer of {label}.", case.who(failure.who())))
        .shows(set.sigs.iter().take(4).map(|sig| case.sig_line(provider, set, sig, Mark::Tag)))
        .step(step_at(label, "Remove the signatures by other providers’ and by former keys.".into()))
        .refer(&["RFC 6840 §5.12", "RFC 8901 §2.1"]);
    Some(found)
}
