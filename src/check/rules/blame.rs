//! Which root cause each failing mix has: worked out once, before any rule words it.

use super::super::facts::Facts;
use super::cause::{Side, signs_nothing};
use crate::dnssec::judge::{KeyRef, Reason};
use crate::dnssec::profile::{NAMED, Profile, REFERENCE};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What is wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cause {
    /// The rule that words it.
    pub(super) code: &'static str,
    /// The provider at which it has to be put right; `None`: at the parent, or everywhere.
    pub(super) at: Option<usize>,
    /// The provider whose key or data are concerned, where that is another one.
    pub(super) of: Option<usize>,
    pub(super) key: Option<KeyRef>,
    pub(super) algorithm: Option<u8>,
}

impl Cause {
    pub(super) fn new(code: &'static str) -> Self {
        Self { code, at: None, of: None, key: None, algorithm: None }
    }

    pub(super) fn at(code: &'static str, provider: usize) -> Self {
        Self { at: Some(provider), ..Self::new(code) }
    }
}

/// A set of validators: the reference, and the named ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Who(u8);

impl Who {
    const REFERENCE: Self = Self(1);

    fn named(index: usize) -> Self {
        Self(u8::try_from(index + 1).ok().and_then(|bit| 1u8.checked_shl(bit.into())).unwrap_or(0))
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// The named validator of this index is among them.
    pub(super) fn has(self, index: usize) -> bool {
        self.0 & Self::named(index).0 != 0
    }

    /// Any of them is like this.
    pub(super) fn any(self, like: impl Fn(&Profile) -> bool) -> bool {
        self.0 & Self::REFERENCE.0 != 0 && like(&REFERENCE)
            || NAMED.iter().enumerate().any(|(index, profile)| self.has(index) && like(profile))
    }

    /// Every named validator is among them.
    pub(super) fn is_all(self) -> bool {
        (0..NAMED.len()).all(|index| self.has(index))
    }

    /// Only validators outside their default settings are among them.
    pub(super) fn is_optional(self) -> bool {
        let strict =
            NAMED.iter().position(|profile| profile.name == crate::dnssec::profile::UNBOUND_HARDENED.name);
        self.0 != 0 && strict.is_some_and(|index| self.0 == Self::named(index).0)
    }
}

/// What fails for one cause.
#[derive(Clone, Debug, Default)]
pub(super) struct Failure {
    /// (dnskey_from, answer_from), each with the validators for which it fails.
    pub(super) cells: BTreeMap<(usize, usize), Who>,
    /// Per answering provider, per item: whether it fails for this cause by itself. Both are as long as need be.
    items: Vec<Vec<bool>>,
    /// The first reason seen.
    pub(super) reason: Option<Reason>,
    /// Mixes that would fail for it as well, if they happened.
    pub(super) also: Vec<(usize, usize)>,
    /// None of these mixes happens: resolvers are not sent to one of the providers.
    pub(super) latent: bool,
}

impl Failure {
    /// The validators that fail in any of the mixes.
    pub(super) fn who(&self) -> Who {
        self.cells.values().fold(Who::default(), |mut all, who| {
            all.add(*who);
            all
        })
    }

    /// Number of items of this provider that fail.
    pub(super) fn count(&self, provider: usize) -> usize {
        self.of(provider).count()
    }

    /// What fails for either. Where one of them is latent, the other’s mixes are those that count.
    pub(super) fn join(&mut self, other: &Self) {
        if self.latent != other.latent {
            let (counts, latent) = if self.latent { (other, &*self) } else { (&*self, other) };
            let mut joined = counts.clone();
            joined.also.extend(latent.cells.keys());
            *self = joined;
            return;
        }
        self.also.extend(&other.also);
        for (cell, who) in &other.cells {
            self.cells.entry(*cell).or_default().add(*who);
        }
        for provider in 0..other.items.len() {
            other.of(provider).for_each(|item| self.mark(provider, item));
        }
        if self.reason.is_none() {
            self.reason.clone_from(&other.reason);
        }
    }

    /// An item of the provider fails for this cause by itself.
    pub(super) fn mark(&mut self, provider: usize, item: usize) {
        if self.items.len() <= provider {
            self.items.resize(provider + 1, Vec::new());
        }
        let Some(marks) = self.items.get_mut(provider) else { return };
        if marks.len() <= item {
            marks.resize(item + 1, false);
        }
        if let Some(mark) = marks.get_mut(item) {
            *mark = true;
        }
    }

    /// The failing items of a provider, by index.
    pub(super) fn of(&self, provider: usize) -> impl Iterator<Item = usize> + '_ {
        let items = self.items.get(provider).map(Vec::as_slice).unwrap_or_default();
        items.iter().enumerate().filter(|(_, fails)| **fails).map(|(index, _)| index)
    }
}

/// All causes with what fails for them.
pub(super) type Blame = BTreeMap<Cause, Failure>;

/// Attributes every failing mix of every validator. A cause that only mixes have which do not happen is latent.
pub(super) fn blame(facts: &Facts) -> Blame {
    let mut blame = blame_of(facts, true);
    for (cause, mut failure) in blame_of(facts, false) {
        match blame.entry(cause) {
            Entry::Occupied(known) => known.into_mut().also = failure.cells.into_keys().collect(),
            Entry::Vacant(free) => {
                failure.latent = true;
                free.insert(failure);
            }
        }
    }
    blame
}

/// The same for the mixes that happen (`reached`), or for the others.
fn blame_of(facts: &Facts, reached: bool) -> Blame {
    let mut blame = Blame::new();
    let mut known: Vec<Vec<Option<Cause>>> = Vec::new();
    for cell in &facts.reference.cells {
        let seen =
            Side { facts, profile: &REFERENCE, matrix: &facts.reference, who: Who::REFERENCE, reached };
        known.push(seen.cell(cell, None, &mut blame));
    }
    for (index, (profile, matrix)) in NAMED.iter().zip(&facts.named).enumerate() {
        let seen = Side { facts, profile, matrix, who: Who::named(index), reached };
        for ((cell, plain), causes) in matrix.cells.iter().zip(&facts.reference.cells).zip(&known) {
            seen.cell(cell, Some((plain, causes)), &mut blame);
        }
    }
    blame
}

/// The provider signs nothing and publishes no keys.
pub(super) fn unsigned(facts: &Facts, provider: usize) -> bool {
    facts.proven.table.set(provider).is_empty() && signs_nothing(facts, provider)
}
