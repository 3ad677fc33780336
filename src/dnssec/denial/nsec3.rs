//! NSEC3 (RFC 5155 §7.2 and §8).

use super::nsec::wildcard_below;
use super::{Chains, Claim, Gap, Proof};
use crate::dns::{Name, Rdata, dotted};
use crate::snapshot::RRset;
use domain::base::Rtype;
use domain::base::ToName as _;
use domain::base::name::ToLabelIter as _;
use domain::utils::base32;
use sha1::Digest as _;

type Nsec3Data = domain::rdata::Nsec3<bytes::Bytes>;

/// With more iterations no validator looks at the records (RFC 9276 §3.2): nor are they hashed here,
/// since 2,500 iterations (RFC 5155 §10.3) for each label of many names are a day's work.
pub const MOST_ITERATIONS: u16 = 150;

/// IH(salt, name, iterations) of RFC 5155 §5, with SHA-1.
pub fn hash(name: &Name, salt: &[u8], iterations: u16) -> [u8; 20] {
    let mut octets: Vec<u8> = Vec::with_capacity(name.len() + salt.len());
    // Appending to a Vec cannot fail.
    let _ = name.compose_canonical(&mut octets);
    let mut digest = sha1::Sha1::new().chain_update(&octets).chain_update(salt).finalize();
    for _ in 0..iterations {
        digest = sha1::Sha1::new().chain_update(digest).chain_update(salt).finalize();
    }
    digest.into()
}

/// One NSEC3 record with its owner's hash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'a> {
    pub(super) hash: [u8; 20],
    pub(super) index: usize,
    pub(super) rrset: &'a RRset,
}

/// The hash in the first label of an NSEC3 owner name (RFC 5155 §3).
pub(super) fn owner_hash(owner: &Name) -> Option<[u8; 20]> {
    let label = owner.iter_labels().next()?;
    let octets: Vec<u8> = base32::decode_hex(std::str::from_utf8(label.as_slice()).ok()?).ok()?;
    octets.try_into().ok()
}

pub(super) fn only(rrset: &RRset) -> Option<&Nsec3Data> {
    rrset.data.iter().find_map(|data| match data {
        // Unknown hash algorithms and unknown flags are to be ignored (RFC 5155 §8.1, §8.2).
        Rdata::Nsec3(nsec3) if nsec3.hash_algorithm().to_int() == 1 && nsec3.flags() & !1 == 0 => Some(nsec3),
        _ => None,
    })
}

/// The parameters of a chain; an answer may hold records of one chain only (RFC 5155 §8.2).
struct Hasher<'a> {
    salt: &'a [u8],
    iterations: u16,
}

impl Hasher<'_> {
    fn of(&self, name: &Name) -> [u8; 20] {
        hash(name, self.salt, self.iterations)
    }
}

pub(super) fn prove(chains: &Chains<'_>, claim: Claim<'_>) -> Result<Proof, Gap> {
    let first = chains.nsec3.first().ok_or(Gap::NoRecords)?;
    let params = only(first.rrset).ok_or(Gap::Hash)?;
    let mut proof = Proof { iterations: params.iterations(), ..Proof::default() };
    if params.iterations() > MOST_ITERATIONS {
        // Insecure for every validator: what it would prove does not matter, its signature does.
        proof.uses(first.index);
        return Ok(proof);
    }
    let hasher = Hasher { salt: params.salt().as_slice(), iterations: params.iterations() };
    match claim {
        Claim::NameError(name) => {
            let (encloser, next) = closest_encloser(chains, &hasher, name, &mut proof)?;
            cover(chains, &hasher, &next, &mut proof)?;
            if let Some(wildcard) = wildcard_below(&encloser) {
                cover_plainly(chains, &hasher, &wildcard, &mut proof)?;
            }
        }
        Claim::NoData(name, rtype) => {
            if let Some(link) = matching(chains, hasher.of(name)) {
                lacks(link, name, rtype, chains.zone)?;
                proof.uses(link.index);
                return Ok(proof);
            }
            let (encloser, next) = closest_encloser(chains, &hasher, name, &mut proof)?;
            cover(chains, &hasher, &next, &mut proof)?;
            // RFC 5155 §8.6: no DS under an opt-out record needs no wildcard proof.
            if rtype == Rtype::DS && proof.opt_out {
                return Ok(proof);
            }
            // RFC 5155 §8.7: wildcard NODATA.
            let wildcard = wildcard_below(&encloser).ok_or_else(|| Gap::Encloser(dotted(name)))?;
            let Some(link) = matching(chains, hasher.of(&wildcard)) else {
                // An opt-out record may hide an unsigned delegation: insecure whatever the type, as
                // unbound has it.
                return if proof.opt_out { Ok(proof) } else { Err(Gap::Nsec3Cover(dotted(&wildcard))) };
            };
            lacks(link, &wildcard, rtype, chains.zone)?;
            proof.uses(link.index);
        }
        Claim::Insecure(cut) => match matching(chains, hasher.of(cut)) {
            Some(link) if only(link.rrset).is_some_and(|nsec3| nsec3.types().contains(Rtype::NS)) => {
                lacks(link, cut, Rtype::DS, chains.zone)?;
                proof.uses(link.index);
            }
            Some(_) => return Err(Gap::Delegation(dotted(cut))),
            None => {
                // Opt-out leaves out just these: the proof is as good as it gets (RFC 5155 §8.9).
                let (_, next) = closest_encloser(chains, &hasher, cut, &mut proof)?;
                if !cover_plainly(chains, &hasher, &next, &mut proof)? {
                    return Err(Gap::Delegation(dotted(cut)));
                }
            }
        },
        Claim::Expanded(name, labels) => {
            let below = usize::from(labels) + 2;
            let excess = name.label_count().saturating_sub(below);
            let next = name.iter_suffixes().nth(excess).unwrap_or_else(|| name.clone());
            cover(chains, &hasher, &next, &mut proof)?;
        }
    }
    Ok(proof)
}

/// RFC 5155 §8.3: the longest existing ancestor, and the name one label longer.
fn closest_encloser(
    chains: &Chains<'_>,
    hasher: &Hasher<'_>,
    name: &Name,
    proof: &mut Proof,
) -> Result<(Name, Name), Gap> {
    let mut next = name.clone();
    for candidate in name.iter_suffixes().skip(1) {
        if !candidate.ends_with(chains.zone) {
            break;
        }
        if let Some(link) = matching(chains, hasher.of(&candidate)) {
            let types = only(link.rrset).map(Nsec3Data::types);
            // A delegation or a DNAME is no closest encloser (RFC 5155 §8.3).
            let cut = types.is_some_and(|types| {
                types.contains(Rtype::DNAME) || types.contains(Rtype::NS) && !types.contains(Rtype::SOA)
            });
            if cut {
                break;
            }
            proof.uses(link.index);
            return Ok((candidate, next));
        }
        next = candidate;
    }
    Err(Gap::Encloser(dotted(name)))
}

/// Covers the next closer name; an opt-out record there makes the proof an insecure one.
fn cover(chains: &Chains<'_>, hasher: &Hasher<'_>, name: &Name, proof: &mut Proof) -> Result<(), Gap> {
    let opt_out = cover_plainly(chains, hasher, name, proof)?;
    proof.opt_out |= opt_out;
    Ok(())
}

fn cover_plainly(
    chains: &Chains<'_>,
    hasher: &Hasher<'_>,
    name: &Name,
    proof: &mut Proof,
) -> Result<bool, Gap> {
    let gap = || Gap::Nsec3Cover(dotted(name));
    let wanted = hasher.of(name);
    let after = chains.nsec3.partition_point(|link| link.hash <= wanted);
    // Before the first record in hash order: the last one wraps around.
    let at = after.checked_sub(1).unwrap_or_else(|| chains.nsec3.len().saturating_sub(1));
    let link = chains.nsec3.get(at).ok_or_else(gap)?;
    let nsec3 = only(link.rrset).ok_or_else(gap)?;
    let next: &[u8] = nsec3.next_owner().as_slice();
    let (from, wanted_at) = (link.hash.as_slice(), wanted.as_slice());
    let covers =
        if from < next { from < wanted_at && wanted_at < next } else { wanted_at > from || wanted_at < next };
    if !covers {
        return Err(gap());
    }
    proof.uses(link.index);
    Ok(nsec3.opt_out())
}

fn matching<'a, 'b>(chains: &'b Chains<'a>, wanted: [u8; 20]) -> Option<&'b Link<'a>> {
    let at = chains.nsec3.binary_search_by(|link| link.hash.cmp(&wanted)).ok()?;
    chains.nsec3.get(at)
}

/// As for NSEC (RFC 5155 §8.5, RFC 6840 §4.1).
fn lacks(link: &Link<'_>, name: &Name, rtype: Rtype, zone: &Name) -> Result<(), Gap> {
    let Some(nsec3) = only(link.rrset) else { return Err(Gap::Hash) };
    let types = nsec3.types();
    let bad = |rtype: Rtype| Err(Gap::Nsec3Type(dotted(name), rtype.to_string()));
    for denied in [rtype, Rtype::CNAME] {
        if types.contains(denied) {
            return bad(denied);
        }
    }
    if rtype == Rtype::DS {
        if types.contains(Rtype::SOA) && name != zone {
            return bad(Rtype::SOA);
        }
    } else if types.contains(Rtype::NS) && !types.contains(Rtype::SOA) {
        return bad(Rtype::NS);
    }
    Ok(())
}
