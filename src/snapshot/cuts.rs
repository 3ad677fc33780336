//! Zone cuts: where the zone ends and a child zone begins, as the data tell. A server may host both.

use super::copy::{Copy, Held, Origin};
use super::response::ResponseKind;
use super::rrset::RRset;
use crate::dns::{MOST_NSEC3_ITERATIONS, Name, Rdata, nsec3_hash};
use crate::order::Gather as _;
use domain::base::Rtype;
use std::collections::BTreeSet;

/// The delegations of a zone, as one provider shows them and as all do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cuts<'a> {
    pub(super) zone: &'a Name,
    /// What [`found`] gave for this provider.
    pub(super) own: &'a BTreeSet<Name>,
    /// What it gave for any.
    pub(super) all: &'a BTreeSet<Name>,
    /// Names at which there may be a zone cut, or none: what [`Found::open`] has and nobody speaks against.
    pub(super) open: &'a BTreeSet<Name>,
}

/// The zone cuts that some copies show.
pub(super) struct Found {
    pub(super) cuts: BTreeSet<Name>,
    /// Names below the apex in whose name keys of the zone sign: a child zone that shares them, or a signer that
    /// writes a wrong name.
    pub(super) open: BTreeSet<Name>,
}

/// NSEC3 records name a delegation by its hash only: at most so many are looked for.
const MOST_HASHED: usize = 64;

impl Cuts<'_> {
    /// Signed data of the zone: not glue, and of a delegation only what the parent side signs (RFC 4035 §2.2).
    pub(super) fn keeps(&self, set: &RRset) -> bool {
        let parents = matches!(set.rtype, Rtype::NS | Rtype::DS | Rtype::NSEC | Rtype::NSEC3);
        let ours = |sig: &crate::dns::Rrsig| sig.signer_name() == self.zone;
        let signed_by_us = set.sigs.iter().any(ours);
        if parents && self.own.contains(&set.owner) {
            // At the cut both zones have NS and NSEC records: the signer tells them apart (RFC 6840 §4.4). The DS is the
            // parent's, whatever its signatures say.
            let childs = |sig: &crate::dns::Rrsig| *sig.signer_name() == set.owner;
            return set.rtype == Rtype::DS || set.sigs.is_empty() || !set.sigs.iter().all(childs);
        }
        if covers(self.own, &set.owner) {
            return false;
        }
        // Another provider delegates the name: what this one signs itself is its own all the same.
        signed_by_us || !covers(self.all, &set.owner) || parents && self.all.contains(&set.owner)
    }

    /// Signed in the name of what may be a child zone, and by nobody else.
    pub(super) fn is_open(&self, set: &RRset) -> bool {
        !set.sigs.is_empty() && set.sigs.iter().all(|sig| self.open.contains(sig.signer_name()))
    }

    /// Whether a question is for a child zone (that for the DS of a cut is not).
    pub(super) fn is_below(&self, name: &Name, rtype: Rtype) -> bool {
        let at_cut = rtype == Rtype::DS && self.own.contains(name);
        covers(self.own, name) && !at_cut
    }
}

/// Whether one of these names is the name or above it.
fn covers(cuts: &BTreeSet<Name>, name: &Name) -> bool {
    !cuts.is_empty() && name.iter_suffixes().any(|above| cuts.contains(&above))
}

/// Names below the apex at which these copies show a zone cut: an NS, DS, SOA or DNSKEY RRset; and, where nothing
/// speaks against it, an NSEC or NSEC3 record with NS and without SOA, or a signature in the name of a zone below by a
/// key that is none of the zone's `keys`. A whole zone shows its delegations by their NS.
pub(super) fn found(zone: &Name, copies: &[Copy], keys: &BTreeSet<(u16, u8)>) -> Found {
    let mut cuts: BTreeSet<Name> = BTreeSet::new();
    let mut claimed: BTreeSet<Name> = BTreeSet::new();
    let mut signers: BTreeSet<Name> = BTreeSet::new();
    let mut open: BTreeSet<Name> = BTreeSet::new();
    let mut hashed: Vec<&RRset> = Vec::new();
    for held in copies.iter().flat_map(|copy| &copy.sets) {
        let set = &held.set;
        for sig in set.sigs.iter().filter(|_| !set.whole) {
            let signer = sig.signer_name();
            if signer != zone && signer.ends_with(zone) && set.owner.ends_with(signer) {
                let known = keys.contains(&(sig.key_tag(), sig.algorithm().to_int()));
                (if known { &mut open } else { &mut signers }).insert(signer.clone());
            }
        }
        if set.owner == *zone || set.data.is_empty() {
            continue;
        }
        match set.rtype {
            Rtype::NS | Rtype::DS | Rtype::SOA | Rtype::DNSKEY => {
                cuts.insert(set.owner.clone());
            }
            Rtype::NSEC if set.data.iter().any(is_delegation) => {
                claimed.insert(set.owner.clone());
            }
            Rtype::NSEC3
                if !set.whole && hashed.len() < MOST_HASHED && set.data.iter().any(is_delegation) =>
            {
                hashed.push(set);
            }
            _ => {}
        }
    }
    claimed.extend(named(zone, copies, &hashed));
    claimed.retain(|cut| {
        let kept = |copy: &Copy| is_inside(copy, zone, cut) || denies_inside(copy, zone, cut);
        !cuts.contains(cut) && !copies.iter().any(kept)
    });
    signers.retain(|cut| !cuts.contains(cut) && !is_denied(zone, copies, cut));
    cuts.extend(claimed);
    cuts.extend(signers);
    open.retain(|cut| !covers(&cuts, cut));
    Found { cuts, open }
}

/// The tags and algorithms of the zone's keys.
pub(super) fn keys_of<'a>(zone: &Name, copies: impl Iterator<Item = &'a Copy>) -> BTreeSet<(u16, u8)> {
    let sets = copies.flat_map(|copy| &copy.sets).map(|held| &held.set);
    sets.filter(|set| set.rtype == Rtype::DNSKEY && set.owner == *zone)
        .flat_map(|set| &set.data)
        .filter_map(|data| match data {
            Rdata::Dnskey(key) => Some((key.key_tag(), key.algorithm().to_int())),
            _ => None,
        })
        .gather()
}

/// Whether these copies show that there is no zone cut at the name.
pub(super) fn is_denied(zone: &Name, copies: &[Copy], cut: &Name) -> bool {
    copies.iter().any(|copy| {
        is_inside(copy, zone, cut)
            || proves_beside(copy, zone, cut)
            || is_plain(copy, zone, cut)
            || denies_beside(copy, zone, cut)
    })
}

/// Whether a denial in the name of a zone below stands beside this zone's SOA record: a child zone sends its own.
fn denies_beside(copy: &Copy, zone: &Name, cut: &Name) -> bool {
    let soa = |set: &RRset| set.rtype == Rtype::SOA && set.owner == *zone;
    let denies = |set: &RRset| matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3) && is_of(set, cut);
    let any = |like: &dyn Fn(&RRset) -> bool| copy.sets.iter().any(|held| held.authority && like(&held.set));
    copy.origin == Origin::Message && any(&soa) && any(&denies)
}

/// Whether the zone's own NSEC record of the name says that there is no delegation.
fn is_plain(copy: &Copy, zone: &Name, cut: &Name) -> bool {
    copy.sets.iter().map(|held| &held.set).any(|set| {
        let delegates = |data: &Rdata| matches!(data, Rdata::Nsec(nsec) if nsec.types().contains(Rtype::NS));
        set.rtype == Rtype::NSEC
            && set.owner == *cut
            && is_of(set, zone)
            && !set.data.is_empty()
            && !set.data.iter().any(delegates)
    })
}

fn is_of(set: &RRset, zone: &Name) -> bool {
    set.sigs.iter().any(|sig| sig.signer_name() == zone)
}

/// What both zones may have at a cut and the parent signs.
fn is_parents(set: &RRset, cut: &Name) -> bool {
    set.owner == *cut && matches!(set.rtype, Rtype::DS | Rtype::NSEC)
}

/// Whether the zone signs something at the name, or below it, that it would not sign of a delegation: there is no cut.
fn is_inside(copy: &Copy, zone: &Name, cut: &Name) -> bool {
    copy.sets.iter().map(|held| &held.set).any(|set| {
        set.owner.ends_with(cut) && set.rtype != Rtype::NSEC3 && !is_parents(set, cut) && is_of(set, zone)
    })
}

/// Whether a message says with the zone's own SOA record that something does not exist there: of a delegation's name the
/// zone would deny the DS alone.
fn denies_inside(copy: &Copy, zone: &Name, cut: &Name) -> bool {
    let soa = |held: &Held| held.authority && held.set.rtype == Rtype::SOA && held.set.owner == *zone;
    let denial = copy.response.as_ref().is_some_and(|response| {
        response.kind == ResponseKind::Denial
            && response.name.ends_with(cut)
            && (response.rtype != Rtype::DS || response.name != *cut)
    });
    denial && copy.sets.iter().any(soa)
}

/// Whether a message with an answer from there proves by the zone's own records what a child zone would prove by its own.
fn proves_beside(copy: &Copy, zone: &Name, cut: &Name) -> bool {
    let answers = |set: &RRset| set.owner.ends_with(cut) && !set.data.is_empty() && !is_parents(set, cut);
    let denies = |set: &RRset| matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3) && is_of(set, zone);
    copy.origin == Origin::Message
        && copy.sets.iter().any(|held| answers(&held.set))
        && copy.sets.iter().any(|held| held.authority && denies(&held.set))
}

/// The names that these NSEC3 records stand for, among the owners that were seen and the names above them.
fn named(zone: &Name, copies: &[Copy], hashed: &[&RRset]) -> Vec<Name> {
    let mut names: BTreeSet<Name> = BTreeSet::new();
    if hashed.is_empty() {
        return Vec::new();
    }
    let sets = copies.iter().flat_map(|copy| &copy.sets).map(|held| &held.set);
    for set in sets.filter(|set| set.rtype != Rtype::NSEC3 && !set.whole) {
        let below = |name: &Name| name.label_count() > zone.label_count();
        names.extend(set.owner.iter_suffixes().take_while(below));
        if names.len() > MOST_HASHED {
            break;
        }
    }
    let is_of = |name: &Name, set: &RRset| match set.data.first() {
        Some(Rdata::Nsec3(nsec3)) if nsec3.iterations() <= MOST_NSEC3_ITERATIONS => {
            let hash = nsec3_hash(name, nsec3.salt().as_slice(), nsec3.iterations());
            let label = data_encoding::BASE32HEX_NOPAD.encode(&hash);
            set.owner.first().as_slice().eq_ignore_ascii_case(label.as_bytes())
        }
        _ => false,
    };
    names.into_iter().filter(|name| hashed.iter().any(|set| is_of(name, set))).collect()
}

fn is_delegation(data: &Rdata) -> bool {
    let delegates = |types: &domain::rdata::dnssec::RtypeBitmap<bytes::Bytes>| {
        types.contains(Rtype::NS) && !types.contains(Rtype::SOA)
    };
    match data {
        Rdata::Nsec(nsec) => delegates(nsec.types()),
        Rdata::Nsec3(nsec3) => delegates(nsec3.types()),
        _ => false,
    }
}
