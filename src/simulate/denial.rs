//! NSEC and NSEC3 chains of a zone that is being signed (RFC 4035 §2.3, RFC 5155 §7.1).

use super::content::{Authority, Entry};
use crate::dns::nsec3_hash;
use crate::dns::{Name, Rdata, child};
use crate::snapshot::RRset;
use bytes::Bytes;
use data_encoding::BASE32HEX_NOPAD;
use domain::base::Rtype;
use domain::base::iana::Nsec3HashAlgorithm;
use domain::rdata::dnssec::RtypeBitmap;
use domain::rdata::nsec3::{Nsec3Salt, OwnerHash};
use domain::rdata::{Nsec, Nsec3, Nsec3param};
use std::collections::{BTreeMap, BTreeSet};

/// How a provider denies existence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Nsec,
    Nsec3(Params),
    /// See [`super::compact`].
    Compact,
}

/// NSEC3 parameters with the salt as octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Params {
    pub(super) iterations: u16,
    pub(super) salt: Bytes,
    pub(super) opt_out: bool,
}

/// What a zone has at one name.
#[derive(Default)]
pub(super) struct At {
    pub(super) types: Vec<Rtype>,
    /// NS of a delegation stands here.
    pub(super) cut: bool,
    /// Something here gets a signature, the denial record aside.
    signed: bool,
}

pub(super) fn names(entries: &[Entry]) -> BTreeMap<Name, At> {
    let mut names: BTreeMap<Name, At> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.authority != Authority::Glue) {
        let at = names.entry(entry.set.owner.clone()).or_default();
        at.types.push(entry.set.rtype);
        at.cut |= entry.authority == Authority::Delegation;
        at.signed |= entry.authority == Authority::Signed;
    }
    names
}

/// Names above those that have records, up to the apex, which have none themselves (RFC 4592 §2.2.2).
pub(super) fn empty_non_terminals(names: &BTreeMap<Name, At>, zone: &Name) -> BTreeSet<Name> {
    let mut empty: BTreeSet<Name> = BTreeSet::new();
    for name in names.keys() {
        let between = name.iter_suffixes().skip(1).take_while(|above| above != zone && above.ends_with(zone));
        for above in between {
            if names.contains_key(&above) || !empty.insert(above) {
                break;
            }
        }
    }
    empty
}

pub(super) fn bitmap(types: impl IntoIterator<Item = Rtype>) -> RtypeBitmap<Bytes> {
    let mut builder = RtypeBitmap::<Bytes>::builder();
    for rtype in types {
        // Appending to growing memory cannot fail.
        let _ = builder.add(rtype);
    }
    builder.finalize()
}

/// The NSEC chain: one record for each owner name with authoritative data or a delegation.
pub(super) fn nsec(entries: &[Entry], ttl: u32) -> Vec<RRset> {
    let names = names(entries);
    let next = names.keys().skip(1).chain(names.keys().next());
    names
        .iter()
        .zip(next)
        .map(|((owner, at), next)| {
            let types = at.types.iter().copied().chain([Rtype::RRSIG, Rtype::NSEC]);
            let data = Rdata::Nsec(Nsec::new(next.clone(), bitmap(types)));
            RRset::of(owner.clone(), Rtype::NSEC, ttl, vec![data])
        })
        .collect()
}

/// The NSEC3 chain: empty non-terminals have records too; with opt-out insecure delegations have none.
pub(super) fn nsec3(entries: &[Entry], zone: &Name, params: &Params, ttl: u32) -> Vec<RRset> {
    let mut names = names(entries);
    if params.opt_out {
        names.retain(|_, at| !at.cut || at.signed);
    }
    let empty = empty_non_terminals(&names, zone);
    names.extend(empty.into_iter().map(|name| (name, At::default())));
    let hashed: BTreeMap<[u8; 20], At> = names
        .into_iter()
        .map(|(name, at)| (nsec3_hash(&name, &params.salt, params.iterations), at))
        .collect();
    let Ok(salt) = Nsec3Salt::from_octets(params.salt.clone()) else { return Vec::new() };
    let next = hashed.keys().skip(1).chain(hashed.keys().next());
    hashed
        .iter()
        .zip(next)
        .filter_map(|((own, at), next)| {
            let signature = at.signed.then_some(Rtype::RRSIG);
            let data = Rdata::Nsec3(Nsec3::new(
                Nsec3HashAlgorithm::SHA1,
                u8::from(params.opt_out),
                params.iterations,
                salt.clone(),
                OwnerHash::from_octets(Bytes::copy_from_slice(next)).ok()?,
                bitmap(at.types.iter().copied().chain(signature)),
            ));
            Some(RRset::of(hashed_name(own, zone)?, Rtype::NSEC3, ttl, vec![data]))
        })
        .collect()
}

fn hashed_name(hash: &[u8], zone: &Name) -> Option<Name> {
    child(zone, BASE32HEX_NOPAD.encode(hash).to_ascii_lowercase().as_bytes())
}

/// The NSEC3PARAM record (RFC 5155 §4): its flags are zero whatever the chain's are.
pub(super) fn nsec3param(params: &Params) -> Option<Rdata> {
    let salt = Nsec3Salt::from_octets(params.salt.clone()).ok()?;
    Some(Rdata::Nsec3param(Nsec3param::new(Nsec3HashAlgorithm::SHA1, 0, params.iterations, salt)))
}
