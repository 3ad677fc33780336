//! Keys and DS records: which is whose, and which stands for which.

use crate::check::causes::failure::{Cause, Failure};
use crate::check::facts::Facts;
use crate::dns::{Ds, Rdata};
use crate::dnssec::ds;
use crate::dnssec::judge::KeyRef;
use crate::dnssec::keys::{Key, KeyIx};
use crate::order;
use crate::snapshot::{DsSeen, RRset};

pub(crate) fn reference(index: KeyIx, key: &Key) -> KeyRef {
    KeyRef { index: Some(index), tag: key.tag, algorithm: key.algorithm }
}

/// Keys of any provider that verify a signature of this RRset, whatever its times.
pub(crate) fn verifying(facts: &Facts, provider: usize, index: usize, set: &RRset) -> Vec<KeyIx> {
    let proven = &facts.proven;
    (0..set.sigs.len())
        .flat_map(|number| proven.checks.candidates(provider, index, number))
        .filter(|(_, check)| proven.proofs.holds(*check))
        .map(|(key, _)| *key)
        .collect()
}

/// The key signs a DNSKEY RRset and data, or has the SEP flag although it signs data.
pub(crate) fn is_combined(facts: &Facts, key: KeyIx) -> bool {
    facts.key(key).is_some_and(Key::is_sep)
        || facts.proven.roles.iter().any(|roles| roles.dnskey.contains(&key))
}

/// A key that the provider publishes and that is this key with something altered: flags, protocol,
/// algorithm, or the end of the public key cut off.
pub(crate) fn mistyped(facts: &Facts, provider: usize, key: KeyIx) -> Option<KeyIx> {
    let right = facts.key(key)?.public_key();
    facts.proven.table.set(provider).iter().copied().find(|other| {
        facts.key(*other).filter(|_| *other != key).is_some_and(|wrong| {
            let (wrong, right) = (wrong.public_key().as_ref(), right.as_ref());
            wrong == right || wrong.len() >= 16 && right.starts_with(wrong)
        })
    })
}

/// The DS records at the parent, where they were seen.
pub(crate) fn parent_ds(facts: &Facts) -> impl Iterator<Item = &Ds> {
    let set = match &facts.snapshot().parent.ds {
        DsSeen::Set(set) => Some(set),
        _ => None,
    };
    set.into_iter().flat_map(|set| &set.data).filter_map(|data| match data {
        Rdata::Ds(ds) => Some(ds),
        _ => None,
    })
}

/// The first DS that matches such a key of any provider: (provider, DS, key).
pub(crate) fn first_ds(facts: &Facts, such: impl Fn(&Key) -> bool) -> Option<(usize, &Ds, KeyIx)> {
    (0..facts.size()).find_map(|provider| {
        let mut matching = matching_ds(facts, provider);
        let (found, key) = matching.find(|(_, key)| facts.key(*key).is_some_and(&such))?;
        Some((provider, found, key))
    })
}

/// DS records that name a key of this provider by tag and algorithm.
pub(crate) fn named_ds(facts: &Facts, provider: usize) -> impl Iterator<Item = (&Ds, KeyIx)> {
    let keys = facts.proven.table.set(provider);
    parent_ds(facts).flat_map(move |found| {
        let named = move |index: &&KeyIx| facts.key(**index).is_some_and(|key| ds::names(found, key));
        keys.iter().filter(named).map(move |index| (found, *index))
    })
}

/// DS records that match a key of this provider, digest and all.
pub(crate) fn matching_ds(facts: &Facts, provider: usize) -> impl Iterator<Item = (&Ds, KeyIx)> {
    let zone = &facts.snapshot().zone;
    named_ds(facts, provider)
        .filter(move |(found, key)| facts.key(*key).is_some_and(|key| ds::matches(zone, found, key)))
}

/// Some DS matches the key.
pub(crate) fn has_ds(facts: &Facts, key: KeyIx) -> bool {
    (0..facts.size()).any(|p| matching_ds(facts, p).any(|(_, other)| other == key))
}

/// The DS records, of the algorithm of this key, of keys that nobody publishes, or that are published and sign nothing.
pub(crate) fn waiting_ds(facts: &Facts, key: KeyIx) -> Vec<&Ds> {
    let number = facts.key(key).map(|key| key.algorithm);
    let zone = &facts.snapshot().zone;
    let quiet = |index: KeyIx| {
        let signs = |p: usize| facts.roles(p).is_some_and(|roles| roles.dnskey.contains(&index));
        !facts.signs_data(index) && !(0..facts.size()).any(signs)
    };
    let idle = |found: &&Ds| {
        let mut named = facts.proven.table.keys.iter().enumerate().filter(|(_, key)| ds::names(found, key));
        named.all(|(index, key)| key.is_zone_key() && ds::matches(zone, found, key) && quiet(index))
    };
    parent_ds(facts).filter(|found| Some(found.algorithm().to_int()) == number).filter(idle).collect()
}

/// A DS with the key it is about, the providers that serve this key, and what fails for it: a KSK that several
/// providers share is one cause, and put right once.
pub(crate) struct Anchored<'a> {
    pub(crate) ds: &'a Ds,
    pub(crate) key: KeyIx,
    pub(crate) providers: Vec<usize>,
    pub(crate) failure: Failure,
}

impl Anchored<'_> {
    pub(crate) fn is_shared(&self) -> bool {
        self.providers.len() > 1
    }
}

/// Causes at providers, by the DS and the key that each is about.
pub(crate) fn by_key<'a, 'b>(
    causes: impl Iterator<Item = (&'b Cause, &'b Failure)>,
    about: impl Fn(usize) -> Option<(&'a Ds, KeyIx)>,
) -> Vec<Anchored<'a>> {
    let mut found: Vec<Anchored<'a>> = Vec::new();
    for (cause, failure) in causes {
        let Some(provider) = cause.at else { continue };
        let Some((ds, key)) = about(provider) else { continue };
        match found.iter_mut().find(|known| known.key == key && known.ds == ds) {
            Some(known) => {
                known.providers.push(provider);
                known.failure.join(failure);
            }
            None => found.push(Anchored { ds, key, providers: vec![provider], failure: failure.clone() }),
        }
    }
    found
}

/// DS records of published keys with other flags than they are published with: (DS, key, flags it was made from).
pub(crate) fn with_other_flags(facts: &Facts) -> Vec<(&Ds, KeyIx, u16)> {
    const FLAGS: [u16; 4] = [256, 257, 0, 1];
    let zone = &facts.snapshot().zone;
    let keys = || facts.proven.table.keys.iter().enumerate();
    let made_from = |found: &Ds| {
        keys().filter(|(_, key)| !ds::matches(zone, found, key)).find_map(|(index, key)| {
            let other =
                |flags: &u16| key.with_flags(*flags).is_some_and(|other| ds::matches(zone, found, &other));
            FLAGS
                .into_iter()
                .filter(|flags| *flags != key.dnskey.flags())
                .find(other)
                .map(|flags| (index, flags))
        })
    };
    let published = |found: &Ds| keys().any(|(_, key)| ds::matches(zone, found, key));
    parent_ds(facts)
        .filter(|found| !published(found))
        .filter_map(|found| made_from(found).map(|(key, flags)| (found, key, flags)))
        .collect()
}

/// A revoked key of the provider whose unrevoked form a DS matches.
pub(crate) fn revoked_since(facts: &Facts, provider: usize) -> Option<(&Ds, KeyIx)> {
    let zone = &facts.snapshot().zone;
    facts.proven.table.set(provider).iter().find_map(|index| {
        let before = facts.key(*index).filter(|key| key.is_revoked())?.unrevoked()?;
        parent_ds(facts).find(|found| ds::matches(zone, found, &before)).map(|found| (found, *index))
    })
}

/// The digest types that each key has a DS with, by the key's tag and algorithm.
pub(crate) fn digest_types<'a>(records: impl Iterator<Item = &'a Ds>) -> Vec<((u16, u8), Vec<u8>)> {
    let of = |ds: &Ds| ((ds.key_tag(), ds.algorithm().to_int()), ds.digest_type().to_int());
    let mut types = order::grouped(records.map(of));
    for (_, types) in &mut types {
        *types = order::distinct(types.drain(..));
    }
    types
}
