//! Every DNSKEY seen anywhere, once. A key is its whole record data: the same public key with
//! other flags is another key with another tag (RFC 4034 §2, Appendix B).

use crate::dns::{Dnskey, Name, Rdata};
use crate::snapshot::{Snapshot, canonical_rdata};
use bytes::Bytes;
use domain::base::Rtype;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Index of a key in the [`KeyTable`].
pub type KeyIx = usize;

/// One DNSKEY.
#[derive(Clone, Debug)]
pub struct Key {
    pub dnskey: Dnskey,
    /// The record data on the wire.
    pub rdata: Bytes,
    /// RFC 4034 Appendix B, over the whole record data.
    pub tag: u16,
    pub algorithm: u8,
    /// The digests that were asked for, each with the owner's name: hostile data compare many DS with many keys.
    pub(super) digests: [OnceLock<(Name, Vec<u8>)>; 3],
}

impl Key {
    /// A key on its own, outside of any RRset.
    pub fn of(dnskey: &Dnskey) -> Self {
        Self::new(dnskey, &canonical_rdata(&Rdata::Dnskey(dnskey.clone())))
    }

    fn new(dnskey: &Dnskey, rdata: &Bytes) -> Self {
        Self {
            tag: dnskey.key_tag(),
            algorithm: dnskey.algorithm().to_int(),
            dnskey: dnskey.clone(),
            rdata: rdata.clone(),
            digests: Default::default(),
        }
    }

    /// Zone key flag set and protocol 3 (RFC 4034 §2.1.1, §2.1.2): no validator uses it otherwise.
    pub fn is_zone_key(&self) -> bool {
        self.dnskey.is_zone_key() && self.dnskey.protocol() == 3
    }

    /// RFC 5011 §2.1.
    pub fn is_revoked(&self) -> bool {
        self.dnskey.is_revoked()
    }

    /// The key as it was before its REVOKE flag was set: another record with another tag (RFC 5011 §2.1).
    pub fn unrevoked(&self) -> Option<Self> {
        const REVOKE: u16 = 0x0080;
        self.with_flags(self.dnskey.flags() & !REVOKE)
    }

    /// The same public key with other flags: another record with another tag.
    pub fn with_flags(&self, flags: u16) -> Option<Self> {
        let old = &self.dnskey;
        let key = Dnskey::new(flags, old.protocol(), old.algorithm(), old.public_key().clone()).ok()?;
        Some(Self::of(&key))
    }

    /// The SEP flag: a hint to people, nothing to validators (RFC 4034 §2.1.1).
    pub fn is_sep(&self) -> bool {
        self.dnskey.is_secure_entry_point()
    }

    pub fn public_key(&self) -> &Bytes {
        self.dnskey.public_key()
    }
}

/// All keys of a snapshot, and which provider publishes which.
#[derive(Clone, Debug, Default)]
pub struct KeyTable {
    pub keys: Vec<Key>,
    /// Per provider the keys of its DNSKEY RRset, in canonical order.
    pub sets: Vec<Vec<KeyIx>>,
    /// The same pairs, to be found at once.
    published: HashSet<(usize, KeyIx)>,
}

impl KeyTable {
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut table = Self::default();
        let mut known: HashMap<Bytes, KeyIx> = HashMap::new();
        for (index, provider) in snapshot.providers.iter().enumerate() {
            let mut set = Vec::new();
            if let Some((_, rrset)) = provider.find(&snapshot.zone, Rtype::DNSKEY) {
                for (data, rdata) in rrset.data.iter().zip(&rrset.canonical) {
                    let Rdata::Dnskey(dnskey) = data else { continue };
                    let at = *known.entry(rdata.clone()).or_insert_with(|| {
                        table.keys.push(Key::new(dnskey, rdata));
                        table.keys.len() - 1
                    });
                    set.push(at);
                    table.published.insert((index, at));
                }
            }
            table.sets.push(set);
        }
        table
    }

    pub fn get(&self, key: KeyIx) -> Option<&Key> {
        self.keys.get(key)
    }

    /// The keys that this provider publishes.
    pub fn set(&self, provider: usize) -> &[KeyIx] {
        self.sets.get(provider).map_or(&[], Vec::as_slice)
    }

    /// Whether this provider publishes the key.
    pub fn publishes(&self, provider: usize, key: KeyIx) -> bool {
        self.published.contains(&(provider, key))
    }
}
