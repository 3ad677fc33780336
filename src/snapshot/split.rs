//! Servers of one provider that do not serve the same.

use super::gather::Gathering;
use super::variants::Slot;
use crate::dns::Name;
use crate::order;
use bytes::Bytes;
use domain::base::Rtype;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Gathering {
    /// Which servers sign what they have at the apex, where the answers tell.
    fn signing(&self, zone: &Name) -> BTreeMap<&Arc<str>, bool> {
        let mut signs: BTreeMap<&Arc<str>, bool> = BTreeMap::new();
        for ((owner, _, slot), held) in &self.sets {
            if let Some(server) = slot.as_ref().filter(|_| owner == zone)
                && held.set.sigs_expected
                && !held.additional
            {
                *signs.entry(server).or_default() |= !held.set.sigs.is_empty();
            }
        }
        signs
    }

    /// Servers of one provider that serve different DNSKEY RRsets, or no signatures where others have
    /// them, are judged as providers of their own: a resolver may get any of them.
    pub(super) fn split(self, label: &str, zone: &Name) -> Vec<(String, Self)> {
        // What the DNSKEY RRset is, and whether the answers are bare of signatures.
        type Kind = (Vec<Bytes>, bool);
        let mut kinds: Vec<(Kind, Vec<Arc<str>>)> = Vec::new();
        let signs = self.signing(zone);
        let signing: Vec<Arc<str>> =
            signs.iter().filter(|(_, signs)| **signs).map(|(server, _)| Arc::clone(server)).collect();
        for server in &self.servers {
            let bare = !signing.is_empty() && signs.get(server) == Some(&false);
            let key = (zone.clone(), Rtype::DNSKEY, Some(server.clone()));
            let canonical = match self.sets.get(&key).filter(|held| !held.set.data.is_empty()) {
                Some(held) => {
                    let mut set = held.set.clone();
                    set.seal();
                    set.canonical
                }
                None if bare => Vec::new(),
                None => continue,
            };
            match kinds.iter_mut().find(|(kind, _)| kind.0 == canonical && kind.1 == bare) {
                Some((_, servers)) => servers.push(server.clone()),
                None => kinds.push(((canonical, bare), vec![server.clone()])),
            }
        }
        if kinds.iter().all(|((_, bare), _)| *bare) && !kinds.is_empty() {
            kinds.push(((Vec::new(), false), signing));
        }
        // What cannot be told apart stays with the first: one that signs.
        order::sort_by_key(&mut kinds, |((_, bare), _)| *bare);
        if kinds.len() < 2 {
            return vec![(label.to_string(), self)];
        }
        let home = |slot: &Slot| {
            let of = |server: &Arc<str>| kinds.iter().position(|(_, servers)| servers.contains(server));
            slot.as_ref().and_then(of).unwrap_or(0)
        };
        let mut parts: Vec<(String, Self)> = kinds
            .iter()
            .map(|(_, servers)| {
                let mut gathering = Self::default();
                gathering.zone_like = self.zone_like;
                (format!("{label} ({})", servers.join(", ")), gathering)
            })
            .collect();
        for server in self.servers {
            if let Some((_, part)) = parts.get_mut(home(&Some(server.clone()))) {
                part.servers.push(server);
            }
        }
        for (key, held) in self.sets {
            if let Some((_, part)) = parts.get_mut(home(&key.2)) {
                part.sets.insert(key, held);
            }
        }
        for asked in self.negatives {
            if let Some((_, part)) = parts.get_mut(home(&asked.slot)) {
                part.negatives.push(asked);
            }
        }
        parts
    }
}
