//! # SIZE-NEGATIVE: a negative answer is large
//!
//! ## What
//! The response to a name that does not exist has more than 1232 octets with its proof.
//!
//! ## Why it breaks
//! It does not, as long as TCP works. Every name that does not exist then costs a second question over
//! TCP.
//!
//! ## Who is hit
//! Resolvers for which TCP is blocked, here or on the way.
//!
//! ## Fix
//! Algorithm 13; NSEC in place of NSEC3.
//!
//! ## References
//! RFC 9715 §3; RFC 8901 §10

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::sizes::{self, UDP};

pub(super) const RULE: Rule =
    Rule { code: Code::SizeNegative, summary: "A negative answer is large.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let size = sizes::of(case, provider).negative.filter(|size| *size > UDP)?;
        let label = case.label(provider);
        Some(
            finding(RULE.code, Severity::Info, format!("{label}’s negative answers take {size} octets"))
                .about(case, [provider])
                .detail("Above 1232. Resolvers need TCP for every name that does not exist.")
                .step(step_at(label, "Use algorithm 13, or NSEC in place of NSEC3.".into()))
                .refer(&["RFC 9715 §3", "RFC 8901 §10"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
