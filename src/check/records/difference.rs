//! Two providers' data side by side, in one pass over both.

use crate::check::findings::case::Case;
use crate::check::records::denial::compact;
use crate::dns::{Name, is_wildcard};
use crate::dnssec::denial::wildcard_of;
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use std::cmp::Ordering;

/// At most so many differences are kept; the rest are counted.
const MOST: usize = 20;

/// An RRset by its index at either provider, with owner and type.
pub(crate) type Pair = (Option<usize>, Option<usize>, Name, Rtype);

#[derive(Debug, Default)]
pub(crate) struct Difference {
    /// Names that exist at one of the two only, with the provider that has them.
    pub(crate) only: Vec<(usize, Name)>,
    pub(crate) only_total: usize,
    /// RRsets whose records differ, or that one of the two lacks at a name that both have.
    pub(crate) records: Vec<Pair>,
    pub(crate) records_total: usize,
    /// The same records with different stated TTLs.
    pub(crate) ttls: Vec<Pair>,
    pub(crate) ttls_total: usize,
    /// NS or DS of a child zone differ.
    pub(crate) delegations: Vec<Pair>,
    pub(crate) delegations_total: usize,
}

/// What each provider makes for itself: not data to compare.
fn is_own(rtype: Rtype) -> bool {
    matches!(
        rtype,
        Rtype::SOA
            | Rtype::NSEC
            | Rtype::NSEC3
            | Rtype::NSEC3PARAM
            | Rtype::RRSIG
            | Rtype::DNSKEY
            | Rtype::CDS
            | Rtype::CDNSKEY
            | Rtype::CSYNC
            | Rtype::ZONEMD
    )
}

/// The RRsets to compare, with their indexes; of several versions the first.
fn compared(view: &ProviderView, counted: impl Fn(&RRset) -> bool) -> Vec<(usize, &RRset)> {
    let on_the_fly = compact(view).is_some();
    let sets = view.rrsets.iter().enumerate().filter(|(_, set)| counted(set));
    let mut sets: Vec<(usize, &RRset)> =
        sets.filter(|(_, set)| !on_the_fly || !is_expansion(view, set)).collect();
    sets.dedup_by(|(_, next), (_, set)| next.owner == set.owner && next.rtype == set.rtype);
    sets
}

/// Two versions of an RRset at two providers that have the same records, where there are such.
fn nearest<'a>(
    (left, right): (&'a ProviderView, &'a ProviderView),
    pair: ((usize, &'a RRset), (usize, &'a RRset)),
) -> ((usize, &'a RRset), (usize, &'a RRset)) {
    let ((_, set), (_, other)) = pair;
    if set.canonical == other.canonical {
        return pair;
    }
    let versions = left.versions(&set.owner, set.rtype).take(MOST);
    let mut pairs =
        versions.flat_map(|one| right.versions(&set.owner, set.rtype).take(MOST).map(move |two| (one, two)));
    pairs.find(|((_, one), (_, two))| one.canonical == two.canonical).unwrap_or(pair)
}

/// Made from a wildcard by a server that signs on the fly, and signs what it makes: the RRset is the wildcard's.
fn is_expansion(view: &ProviderView, set: &RRset) -> bool {
    let wildcards = set.owner.iter_suffixes().skip(1).filter_map(|above| wildcard_of(&above));
    let mut found = wildcards.filter_map(|wildcard| view.find(&wildcard, set.rtype));
    !is_wildcard(&set.owner) && found.next().is_some_and(|(_, wild)| wild.canonical == set.canonical)
}

/// Compares provider `a` with provider `b`. What one of them lacks counts only when both gave whole
/// zones.
pub(crate) fn differences(case: &Case<'_>, a: usize, b: usize) -> Difference {
    let mut found = Difference::default();
    let (Some(left), Some(right)) = (case.view(a), case.view(b)) else { return found };
    let whole = left.whole_zone && right.whole_zone;
    // The apex NS RRset has a rule of its own.
    let apex_ns = |set: &RRset| set.rtype == Rtype::NS && set.owner == case.snapshot().zone;
    let counted = |set: &RRset| !set.data.is_empty() && !is_own(set.rtype) && !apex_ns(set);
    let (lefts, rights) = (compared(left, counted), compared(right, counted));
    let (mut i, mut j) = (0, 0);
    loop {
        match (lefts.get(i), rights.get(j)) {
            (None, None) => return found,
            (Some((at, set)), None) => {
                found.lacks(whole, a, (Some(*at), None), set, right.exists(&set.owner), case);
                i += 1;
            }
            (None, Some((at, set))) => {
                found.lacks(whole, b, (None, Some(*at)), set, left.exists(&set.owner), case);
                j += 1;
            }
            (Some((at, set)), Some((other_at, other))) => {
                let order = set.owner.cmp(&other.owner).then(set.rtype.to_int().cmp(&other.rtype.to_int()));
                match order {
                    Ordering::Less => {
                        found.lacks(whole, a, (Some(*at), None), set, right.exists(&set.owner), case);
                        i += 1;
                    }
                    Ordering::Greater => {
                        found.lacks(
                            whole,
                            b,
                            (None, Some(*other_at)),
                            other,
                            left.exists(&other.owner),
                            case,
                        );
                        j += 1;
                    }
                    Ordering::Equal => {
                        let ((at, set), (other_at, other)) =
                            nearest((left, right), ((*at, *set), (*other_at, *other)));
                        found.both((Some(at), Some(other_at)), set, other, case);
                        i += 1;
                        j += 1;
                    }
                }
            }
        }
    }
}

impl Difference {
    fn lacks(
        &mut self,
        whole: bool,
        provider: usize,
        pair: (Option<usize>, Option<usize>),
        set: &RRset,
        name_exists: bool,
        case: &Case<'_>,
    ) {
        if !whole {
            return;
        }
        if name_exists {
            let pair = (pair.0, pair.1, set.owner.clone(), set.rtype);
            if is_delegation(set, case) {
                self.delegations_total += push(&mut self.delegations, pair);
            } else {
                self.records_total += push(&mut self.records, pair);
            }
        } else if self.only.last().is_none_or(|(_, name)| *name != set.owner) {
            // RRsets of one name follow each other.
            self.only_total += push(&mut self.only, (provider, set.owner.clone()));
        }
    }

    fn both(&mut self, pair: (Option<usize>, Option<usize>), set: &RRset, other: &RRset, case: &Case<'_>) {
        let pair = (pair.0, pair.1, set.owner.clone(), set.rtype);
        if set.canonical != other.canonical {
            if is_delegation(set, case) {
                self.delegations_total += push(&mut self.delegations, pair);
            } else {
                self.records_total += push(&mut self.records, pair);
            }
        } else if set.ttl_stated && other.ttl_stated && set.ttl != other.ttl {
            self.ttls_total += push(&mut self.ttls, pair);
        }
    }
}

fn push<T>(list: &mut Vec<T>, item: T) -> usize {
    if list.len() < MOST {
        list.push(item);
    }
    1
}

/// NS or DS of a child zone.
fn is_delegation(set: &RRset, case: &Case<'_>) -> bool {
    matches!(set.rtype, Rtype::NS | Rtype::DS) && set.owner != case.snapshot().zone
}
