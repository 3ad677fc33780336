//! # SIG-FUTURE: signatures are not valid yet
//!
//! ## What
//! Every otherwise usable signature over an RRset of a provider begins later.
//!
//! ## Why it breaks
//! Validators reject signatures before their inception time. The signer's clock is ahead, or the
//! moment of judgement is before the data.
//!
//! ## Who is hit
//! Every validator that asks this provider; unbound allows for one hour to one day.
//!
//! ## Fix
//! Set the signer's clock right, and sign anew.
//!
//! ## References
//! RFC 4035 §5.3.1; RFC 8914 §4.9

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::word;
use crate::check::report::Finding;

pub(super) const RULE: Rule =
    Rule { code: Code::SigFuture, summary: "Signatures are not valid yet.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code)
        .filter_map(|(cause, failure)| {
            let provider = cause.at?;
            let label = case.label(provider);
            let found = word(case, RULE.code, failure, provider, Mark::Inception)?
                .step(crate::check::findings::fix::step_at(
                    label,
                    format!("Set the clock of {label}’s signer right, and sign anew."),
                ))
                .refer(&["RFC 4035 §5.3.1", "RFC 8914 §4.9"]);
            Some(found)
        })
        .collect()
}
