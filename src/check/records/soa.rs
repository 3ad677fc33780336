//! The times that negative answers have: from the SOA record.

use crate::check::findings::case::Case;
use crate::dns::Rdata;
use domain::base::Rtype;

/// The SOA record's TTL, where it is stated, and its MINIMUM, in seconds.
pub(crate) fn soa(case: &Case<'_>, provider: usize) -> Option<(Option<u32>, u32)> {
    let (_, set) = case.view(provider)?.find(&case.snapshot().zone, Rtype::SOA)?;
    match set.data.first()? {
        Rdata::Soa(soa) => Some((set.ttl_stated.then_some(set.ttl), soa.minimum().as_secs())),
        _ => None,
    }
}
