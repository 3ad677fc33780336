//! What the CDS and CDNSKEY RRsets of the providers ask for, key by key: a CDS is told by its digest, so that digest
//! types may differ and a wrong digest is seen (RFC 7344 §4, RFC 9975 §3.1).

use crate::check::facts::Facts;
use crate::check::records::child_ds::{CHILD_DS, as_ds, is_sentinel, is_well_formed};
use crate::check::records::copies::{ServersCopy, copies};
use crate::dns::{Dnskey, Ds, Name, Rdata};
use crate::dnssec::algorithm::DIGESTS;
use crate::dnssec::ds;
use crate::dnssec::keys::Key;
use crate::order::Gather as _;
use crate::snapshot::{ProviderView, RRset};
use bytes::Bytes;
use domain::base::Rtype;
use domain::utils::base16;
use std::collections::{BTreeMap, BTreeSet};

/// Records of one RRset that are read, and keys of one tag and algorithm that a digest is compared with: more than any
/// parent takes, few enough that hostile data cost little.
const MOST_RECORDS: usize = 256;
const MOST_NAMESAKES: usize = 64;

/// The key that a CDS or CDNSKEY record refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Referred {
    pub(crate) tag: u16,
    pub(crate) algorithm: u8,
    pub(crate) what: Referent,
    /// Nobody is seen to publish that key.
    pub(crate) fault: Option<Fault>,
}

/// What is wrong with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// Nobody publishes a key of this tag and algorithm.
    Nobody,
    /// Somebody does, and the record is not of it.
    NotIts,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Referent {
    /// The key of this record data.
    Key(Bytes),
    /// A digest, of this type, that no key seen anywhere has.
    Digest(u8, Bytes),
    /// A digest of a type that is not known here: parents pass it over.
    Unsupported,
}

impl Referred {
    /// `22961/13`.
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.tag, self.algorithm)
    }

    /// `22961/13`, with the digest that no key has.
    pub(crate) fn exact_name(&self) -> String {
        match &self.what {
            Referent::Digest(_, digest) => {
                let start: String = base16::encode_string(digest).chars().take(8).collect();
                format!("{} by the digest {start}…", self.name())
            }
            _ => self.name(),
        }
    }

    /// The record is one that refers so.
    pub(crate) fn is_of(&self, data: &Rdata) -> bool {
        let named = named_in(data) == Some((self.tag, self.algorithm));
        named
            && match (&self.what, data) {
                (Referent::Key(rdata), Rdata::Cdnskey(_)) => {
                    key_in(data).is_some_and(|key| key.rdata == *rdata)
                }
                (Referent::Digest(digest_type, digest), Rdata::Cds(cds)) => {
                    cds.digest_type().to_int() == *digest_type && cds.digest() == digest
                }
                (Referent::Key(_) | Referent::Unsupported, Rdata::Cds(_)) => true,
                _ => false,
            }
    }

    /// Not known to be another key: digests of different types cannot be compared.
    fn may_be(&self, other: &Self) -> bool {
        let names = (self.tag, self.algorithm) == (other.tag, other.algorithm);
        names
            && match (&self.what, &other.what) {
                (Referent::Digest(of, _), Referent::Digest(as_of, _)) if of != as_of => true,
                (one, other) => one == other,
            }
    }
}

/// A CDS or CDNSKEY RRset as a provider gives it.
#[derive(Clone, Debug)]
pub(crate) struct Asks<'a> {
    pub(crate) provider: usize,
    pub(crate) set: &'a RRset,
    /// Whose it is: the provider, with its servers where these differ.
    pub(crate) whose: String,
    /// The keys it refers to; without the request to remove every DS.
    pub(crate) keys: BTreeSet<Referred>,
    /// The request to remove every DS, or what looks like one.
    pub(crate) sentinel: bool,
    /// That request, alone and exactly as RFC 8078 §4 has it.
    pub(crate) removes: bool,
}

impl Asks<'_> {
    pub(crate) fn rtype(&self) -> Rtype {
        self.set.rtype
    }

    /// Both refer to the same keys.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        let known = |asks: &Self, key: &Referred| {
            key.what == Referent::Unsupported || asks.keys.iter().any(|known| known.may_be(key))
        };
        self.keys.iter().all(|key| known(other, key)) && other.keys.iter().all(|key| known(self, key))
    }

    /// A DS for this key would be among those that the parent makes of it.
    pub(crate) fn covers(&self, key: &Key) -> bool {
        self.keys.iter().any(|known| known.what == Referent::Key(key.rdata.clone()))
    }

    /// This DS would be among those that the parent makes of it.
    pub(crate) fn wants(&self, zone: &Name, found: &Ds) -> bool {
        self.set.data.iter().take(MOST_RECORDS).any(|data| match key_in(data) {
            Some(key) => ds::matches(zone, found, &key),
            None => as_ds(data).is_some_and(|wanted| wanted == *found),
        })
    }

    /// CDS records that name a published key, and have another digest.
    pub(crate) fn wrong_digests(&self) -> impl Iterator<Item = &Referred> {
        self.keys
            .iter()
            .filter(|key| matches!(key.what, Referent::Digest(..)) && key.fault == Some(Fault::NotIts))
    }
}

/// The key that a CDNSKEY record is (RFC 7344 §3.2: the same record data as the DNSKEY).
pub(crate) fn key_in(data: &Rdata) -> Option<Key> {
    let Rdata::Cdnskey(key) = data else { return None };
    let key = Dnskey::new(key.flags(), key.protocol(), key.algorithm(), key.public_key().clone());
    key.ok().map(|key| Key::of(&key))
}

/// Tag and algorithm of the key that a record names.
fn named_in(data: &Rdata) -> Option<(u16, u8)> {
    match data {
        Rdata::Cdnskey(_) => key_in(data).map(|key| (key.tag, key.algorithm)),
        data => as_ds(data).map(|ds| (ds.key_tag(), ds.algorithm().to_int())),
    }
}

/// Of every provider, CDS before CDNSKEY.
pub(crate) fn all<'a>(facts: &'a Facts) -> Vec<Asks<'a>> {
    let zone = &facts.snapshot().zone;
    let of = |(p, view): (usize, &'a ProviderView)| {
        CHILD_DS.iter().flat_map(move |rtype| copies(view, zone, *rtype)).map(move |copy| (p, copy))
    };
    let sets: Vec<(usize, ServersCopy<'a>)> = facts.providers().flat_map(of).collect();
    if sets.is_empty() {
        return Vec::new();
    }
    // The keys that a record may be of: those published, and those of CDNSKEY records.
    let records = || sets.iter().flat_map(|(_, copy)| copy.set.data.iter().take(MOST_RECORDS));
    let names: BTreeSet<(u16, u8)> = records().filter_map(named_in).gather();
    let is_named = |key: &Key| names.contains(&(key.tag, key.algorithm));
    let published: Vec<&Key> = facts.proven.table.keys.iter().filter(|key| is_named(key)).collect();
    let own: Vec<Key> = records().filter_map(key_in).collect();
    let mut namesakes: BTreeMap<(u16, u8), Vec<(&Key, bool)>> = BTreeMap::new();
    let keys = published.into_iter().map(|key| (key, true)).chain(own.iter().map(|key| (key, false)));
    for (key, published) in keys {
        let known = namesakes.entry((key.tag, key.algorithm)).or_default();
        if known.len() < MOST_NAMESAKES && !known.iter().any(|(known, _)| known.rdata == key.rdata) {
            known.push((key, published));
        }
    }
    let referred = |data: &Rdata| {
        let (tag, algorithm) = named_in(data)?;
        let same = namesakes.get(&(tag, algorithm)).map(Vec::as_slice).unwrap_or_default();
        let (key, wanted) = (key_in(data), as_ds(data));
        let is = |known: &Key| match (&key, &wanted) {
            (Some(key), _) => key.rdata == known.rdata,
            (_, Some(wanted)) => ds::matches(zone, wanted, known),
            _ => false,
        };
        let found = same.iter().find(|(known, _)| is(known));
        let what = match (found, key, wanted) {
            (Some((key, _)), ..) => Referent::Key(key.rdata.clone()),
            (None, Some(key), _) => Referent::Key(key.rdata),
            (None, None, wanted) => {
                let wanted = wanted?;
                let digest_type = wanted.digest_type().to_int();
                match DIGESTS.contains(&digest_type) {
                    true => Referent::Digest(digest_type, wanted.digest().clone()),
                    false => Referent::Unsupported,
                }
            }
        };
        let named = same.iter().any(|(_, published)| *published);
        let fault = match found {
            Some((_, true)) => None,
            _ if named && what == Referent::Unsupported => None,
            _ if named => Some(Fault::NotIts),
            _ => Some(Fault::Nobody),
        };
        Some(Referred { tag, algorithm, what, fault })
    };
    sets.into_iter()
        .map(|(provider, ServersCopy { set, whose, .. })| {
            let (sentinels, records): (Vec<&Rdata>, Vec<&Rdata>) =
                set.data.iter().take(MOST_RECORDS).partition(|data| is_sentinel(data));
            let removes = set.data.len() == 1 && sentinels.iter().any(|data| is_well_formed(data));
            let keys = records.into_iter().filter_map(referred).gather();
            Asks { provider, set, whose, keys, sentinel: !sentinels.is_empty(), removes }
        })
        .collect()
}
