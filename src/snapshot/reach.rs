//! Whom resolvers are sent to: a provider to which no NS record leads gets no queries, and none of its
//! mixes happens.

use super::Snapshot;
use crate::dns::{Name, Rdata};
use crate::order::Gather as _;
use domain::base::Rtype;
use std::collections::BTreeSet;

/// At most so many hosts of one NS RRset are looked at; real ones have some 13 at most.
const MOST_HOSTS: usize = 64;

impl Snapshot {
    /// The parent's NS RRset, where it was seen.
    pub fn parent_ns(&self) -> Option<BTreeSet<Name>> {
        let hosts: BTreeSet<Name> = self.parent.ns.iter().take(MOST_HOSTS).cloned().gather();
        Some(hosts).filter(|hosts| !hosts.is_empty())
    }

    /// The hosts of a provider's own NS RRset, where it was seen.
    pub fn child_ns(&self, provider: usize) -> Option<BTreeSet<Name>> {
        let (_, set) = self.providers.get(provider)?.find(&self.zone, Rtype::NS)?;
        let hosts = set.data.iter().take(MOST_HOSTS).filter_map(|data| match data {
            Rdata::Ns(ns) => Some(ns.nsdname().clone()),
            _ => None,
        });
        Some(hosts.gather()).filter(|hosts: &BTreeSet<Name>| !hosts.is_empty())
    }

    /// Per provider, whether resolvers are sent to it: the parent’s NS RRset leads to it, or that of a provider that
    /// is reached does (resolvers prefer the child’s: RFC 2181 §5.4.1). A provider is taken to be reached unless every
    /// host in these RRsets is known to be another’s, and its own servers are known too.
    pub(super) fn reached_by_ns(&self) -> Vec<bool> {
        let all = vec![true; self.providers.len()];
        let Some(mut hosts) = self.parent_ns() else { return all };
        if self.providers.iter().all(|view| view.servers.is_empty()) {
            return self.reached_by_own_ns(hosts).unwrap_or(all);
        }
        let mut reached = vec![false; self.providers.len()];
        let mut seen: BTreeSet<Name> = BTreeSet::new();
        while let Some(host) = hosts.pop_first() {
            if !seen.insert(host.clone()) {
                continue;
            }
            // Whose host this is, is not known: it may be anybody's.
            let Some(owner) = self.servers.provider_of(&host, &self.providers) else { return all };
            if let Some(slot) = reached.get_mut(owner).filter(|slot| !**slot) {
                *slot = true;
                hosts.extend(self.child_ns(owner).into_iter().flatten());
            }
        }
        let view_reached = |group: &str| {
            self.providers.iter().zip(&reached).any(|(view, reached)| *reached && view.group == group)
        };
        self.providers.iter().map(|view| view.servers.is_empty() || view_reached(&view.group)).collect()
    }

    /// The same where nothing is known of anybody’s servers: a provider whose own NS RRset is exactly the parent’s is the
    /// one that is reached, and one that names none of these hosts, nor those that lead on from there, is not. `None`:
    /// no provider’s is the parent’s, so this tells nothing.
    fn reached_by_own_ns(&self, mut hosts: BTreeSet<Name>) -> Option<Vec<bool>> {
        let own: Vec<Option<BTreeSet<Name>>> = (0..self.providers.len()).map(|p| self.child_ns(p)).collect();
        if !own.iter().any(|ns| ns.as_ref() == Some(&hosts)) {
            return None;
        }
        let mut reached = vec![false; own.len()];
        loop {
            let leads = |ns: &Option<BTreeSet<Name>>| ns.as_ref().is_none_or(|ns| !ns.is_disjoint(&hosts));
            let next: Vec<bool> = own.iter().map(leads).collect();
            if next == reached {
                return Some(reached);
            }
            hosts.extend(
                own.iter().zip(&next).filter(|(_, leads)| **leads).flat_map(|(ns, _)| ns.clone()).flatten(),
            );
            reached = next;
        }
    }
}
