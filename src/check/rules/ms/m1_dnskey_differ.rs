//! # MS-M1-DNSKEY-DIFFER: a shared KSK, but different DNSKEY RRsets
//!
//! ## What
//! One KSK signs the DNSKEY RRset of every provider (model 1), and the sets differ.
//!
//! ## Why it breaks
//! In model 1 every provider serves the same set, signed by the zone's owner. A provider with another
//! set missed a distribution, or changed it by itself.
//!
//! ## Who is hit
//! Where a signing key is missing, MS-ZSK-COVERAGE says so. Nobody else.
//!
//! ## Fix
//! Give the latest signed set to every provider.
//!
//! ## References
//! RFC 8901 §2.1.1, §6.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::changing::Change;
use crate::dnssec::keys::KeyIx;
use crate::order::Gather as _;
use domain::base::Rtype;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::MsM1DnskeyDiffer,
    summary: "A shared KSK, but different DNSKEY RRsets.",
    find: Find::All(find),
};

/// Keys that sign the DNSKEY RRset of every provider; empty with one provider.
pub(crate) fn shared(case: &Case<'_>) -> BTreeSet<KeyIx> {
    let mut sets = case.proven.roles.iter().map(|roles| &roles.dnskey);
    let Some(first) = sets.next().filter(|_| case.size() > 1) else { return BTreeSet::new() };
    sets.fold(first.clone(), |shared, set| shared.intersection(set).copied().gather())
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let shared = shared(case);
    // Between the models each provider’s own KSK is in its own RRset alone.
    let change = Change::of(case);
    let of_change = |key: &KeyIx| {
        change.as_ref().is_some_and(|change| {
            change.own.iter().any(|(_, own)| own == key)
                || case.key(*key).is_some_and(|key| change.awaits(key))
        })
    };
    let as_set = |p: usize| {
        let keys = case.proven.table.set(p).iter().copied();
        keys.filter(|key| !of_change(key)).gather::<BTreeSet<KeyIx>>()
    };
    let all: Vec<BTreeSet<KeyIx>> = (0..case.size()).map(as_set).collect();
    let same = all.windows(2).all(|pair| pair.first() == pair.last());
    let Some(key) = shared.first().filter(|_| !same) else { return Vec::new() };
    // Coverage says which key is missing, and what fails.
    if case.blames(Code::MsZskCoverage)
        || case.blames(Code::MsCskCoverage)
        || case.blames(Code::MsKeyMistyped)
    {
        return Vec::new();
    }
    let union: BTreeSet<KeyIx> = all.iter().flatten().copied().gather();
    let lacks = |p: usize| {
        let own = as_set(p);
        let missing: Vec<String> = union.difference(&own).map(|key| case.key_name(*key)).collect();
        (!missing.is_empty()).then(|| {
            crate::check::findings::evidence::absent(
                Some(case.label(p)),
                format!("no DNSKEY {}", crate::check::words::list(&missing)),
            )
            .of_zone(case, Rtype::DNSKEY)
        })
    };
    let found = finding(
        RULE.code,
        Severity::Warning,
        "The providers share a KSK, but serve different DNSKEY RRsets".into(),
    )
    .about(case, 0..case.size())
    .detail(format!(
        "KSK {} signs the DNSKEY RRset of every provider. In model 1 they all serve the same one.",
        case.key_name(*key)
    ))
    .shows((0..case.size()).filter_map(lacks))
    .step("Give the latest signed DNSKEY RRset, with its RRSIG, to every provider.")
    .refer(&["RFC 8901 §2.1.1", "RFC 8901 §6.1"]);
    vec![found]
}
