//! CDS and CDNSKEY as a parental agent reads them.

use crate::check::findings::case::Case;
use crate::check::records::asks::Asks;
use crate::check::records::child_ds::CHILD_DS;
use crate::check::report::EvidenceLine;
use crate::check::words::list;
use crate::dns::Ds;
use crate::snapshot::RRset;
use domain::base::Rtype;

/// Whether it is known what the provider publishes of this type.
pub(crate) fn asked(case: &Case<'_>, provider: usize, rtype: Rtype) -> bool {
    let zone = &case.snapshot().zone;
    case.view(provider).is_some_and(|view| {
        view.whole_zone
            || view.find(zone, rtype).is_some()
            || view.negatives().any(|negative| negative.name == *zone && negative.rtype == rtype)
    })
}

/// The RRset of this type, where it has records.
pub(crate) fn published<'a>(case: &'a Case<'_>, provider: usize, rtype: Rtype) -> Option<&'a RRset> {
    let found = case.view(provider)?.find(&case.snapshot().zone, rtype);
    found.map(|(_, set)| set).filter(|set| !set.data.is_empty())
}

/// What a provider asks with CDS and CDNSKEY concerning the removal of every DS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Removal {
    No,
    /// As RFC 8078 §4 has it.
    Asked,
    /// Beside other records, or with other fields.
    Malformed,
}

pub(crate) fn removal(case: &Case<'_>, provider: usize) -> Removal {
    let asked = case.asks(provider).any(|asks| asks.sentinel);
    match (asked, case.asks(provider).all(|asks| asks.removes)) {
        (false, _) => Removal::No,
        (true, true) => Removal::Asked,
        (true, false) => Removal::Malformed,
    }
}

/// The first CDS and CDNSKEY record of each of these providers.
pub(crate) fn removal_lines(
    case: &Case<'_>,
    providers: impl IntoIterator<Item = usize>,
) -> Vec<EvidenceLine> {
    let lines = providers.into_iter().flat_map(|p| {
        CHILD_DS.iter().filter_map(move |rtype| case.first_line(case.label(p), published(case, p, *rtype)?))
    });
    lines.collect()
}

impl<'a> Case<'a> {
    /// The CDS and CDNSKEY RRsets of a provider, in each version that its servers give.
    pub(crate) fn asks(&self, provider: usize) -> impl Iterator<Item = &Asks<'a>> + Clone {
        self.all_asks().iter().filter(move |asks| asks.provider == provider)
    }
}

/// Whether every provider’s CDS (or CDNSKEY) asks for this DS, or none does; `None`: they differ, there is no CDS, or it
/// asks for the removal of every DS.
pub(crate) fn planned(case: &Case<'_>, found: &Ds) -> Option<bool> {
    let zone = &case.snapshot().zone;
    let each = |p: usize| case.asks(p).filter(|asks| !asks.sentinel).map(|asks| asks.wants(zone, found));
    let first = each(0).next()?;
    let same = |p: usize| each(p).next().is_some() && each(p).all(|wants| wants == first);
    (0..case.size()).all(same).then_some(first)
}

/// The providers that are trusted now and that would be without DS, if the parent took this RRset as the new DS RRset.
pub(crate) fn lost(case: &Case<'_>, asks: &Asks<'_>) -> Vec<usize> {
    (0..case.size()).filter(|p| case.trusted(*p) && leaves_out(case, asks, *p)).collect()
}

/// It is not the request to remove every DS, and no key that signs the provider's DNSKEY RRset would have a DS.
fn leaves_out(case: &Case<'_>, asks: &Asks<'_>, provider: usize) -> bool {
    let covered = case.roles(provider).is_some_and(|roles| {
        let mut keys = roles.dnskey.iter().filter_map(|key| case.key(*key));
        keys.any(|key| asks.covers(key))
    });
    !asks.sentinel && !covered
}

/// The provider has a CDS or CDNSKEY RRset that leaves the other out: parents read the one or the other.
pub(crate) fn omits(case: &Case<'_>, provider: usize, other: usize) -> bool {
    case.asks(provider).any(|asks| leaves_out(case, asks, other))
}

/// Every provider that is trusted now would be without DS.
pub(crate) fn loses_all(case: &Case<'_>, lost: &[usize]) -> bool {
    !lost.is_empty() && (0..case.size()).filter(|p| case.trusted(*p)).count() == lost.len()
}

/// CDS and CDNSKEY of one provider refer to different keys.
pub(crate) fn mismatch<'a>(case: &'a Case<'_>, provider: usize) -> Option<[&'a Asks<'a>; 2]> {
    if removal(case, provider) != Removal::No {
        return None;
    }
    let [cds, cdnskey] = CHILD_DS.map(|rtype| case.asks(provider).filter(move |asks| asks.rtype() == rtype));
    let pairs = cds.flat_map(|cds| cdnskey.clone().map(move |cdnskey| [cds, cdnskey]));
    // Servers that differ are another rule's, where one of them is right in itself.
    let mut agreeing = pairs.clone().filter(|[cds, cdnskey]| cds.agrees(cdnskey));
    pairs.clone().next().filter(|_| agreeing.next().is_none())
}

/// How the providers' RRsets of this type compare: providers with records, and without, among those
/// that were asked.
pub(crate) fn have(case: &Case<'_>, rtype: Rtype) -> (Vec<usize>, Vec<usize>) {
    (0..case.size()).filter(|p| asked(case, *p, rtype)).partition(|p| published(case, *p, rtype).is_some())
}

/// The CDS RRset (where there is none anywhere: the CDNSKEY RRset) that every server of every provider publishes alike,
/// and that a parent could act on.
pub(crate) fn agreed<'a>(case: &'a Case<'_>) -> Option<&'a Asks<'a>> {
    let of = |rtype| {
        let every: Vec<&Asks<'_>> = case.all_asks().iter().filter(|asks| asks.rtype() == rtype).collect();
        let first = *every.first()?;
        let same = every.iter().all(|asks| asks.set.canonical == first.set.canonical);
        (same && (0..case.size()).all(|p| every.iter().any(|asks| asks.provider == p))).then_some(first)
    };
    let good = |p: usize| {
        let harmless = case.asks(p).all(|asks| lost(case, asks).is_empty());
        removal(case, p) == Removal::No && mismatch(case, p).is_none() && harmless
    };
    let [cds, cdnskey] = CHILD_DS;
    let only_cdnskey = case.all_asks().iter().all(|asks| asks.rtype() == cdnskey);
    of(if only_cdnskey { cdnskey } else { cds }).filter(|_| (0..case.size()).all(good))
}

/// `CDS`, `CDS and CDNSKEY`: the types of these RRsets.
pub(crate) fn types(sets: &[&Asks<'_>]) -> String {
    let there = CHILD_DS.iter().filter(|rtype| sets.iter().any(|asks| asks.rtype() == **rtype));
    list(&there.map(Rtype::to_string).collect::<Vec<_>>())
}
