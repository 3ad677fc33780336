//! CSYNC records and what they would have the parent copy (RFC 7477 §2.1.1).

use super::delegation::child_ns;
use super::support::Case;
use crate::dns::{Name, Rdata};
use crate::order::Gather as _;
use crate::snapshot::RRset;
use domain::base::Rtype;
use domain::rdata::dnssec::RtypeBitmap;
use std::collections::BTreeSet;

pub(super) const CSYNC: Rtype = Rtype::CSYNC;

/// What a CSYNC record says; its serial aside, which every signer counts for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Csync {
    pub(super) immediate: bool,
    pub(super) soa_minimum: bool,
    pub(super) types: BTreeSet<u16>,
}

/// The provider's CSYNC RRset, read.
pub(super) fn read<'a>(case: &'a Case<'_>, provider: usize) -> Option<(&'a RRset, Csync)> {
    let set = super::cds::published(case, provider, CSYNC)?;
    let Some(Rdata::Unknown(data)) = set.data.first() else { return None };
    let (fixed, types) = data.data().as_ref().split_at_checked(6)?;
    let flags = fixed.last().copied().unwrap_or_default();
    let types = RtypeBitmap::from_octets(types).ok()?;
    let csync = Csync {
        immediate: flags & 1 != 0,
        soa_minimum: flags & 2 != 0,
        types: types.iter().map(Rtype::to_int).gather(),
    };
    Some((set, csync))
}

/// The name servers that the parent would copy from the provider.
pub(super) fn copied(case: &Case<'_>, provider: usize) -> Option<BTreeSet<Name>> {
    let (_, csync) = read(case, provider)?;
    let ns = csync.types.contains(&Rtype::NS.to_int());
    child_ns(case, provider).filter(|_| ns).map(|(_, hosts)| hosts)
}
