//! Which key does what at which provider: by signatures that verify, not by flags; by the word of those that nothing here
//! verifies.
//!
//! Times do not matter here: an expired signature still tells whose key it was.

use crate::dns::Rrsig;
use crate::dnssec::algorithm::VERIFIABLE;
use crate::dnssec::checks::Checks;
use crate::dnssec::keys::{Key, KeyIx, KeyTable};
use crate::dnssec::proofs::Proofs;
use crate::order::Gather as _;
use crate::snapshot::{RRset, Snapshot};
use domain::base::Rtype;
use std::collections::{BTreeMap, BTreeSet};

/// What one provider is seen to do with keys.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// SignData(p): keys that verify data of p, with the number of RRsets.
    pub data: BTreeMap<KeyIx, usize>,
    /// SignKey(p): keys of K(p) that verify its DNSKEY RRset.
    pub dnskey: BTreeSet<KeyIx>,
    /// Keys that only signed CDS or CDNSKEY besides.
    pub child_ds: BTreeSet<KeyIx>,
    /// (tag, algorithm) of data signatures that no key seen anywhere verifies, with the number of RRsets.
    pub unknown: BTreeMap<(u16, u8), usize>,
}

impl Roles {
    /// Own(p): the keys it signs with.
    pub fn own(&self) -> BTreeSet<KeyIx> {
        self.data.keys().copied().chain(self.dnskey.iter().copied()).gather()
    }
}

/// The published key that a signature says it is by, where nothing here verifies its algorithm.
fn claimed(table: &KeyTable, sig: &Rrsig) -> Option<KeyIx> {
    let algorithm = sig.algorithm().to_int();
    let fits = |key: &Key| key.tag == sig.key_tag() && key.algorithm == algorithm;
    (!VERIFIABLE.contains(&algorithm)).then(|| table.keys.iter().position(fits)).flatten()
}

/// One per provider.
pub fn roles(snapshot: &Snapshot, table: &KeyTable, checks: &Checks, proofs: &Proofs) -> Vec<Roles> {
    snapshot
        .providers
        .iter()
        .enumerate()
        .map(|(provider, view)| {
            let mut roles = Roles::default();
            // Of several versions of one RRset a key is counted once.
            let mut counted: Vec<KeyIx> = Vec::new();
            let mut before: Option<&RRset> = None;
            for (index, set) in view.rrsets.iter().enumerate() {
                if before.is_none_or(|before| before.rtype != set.rtype || before.owner != set.owner) {
                    counted.clear();
                }
                before = Some(set);
                let dnskey = set.rtype == Rtype::DNSKEY && set.owner == snapshot.zone;
                for (number, sig) in set.sigs.iter().enumerate() {
                    let mut known = false;
                    let candidates = checks.candidates(provider, index, number);
                    let verified = candidates.iter().filter(|(_, check)| proofs.holds(*check));
                    // Where nothing here verifies the algorithm, the signature's own word has to do.
                    let claimed = claimed(table, sig).filter(|_| *sig.signer_name() == snapshot.zone);
                    for key in verified.map(|(key, _)| key).chain(claimed.as_ref()) {
                        known = true;
                        if dnskey {
                            if table.publishes(provider, *key) {
                                roles.dnskey.insert(*key);
                            }
                        } else if super::items::is_child_ds(set.rtype) {
                            roles.child_ds.insert(*key);
                        } else if !counted.contains(key) {
                            counted.push(*key);
                            *roles.data.entry(*key).or_default() += 1;
                        }
                    }
                    if !known && !dnskey && *sig.signer_name() == snapshot.zone {
                        *roles.unknown.entry((sig.key_tag(), sig.algorithm().to_int())).or_default() += 1;
                    }
                }
            }
            roles
        })
        .collect()
}
