//! CDS and CDNSKEY as a parental agent reads them.

use super::support::{Case, first_line};
use crate::check::report::EvidenceLine;
use crate::dns::{Dnskey, Ds, Rdata};
use crate::dnssec::ds;
use crate::order::Gather as _;
use crate::snapshot::RRset;
use domain::base::Rtype;
use std::collections::BTreeSet;

/// The DS record that a CDS record asks for.
pub(super) fn as_ds(data: &Rdata) -> Option<Ds> {
    match data {
        Rdata::Cds(cds) => {
            Ds::new(cds.key_tag(), cds.algorithm(), cds.digest_type(), cds.digest().clone()).ok()
        }
        _ => None,
    }
}

/// RFC 8078 §4: remove every DS.
pub(super) fn is_delete(ds: &Ds) -> bool {
    ds.algorithm().to_int() == 0
}

/// Whether it is known what the provider publishes of this type.
pub(super) fn asked(case: &Case<'_>, provider: usize, rtype: Rtype) -> bool {
    let zone = &case.snapshot().zone;
    case.view(provider).is_some_and(|view| {
        view.whole_zone
            || view.find(zone, rtype).is_some()
            || view.negatives().any(|negative| negative.name == *zone && negative.rtype == rtype)
    })
}

/// Tag and algorithm of the keys that the RRset refers to.
pub(super) fn keys(case: &Case<'_>, provider: usize, rtype: Rtype) -> BTreeSet<(u16, u8)> {
    let zone = &case.snapshot().zone;
    let found = case.view(provider).and_then(|view| view.find(zone, rtype));
    let data = found.map(|(_, set)| set.data.as_slice()).unwrap_or_default();
    data.iter().filter_map(key_of).gather()
}

/// Tag and algorithm of the key that a record refers to.
pub(super) fn key_of(data: &Rdata) -> Option<(u16, u8)> {
    match data {
        Rdata::Cdnskey(key) => {
            let same =
                Dnskey::new(key.flags(), key.protocol(), key.algorithm(), key.public_key().clone()).ok()?;
            Some((same.key_tag(), same.algorithm().to_int()))
        }
        data => as_ds(data).map(|ds| (ds.key_tag(), ds.algorithm().to_int())),
    }
}

/// The RRset of this type, where it has records.
pub(super) fn published<'a>(case: &'a Case<'_>, provider: usize, rtype: Rtype) -> Option<&'a RRset> {
    let found = case.view(provider)?.find(&case.snapshot().zone, rtype);
    found.map(|(_, set)| set).filter(|set| !set.data.is_empty())
}

/// The request to remove every DS, or what looks like one.
pub(super) fn is_sentinel(data: &Rdata) -> bool {
    match data {
        Rdata::Cdnskey(key) => key.algorithm().to_int() == 0,
        data => as_ds(data).is_some_and(|ds| is_delete(&ds)),
    }
}

/// The request exactly as RFC 8078 §4 has it.
fn is_well_formed(data: &Rdata) -> bool {
    match data {
        Rdata::Cdnskey(key) => {
            key.flags() == 0 && key.protocol() == 3 && key.public_key().as_ref() == [0].as_slice()
        }
        Rdata::Cds(cds) => {
            cds.key_tag() == 0 && cds.digest_type().to_int() == 0 && cds.digest().as_ref() == [0].as_slice()
        }
        _ => false,
    }
}

/// What a provider asks with CDS and CDNSKEY concerning the removal of every DS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removal {
    No,
    /// As RFC 8078 §4 has it.
    Asked,
    /// Beside other records, or with other fields.
    Malformed,
}

pub(super) fn removal(case: &Case<'_>, provider: usize) -> Removal {
    let sets = CHILD_DS.iter().filter_map(|rtype| published(case, provider, *rtype));
    let (mut asked, mut good) = (false, true);
    for set in sets {
        let sentinels = set.data.iter().filter(|data| is_sentinel(data)).count();
        asked |= sentinels > 0;
        good &= sentinels == 1 && set.data.len() == 1 && set.data.iter().all(is_well_formed);
    }
    match (asked, good) {
        (false, _) => Removal::No,
        (true, true) => Removal::Asked,
        (true, false) => Removal::Malformed,
    }
}

/// The first CDS and CDNSKEY record of each of these providers.
pub(super) fn removal_lines(
    case: &Case<'_>,
    providers: impl IntoIterator<Item = usize>,
) -> Vec<EvidenceLine> {
    let lines = providers.into_iter().flat_map(|p| {
        CHILD_DS.iter().filter_map(move |rtype| first_line(case.label(p), published(case, p, *rtype)?))
    });
    lines.collect()
}

pub(super) const CHILD_DS: [Rtype; 2] = [Rtype::CDS, Rtype::CDNSKEY];

/// What the CDS RRset of a provider would leave without DS: providers that are trusted now.
pub(super) fn lost(case: &Case<'_>, provider: usize) -> Vec<usize> {
    (0..case.size()).filter(|p| case.trusted(*p) && omits(case, provider, *p)).collect()
}

/// The provider has a CDS RRset (and not the request to remove every DS) with which no key that signs
/// the other's DNSKEY RRset would have a DS.
pub(super) fn omits(case: &Case<'_>, provider: usize, other: usize) -> bool {
    let zone = &case.snapshot().zone;
    let Some(set) = published(case, provider, Rtype::CDS) else { return false };
    let wanted: Vec<Ds> = set.data.iter().filter_map(as_ds).collect();
    let covered = case.roles(other).is_some_and(|roles| {
        let mut keys = roles.dnskey.iter().filter_map(|key| case.key(*key));
        keys.any(|key| wanted.iter().any(|ds| ds::matches(zone, ds, key)))
    });
    !wanted.iter().any(is_delete) && !covered
}

/// Every provider that is trusted now would be without DS.
pub(super) fn loses_all(case: &Case<'_>, lost: &[usize]) -> bool {
    !lost.is_empty() && (0..case.size()).filter(|p| case.trusted(*p)).count() == lost.len()
}

/// CDS and CDNSKEY of one provider refer to different keys.
pub(super) fn mismatch(case: &Case<'_>, provider: usize) -> bool {
    let both = CHILD_DS.iter().all(|rtype| published(case, provider, *rtype).is_some());
    both && removal(case, provider) == Removal::No
        && keys(case, provider, Rtype::CDS) != keys(case, provider, Rtype::CDNSKEY)
}

/// How the providers' RRsets of this type compare: providers with records, and without, among those
/// that were asked.
pub(super) fn have(case: &Case<'_>, rtype: Rtype) -> (Vec<usize>, Vec<usize>) {
    (0..case.size()).filter(|p| asked(case, *p, rtype)).partition(|p| published(case, *p, rtype).is_some())
}

/// The CDS RRset that every provider publishes alike, and that a parent could act on.
pub(super) fn agreed<'a>(case: &'a Case<'_>) -> Option<&'a RRset> {
    let first = published(case, 0, Rtype::CDS)?;
    let same = (0..case.size()).all(|p| {
        published(case, p, Rtype::CDS).is_some_and(|set| set.canonical == first.canonical)
            && removal(case, p) == Removal::No
            && !mismatch(case, p)
            && lost(case, p).is_empty()
    });
    same.then_some(first)
}
