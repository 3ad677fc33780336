//! Denial by a signer that signs on the fly (“black lies”, RFC 9824): no chain, but a record for whatever it is asked.
//!
//! No zone file can hold every answer of such a server, and one can hold the answers to some questions: a name that is
//! asked for and does not exist stands in it with its NSEC record and nothing else. A server that serves the file says
//! of these names what the signer would say. What a wildcard stands for is made and signed as if it were in the zone,
//! so that nothing has to be proven besides.

use super::content::Entry;
use super::denial::{At, bitmap, empty_non_terminals, names};
use crate::check::items::unused_child;
use crate::dns::{Name, Rdata, child, is_wildcard};
use crate::dnssec::denial::{NXNAME, wildcard_of};
use crate::snapshot::RRset;
use domain::base::Rtype;
use domain::rdata::Nsec;
use std::collections::{BTreeMap, BTreeSet};

/// So many wildcards are asked for a name of theirs.
const MOST_WILDCARDS: usize = 200;

/// The names of the zone, and where it ends.
struct Zone<'a> {
    apex: &'a Name,
    names: BTreeMap<Name, At>,
    empty: BTreeSet<Name>,
    entries: &'a [Entry],
}

/// What a name that was asked for is.
enum Found {
    /// It is in the zone, or outside of what the zone can answer for.
    Known,
    /// This wildcard stands for it.
    Wildcard(Name),
    Nothing,
}

impl<'a> Zone<'a> {
    fn of(entries: &'a [Entry], apex: &'a Name) -> Self {
        let names = names(entries);
        let empty = empty_non_terminals(&names, apex);
        Self { apex, names, empty, entries }
    }

    fn exists(&self, name: &Name) -> bool {
        self.names.contains_key(name) || self.empty.contains(name)
    }

    fn find(&self, name: &Name) -> Found {
        let redirects =
            |above: &Name| self.names.get(above).is_some_and(|at| at.cut || at.types.contains(&Rtype::DNAME));
        if self.exists(name)
            || !name.ends_with(self.apex)
            || name.iter_suffixes().any(|above| redirects(&above))
        {
            return Found::Known;
        }
        let encloser = name.iter_suffixes().find(|above| self.exists(above));
        let wildcard = encloser.and_then(|encloser| wildcard_of(&encloser));
        match wildcard.filter(|wildcard| self.names.contains_key(wildcard)) {
            Some(wildcard) => Found::Wildcard(wildcard),
            None => Found::Nothing,
        }
    }

    /// Everything that is asked for: by whoever checks the zone (a name right below the apex and one for each
    /// wildcard), by the person, and by a resolver that follows an alias; and what stands between such a name and the
    /// zone, which the file would have as an empty non-terminal else.
    fn asked(&self, asked: &[Name]) -> BTreeSet<Name> {
        let mut all: BTreeSet<Name> = BTreeSet::new();
        let above = |wildcard: &Name| wildcard.iter_suffixes().nth(1);
        let parents =
            self.names.keys().filter(|name| is_wildcard(name)).take(MOST_WILDCARDS).filter_map(above);
        let probes = parents
            .chain([self.apex.clone()])
            .filter_map(|parent| unused_child(&parent, |name| self.exists(name)));
        let aliases = self.entries.iter().flat_map(|entry| &entry.set.data).filter_map(|data| match data {
            Rdata::Cname(cname) => Some(cname.cname().clone()),
            _ => None,
        });
        for name in probes.chain(asked.iter().cloned()).chain(aliases) {
            if matches!(self.find(&name), Found::Known) {
                continue;
            }
            for name in name.iter_suffixes().take_while(|name| !self.exists(name)) {
                all.insert(name);
            }
        }
        all
    }
}

/// What such a provider's zone has besides its data: what wildcards stand for at the names that are asked for, and the
/// NSEC records of every name, empty or not, and of what is asked for and does not exist.
pub(super) fn records(entries: &[Entry], apex: &Name, asked: &[Name], ttl: u32) -> Vec<RRset> {
    let zone = Zone::of(entries, apex);
    let mut made: Vec<RRset> = Vec::new();
    let deny = |made: &mut Vec<RRset>, owner: &Name, types: &[Rtype], also: Option<Rtype>| {
        // A name too long for another label has no such record.
        if let Some(next) = child(owner, b"\0") {
            let types = types.iter().copied().chain([Rtype::RRSIG, Rtype::NSEC]).chain(also);
            let data = Rdata::Nsec(Nsec::new(next, bitmap(types)));
            made.push(RRset::of(owner.clone(), Rtype::NSEC, ttl, vec![data]));
        }
    };
    for (owner, at) in &zone.names {
        deny(&mut made, owner, &at.types, None);
    }
    for owner in &zone.empty {
        deny(&mut made, owner, &[], None);
    }
    for owner in zone.asked(asked) {
        let Found::Wildcard(wildcard) = zone.find(&owner) else {
            deny(&mut made, &owner, &[], Some(NXNAME));
            continue;
        };
        let at_wildcard = zone.entries.iter().map(|entry| &entry.set).filter(|set| set.owner == wildcard);
        let stands_for: Vec<RRset> =
            at_wildcard.map(|set| RRset::of(owner.clone(), set.rtype, set.ttl, set.data.clone())).collect();
        let types: Vec<Rtype> = stands_for.iter().map(|set| set.rtype).collect();
        made.extend(stands_for);
        deny(&mut made, &owner, &types, None);
    }
    made
}
