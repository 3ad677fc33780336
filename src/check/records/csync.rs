//! CSYNC records and what they would have the parent copy (RFC 7477 §2.1.1).

use crate::check::findings::case::Case;
use crate::check::records::copies::{ServersCopy, copies};
use crate::check::records::delegation::child_ns;
use crate::dns::{Csync, Name};
use crate::snapshot::RRset;
use domain::base::Rtype;
use std::collections::BTreeSet;

pub(crate) const CSYNC: Rtype = Rtype::CSYNC;

/// Every provider's CSYNC RRset, in each copy that its servers have.
pub(crate) fn all<'a>(case: &'a Case<'_>) -> Vec<(usize, ServersCopy<'a>, Csync)> {
    let zone = &case.snapshot().zone;
    let sets = case
        .providers()
        .flat_map(|(p, view)| copies(view, zone, CSYNC).into_iter().map(move |copy| (p, copy)));
    sets.filter_map(|(p, copy)| Csync::of(copy.set.data.first()?).map(|csync| (p, copy, csync))).collect()
}

/// The provider's CSYNC RRset, read.
pub(crate) fn read<'a>(case: &'a Case<'_>, provider: usize) -> Option<(&'a RRset, Csync)> {
    let set = crate::check::records::cds::published(case, provider, CSYNC)?;
    Some((set, Csync::of(set.data.first()?)?))
}

/// What all servers of a zone have to agree on: serial and soaminimum are judged server by server (RFC 9975 §3.2).
pub(crate) fn compared(csync: &Csync) -> (bool, &[Rtype]) {
    (csync.immediate(), &csync.types)
}

/// The name servers that the parent would copy from the provider.
pub(crate) fn copied(case: &Case<'_>, provider: usize) -> Option<BTreeSet<Name>> {
    let (_, csync) = read(case, provider)?;
    child_ns(case, provider).filter(|_| csync.types.contains(&Rtype::NS)).map(|(_, hosts)| hosts)
}
