//! # DS-ALG-UNSUPPORTED-MIX: one provider signs with an algorithm that validators lack
//!
//! ## What
//! A provider's signatures use an algorithm that a validator does not support, while another
//! provider's DS tells it that the zone is signed.
//!
//! ## Why it breaks
//! For such a validator the zone is not insecure at that provider: with a usable DS in the set it is
//! bogus.
//!
//! ## Who is hit
//! Every validator without the algorithm, whenever keys or answers come from that provider.
//!
//! ## Fix
//! Use one algorithm that every validator has, at every provider: 13, or 8.
//!
//! ## References
//! RFC 4035 §5.2; RFC 8901 §4

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::Finding;

pub(super) const RULE: Rule = Rule {
    code: Code::DsAlgUnsupportedMix,
    summary: "A provider signs with an algorithm that validators lack, another does not.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let provider = cause.at?;
    let label = case.label(provider);
    let name = algorithm_name(cause.algorithm?);
    let found = case
        .fails(RULE.code, failure, format!("{label} signs with {name}, which validators do not support"))
        .about(case, [provider])
        .detail(format!(
            "The DS RRset says that the zone is signed, so answers without a usable \
            signature are bogus, not insecure, at {label}."
        ))
        .hit(format!("{} with keys or answers of {label}.", case.who(failure.who())))
        .shows(case.failing_sigs(failure, provider, Mark::Labels))
        .shows(case.dnskey_lines(provider))
        .step(format!(
            "Move {label} to the algorithm of the other providers, best 13: add keys and \
            signatures of it first."
        ))
        .step(case.wait_dnskey(provider))
        .step("Then add its DS, and remove the old algorithm’s DS, keys and signatures in this order.")
        .refer(&["RFC 4035 §5.2", "RFC 8901 §4"]);
    Some(found)
}
