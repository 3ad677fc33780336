//! Zone cuts: where the zone ends and a child zone begins, as the data tell. A server may host both.

use super::copy::{Copy, Origin};
use super::rrset::RRset;
use crate::dns::{MOST_NSEC3_ITERATIONS, Name, Rdata, nsec3_hash};
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
/// speaks against it, an NSEC or NSEC3 record with NS and without SOA, or a signature in the name of a zone below.
pub(super) fn found(zone: &Name, copies: &[Copy]) -> BTreeSet<Name> {
    let mut cuts: BTreeSet<Name> = BTreeSet::new();
    let mut claimed: BTreeSet<Name> = BTreeSet::new();
    let mut signers: BTreeSet<Name> = BTreeSet::new();
    let mut hashed: Vec<&RRset> = Vec::new();
    for held in copies.iter().flat_map(|copy| &copy.sets) {
        let set = &held.set;
        for signer in set.sigs.iter().map(crate::dns::Rrsig::signer_name) {
            if signer != zone && signer.ends_with(zone) && set.owner.ends_with(signer) {
                signers.insert(signer.clone());
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
    claimed.retain(|cut| !cuts.contains(cut) && !copies.iter().any(|copy| is_inside(copy, zone, cut)));
    signers.retain(|cut| {
        let denied = |copy: &Copy| is_inside(copy, zone, cut) || proves_beside(copy, zone, cut);
        !cuts.contains(cut) && !copies.iter().any(denied)
    });
    cuts.extend(claimed);
    cuts.extend(signers);
    cuts
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
