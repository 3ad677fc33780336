//! # DEN-INVALID: a proof of non-existence does not prove the answer
//!
//! ## What
//! The NSEC or NSEC3 records of a provider do not prove what its negative answer says, or its chain
//! of them is broken.
//!
//! ## Why it breaks
//! A negative or wildcard answer whose proof does not hold is bogus. Over some proofs validators differ: records that
//! overlap, lead back, or have reserved flags.
//!
//! ## Who is hit
//! Every validator that asks this provider for a name in the gap, or those that are named.
//!
//! ## Fix
//! Sign the zone anew; report it to the provider.
//!
//! ## References
//! RFC 4035 §3.1.3, §5.4; RFC 5155 §7.2, §8; RFC 6840 §4

use crate::check::causes::failure::Cause;
use crate::check::causes::failure::Failure;
use crate::check::causes::failure::Who;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::rule::{Find, Rule};
use crate::check::items::{Item, What};
use crate::check::report::{EvidenceLine, Finding, Verdict};
use crate::dnssec::denial::{Doubt, malformed};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DenInvalid,
    summary: "A proof of non-existence does not prove the answer.",
    find: Find::PerCause(word),
};

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let items = case.proven.items.get(provider)?;
    let mut why: Vec<Why> = Vec::new();
    for item in failure.of(provider).filter_map(|at| items.get(at)) {
        for new in reasons(case, provider, item, failure.who()) {
            if why.iter().all(|known| known.says != new.says) {
                why.push(new);
            }
        }
    }
    why.truncate(MOST_REASONS);
    let said: Vec<&str> = why.iter().map(|why| why.says.as_str()).collect();
    let mut shown: Vec<usize> = Vec::new();
    for index in why.iter().flat_map(|why| &why.rrsets) {
        if !shown.contains(index) {
            shown.push(*index);
        }
    }
    let records = shown.iter().filter_map(|index| case.view(provider)?.rrsets.get(*index));
    let mut lines: Vec<EvidenceLine> = records.filter_map(|set| case.first_line(label, set)).collect();
    if lines.is_empty() {
        lines.push(absent(Some(label), "no NSEC or NSEC3 record that proves it").of_zone(case, Rtype::NSEC));
    }
    let whole = case.view(provider)?.whole_zone;
    let anew = if whole {
        "Sign the whole zone anew; if it comes back, report it to the provider."
    } else {
        "Report it to the provider: its name servers or its signer make wrong proofs."
    };
    Some(
        case.fails(RULE.code, failure, format!("{label}’s proofs of non-existence do not hold"))
            .about(case, [provider])
            .detail(format!(
                "{}: {}.",
                case.item_names(failure, provider),
                said.join("; ").trim_end_matches('.')
            ))
            .hit(format!("{} with a negative or wildcard answer of {label}.", case.who(failure.who())))
            .shows(lines)
            .step(case.sign_anew(label, anew.into()))
            .refer(&["RFC 4035 §5.4", "RFC 5155 §8", "RFC 6840 §4"]),
    )
}

/// At most so many reasons are told.
const MOST_REASONS: usize = 3;

/// One reason with the records that show it.
struct Why {
    says: String,
    rrsets: Vec<usize>,
}

/// Why the item fails for these validators.
fn reasons(case: &Case<'_>, provider: usize, item: &Item, who: Who) -> Vec<Why> {
    let (says, rrsets) = match &item.what {
        What::Break(broken) => (broken.reason.clone(), broken.rrsets.clone()),
        What::Denial { proof: Err(gap), .. } => (gap.to_string(), gap.rrsets.clone()),
        What::Denial { proof: Ok(proof), .. } => {
            let minds = |doubt: &&Doubt| who.any(|profile| profile.weigh(doubt.kind) == Verdict::Bogus);
            let one = |doubt: &Doubt| {
                let shown = if doubt.rrsets.is_empty() { &proof.rrsets } else { &doubt.rrsets };
                Why { says: doubt.says.clone(), rrsets: shown.clone() }
            };
            return proof.doubts.iter().filter(minds).map(one).collect();
        }
        What::RRset(index, _) => {
            let set = case.view(provider).and_then(|view| view.rrsets.get(*index));
            let Some(says) = set.and_then(malformed) else { return Vec::new() };
            (format!("{says} (BIND refuses the message)"), vec![*index])
        }
    };
    vec![Why { says, rrsets }]
}
