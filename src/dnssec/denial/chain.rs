//! The denial records at hand, sorted for look-ups, and whether a whole zone's chain is closed.

use super::nsec3::{self, Link};
use crate::dns::{Name, Rdata, dotted};
use crate::order::{self, Gather as _};
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use std::collections::{BTreeMap, BTreeSet};

/// NSEC and NSEC3 RRsets, by owner and by hash.
#[derive(Debug)]
pub struct Chains<'a> {
    pub(super) zone: &'a Name,
    pub(super) nsec: Vec<(usize, &'a RRset)>,
    /// Of one set of parameters only: the most frequent.
    pub(super) nsec3: Vec<Link<'a>>,
    /// There were NSEC3 records with an unknown hash algorithm.
    pub(super) unknown_hash: bool,
}

impl<'a> Chains<'a> {
    /// All of a provider's denial records.
    pub fn of(view: &'a ProviderView, zone: &'a Name) -> Self {
        Self::from_sets(zone, view.rrsets.iter().enumerate())
    }

    /// Those among these RRsets (one answer's).
    pub fn among(view: &'a ProviderView, zone: &'a Name, indexes: &[usize]) -> Self {
        Self::from_sets(zone, indexes.iter().filter_map(|at| view.rrsets.get(*at).map(|set| (*at, set))))
    }

    fn from_sets(zone: &'a Name, sets: impl Iterator<Item = (usize, &'a RRset)>) -> Self {
        let mut nsec = Vec::new();
        let mut by_params: BTreeMap<(Vec<u8>, u16), Vec<Link<'a>>> = BTreeMap::new();
        let mut unknown_hash = false;
        for (index, rrset) in sets {
            if rrset.data.is_empty() {
                continue;
            }
            match rrset.rtype {
                Rtype::NSEC => nsec.push((index, rrset)),
                // Directly below the apex, or they are of no chain of this zone (RFC 5155 §7.1).
                Rtype::NSEC3 if rrset.owner.label_count() != zone.label_count() + 1 => {}
                Rtype::NSEC3 => match (nsec3::only(rrset), nsec3::owner_hash(&rrset.owner)) {
                    (Some(data), Some(hash)) => by_params
                        .entry((data.salt().as_slice().to_vec(), data.iterations()))
                        .or_default()
                        .push(Link { hash, index, rrset }),
                    _ => unknown_hash = true,
                },
                _ => {}
            }
        }
        order::sort_by(&mut nsec, |a, b| a.1.owner.cmp(&b.1.owner));
        let mut nsec3 = by_params.into_values().max_by_key(Vec::len).unwrap_or_default();
        order::sort_by_key(&mut nsec3, |link| link.hash);
        Self { zone, nsec, nsec3, unknown_hash }
    }

    /// There are no denial records at all.
    pub fn is_empty(&self) -> bool {
        self.nsec.is_empty() && self.nsec3.is_empty()
    }

    /// The denial records are NSEC and none of them covers anything: they were made for the names that were asked for,
    /// and there is no chain (RFC 9824).
    pub fn is_compact(&self) -> bool {
        let covers_nothing = |(_, set): &(usize, &RRset)| is_compact(set);
        self.nsec3.is_empty() && !self.nsec.is_empty() && self.nsec.iter().all(covers_nothing)
    }

    /// A name that a compact NSEC record says does not exist (RFC 9824 §3.1).
    pub fn denied_compactly(&self) -> Option<&'a Name> {
        let denies = |set: &RRset| match set.data.first() {
            Some(Rdata::Nsec(nsec)) => nsec.types().contains(NXNAME),
            _ => false,
        };
        self.nsec.iter().find(|(_, set)| denies(set)).map(|(_, set)| &set.owner)
    }

    /// `NSEC`, `NSEC3 (0 iterations)`, `none`.
    pub fn describe(&self) -> String {
        let nsec3 = self.nsec3.first().and_then(|link| nsec3::only(link.rrset)).map(|data| {
            let opt_out = self
                .nsec3
                .iter()
                .filter_map(|link| nsec3::only(link.rrset))
                .any(domain::rdata::Nsec3::opt_out);
            format!(
                "NSEC3, {} iterations, {}{}",
                data.iterations(),
                if data.salt().as_slice().is_empty() { "no salt" } else { "with salt" },
                if opt_out { ", opt-out" } else { "" }
            )
        });
        match (self.nsec.is_empty(), nsec3) {
            (false, None) if self.is_compact() => "compact NSEC".into(),
            (false, None) => "NSEC".into(),
            (false, Some(nsec3)) => format!("NSEC and {nsec3}"),
            (true, Some(nsec3)) => nsec3,
            (true, None) => "none seen".into(),
        }
    }
}

/// The type that is only ever in the bitmap of an NSEC record of a name that does not exist (RFC 9824 §3.1).
pub const NXNAME: Rtype = Rtype::from_int(128);

/// An NSEC record whose next name is `\000` right below its owner, the first that can follow it: it covers nothing
/// (RFC 9824 §3.1).
pub fn is_compact(set: &RRset) -> bool {
    let next = match set.data.first() {
        Some(Rdata::Nsec(nsec)) => nsec.next_name(),
        _ => return false,
    };
    next.as_slice().strip_prefix(&[1, 0]).is_some_and(|rest| rest.eq_ignore_ascii_case(set.owner.as_slice()))
}

/// A place at which a whole zone's chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub name: Name,
    pub reason: String,
}

/// At most so many breaks are listed.
const MOST_BREAKS: usize = 20;
/// At most so many SHA-1 computations go into the look at an NSEC3 chain.
const MOST_HASHES: usize = 2_000_000;

/// Looks at a whole zone's chain: every name that has to be in it is, and each record points to the
/// next (RFC 4035 §2.3, RFC 5155 §7.1).
pub fn structure(view: &ProviderView, zone: &Name) -> Vec<Break> {
    let chains = Chains::of(view, zone);
    let mut breaks = Vec::new();
    if chains.nsec3.is_empty() && !chains.nsec.is_empty() {
        nsec_structure(view, &chains, &mut breaks);
    } else if !chains.nsec3.is_empty() {
        nsec3_structure(view, &chains, &mut breaks);
    }
    breaks.truncate(MOST_BREAKS);
    breaks
}

fn nsec_structure(view: &ProviderView, chains: &Chains<'_>, breaks: &mut Vec<Break>) {
    let mut names: Vec<&Name> = view
        .rrsets
        .iter()
        .filter(|set| set.rtype != Rtype::NSEC3 && !set.data.is_empty())
        .map(|set| &set.owner)
        .collect();
    names.dedup();
    // What is signed on the fly has a record at each name and no chain.
    let compact = chains.is_compact();
    let first = names.first().copied();
    let mut following = names.iter().skip(1).copied().chain(first);
    let mut records = chains.nsec.iter().peekable();
    for name in &names {
        let next = following.next();
        let own = records.next_if(|(_, set)| set.owner == **name);
        // Servers that do not agree: the first version speaks.
        while own.is_some() && records.next_if(|(_, set)| set.owner == **name).is_some() {}
        let Some((_, set)) = own else {
            breaks.push(Break {
                name: (*name).clone(),
                reason: format!("{} has no NSEC record", dotted(name)),
            });
            continue;
        };
        if let (Some(Rdata::Nsec(data)), Some(next)) = (set.data.first(), next)
            && data.next_name() != next
            && !compact
        {
            let reason = format!(
                "the NSEC record of {} points to {}, but {} comes next",
                dotted(name),
                dotted(data.next_name()),
                dotted(next)
            );
            breaks.push(Break { name: (*name).clone(), reason });
        }
        if breaks.len() >= MOST_BREAKS {
            return;
        }
    }
}

fn nsec3_structure(view: &ProviderView, chains: &Chains<'_>, breaks: &mut Vec<Break>) {
    let zone = chains.zone;
    for (link, next) in chains.nsec3.iter().zip(chains.nsec3.iter().cycle().skip(1)) {
        let Some(data) = nsec3::only(link.rrset) else { continue };
        if data.next_owner().as_slice() != next.hash.as_slice() {
            let reason =
                format!("the NSEC3 record {} does not point to the next one", dotted(&link.rrset.owner));
            breaks.push(Break { name: link.rrset.owner.clone(), reason });
        }
        if breaks.len() >= MOST_BREAKS {
            return;
        }
    }
    let Some(params) = chains.nsec3.first().and_then(|link| nsec3::only(link.rrset)) else { return };
    let opt_out = chains.nsec3.iter().filter_map(|l| nsec3::only(l.rrset)).any(domain::rdata::Nsec3::opt_out);
    // Owner names, and the empty non-terminals above them (RFC 5155 §7.1).
    let mut names: BTreeSet<Name> = BTreeSet::new();
    for set in view.rrsets.iter().filter(|set| set.rtype != Rtype::NSEC3 && !set.data.is_empty()) {
        let signed =
            set.rtype != Rtype::NS || set.owner == *zone || view.find(&set.owner, Rtype::DS).is_some();
        if opt_out && !signed {
            continue;
        }
        for name in set.owner.iter_suffixes() {
            if name.label_count() < zone.label_count() || !names.insert(name) {
                break;
            }
        }
    }
    let cost = names.len().saturating_mul(usize::from(params.iterations()) + 1);
    if cost > MOST_HASHES {
        return;
    }
    let known: BTreeSet<[u8; 20]> = chains.nsec3.iter().map(|link| link.hash).gather();
    for name in names {
        let hash = nsec3::hash(&name, params.salt().as_slice(), params.iterations());
        if !known.contains(&hash) {
            let reason = format!("{} has no NSEC3 record", dotted(&name));
            breaks.push(Break { name, reason });
            if breaks.len() >= MOST_BREAKS {
                return;
            }
        }
    }
}
