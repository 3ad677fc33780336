//! One NSEC or NSEC3 record by itself.

use super::oddity::Oddity;
use super::proof::{Gap, Proof, Why};
use crate::dns::{Name, Nsec3Hash as Hash, Rdata, dotted};
use crate::snapshot::RRset;
use domain::base::Rtype;
use domain::base::name::ToLabelIter as _;
use domain::utils::base32;

pub(super) type NsecData = domain::rdata::Nsec<bytes::Bytes, Name>;
type Nsec3Data = domain::rdata::Nsec3<bytes::Bytes>;

/// The NSEC record of an RRset.
pub(super) fn nsec_of(rrset: &RRset) -> Option<&NsecData> {
    match rrset.data.first() {
        Some(Rdata::Nsec(nsec)) => Some(nsec),
        _ => None,
    }
}

/// The next name is not in the zone.
pub(super) fn leads_out(rrset: &RRset, zone: &Name) -> bool {
    nsec_of(rrset).is_some_and(|nsec| !nsec.next_name().ends_with(zone))
}

/// What is wrong with the form of a record: NSEC without types, which has itself and RRSIG at least (RFC 4034 §4.1.2), and
/// NSEC3 with a next hash that has not the length of the hash (RFC 5155 §3.1.7).
pub fn malformed(rrset: &RRset) -> Option<String> {
    let owner = || dotted(&rrset.owner);
    if nsec_of(rrset).is_some_and(|nsec| nsec.types().is_empty()) {
        return Some(format!("the NSEC record of {} lists no types", owner()));
    }
    let length = nsec3_of(rrset)?.next_owner().as_slice().len();
    (length != HASH_LENGTH)
        .then(|| format!("{} has a next hash of {length} octets, not {HASH_LENGTH}", owner()))
}

/// Octets of a SHA-1 hash.
const HASH_LENGTH: usize = 20;

/// One NSEC3 record with its owner's hash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'a> {
    pub(super) hash: Hash,
    pub(super) index: usize,
    pub(super) rrset: &'a RRset,
    pub(super) data: &'a Nsec3Data,
}

impl<'a> Link<'a> {
    /// `None`: an unknown hash algorithm, or no hash in the owner's name.
    pub(super) fn of(index: usize, rrset: &'a RRset) -> Option<Self> {
        let data = nsec3_of(rrset)?;
        Some(Self { hash: owner_hash(&rrset.owner)?, index, rrset, data })
    }

    /// The next hash has the length of a hash.
    pub(super) fn leads_on(&self) -> bool {
        self.data.next_owner().as_slice().len() == HASH_LENGTH
    }

    /// Says so where the record has flags besides opt-out (RFC 5155 §3.1.2).
    pub(super) fn reserved_flags(&self) -> Option<String> {
        (self.data.flags() & !1 != 0)
            .then(|| format!("{} has reserved flags ({})", self.owner(), self.data.flags()))
    }

    pub(super) fn covers(&self, wanted: &Hash) -> bool {
        let (from, next, wanted) =
            (self.hash.as_slice(), self.data.next_owner().as_slice(), wanted.as_slice());
        if !self.leads_on() {
            false
        } else if from < next {
            from < wanted && wanted < next
        } else {
            wanted > from || wanted < next
        }
    }

    pub(super) fn has(&self, rtype: Rtype) -> bool {
        self.data.types().contains(rtype)
    }

    /// The parent's side of a zone cut.
    pub(super) fn is_cut(&self) -> bool {
        self.has(Rtype::NS) && !self.has(Rtype::SOA)
    }

    pub(super) fn owner(&self) -> String {
        dotted(&self.rrset.owner)
    }

    /// As for NSEC (RFC 5155 §8.5, RFC 6840 §4.1).
    pub(super) fn lacks(&self, name: &Name, rtype: Rtype, zone: &Name, proof: &mut Proof) -> Result<(), Gap> {
        let bad = |rtype: Rtype| Why::Nsec3Type(dotted(name), rtype.to_string()).shown_by([self.index]);
        if let Some(there) = [rtype, Rtype::CNAME].into_iter().find(|denied| self.has(*denied)) {
            return Err(bad(there));
        }
        if rtype == Rtype::DS {
            if self.has(Rtype::SOA) && name != zone {
                if self.has(Rtype::NS) {
                    return Err(bad(Rtype::SOA));
                }
                proof.doubt(Oddity::SoaAtName, &[self.index], bad(Rtype::SOA).to_string());
            }
        } else if self.is_cut() {
            if self.has(Rtype::DS) {
                return Err(bad(Rtype::NS));
            }
            let kind = if name == zone { Oddity::ApexDelegation } else { Oddity::Delegation };
            proof.doubt(kind, &[self.index], bad(Rtype::NS).to_string());
        }
        Ok(())
    }
}

/// The hash in the first label of an NSEC3 owner name (RFC 5155 §3).
fn owner_hash(owner: &Name) -> Option<Hash> {
    let label = owner.iter_labels().next()?;
    let octets: Vec<u8> = base32::decode_hex(std::str::from_utf8(label.as_slice()).ok()?).ok()?;
    octets.try_into().ok()
}

fn nsec3_of(rrset: &RRset) -> Option<&Nsec3Data> {
    rrset.data.iter().find_map(|data| match data {
        // Unknown hash algorithms are to be ignored (RFC 5155 §8.1).
        Rdata::Nsec3(nsec3) if nsec3.hash_algorithm().to_int() == 1 => Some(nsec3),
        _ => None,
    })
}
