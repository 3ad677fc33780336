//! CDS and CDNSKEY as a parental agent reads them.

use super::support::Case;
use crate::dns::{Ds, Rdata};
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
            || view.negatives.iter().any(|negative| negative.name == *zone && negative.rtype == rtype)
    })
}

/// Tag and algorithm of the keys that the RRset refers to.
pub(super) fn keys(case: &Case<'_>, provider: usize, rtype: Rtype) -> BTreeSet<(u16, u8)> {
    let zone = &case.snapshot().zone;
    let found = case.view(provider).and_then(|view| view.find(zone, rtype));
    let data = found.map(|(_, set)| set.data.as_slice()).unwrap_or_default();
    data.iter()
        .filter_map(|data| match data {
            Rdata::Cdnskey(key) => {
                let same = crate::dns::Dnskey::new(
                    key.flags(),
                    key.protocol(),
                    key.algorithm(),
                    key.public_key().clone(),
                );
                same.ok().map(|key| (key.key_tag(), key.algorithm().to_int()))
            }
            data => as_ds(data).map(|ds| (ds.key_tag(), ds.algorithm().to_int())),
        })
        .collect()
}
