//! The way between model 1, where one KSK signs the DNSKEY RRset of every provider, and model 2, where each provider has
//! its own (RFC 8901 §2.1): what the records show of it.

use crate::check::findings::case::Case;
use crate::check::records::cds::planned;
use crate::check::records::keys::waiting_ds;
use crate::dns::Ds;
use crate::dnssec::ds;
use crate::dnssec::keys::{Key, KeyIx};
use crate::order;
use crate::process::tables::{TO_MODEL_1, TO_MODEL_2};
use crate::process::{Fact, Part, Reading};

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
        readings(case).find_map(|(reading, shared, own)| Self::read(case, reading, shared, own))
    }

    fn read(case: &'a Case<'_>, reading: &Reading, of_shared: Part, of_own: Part) -> Option<Self> {
        let shared = reading.who.first(of_shared)?;
        let signs =
            |p: usize, key: KeyIx| case.key(key).is_some_and(Key::is_sep) && case.anchors(p).contains(&key);
        let sharing: Vec<usize> = (0..case.size()).filter(|p| signs(*p, shared)).collect();
        let own = (0..case.size()).flat_map(|p| reading.who.of(of_own, p).map(move |key| (p, key)));
        let own: Vec<(usize, KeyIx)> = own.filter(|(p, key)| signs(*p, *key)).collect();
        let all_sign = (0..case.size()).all(|p| sharing.contains(&p) || own.iter().any(|(q, _)| *q == p));
        if sharing.len() < 2 || !all_sign {
            return None;
        }
        let waiting = waiting_ds(case, shared);
        let signed = match (sharing.len() == case.size(), own.len()) {
            (false, _) => Signed::Mixed,
            (true, 0) if keys_of(&waiting).len() > 1 => Signed::Shared,
            // One more key of one provider is a roll as well.
            (true, 0 | 1) => return None,
            (true, _) => Signed::Double,
        };
        Some(Self { signed, shared, sharing, own, waiting })
    }

    /// The same where every DNSKEY RRset is trusted and has all keys that sign data: a step of a change, and no fault.
    pub(crate) fn under_way(case: &'a Case<'_>) -> Option<Self> {
        let trusted = (0..case.size()).all(|p| case.trusted(p));
        let known = case.proven.roles.iter().all(|roles| roles.unknown.is_empty());
        // The KSKs change place; the ZSKs are everywhere throughout.
        let zsk = |reading: &Reading, fact: &Fact| match fact {
            Fact::Publishes(_, key) => {
                reading.who.keys.iter().any(|(part, _, bound)| (*part, bound) == (Part::Zsk, key))
            }
            _ => false,
        };
        let covered = |reading: &Reading| !reading.missing.iter().any(|missing| zsk(reading, &missing.fact));
        let mut whole = readings(case).filter(|(reading, ..)| trusted && known && covered(reading));
        whole.find_map(|(reading, shared, own)| Self::read(case, reading, shared, own))
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

/// The readings as a way from one model to the other, with the parts of the shared KSK and of the own ones. A provider that
/// gets no queries is being added or removed.
fn readings<'a>(case: &'a Case<'_>) -> impl Iterator<Item = (&'a Reading, Part, Part)> {
    let read =
        |process, shared, own| case.standing().as_process(process).map(move |reading| (reading, shared, own));
    let all_asked = case.unreached().next().is_none();
    read(&TO_MODEL_2, Part::OldKsk, Part::NewKsk)
        .chain(read(&TO_MODEL_1, Part::NewKsk, Part::OldKsk))
        .filter(move |_| all_asked)
}
