//! A root cause, and what fails under it.

use crate::check::code::Code;
use crate::dnssec::judge::{KeyRef, Reason};
use crate::dnssec::profile::{NAMED, Profile, REFERENCE};
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cause {
    /// The rule that words it.
    pub(crate) code: Code,
    /// The provider at which it has to be put right; `None`: at the parent, or everywhere.
    pub(crate) at: Option<usize>,
    /// The provider whose key or data are concerned, where that is another one.
    pub(crate) of: Option<usize>,
    pub(crate) key: Option<KeyRef>,
    pub(crate) algorithm: Option<u8>,
}

impl Cause {
    pub(crate) fn new(code: Code) -> Self {
        Self { code, at: None, of: None, key: None, algorithm: None }
    }

    pub(crate) fn at(code: Code, provider: usize) -> Self {
        Self { at: Some(provider), ..Self::new(code) }
    }
}

/// A set of validators: the reference, and the named ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Who(u8);

impl Who {
    pub(crate) const REFERENCE: Self = Self(1);

    pub(crate) fn named(index: usize) -> Self {
        Self(u8::try_from(index + 1).ok().and_then(|bit| 1u8.checked_shl(bit.into())).unwrap_or(0))
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// The named validator of this index is among them.
    pub(crate) fn has(self, index: usize) -> bool {
        self.0 & Self::named(index).0 != 0
    }

    /// Any of them is like this.
    pub(crate) fn any(self, like: impl Fn(&Profile) -> bool) -> bool {
        self.0 & Self::REFERENCE.0 != 0 && like(&REFERENCE)
            || NAMED.iter().enumerate().any(|(index, profile)| self.has(index) && like(profile))
    }

    /// Every named validator is among them.
    pub(crate) fn is_all(self) -> bool {
        (0..NAMED.len()).all(|index| self.has(index))
    }

    /// Only validators outside their default settings are among them.
    pub(crate) fn is_optional(self) -> bool {
        let strict =
            NAMED.iter().position(|profile| profile.name == crate::dnssec::profile::UNBOUND_HARDENED.name);
        self.0 != 0 && strict.is_some_and(|index| self.0 == Self::named(index).0)
    }
}

/// What fails for one cause.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    /// (dnskey_from, answer_from), each with the validators for which it fails.
    pub(crate) cells: BTreeMap<(usize, usize), Who>,
    /// Per answering provider: the items that fail for this cause by themselves.
    items: BTreeMap<usize, BTreeSet<usize>>,
    /// The first reason seen.
    pub(crate) reason: Option<Reason>,
    /// Mixes that would fail for it as well, if they happened.
    pub(crate) also: Vec<(usize, usize)>,
    /// None of these mixes happens: resolvers are not sent to one of the providers.
    pub(crate) latent: bool,
    /// Causes like this one that are left out of the list; their mixes are among `cells`.
    pub(crate) more: usize,
}

impl Failure {
    /// The validators that fail in any of the mixes.
    pub(crate) fn who(&self) -> Who {
        self.cells.values().fold(Who::default(), |mut all, who| {
            all.add(*who);
            all
        })
    }

    /// Number of items of this provider that fail.
    pub(crate) fn count(&self, provider: usize) -> usize {
        self.items.get(&provider).map_or(0, BTreeSet::len)
    }

    /// What fails for either. Where one of them is latent, the other’s mixes are those that count.
    pub(crate) fn join(&mut self, other: &Self) {
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
        for (provider, items) in &other.items {
            self.items.entry(*provider).or_default().extend(items);
        }
        if self.reason.is_none() {
            self.reason.clone_from(&other.reason);
        }
    }

    /// An item of the provider fails for this cause by itself.
    pub(crate) fn mark(&mut self, provider: usize, item: usize) {
        self.items.entry(provider).or_default().insert(item);
    }

    /// The failing items of a provider, by index.
    pub(crate) fn of(&self, provider: usize) -> impl Iterator<Item = usize> + '_ {
        self.items.get(&provider).into_iter().flatten().copied()
    }
}

/// All causes with what fails for them.
pub(crate) type Blame = BTreeMap<Cause, Failure>;
