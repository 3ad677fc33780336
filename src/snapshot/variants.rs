//! Several servers of one provider: what is the same is one RRset, what differs is judged apart.

use super::rrset::RRset;
use crate::dns::Name;
use domain::base::Rtype;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The server whose answer it was; `None` for records that no server is named for.
pub(super) type Slot = Option<Arc<str>>;

/// An RRset as it comes in.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) set: RRset,
    /// Seen in additional sections only.
    pub(super) additional: bool,
}

impl Held {
    /// Adds another sight of the same RRset.
    fn absorb(&mut self, other: Self) {
        let was_empty = self.set.data.is_empty();
        if !other.set.data.is_empty() {
            if was_empty {
                self.set.place = other.set.place;
                self.set.ttl = other.set.ttl;
            } else {
                // Each server has a TTL of its own; only within one answer they have to agree.
                self.set.ttl = self.set.ttl.min(other.set.ttl);
            }
            self.set.ttl_stated |= other.set.ttl_stated;
            self.set.ttls_differ |= other.set.ttls_differ;
        }
        self.additional &= other.additional;
        self.set.sigs_expected |= other.set.sigs_expected;
        self.set.seen = [self.set.seen, other.set.seen].into_iter().flatten().min();
        self.set.data.extend(other.set.data);
        self.set.sigs.extend(other.set.sigs);
        self.set.seal();
    }
}

/// The distinct RRsets, sealed, each with the servers that gave it.
pub(super) fn variants(sets: HashMap<(Name, Rtype, Slot), Held>) -> Vec<(Held, Vec<Slot>)> {
    let mut groups: BTreeMap<(Name, u16), BTreeMap<Slot, Held>> = BTreeMap::new();
    for ((owner, rtype, slot), mut held) in sets {
        held.set.seal();
        groups.entry((owner, rtype.to_int())).or_default().insert(slot, held);
    }
    let mut all = Vec::new();
    for mut group in groups.into_values() {
        let unnamed = group.remove(&None);
        let mut found: Vec<(Held, Vec<Slot>)> = Vec::new();
        // Those with data first, so that signatures on their own find a home.
        let (full, bare): (Vec<_>, Vec<_>) =
            group.into_iter().partition(|(_, held)| !held.set.data.is_empty());
        for (slot, held) in full.into_iter().chain(bare) {
            let home = found
                .iter_mut()
                .find(|(known, _)| held.set.data.is_empty() || known.set.canonical == held.set.canonical);
            match home {
                Some((known, slots)) => {
                    known.absorb(held);
                    slots.push(slot);
                }
                None => found.push((held, vec![slot])),
            }
        }
        if let Some(held) = unnamed {
            let same = found.iter().position(|(known, _)| known.set.canonical == held.set.canonical);
            // Key files belong to the one DNSKEY RRset, and a few records of an RRset to all of it; a zone
            // file with another serial number does not.
            let part = |known: &RRset| held.set.canonical.iter().all(|data| known.canonical.contains(data));
            let lone = held.set.data.is_empty()
                || found.len() == 1
                    && (held.set.rtype == Rtype::DNSKEY || found.iter().all(|(known, _)| part(&known.set)));
            match found.get_mut(same.unwrap_or(0)).filter(|_| same.is_some() || lone) {
                Some((known, slots)) => {
                    known.absorb(held);
                    slots.push(None);
                }
                None => found.push((held, vec![None])),
            }
        }
        all.append(&mut found);
    }
    all
}
