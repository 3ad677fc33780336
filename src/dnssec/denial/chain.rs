//! The denial records at hand, sorted for look-ups.

use super::record::{Link, leads_out};
use crate::dns::{Name, Rdata};
use crate::order;
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use std::collections::BTreeMap;

/// NSEC and NSEC3 RRsets, by owner and by hash.
#[derive(Debug)]
pub struct Chains<'a> {
    pub(super) zone: &'a Name,
    pub(super) nsec: Vec<(usize, &'a RRset)>,
    /// Of one set of parameters only: the most frequent.
    pub(super) nsec3: Vec<Link<'a>>,
    /// There were NSEC3 records with an unknown hash algorithm.
    pub(super) unknown_hash: bool,
    /// NSEC records whose next name is not in the zone: unbound takes them out of an answer, BIND does not go by them.
    pub(super) outside: Vec<(usize, &'a RRset)>,
    /// The NSEC3 record with the most iterations, of whatever parameters.
    pub(super) slowest: Option<Link<'a>>,
    /// All of it came with one answer; else it is what a server chooses from.
    pub(super) one_answer: bool,
    /// The RRsets of the answer, in its order.
    sent: Vec<usize>,
    /// There is a SOA record among it; a server always has one to give.
    pub(super) soa: bool,
}

impl<'a> Chains<'a> {
    /// All of a provider's denial records.
    pub fn of(view: &'a ProviderView, zone: &'a Name) -> Self {
        let chains = Self::from_sets(zone, view.rrsets.iter().enumerate());
        Self { soa: true, ..chains }
    }

    /// Those among these RRsets (one answer's).
    pub fn among(view: &'a ProviderView, zone: &'a Name, indexes: &[usize]) -> Self {
        let sets = indexes.iter().filter_map(|at| view.rrsets.get(*at).map(|set| (*at, set)));
        Self { one_answer: true, sent: indexes.to_vec(), ..Self::from_sets(zone, sets) }
    }

    /// Of two RRsets of one answer, whether the first one came first.
    pub(super) fn comes_first(&self, one: usize, other: usize) -> bool {
        let first = self.sent.iter().find(|at| **at == one || **at == other);
        one != other && first == Some(&one)
    }

    fn from_sets(zone: &'a Name, sets: impl Iterator<Item = (usize, &'a RRset)>) -> Self {
        let mut nsec = Vec::new();
        let mut by_params: BTreeMap<(Vec<u8>, u16), Vec<Link<'a>>> = BTreeMap::new();
        let (mut unknown_hash, mut soa) = (false, false);
        let mut outside = Vec::new();
        for (index, rrset) in sets {
            if rrset.data.is_empty() {
                continue;
            }
            match rrset.rtype {
                Rtype::SOA => soa = true,
                Rtype::NSEC if leads_out(rrset, zone) => outside.push((index, rrset)),
                Rtype::NSEC => nsec.push((index, rrset)),
                // Directly below the apex, or they are of no chain of this zone (RFC 5155 §7.1).
                Rtype::NSEC3 if rrset.owner.label_count() != zone.label_count() + 1 => {}
                Rtype::NSEC3 => match Link::of(index, rrset) {
                    Some(link) => by_params
                        .entry((link.data.salt().as_slice().to_vec(), link.data.iterations()))
                        .or_default()
                        .push(link),
                    None => unknown_hash = true,
                },
                _ => {}
            }
        }
        order::sort_by(&mut nsec, |a, b| a.1.owner.cmp(&b.1.owner));
        let slowest = by_params.values().flatten().max_by_key(|link| link.data.iterations()).copied();
        let mut nsec3 = by_params.into_values().max_by_key(Vec::len).unwrap_or_default();
        order::sort_by_key(&mut nsec3, |link| link.hash);
        Self { zone, nsec, nsec3, unknown_hash, outside, slowest, one_answer: false, sent: Vec::new(), soa }
    }

    /// There are no denial records at all.
    pub fn is_empty(&self) -> bool {
        self.nsec.is_empty() && self.nsec3.is_empty() && self.outside.is_empty()
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

    /// Some NSEC3 record has the opt-out flag (RFC 5155 §3.1.2.1).
    pub fn opts_out(&self) -> bool {
        self.nsec3.iter().any(|link| link.data.opt_out())
    }

    /// `NSEC`, `NSEC3 (0 iterations)`, `none`.
    pub fn describe(&self) -> String {
        let nsec3 = self.nsec3.first().map(|Link { data, .. }| {
            format!(
                "NSEC3, {} iterations, {}{}",
                data.iterations(),
                if data.salt().as_slice().is_empty() { "no salt" } else { "with salt" },
                if self.opts_out() { ", opt-out" } else { "" }
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
