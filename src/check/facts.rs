//! Everything the findings and the report are made from, worked out once per moment.

use super::items::{Item, MOST_BLOCKS, items};
use super::matrix::Matrix;
use super::report::Verdict;
use super::roles::{Roles, roles};
use crate::dns::{Moment, dotted};
use crate::dnssec::checks::Checks;
use crate::dnssec::denial::Chains;
use crate::dnssec::judge::{Judge, KeyRef, Reason};
use crate::dnssec::keys::{Key, KeyIx, KeyTable};
use crate::dnssec::profile::{NAMED, Profile, REFERENCE};
use crate::dnssec::proofs::Proofs;
use crate::snapshot::{ProviderView, RRset, Snapshot};
use domain::base::Rtype;
use std::sync::Arc;

/// A snapshot with its signature proofs: what stays when only the clock moves.
#[derive(Clone, Debug)]
pub struct Proven {
    pub snapshot: Snapshot,
    pub table: KeyTable,
    pub checks: Checks,
    pub proofs: Proofs,
    /// Per provider.
    pub items: Vec<Vec<Item>>,
    /// Per provider: `NSEC`, `NSEC3, 0 iterations …`.
    pub denial: Vec<String>,
    /// Per provider.
    pub roles: Vec<Roles>,
}

impl Proven {
    pub fn new(snapshot: Snapshot, table: KeyTable, checks: Checks, proofs: Proofs) -> Self {
        let roles = roles(&snapshot, &table, &checks, &proofs);
        let mut left = MOST_BLOCKS;
        let (all, denial) = snapshot
            .providers
            .iter()
            .map(|view| {
                let chains = Chains::of(view, &snapshot.zone);
                (items(view, &snapshot.zone, &chains, &mut left), chains.describe())
            })
            .unzip();
        Self { snapshot, table, checks, proofs, items: all, denial, roles }
    }

    pub fn judge<'a>(&'a self, profile: &'a Profile, now: Moment) -> Judge<'a> {
        Judge {
            snapshot: &self.snapshot,
            table: &self.table,
            checks: &self.checks,
            proofs: &self.proofs,
            profile,
            now,
        }
    }
}

/// One moment's view of a [`Proven`] snapshot.
#[derive(Clone, Debug)]
pub struct Facts {
    pub proven: Arc<Proven>,
    pub now: Moment,
    /// The reference: RFC, any path.
    pub reference: Matrix,
    /// One per [`NAMED`] validator, in order.
    pub named: Vec<Matrix>,
}

impl Facts {
    pub fn new(proven: Arc<Proven>, now: Moment) -> Self {
        let reference = Matrix::of(proven.judge(&REFERENCE, now), &proven.items, None);
        let by = |profile: &Profile| Matrix::of(proven.judge(profile, now), &proven.items, Some(&reference));
        let named = NAMED.iter().map(by).collect();
        Self { proven, now, reference, named }
    }

    pub fn snapshot(&self) -> &Snapshot {
        &self.proven.snapshot
    }

    pub fn zone(&self) -> String {
        dotted(&self.proven.snapshot.zone)
    }

    /// Number of providers.
    pub fn size(&self) -> usize {
        self.proven.snapshot.providers.len()
    }

    pub fn providers(&self) -> impl Iterator<Item = (usize, &ProviderView)> + Clone {
        self.proven.snapshot.providers.iter().enumerate()
    }

    /// The providers that resolvers are sent to.
    pub fn reached(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        self.providers().filter(|(_, view)| view.reached).map(|(provider, _)| provider)
    }

    /// The others: no NS record leads there.
    pub fn unreached(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        self.providers().filter(|(_, view)| !view.reached).map(|(provider, _)| provider)
    }

    pub fn view(&self, provider: usize) -> Option<&ProviderView> {
        self.proven.snapshot.providers.get(provider)
    }

    /// The provider's DNSKEY RRset with its index: of several versions the one that is worst off by the reference.
    pub fn dnskey(&self, provider: usize) -> Option<(usize, &RRset)> {
        let view = self.view(provider)?;
        let judged = self.reference.trust.get(provider).and_then(|trust| trust.rrset);
        let found = match judged {
            Some(at) => view.rrsets.get(at).map(|set| (at, set)),
            None => view.find(&self.snapshot().zone, Rtype::DNSKEY),
        };
        // Of what was seen in part nothing can be said to be missing.
        found.filter(|(_, set)| !set.data.is_empty() && set.partial.is_none())
    }

    pub fn label(&self, provider: usize) -> &str {
        self.view(provider).map_or("", |view| view.label.as_str())
    }

    pub fn roles(&self, provider: usize) -> Option<&Roles> {
        self.proven.roles.get(provider)
    }

    pub fn key(&self, key: KeyIx) -> Option<&Key> {
        self.proven.table.get(key)
    }

    /// The DNSKEY RRset of this provider was seen, or that it has none.
    pub fn keys_seen(&self, provider: usize) -> bool {
        let absent =
            self.reference.trust.get(provider).is_some_and(|trust| trust.reason == Reason::DnskeyAbsent);
        absent
            || !self.proven.table.set(provider).is_empty()
            || self.view(provider).is_some_and(|view| view.whole_zone)
    }

    /// Without this provider, another is asked that is trusted: taking its name servers out leaves a zone that works.
    pub fn can_do_without(&self, provider: usize) -> bool {
        let trusted =
            |p: &usize| self.reference.trust.get(*p).is_some_and(|trust| trust.verdict == Verdict::Secure);
        self.reached().any(|p| p != provider && trusted(&p))
    }

    /// Providers to which no NS record leads, and whose keys have a DS.
    pub fn put_aside(&self) -> Vec<usize> {
        let trusted =
            |p: &usize| self.reference.trust.get(*p).is_some_and(|trust| trust.verdict == Verdict::Secure);
        self.unreached().filter(trusted).collect()
    }

    /// Providers that sign with this key.
    pub fn owners(&self, key: KeyIx) -> Vec<usize> {
        (0..self.size())
            .filter(|p| self.roles(*p).is_some_and(|r| r.data.contains_key(&key) || r.dnskey.contains(&key)))
            .collect()
    }

    /// Whether the key signs data anywhere.
    pub fn signs_data(&self, key: KeyIx) -> bool {
        self.proven.roles.iter().any(|roles| roles.data.contains_key(&key))
    }

    /// The keys that a DS for this provider should point to: what validly signs its DNSKEY RRset,
    /// SEP keys first.
    pub fn anchors(&self, provider: usize) -> Vec<KeyIx> {
        let Some(roles) = self.roles(provider) else { return Vec::new() };
        let usable = |key: &KeyIx| self.key(*key).is_some_and(|k| k.is_zone_key() && !k.is_revoked());
        let all: Vec<KeyIx> = roles.dnskey.iter().copied().filter(usable).collect();
        let sep: Vec<KeyIx> =
            all.iter().copied().filter(|key| self.key(*key).is_some_and(Key::is_sep)).collect();
        if sep.is_empty() { all } else { sep }
    }

    /// Keys that this provider may sign with and another does not publish: (who lacks it, key). Only
    /// where no signed data of the provider were seen, and its ZSKs are all there is to go by.
    pub fn likely_gaps(&self, provider: usize) -> Vec<(usize, KeyIx)> {
        if self.roles(provider).is_none_or(|roles| !roles.data.is_empty()) {
            return Vec::new();
        }
        let table = &self.proven.table;
        let may_sign = |key: &KeyIx| {
            self.key(*key).is_some_and(|key| key.is_zone_key() && !key.is_sep() && !key.is_revoked())
        };
        let lacks = |key: KeyIx| {
            let others = (0..self.size()).filter(move |p| !table.set(*p).is_empty());
            others.filter(move |p| !table.publishes(*p, key)).map(move |p| (p, key))
        };
        table.set(provider).iter().copied().filter(may_sign).flat_map(lacks).collect()
    }

    /// `22961/13`.
    pub fn key_name(&self, key: KeyIx) -> String {
        self.key(key).map(|key| format!("{}/{}", key.tag, key.algorithm)).unwrap_or_default()
    }

    /// As [`Self::key_name`], for a key that may not be published anywhere.
    pub fn ref_name(&self, key: KeyRef) -> String {
        format!("{}/{}", key.tag, key.algorithm)
    }
}
