//! The distinct RRsets among many copies: what is the same is kept once, what differs is judged apart.

use super::copy::{Copy, Held, Origin};
use super::rrset::RRset;
use crate::dns::Rrsig;
use crate::order;
use bytes::Bytes;
use domain::base::Rtype;
use std::collections::HashMap;

/// A distinct RRset, and the copies that carried it: (copy, RRset in it).
pub(super) struct Variant {
    pub(super) held: Held,
    pub(super) members: Vec<(usize, usize)>,
    /// It was put together from pieces that came without their signatures, or signatures without their records.
    piece: bool,
}

/// One RRset of one copy.
struct Entry {
    held: Held,
    copy: usize,
    local: usize,
    piece: bool,
}

impl Entry {
    /// Copies that say more come first: those of whole zones, then what was seen with its signatures.
    fn rank(&self) -> (bool, bool, bool, bool, usize) {
        let set = &self.held.set;
        let bare = set.sigs.is_empty() && !set.sigs_expected;
        (set.data.is_empty(), self.piece, bare, !set.whole, self.copy)
    }
}

/// The distinct RRsets, sealed and in canonical order of owner and type.
pub(super) fn variants(copies: &mut [Copy]) -> Vec<Variant> {
    let mut entries: Vec<Entry> = Vec::with_capacity(copies.iter().map(|copy| copy.sets.len()).sum());
    for (copy, taken) in copies.iter_mut().enumerate() {
        let servers: Vec<_> = taken.server.iter().cloned().collect();
        for (local, mut held) in taken.sets.drain(..).enumerate() {
            held.set.seal();
            held.set.servers.clone_from(&servers);
            let alone = held.set.sigs.is_empty() || held.set.data.is_empty();
            let piece = taken.origin == Origin::Loose && alone || held.set.data.is_empty();
            entries.push(Entry { held, copy, local, piece });
        }
    }
    order::sort_by(&mut entries, |a, b| {
        let (a_set, b_set) = (&a.held.set, &b.held.set);
        let by_key = a_set.owner.cmp(&b_set.owner).then(a_set.rtype.to_int().cmp(&b_set.rtype.to_int()));
        by_key.then_with(|| a.rank().cmp(&b.rank()))
    });
    let mut all: Vec<Variant> = Vec::with_capacity(entries.len());
    let mut group = Group::default();
    for entry in entries {
        let same = all.last().is_some_and(|last| {
            last.held.set.owner == entry.held.set.owner && last.held.set.rtype == entry.held.set.rtype
        });
        if !same {
            group = Group { from: all.len(), known: HashMap::new() };
        }
        group.take(entry, &mut all);
    }
    all
}

/// The variants of one owner and type.
#[derive(Default)]
struct Group {
    /// The first of them among all.
    from: usize,
    /// By records and signatures.
    known: HashMap<(Vec<Bytes>, Vec<Rrsig>), usize>,
}

impl Group {
    fn take(&mut self, entry: Entry, all: &mut Vec<Variant>) {
        let found = all.get(self.from..).unwrap_or_default();
        if found.is_empty() {
            return push(entry, all);
        }
        let home = if entry.piece { self.home_of_piece(&entry, found) } else { self.home(&entry, found) };
        match home.and_then(|at| all.get_mut(at)) {
            Some(variant) => {
                variant.members.push((entry.copy, entry.local));
                absorb(&mut variant.held, entry.held);
            }
            // Signatures without records say nothing beside RRsets that have their own.
            None if entry.held.set.data.is_empty() => {}
            None => push(entry, all),
        }
    }

    /// The variant with the same records and the same signatures; where none would have been seen, with the same
    /// records.
    fn home(&mut self, entry: &Entry, found: &[Variant]) -> Option<usize> {
        let set = &entry.held.set;
        if self.known.len() < found.len() {
            let keyed = found.iter().enumerate().skip(self.known.len());
            let keys: Vec<_> = keyed.map(|(at, variant)| (key(&variant.held.set), self.from + at)).collect();
            for (key, at) in keys {
                self.known.entry(key).or_insert(at);
            }
        }
        if let Some(at) = self.known.get(&key(set)) {
            return Some(*at);
        }
        let bare = set.sigs.is_empty() && !set.sigs_expected;
        let same = |variant: &Variant| variant.held.set.canonical == set.canonical;
        bare.then(|| found.iter().position(same).map(|at| self.from + at)).flatten()
    }

    /// Where a piece of an RRset belongs.
    fn home_of_piece(&self, entry: &Entry, found: &[Variant]) -> Option<usize> {
        let set = &entry.held.set;
        let position = |such: &dyn Fn(&Variant) -> bool| found.iter().position(such).map(|at| self.from + at);
        if set.data.is_empty() {
            // Nobody knows which answer they belong to: to one that was shown without its own.
            return position(&|v| v.piece)
                .or_else(|| position(&|v| v.held.set.sigs.is_empty() && !v.held.set.sigs_expected));
        }
        let has_all = |variant: &Variant| {
            let known = &variant.held.set.canonical;
            set.canonical.iter().all(|data| known.binary_search(data).is_ok())
        };
        // Key files belong to the one DNSKEY RRset; other records of one RRset belong together.
        let lone_dnskey = set.rtype == Rtype::DNSKEY && found.len() == 1;
        position(&has_all)
            .or_else(|| lone_dnskey.then_some(self.from))
            .or_else(|| position(&|variant| variant.piece))
    }
}

fn key(set: &RRset) -> (Vec<Bytes>, Vec<Rrsig>) {
    (set.canonical.clone(), set.sigs.clone())
}

fn push(entry: Entry, all: &mut Vec<Variant>) {
    let members = vec![(entry.copy, entry.local)];
    all.push(Variant { held: entry.held, members, piece: entry.piece });
}

/// Adds another sight of the same RRset, or a piece of it.
fn absorb(known: &mut Held, other: Held) {
    known.beside &= other.beside;
    known.authority &= other.authority;
    known.in_authority |= other.in_authority;
    let (set, other) = (&mut known.set, other.set);
    if !other.data.is_empty() {
        if set.data.is_empty() {
            (set.place, set.ttl) = (other.place, other.ttl);
        } else if other.ttl_stated {
            // A cache counts down: the longest that was seen is nearest to what it was.
            set.ttl = if set.ttl_stated { set.ttl.max(other.ttl) } else { other.ttl };
        }
        set.most_ttl = set.most_ttl.max(other.most_ttl);
        set.ttl_stated |= other.ttl_stated;
        set.ttls_differ |= other.ttls_differ;
    }
    set.whole |= other.whole;
    set.sigs_expected |= other.sigs_expected;
    set.seen = [set.seen, other.seen].into_iter().flatten().min();
    for server in other.servers {
        if !set.servers.contains(&server) && set.servers.len() < super::rrset::MOST_SERVERS {
            set.servers.push(server);
        }
    }
    if set.canonical != other.canonical || set.sigs.is_empty() {
        set.data.extend(other.data);
        if set.sigs.is_empty() {
            set.sigs = other.sigs;
        }
        set.seal();
    }
}
