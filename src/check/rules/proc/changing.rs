//! The way between model 1, where one KSK signs the DNSKEY RRset of every provider, and model 2, where each provider has
//! its own (RFC 8901 §2.1): what the records show of it.

use crate::check::findings::case::Case;
use crate::check::records::keys::parent_ds;
use crate::check::rules::ms::shared_private::has_own;
use crate::check::rules::proc::ksk_roll::planned;
use crate::dns::Ds;
use crate::dnssec::ds;
use crate::dnssec::keys::{Key, KeyIx};
use crate::order::{self, grouped};

/// Which signatures over DNSKEY RRsets there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    /// By the shared KSK alone, at every provider; the DS of two or more other keys stand beside its own.
    Shared,
    /// By the shared KSK at two or more providers, by their own KSKs alone at the others.
    Mixed,
    /// By the shared KSK at every provider, and by their own KSKs besides at two or more.
    Double,
}

/// A group between the models.
#[derive(Clone, Debug)]
pub(crate) struct Change<'a> {
    pub(crate) signed: Signed,
    pub(crate) shared: KeyIx,
    /// Providers whose DNSKEY RRset the shared KSK signs.
    pub(crate) sharing: Vec<usize>,
    /// The own KSKs that sign providers’ DNSKEY RRsets, by provider.
    pub(crate) own: Vec<(usize, KeyIx)>,
    /// DS records of keys that sign nothing.
    pub(crate) waiting: Vec<&'a Ds>,
}

impl<'a> Change<'a> {
    /// By the signatures over the DNSKEY RRsets alone, whether all of it holds or not.
    pub(crate) fn of(case: &'a Case<'_>) -> Option<Self> {
        // A provider that gets no queries is being added or removed.
        if case.size() < 2 || case.unreached().next().is_some() {
            return None;
        }
        let sep = |key: &KeyIx| case.key(*key).is_some_and(Key::is_sep);
        let ksks = |p: usize| case.anchors(p).into_iter().filter(sep);
        if (0..case.size()).any(|p| ksks(p).next().is_none()) {
            return None;
        }
        let signers = grouped((0..case.size()).flat_map(|p| ksks(p).map(move |key| (key, p))));
        let number = |signer: &(KeyIx, Vec<usize>)| case.key(signer.0).map(|key| key.algorithm);
        let one_algorithm = signers.windows(2).all(|two| two.first().map(number) == two.last().map(number));
        let mut shared = signers.iter().filter(|(_, at)| at.len() > 1);
        let (Some((key, sharing)), None) = (shared.next(), shared.next()) else { return None };
        let others = signers.iter().filter(|(other, _)| other != key);
        let mut own: Vec<(usize, KeyIx)> =
            others.filter_map(|(own, at)| at.first().map(|p| (*p, *own))).collect();
        order::sort(&mut own);
        let two_at_one =
            own.windows(2).any(|two| two.first().map(|one| one.0) == two.last().map(|one| one.0));
        // Two own KSKs at one provider are a roll besides. Who shares more than the KSK has copies of one signer’s zone.
        if !one_algorithm
            || two_at_one
            || case.signs_data(*key)
            || !(0..case.size()).all(|p| has_own(case, p))
        {
            return None;
        }
        let waiting = waiting(case, *key);
        let signed = match (sharing.len() == case.size(), own.len()) {
            (false, _) => Signed::Mixed,
            (true, 0) if keys_of(&waiting).len() > 1 => Signed::Shared,
            // One more key of one provider is a roll as well.
            (true, 0 | 1) => return None,
            (true, _) => Signed::Double,
        };
        Some(Self { signed, shared: *key, sharing: sharing.clone(), own, waiting })
    }

    /// The same where every DNSKEY RRset is trusted and has all keys that sign data: a step of a change, and no fault.
    pub(crate) fn under_way(case: &'a Case<'_>) -> Option<Self> {
        let table = &case.proven.table;
        let everywhere = |key: &KeyIx| (0..case.size()).all(|p| table.publishes(p, *key));
        let covered = case
            .proven
            .roles
            .iter()
            .all(|roles| roles.data.keys().all(everywhere) && roles.unknown.is_empty());
        let trusted = (0..case.size()).all(|p| case.trusted(p));
        Self::of(case).filter(|_| covered && trusted)
    }

    /// The own KSK that signs the provider’s DNSKEY RRset.
    pub(crate) fn own_at(&self, provider: usize) -> Option<KeyIx> {
        self.own.iter().find(|(p, _)| *p == provider).map(|(_, key)| *key)
    }

    /// The tags of the keys that sign nothing and have a DS.
    pub(crate) fn waiting_keys(&self) -> Vec<u16> {
        keys_of(&self.waiting)
    }

    /// Every provider’s CDS asks for none of the waiting DS records: they are to go.
    pub(crate) fn waiting_is_left(&self, case: &Case<'_>) -> bool {
        self.waiting.iter().all(|found| planned(case, found) == Some(false))
    }

    /// A published key that has a DS and signs nothing.
    pub(crate) fn awaits(&self, key: &Key) -> bool {
        self.waiting.iter().any(|found| ds::names(found, key))
    }
}

/// Their key tags, each once.
fn keys_of(records: &[&Ds]) -> Vec<u16> {
    order::distinct(records.iter().map(|found| found.key_tag()))
}

/// The DS records, of the algorithm of this key, of keys that nobody publishes, or that are published and sign nothing.
fn waiting<'a>(case: &'a Case<'_>, key: KeyIx) -> Vec<&'a Ds> {
    let number = case.key(key).map(|key| key.algorithm);
    let zone = &case.snapshot().zone;
    let quiet = |index: KeyIx| {
        let signs = |p: usize| case.roles(p).is_some_and(|roles| roles.dnskey.contains(&index));
        !case.signs_data(index) && !(0..case.size()).any(signs)
    };
    let idle = |found: &&Ds| {
        let mut named = case.proven.table.keys.iter().enumerate().filter(|(_, key)| ds::names(found, key));
        named.all(|(index, key)| key.is_zone_key() && ds::matches(zone, found, key) && quiet(index))
    };
    parent_ds(case).filter(|found| Some(found.algorithm().to_int()) == number).filter(idle).collect()
}
