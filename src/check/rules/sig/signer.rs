//! # SIG-SIGNER: signed in the name of another zone
//!
//! ## What
//! The signer's name in a signature is not the zone's apex.
//!
//! ## Why it breaks
//! Such a signature counts for nothing in this zone.
//!
//! ## Who is hit
//! Every validator that gets the RRset, with whatever keys.
//!
//! ## Fix
//! Correct the signer's configuration, and sign anew.
//!
//! ## References
//! RFC 4035 §5.3.1

use crate::check::causes::failure::Cause;
use crate::check::causes::failure::Failure;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;

pub(super) const RULE: Rule = Rule {
    code: Code::SigSigner,
    summary: "Signed in the name of another zone.",
    find: Find::PerCause(word),
};

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    Some(
        case.fails(RULE.code, failure, format!("{label} serves signatures in the name of another zone"))
            .about(case, [provider])
            .detail(format!(
                "The signer’s name is not {}: {}.",
                case.zone(),
                case.item_names(failure, provider)
            ))
            .hit(format!("{} with that answer of {label}, whatever keys are held.", case.who(failure.who())))
            .shows(case.failing_sigs(failure, provider, Mark::Signer))
            .step(step_at(label, "Correct the signer’s configuration, and sign anew.".into()))
            .refer(&["RFC 4035 §5.3.1"]),
    )
}
