//! # SIG-TTL: the TTL is above the signature's Original TTL
//!
//! ## What
//! A provider serves an RRset with a TTL above the Original TTL of its signatures.
//!
//! ## Why it breaks
//! It does not: validators cut the TTL down. The TTL was raised after signing.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Sign anew with the TTL that is wanted.
//!
//! ## References
//! RFC 4035 §2.2, §5.3.3

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

pub(super) const RULE: Rule = Rule {
    code: Code::SigTtl,
    summary: "The TTL is above the signature’s Original TTL.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let raised = |set: &&RRset| {
            set.ttl_stated && set.sigs.iter().all(|sig| set.ttl > sig.original_ttl().as_secs())
        };
        let sets: Vec<&RRset> = signed(case, provider).filter(raised).collect();
        let first = sets.first().filter(|_| !case.blames_at(Code::SigBad, provider))?;
        let label = case.label(provider);
        let names = some_of(sets.iter().map(|set| set_name(&set.owner, set.rtype)), sets.len());
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!(
                    "{label} serves {} with a TTL above the signed one",
                    if sets.len() == 1 { names.clone() } else { format!("{} RRsets", sets.len()) }
                ),
            )
            .about(case, [provider])
            .detail(format!(
                "{names}: validators cut the TTL down to the signature’s Original \
                    TTL. Others keep it for longer."
            ))
            .shows(case.first_line(label, first).map(|line| line.marked(first.ttl.to_string())))
            .shows(first.sigs.iter().take(1).map(|sig| case.sig_line(provider, first, sig, Mark::Labels)))
            .step(step_at(label, "Sign anew with the TTL that is wanted.".into()))
            .refer(&["RFC 4035 §2.2", "RFC 4035 §5.3.3"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
