//! Phase one: every signature check that can matter, as plain data.

use super::algorithm;
use super::keys::{Key, KeyIx, KeyTable};
use crate::dns::{Name, Rrsig};
use crate::order;
use crate::snapshot::{RRset, Snapshot};
use bytes::Bytes;
use domain::base::wire::Compose as _;
use domain::base::{Rtype, ToName as _};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// At most this many (key, signature) pairs are tried per RRset: enough for every honest zone,
/// too few for KeyTrap (CVE-2023-50387).
pub const MOST_CANDIDATES: usize = 64;

/// Over a whole case at most so much work goes into what honest zones hardly have: keys beyond the first that share the tag
/// of a signature, and RSA keys beyond what validators agree on. One is about a verification with RSA-2048.
const MOST_EXTRA: u32 = 16_384;

/// One question to a [`super::backend::Backend`]: does this key verify this signature of these octets?
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SignatureCheck {
    pub algorithm: u8,
    pub key: KeyIx,
    /// Public key field of the DNSKEY.
    pub public_key: Bytes,
    /// RFC 4034 §3.1.8.1: RRSIG record data without signature, then the RRset in canonical form.
    pub data: Bytes,
    pub signature: Bytes,
}

/// All checks of a snapshot, without duplicates, and where they belong.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    pub list: Vec<SignatureCheck>,
    /// Per provider, per RRset, per signature: the candidate keys with their check.
    places: Vec<Vec<RRsetChecks>>,
    /// The first check with each key.
    of_key: HashMap<KeyIx, usize>,
    /// Of [`MOST_EXTRA`], what was spent.
    extra: u32,
}

/// Checks listed already, by key, signature and signed octets: in model 1 all providers serve one
/// DNSKEY RRset.
type Known = HashMap<(KeyIx, Bytes, Bytes), usize>;

#[derive(Clone, Debug, Default)]
struct RRsetChecks {
    sigs: Vec<Vec<(KeyIx, usize)>>,
    left_out: Option<LeftOut>,
}

/// Why not all candidates of an RRset were listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// The RRset has more than [`MOST_CANDIDATES`].
    OfRRset,
    /// The case as a whole asks for too much work.
    OfCase,
}

impl Checks {
    /// Lists what has to be verified. Keys of every provider are candidates for every provider's
    /// signatures, since a resolver may hold any of the DNSKEY RRsets.
    pub fn of(snapshot: &Snapshot, table: &KeyTable) -> Self {
        let mut checks = Self::default();
        let mut known: Known = HashMap::new();
        let mut by_tag: HashMap<(u16, u8), Vec<KeyIx>> = HashMap::new();
        for (index, key) in table.keys.iter().enumerate() {
            by_tag.entry((key.tag, key.algorithm)).or_default().push(index);
        }
        // In canonical order, as a validator meets them in a DNSKEY RRset.
        for indexes in by_tag.values_mut() {
            order::sort_by_key(indexes, |index| table.get(*index).map(|key| key.rdata.clone()));
        }
        // What all else rests on comes first: no zone's data can use up the work.
        for set in snapshot.providers.iter().filter_map(|view| view.find(&snapshot.zone, Rtype::DNSKEY)) {
            checks.list_rrset(set.1, &snapshot.zone, table, &by_tag, &mut known);
        }
        for provider in &snapshot.providers {
            let per_provider = provider
                .rrsets
                .iter()
                .map(|rrset| checks.list_rrset(rrset, &snapshot.zone, table, &by_tag, &mut known))
                .collect();
            checks.places.push(per_provider);
        }
        checks.list_keys(table);
        checks
    }

    /// The first key of each DNSKEY RRset, where nothing is signed with it: whether it is a point of its curve shows in any
    /// check, also of nothing.
    fn list_keys(&mut self, table: &KeyTable) {
        for index in table.sets.iter().filter_map(|set| set.first().copied()) {
            let Some(key) = table.get(index).filter(|key| matches!(key.algorithm, 13 | 14)) else { continue };
            if !self.of_key.contains_key(&index) {
                self.of_key.insert(index, self.list.len());
                self.list.push(SignatureCheck {
                    algorithm: key.algorithm,
                    key: index,
                    public_key: key.public_key().clone(),
                    data: Bytes::new(),
                    signature: vec![0; key.public_key().len()].into(),
                });
            }
        }
    }

    fn list_rrset(
        &mut self,
        rrset: &RRset,
        zone: &Name,
        table: &KeyTable,
        by_tag: &HashMap<(u16, u8), Vec<KeyIx>>,
        known: &mut Known,
    ) -> RRsetChecks {
        let mut found = RRsetChecks::default();
        let mut tried = 0;
        for (number_of_sig, sig) in rrset.sigs.iter().enumerate() {
            let number = sig.algorithm().to_int();
            let mut candidates = Vec::new();
            let usable = algorithm::VERIFIABLE.contains(&number)
                && sig.signer_name() == zone
                && !rrset.data.is_empty();
            if usable && let Some(keys) = by_tag.get(&(sig.key_tag(), number)) {
                if tried == MOST_CANDIDATES {
                    // Not even the signed data are worth the work any more.
                    found.left_out = Some(LeftOut::OfRRset);
                    found.sigs.push(candidates);
                    continue;
                }
                let data = Bytes::from(signed_data(rrset, sig));
                // Two keys of one tag are a rare accident of honest zones.
                let mut honest = 2_u8;
                let bulk = if number_of_sig < HONEST_SIGS { 0 } else { octets(&data) };
                for index in keys {
                    let Some(key) = table.get(*index) else { continue };
                    if tried == MOST_CANDIDATES {
                        found.left_out = Some(LeftOut::OfRRset);
                        break;
                    }
                    tried += 1;
                    let next = self.list.len();
                    let same = (*index, sig.signature().clone(), data.clone());
                    let entry = known.entry(same);
                    if matches!(entry, Entry::Vacant(_)) {
                        let work = work(key);
                        let extra = bulk + if honest == 0 || work > MOST_HONEST { work } else { 0 };
                        honest = honest.saturating_sub(1);
                        if self.extra.saturating_add(extra) > MOST_EXTRA {
                            found.left_out.get_or_insert(LeftOut::OfCase);
                            continue;
                        }
                        self.extra += extra;
                    }
                    let at = *entry.or_insert(next);
                    if at == next {
                        self.of_key.entry(*index).or_insert(at);
                        self.list.push(SignatureCheck {
                            algorithm: number,
                            key: *index,
                            public_key: key.public_key().clone(),
                            data: data.clone(),
                            signature: sig.signature().clone(),
                        });
                    }
                    candidates.push((*index, at));
                }
            }
            found.sigs.push(candidates);
        }
        found
    }

    /// The candidate keys of one signature, each with its check.
    pub fn candidates(&self, provider: usize, rrset: usize, sig: usize) -> &[(KeyIx, usize)] {
        self.places
            .get(provider)
            .and_then(|sets| sets.get(rrset))
            .and_then(|set| set.sigs.get(sig))
            .map_or(&[], Vec::as_slice)
    }

    /// The check of this key against this signature, when it was listed.
    pub fn find(&self, provider: usize, rrset: usize, sig: usize, key: KeyIx) -> Option<usize> {
        let candidates = self.candidates(provider, rrset, sig);
        candidates.iter().find(|(index, _)| *index == key).map(|(_, check)| *check)
    }

    /// A check with this key, if there is any.
    pub fn of_key(&self, key: KeyIx) -> Option<usize> {
        self.of_key.get(&key).copied()
    }

    /// Why not all candidates of the RRset were listed.
    pub fn left_out(&self, provider: usize, rrset: usize) -> Option<LeftOut> {
        self.places.get(provider).and_then(|p| p.get(rrset)).and_then(|r| r.left_out)
    }
}

/// What a check with ordinary keys costs at most: P-384, or RSA-4096 with a short exponent.
const MOST_HONEST: u32 = 20;

/// Signatures of one RRset that honest zones have, in the middle of a roll.
const HONEST_SIGS: usize = 8;

/// The work that long data make of one more signature.
fn octets(data: &[u8]) -> u32 {
    u32::try_from(data.len() / 4_096).unwrap_or(u32::MAX)
}

/// The work of one check, in verifications with RSA-2048.
fn work(key: &Key) -> u32 {
    match key.algorithm {
        13 | 15 => 2,
        14 => 8,
        16 => 20,
        _ => rsa_work(key.public_key()),
    }
}

/// The same for one check with an RSA key.
pub fn rsa_work(public_key: &[u8]) -> u32 {
    let (exponent, modulus) = algorithm::rsa_bits(public_key).unwrap_or_default();
    (modulus / 2_048).max(1).saturating_pow(2).saturating_mul(exponent.div_ceil(17).max(1))
}

/// The octets that a signature signs (RFC 4034 §3.1.8.1, RFC 4035 §5.3.2): original TTL, and the
/// wildcard's name where the Labels field says that the owner was made from one.
pub fn signed_data(rrset: &RRset, sig: &Rrsig) -> Vec<u8> {
    let mut owner: Vec<u8> = Vec::with_capacity(rrset.owner.len());
    let labels = rrset.owner.label_count().saturating_sub(1);
    let kept = usize::from(sig.labels());
    // Appending to a Vec cannot fail, here and below.
    if kept < labels
        && let Some(suffix) = rrset.owner.iter_suffixes().nth(labels - kept)
    {
        owner.extend_from_slice(b"\x01*");
        let _ = suffix.compose_canonical(&mut owner);
    } else {
        let _ = rrset.owner.compose_canonical(&mut owner);
    }
    let per_record = owner.len() + 10;
    let size: usize = rrset.canonical.iter().map(|data| data.len() + per_record).sum();
    let mut out: Vec<u8> = Vec::with_capacity(size + 18 + sig.signer_name().len());
    let _ = compose_head(sig, &mut out);
    for data in &rrset.canonical {
        out.extend_from_slice(&owner);
        out.extend_from_slice(&rrset.rtype.to_int().to_be_bytes());
        out.extend_from_slice(&[0, 1]);
        out.extend_from_slice(&sig.original_ttl().as_secs().to_be_bytes());
        out.extend_from_slice(&u16::try_from(data.len()).unwrap_or(u16::MAX).to_be_bytes());
        out.extend_from_slice(data);
    }
    out
}

/// RRSIG record data up to the signature, signer's name in lower case.
fn compose_head(sig: &Rrsig, out: &mut Vec<u8>) -> Result<(), std::convert::Infallible> {
    let covered: Rtype = sig.type_covered();
    covered.compose(out)?;
    sig.algorithm().compose(out)?;
    sig.labels().compose(out)?;
    sig.original_ttl().compose(out)?;
    sig.expiration().compose(out)?;
    sig.inception().compose(out)?;
    sig.key_tag().compose(out)?;
    sig.signer_name().compose_canonical(out)
}
