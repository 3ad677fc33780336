//! # SIG-LABELS: the Labels field does not fit the name
//!
//! ## What
//! A signature's Labels field is larger than the owner name has labels, or smaller where no wildcard
//! explains it or smaller than the signer's name is long, or the signatures of one RRset do not agree.
//!
//! ## Why it breaks
//! Larger: the signature counts for nothing. Smaller: the validator takes the answer for a wildcard's,
//! and the signature does not verify over that.
//!
//! ## Who is hit
//! Every validator that gets the RRset, with whatever keys.
//!
//! ## Fix
//! Sign anew; report it to the provider.
//!
//! ## References
//! RFC 4034 §3.1.3; RFC 4035 §5.3.1, §5.3.4

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;
use crate::dns::{Rrsig, dotted, rrsig_labels};
use crate::dnssec::judge::lacks_labels;

pub(super) const RULE: Rule = Rule {
    code: Code::SigLabels,
    summary: "The Labels field does not fit the name.",
    find: Find::PerCause(word),
};

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let (_, set) = case.failing_sets(failure, provider).next()?;
    let sig = set.sigs.first()?;
    let names = case.item_names(failure, provider);
    let labels = |sig: &Rrsig| sig.labels();
    if let Some(sig) = set.sigs.iter().find(|sig| lacks_labels(sig)) {
        let signer = sig.signer_name();
        return Some(
            case.fails(
                RULE.code,
                failure,
                format!("A signature of {label} over {names} has fewer labels than its signer’s name"),
            )
            .about(case, [provider])
            .detail(format!(
                "The field is {}, and {} has {} labels: no wildcard above its zone is a signer’s to sign. BIND takes \
                 the whole message for malformed, whether the zone is secure or not.",
                sig.labels(),
                dotted(signer),
                rrsig_labels(signer)
            ))
            .hit(format!("{} with that answer of {label}, whatever keys are held.", case.who(failure.who())))
            .shows(case.failing_sigs(failure, provider, Mark::Labels))
            .step(case.sign_anew(label, "Sign it anew; if it comes back, report it to the provider.".into()))
            .refer(&["RFC 4034 §3.1.3", "RFC 4035 §5.3.1"]),
        );
    }
    let (least, most) = (set.sigs.iter().map(labels).min()?, set.sigs.iter().map(labels).max()?);
    if least != most && most == rrsig_labels(&set.owner) {
        return Some(
                case.fails(
                    RULE.code,
                    failure,
                    format!("The signatures of {label} over {names} differ in their Labels field"),
                )
                .about(case, [provider])
                .detail(format!(
                    "The name has {most} labels, and one signature says {least}: it is a wildcard’s, beside the name’s own. \
                     unbound refuses such an RRset, BIND where the wildcard’s signature comes first."
                ))
                .hit(format!("{} with that answer of {label}.", case.who(failure.who())))
                .shows(case.failing_sigs(failure, provider, Mark::Labels))
                .step(step_at(label, format!("Remove the signature with {least} labels, or sign anew.")))
                .refer(&["RFC 4034 §3.1.3", "RFC 4035 §5.3.2"]),
            );
    }
    Some(
        case.fails(
            RULE.code,
            failure,
            format!(
                "The Labels field of {label}’s signature does not \
                fit {names}"
            ),
        )
        .about(case, [provider])
        .detail(format!(
            "The field is {}, the name has {} labels. A smaller value claims a wildcard that \
                        is not there.",
            sig.labels(),
            rrsig_labels(&set.owner)
        ))
        .hit(format!("{} with that answer of {label}, whatever keys are held.", case.who(failure.who())))
        .shows(case.failing_sigs(failure, provider, Mark::Labels))
        .step(case.sign_anew(label, "Sign it anew; if it comes back, report it to the provider.".into()))
        .refer(&["RFC 4034 §3.1.3", "RFC 4035 §5.3.1"]),
    )
}
