//! Zone cuts: where the zone ends and a child zone begins, as the data tell. A server may host both.

use super::copy::{Copy, Origin};
use super::rrset::RRset;
use crate::dns::{Name, Rdata};
use crate::dnssec::denial::hash;
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

/// Names below the apex at which these copies show a zone cut: an NS, DS, SOA or DNSKEY RRset, an NSEC or NSEC3 record
/// with NS and without SOA, a signature in the name of a zone below that nothing speaks against.
pub(super) fn found(zone: &Name, copies: &[Copy]) -> BTreeSet<Name> {
    let mut cuts: BTreeSet<Name> = BTreeSet::new();
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
        let cut = match set.rtype {
            Rtype::NS | Rtype::DS | Rtype::SOA | Rtype::DNSKEY => true,
            Rtype::NSEC => set.data.iter().any(is_delegation),
            Rtype::NSEC3 if set.data.iter().any(is_delegation) => {
                if hashed.len() < MOST_HASHED && !set.whole {
                    hashed.push(set);
                }
                false
            }
            _ => false,
        };
        if cut {
            cuts.insert(set.owner.clone());
        }
    }
    cuts.extend(named(zone, copies, &hashed));
    signers.retain(|signer| !copies.iter().any(|copy| denies(copy, zone, signer)));
    cuts.extend(signers);
    cuts
}

/// Whether this copy speaks against a zone cut at the name, of which only a signer tells: what is there, or below it, is
/// signed by the zone itself (of a delegation it signs the DS and NSEC records only), or the message proves by the zone's
/// own records what a child zone would prove by its own.
fn denies(copy: &Copy, zone: &Name, cut: &Name) -> bool {
    let ours = |set: &RRset| set.sigs.iter().any(|sig| sig.signer_name() == zone);
    let at_cut = |set: &RRset| set.owner == *cut && matches!(set.rtype, Rtype::DS | Rtype::NSEC);
    let sets = || copy.sets.iter().map(|held| &held.set);
    let in_zone =
        sets().any(|set| set.owner.ends_with(cut) && set.rtype != Rtype::NSEC3 && !at_cut(set) && ours(set));
    let answers = || sets().any(|set| set.owner.ends_with(cut) && !set.data.is_empty() && !at_cut(set));
    let proves = || {
        let mut denials = copy.sets.iter().filter(|held| held.authority).map(|held| &held.set);
        denials.any(|set| matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3) && ours(set))
    };
    in_zone || copy.origin == Origin::Message && answers() && proves()
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
        Some(Rdata::Nsec3(nsec3)) if nsec3.iterations() <= crate::dnssec::denial::MOST_ITERATIONS => {
            let hash = hash(name, nsec3.salt().as_slice(), nsec3.iterations());
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
