//! From statements about parties to statements about single providers and keys, and whoever can answer these.

use super::terms::{Atom, Clause, Extent, Held, Part, Party};
use crate::dnssec::keys::KeyIx;
use crate::publication::{Asked, ProviderIx, Publication};
use std::collections::{BTreeMap, BTreeSet};

/// Who and which keys a process is about, in one zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binding {
    pub subject: Vec<ProviderIx>,
    pub others: Vec<ProviderIx>,
    /// The keys of each part, with the provider that holds them.
    pub keys: Vec<(Part, ProviderIx, KeyIx)>,
}

impl Binding {
    pub fn party(&self, party: Party) -> Vec<ProviderIx> {
        match party {
            Party::Subject => self.subject.clone(),
            Party::Others => self.others.clone(),
            Party::Each => {
                let mut each: Vec<ProviderIx> = self.subject.iter().chain(&self.others).copied().collect();
                each.sort_unstable();
                each
            }
            Party::Parent => Vec::new(),
        }
    }

    /// The keys of this part that the provider holds.
    pub fn of(&self, part: Part, holder: ProviderIx) -> impl Iterator<Item = KeyIx> + '_ {
        let such = move |bound: &&(Part, ProviderIx, KeyIx)| (bound.0, bound.1) == (part, holder);
        self.keys.iter().filter(such).map(|bound| bound.2)
    }

    /// The first key of this part, whoever holds it.
    pub fn first(&self, part: Part) -> Option<KeyIx> {
        self.keys.iter().find(|bound| bound.0 == part).map(|bound| bound.2)
    }

    /// The same with these keys.
    #[must_use]
    pub fn with(mut self, part: Part, holder: ProviderIx, keys: impl IntoIterator<Item = KeyIx>) -> Self {
        self.keys.extend(keys.into_iter().map(|key| (part, holder, key)));
        self
    }
}

/// A statement about one provider or key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    Publishes(ProviderIx, KeyIx),
    SignsDnskey(ProviderIx, KeyIx),
    SignsData(ProviderIx, KeyIx, Extent),
    Ds(KeyIx),
    NoDs,
    ChildNs(ProviderIx, ProviderIx),
    ParentNs(ProviderIx),
    AsksRemoval(ProviderIx),
    Unsigned(ProviderIx),
    /// Of a part of which the provider is seen to have no key: never true, so that what should be there is not, and what
    /// should be gone is.
    NoKey(ProviderIx, Part),
}

/// A fact, and whether it is to hold.
pub type Wanted = (Fact, bool);

impl Clause {
    /// What it says of each provider and key.
    pub fn ground(&self, who: &Binding) -> Vec<Wanted> {
        let holds = self.holds;
        let mut found: Vec<Wanted> = Vec::new();
        // One fact for each key of the part that the provider holds.
        let mut keyed = |holder: ProviderIx, part: Part, fact: &dyn Fn(KeyIx) -> Fact| {
            let before = found.len();
            found.extend(who.of(part, holder).map(|key| (fact(key), holds)));
            if found.len() == before {
                found.push((Fact::NoKey(holder, part), holds));
            }
        };
        match self.atom {
            Atom::Own(party, part) => {
                for p in who.party(party) {
                    keyed(p, part, &|key| Fact::Publishes(p, key));
                }
            }
            Atom::Publishes { at, part, of } => {
                for p in who.party(at) {
                    for holder in who.party(of) {
                        keyed(holder, part, &|key| Fact::Publishes(p, key));
                    }
                }
            }
            Atom::SignsDnskey(party, part) => {
                for p in who.party(party) {
                    keyed(p, part, &|key| Fact::SignsDnskey(p, key));
                }
            }
            Atom::SignsData(party, part, extent) => {
                for p in who.party(party) {
                    keyed(p, part, &|key| Fact::SignsData(p, key, extent));
                }
            }
            Atom::Ds(part, party) => {
                for p in who.party(party) {
                    keyed(p, part, &Fact::Ds);
                }
            }
            Atom::NoDs => found.push((Fact::NoDs, holds)),
            Atom::ChildNs { at, names } => {
                for p in who.party(at) {
                    found.extend(who.party(names).into_iter().map(|named| (Fact::ChildNs(p, named), holds)));
                }
            }
            Atom::ParentNs(party) => {
                found.extend(who.party(party).into_iter().map(|p| (Fact::ParentNs(p), holds)));
            }
            Atom::AsksRemoval(party) => {
                found.extend(who.party(party).into_iter().map(|p| (Fact::AsksRemoval(p), holds)));
            }
            Atom::Unsigned(party) => {
                found.extend(who.party(party).into_iter().map(|p| (Fact::Unsigned(p), holds)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Takes a fact into a state: what it leaves no room for is no longer asked for.
pub(super) fn put(state: &mut BTreeMap<Fact, bool>, (fact, holds): Wanted) {
    match fact {
        Fact::SignsData(p, key, extent) => {
            let other = if extent == Extent::All { Extent::Some } else { Extent::All };
            state.remove(&Fact::SignsData(p, key, other));
        }
        Fact::NoDs if holds => state.retain(|known, _| !matches!(known, Fact::Ds(_))),
        Fact::Ds(_) if holds => {
            state.remove(&Fact::NoDs);
        }
        Fact::Unsigned(p) if holds => state.retain(|known, _| !known.is_of_keys_at(p)),
        _ => {}
    }
    if let (true, Some(p)) = (holds, fact.signs_or_publishes()) {
        state.remove(&Fact::Unsigned(p));
    }
    state.insert(fact, holds);
}

impl Fact {
    /// What the provider publishes or signs.
    fn signs_or_publishes(&self) -> Option<ProviderIx> {
        match self {
            Self::Publishes(p, _) | Self::SignsDnskey(p, _) | Self::SignsData(p, ..) => Some(*p),
            _ => None,
        }
    }

    fn is_of_keys_at(&self, provider: ProviderIx) -> bool {
        self.signs_or_publishes() == Some(provider) || matches!(self, Self::NoKey(p, _) if *p == provider)
    }
}

/// What a cache may hold, of one provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldAt {
    Ds,
    Dnskey(ProviderIx),
    Data(ProviderIx),
    ChildNs(ProviderIx),
    ParentNs,
}

impl HeldAt {
    /// Whose it is; `None`: the parent's.
    pub fn provider(self) -> Option<ProviderIx> {
        match self {
            Self::Dnskey(p) | Self::Data(p) | Self::ChildNs(p) => Some(p),
            Self::Ds | Self::ParentNs => None,
        }
    }
}

impl Held {
    /// What it is of each provider.
    pub fn ground(&self, who: &Binding) -> Vec<HeldAt> {
        let of = |party: Party, held: &dyn Fn(ProviderIx) -> HeldAt| {
            who.party(party).into_iter().map(held).collect()
        };
        match self {
            Self::Ds => vec![HeldAt::Ds],
            Self::ParentNs => vec![HeldAt::ParentNs],
            Self::Dnskey(party) => of(*party, &HeldAt::Dnskey),
            Self::Data(party) => of(*party, &HeldAt::Data),
            Self::ChildNs(party) => of(*party, &HeldAt::ChildNs),
        }
    }
}

/// Whatever can answer a statement: a checked snapshot, a planned publication, one server's answer.
pub trait World {
    /// `None`: it was not seen.
    fn holds(&self, fact: &Fact) -> Option<bool>;

    /// For how long caches may hold it, in seconds; `None`: the data do not state it.
    fn ttl(&self, held: HeldAt) -> Option<u32>;

    /// What a cache is seen to hold it for at least, in seconds.
    fn ttl_left(&self, held: HeldAt) -> Option<u32> {
        let _ = held;
        None
    }
}

impl World for Publication {
    fn holds(&self, fact: &Fact) -> Option<bool> {
        let at = |p: &ProviderIx| self.provider(*p);
        match fact {
            Fact::Publishes(p, key) => at(p)?.dnskey.as_ref().map(|set| set.contains(key)),
            Fact::SignsDnskey(p, key) => {
                at(p)?.dnskey.as_ref().map(|_| at(p).is_some_and(|p| p.dnskey_signers.contains(key)))
            }
            Fact::SignsData(p, key, extent) => {
                at(p)?.data.as_ref().map(|data| data.get(key).is_some_and(|signs| signs >= extent))
            }
            Fact::Ds(key) => self.parent.ds.as_ref().map(|ds| ds.contains(key)),
            Fact::NoDs => self.parent.ds.as_ref().map(BTreeSet::is_empty),
            Fact::ChildNs(p, named) => at(p)?.ns.as_ref().map(|ns| ns.contains(named)),
            Fact::ParentNs(p) => self.parent.ns.as_ref().map(|ns| ns.contains(p)),
            Fact::AsksRemoval(p) => at(p)?.asked.as_ref().map(|asked| *asked == Asked::Removal),
            Fact::Unsigned(p) => at(p)?.dnskey.as_ref().map(BTreeSet::is_empty),
            Fact::NoKey(..) => Some(false),
        }
    }

    fn ttl(&self, held: HeldAt) -> Option<u32> {
        match held {
            HeldAt::Ds => self.parent.ds_ttl,
            HeldAt::ParentNs => self.parent.ns_ttl,
            HeldAt::Dnskey(p) => self.provider(p)?.dnskey_ttl,
            HeldAt::Data(p) => self.provider(p)?.data_ttl,
            HeldAt::ChildNs(p) => self.provider(p)?.ns_ttl,
        }
    }

    fn ttl_left(&self, held: HeldAt) -> Option<u32> {
        match held {
            HeldAt::Ds => None,
            HeldAt::ParentNs => self.parent.ns_ttl_left,
            HeldAt::Dnskey(p) => self.provider(p)?.left.dnskey,
            HeldAt::Data(p) => self.provider(p)?.left.data,
            HeldAt::ChildNs(p) => self.provider(p)?.left.ns,
        }
    }
}

impl Publication {
    /// Makes a fact hold, or not.
    pub fn set(&mut self, (fact, holds): &Wanted) {
        fn put<T: Ord>(set: &mut BTreeSet<T>, item: T, holds: bool) {
            if holds {
                set.insert(item);
            } else {
                set.remove(&item);
            }
        }
        match fact {
            Fact::Ds(key) => return put(self.parent.ds.get_or_insert_default(), *key, *holds),
            Fact::NoDs => {
                let ds = self.parent.ds.get_or_insert_default();
                return if *holds {
                    ds.clear()
                };
            }
            Fact::ParentNs(p) => return put(self.parent.ns.get_or_insert_default(), *p, *holds),
            _ => {}
        }
        let (Fact::Publishes(p, _)
        | Fact::SignsDnskey(p, _)
        | Fact::SignsData(p, ..)
        | Fact::ChildNs(p, _)
        | Fact::AsksRemoval(p)
        | Fact::Unsigned(p)) = fact
        else {
            return;
        };
        let Some(at) = self.providers.get_mut(*p) else { return };
        match fact {
            Fact::Publishes(_, key) => {
                put(at.dnskey.get_or_insert_default(), *key, *holds);
                if !holds {
                    at.dnskey_signers.remove(key);
                }
            }
            Fact::SignsDnskey(_, key) => {
                put(&mut at.dnskey_signers, *key, *holds);
                if *holds {
                    at.dnskey.get_or_insert_default().insert(*key);
                }
            }
            Fact::SignsData(_, key, extent) => {
                let data = at.data.get_or_insert_default();
                if *holds {
                    data.insert(*key, *extent);
                } else {
                    data.remove(key);
                }
            }
            Fact::ChildNs(_, named) => put(at.ns.get_or_insert_default(), *named, *holds),
            Fact::AsksRemoval(_) => at.asked = Some(if *holds { Asked::Removal } else { Asked::Nothing }),
            Fact::Unsigned(_) if *holds => {
                at.dnskey.get_or_insert_default().clear();
                at.data.get_or_insert_default().clear();
                at.dnskey_signers.clear();
            }
            _ => {}
        }
    }
}
