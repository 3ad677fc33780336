//! Phase one: every signature check that can matter, as plain data.

use super::algorithm;
use super::keys::{KeyIx, KeyTable};
use crate::dns::{Name, Rrsig};
use crate::order;
use crate::snapshot::{RRset, Snapshot};
use bytes::Bytes;
use domain::base::wire::Compose as _;
use domain::base::{Rtype, ToName as _};
use std::collections::HashMap;

/// At most this many (key, signature) pairs are tried per RRset: enough for every honest zone,
/// too few for KeyTrap (CVE-2023-50387).
pub const MOST_CANDIDATES: usize = 64;

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
}

/// Checks listed already, by key, signature and signed octets: in model 1 all providers serve one
/// DNSKEY RRset.
type Known = HashMap<(KeyIx, Bytes, Bytes), usize>;

#[derive(Clone, Debug, Default)]
struct RRsetChecks {
    sigs: Vec<Vec<(KeyIx, usize)>>,
    over_bound: bool,
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
        for sig in &rrset.sigs {
            let number = sig.algorithm().to_int();
            let mut candidates = Vec::new();
            let usable = algorithm::VERIFIABLE.contains(&number)
                && sig.signer_name() == zone
                && !rrset.data.is_empty();
            if usable && let Some(keys) = by_tag.get(&(sig.key_tag(), number)) {
                if tried == MOST_CANDIDATES {
                    // Not even the signed data are worth the work any more.
                    found.over_bound = true;
                    found.sigs.push(candidates);
                    continue;
                }
                let data = Bytes::from(signed_data(rrset, sig));
                for index in keys {
                    let Some(key) = table.get(*index) else { continue };
                    if tried == MOST_CANDIDATES {
                        found.over_bound = true;
                        break;
                    }
                    tried += 1;
                    let next = self.list.len();
                    let same = (*index, sig.signature().clone(), data.clone());
                    let at = *known.entry(same).or_insert(next);
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

    /// The RRset has more candidates than [`MOST_CANDIDATES`]; the rest were not listed.
    pub fn over_bound(&self, provider: usize, rrset: usize) -> bool {
        self.places.get(provider).and_then(|p| p.get(rrset)).is_some_and(|r| r.over_bound)
    }
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
