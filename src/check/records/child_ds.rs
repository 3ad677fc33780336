//! CDS and CDNSKEY records by themselves (RFC 7344, RFC 8078).

use crate::dns::{Ds, Rdata};
use domain::base::Rtype;

pub(crate) const CHILD_DS: [Rtype; 2] = [Rtype::CDS, Rtype::CDNSKEY];

/// The DS record that a CDS record asks for.
pub(crate) fn as_ds(data: &Rdata) -> Option<Ds> {
    match data {
        Rdata::Cds(cds) => {
            Ds::new(cds.key_tag(), cds.algorithm(), cds.digest_type(), cds.digest().clone()).ok()
        }
        _ => None,
    }
}

/// RFC 8078 §4: remove every DS.
pub(crate) fn is_delete(ds: &Ds) -> bool {
    ds.algorithm().to_int() == 0
}

/// The request to remove every DS, or what looks like one.
pub(crate) fn is_sentinel(data: &Rdata) -> bool {
    match data {
        Rdata::Cdnskey(key) => key.algorithm().to_int() == 0,
        data => as_ds(data).is_some_and(|ds| is_delete(&ds)),
    }
}

/// The request exactly as RFC 8078 §4 has it.
pub(crate) fn is_well_formed(data: &Rdata) -> bool {
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
