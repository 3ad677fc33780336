//! # PROC-ALGORITHM-ROLL: the whole group changes its algorithm
//!
//! ## What
//! Every provider has keys of the same two algorithms. The finding says how far the change has come and what is next.
//!
//! ## Why it breaks
//! It does not, in this order: signatures and keys of both algorithms at every provider before the DS changes, and the DS
//! before the old keys and signatures go. Validators that want every algorithm of the DS RRset see no gap then.
//!
//! ## Who is hit
//! Nobody, if the order is kept. Otherwise hardened unbound, and validators that know one of the two algorithms only.
//!
//! ## Fix
//! Nothing is broken. Signatures, keys, DS, old keys, old signatures; each at all providers before the next.
//!
//! ## References
//! RFC 6781 §4.1.4; RFC 6840 §5.11; RFC 8901 §4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::findings::waits::PLUS;
use crate::check::report::{Finding, Severity};
use crate::process::Part;
use crate::process::tables::CONSERVATIVE;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcAlgorithmRoll,
    summary: "The group changes its algorithm: the step, and the next.",
    find: Find::All(find),
};

/// Signatures; keys; DS of both; DS of the new; old keys out; old signatures out.
const STEPS: usize = 6;

fn find(case: &Case<'_>) -> Vec<Finding> {
    word(case).into_iter().collect()
}

/// The two algorithms, of which the first is the old one if the change goes on as it seems, and how many steps are made:
/// two readings fit, and the one that goes the other way has made the rest.
fn standing(case: &Case<'_>) -> Option<(u8, u8, usize)> {
    let readings = case.standing().as_process(&CONSERVATIVE).filter(|reading| !reading.at.begun);
    let reading = readings.min_by_key(|reading| reading.at.done)?;
    let number = |part| case.key(reading.who.first(part)?).map(|key| key.algorithm);
    Some((number(Part::OldZsk)?, number(Part::NewZsk)?, reading.at.done))
}

fn word(case: &Case<'_>) -> Option<Finding> {
    // With half of the providers done this is not clean; other rules say what fails.
    if case.reference.failing().next().is_some() {
        return None;
    }
    let (has, other, done) = standing(case)?;
    let (low, high) = (has.min(other), has.max(other));
    let name = algorithm_name;
    let zone_ttl = case.zone_ttl();
    let key_ttl = case.longest_dnskey(0..case.size());
    let (title, detail, next) = match done {
        1 => (
            format!("Changing the algorithm: every provider signs with {} as well", name(other)),
            format!(
                "The keys of {} are in no DNSKEY RRset that was seen signing yet; or they are gone again.",
                name(other)
            ),
            vec![
                format!(
                    "If it is the new one: wait {zone_ttl}, then publish its keys at every provider and sign the DNSKEY RRsets with them."
                ),
                format!("If it is the old one: wait {key_ttl}, then stop its signatures."),
            ],
        ),
        2 => (
            format!(
                "Changing the algorithm: keys and signatures of {} and {} everywhere",
                name(low),
                name(high)
            ),
            format!("The DS RRset has {} alone.", name(has)),
            vec![
                format!(
                    "If {} is the old one: wait {key_ttl}, {PLUS}, then replace the DS RRset by that of {}.",
                    name(has),
                    name(other)
                ),
                format!(
                    "If {} is the new one: wait {}, {PLUS}, then remove the keys of {} everywhere, and a DNSKEY TTL later its signatures.",
                    name(has),
                    case.ds_ttl(),
                    name(other)
                ),
            ],
        ),
        3 => (
            format!(
                "Changing the algorithm: keys, signatures and DS of {} and {} everywhere",
                name(low),
                name(high)
            ),
            "Every validator is served, whichever of the two it knows.".into(),
            vec![
                format!("Wait {}, {PLUS}, then leave only the DS of the new algorithm.", case.ds_ttl()),
                format!(
                    "Wait {} again, then remove the old keys everywhere, and a DNSKEY TTL later the old signatures.",
                    case.ds_ttl()
                ),
            ],
        ),
        _ => return None,
    };
    let found = finding(RULE.code, Severity::Info, title)
        .about(case, 0..case.size())
        .at_step(done, STEPS)
        .detail(detail);
    let found = next.into_iter().fold(found, Finding::step);
    Some(found.refer(&["RFC 6781 §4.1.4", "RFC 6840 §5.11", "RFC 8901 §4"]))
}
