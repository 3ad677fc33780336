//! # DS-SIG: the parent's signature over the DS is out of time, or about to be
//!
//! ## What
//! Every RRSIG over the DS RRset that was seen is expired, not yet valid, or ends within the DS TTL.
//!
//! ## Why it breaks
//! A resolver that asks the parent at that moment cannot validate the delegation. What was pasted may
//! just be old: parents sign anew all the time.
//!
//! ## Who is hit
//! Every validator, if the parent really serves this signature at the moment of judgement.
//!
//! ## Fix
//! Look at the parent again; if it still serves this signature, tell its operator.
//!
//! ## References
//! RFC 4035 §5.3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dnssec::judge::validity;

pub(super) const RULE: Rule = Rule {
    code: Code::DsSig,
    summary: "The parent’s signature over the DS is out of time, or about to be.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some(set) = case.ds_set().filter(|set| !set.sigs.is_empty()) else { return Vec::new() };
    let ttl = if set.ttl_stated { i64::from(set.ttl) } else { 0 };
    let spans: Vec<_> = set.sigs.iter().map(|sig| validity(sig, case.now)).collect();
    let Some(until) = spans.iter().map(|(_, until)| *until).max() else { return Vec::new() };
    let Some(from) = spans.iter().map(|(from, _)| *from).min() else { return Vec::new() };
    let title = if until < case.now {
        format!("The parent’s signature over the DS ended on {}", until.plain())
    } else if from > case.now {
        format!("The parent’s signature over the DS begins on {}", from.plain())
    } else if until.0 - case.now.0 < ttl {
        format!("The parent’s signature over the DS ends on {}", until.plain())
    } else {
        return Vec::new();
    };
    let found = finding(RULE.code, Severity::Warning, title)
        .detail(
            "If the parent serves it at the moment of judgement, no validator can follow the \
            delegation. Parents sign anew all the time: what was given may be old.",
        )
        .shows(case.ds_lines().into_iter().take(2))
        .step("Ask the parent again for the DS, with its signatures.")
        .step("If it still serves this one, tell the parent’s operator: the fault is not in your zone.")
        .refer(&["RFC 4035 §5.3.1"]);
    vec![found]
}
