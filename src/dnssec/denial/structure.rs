//! Whether a whole zone's chain of denial records is closed.

use super::bitmap::is_apex_only;
use super::chain::Chains;
use super::nsec3::Hasher;
use super::oddity::Oddity;
use super::record::{Link, nsec_of};
use crate::dns::{Name, Nsec3Hash as Hash, dotted};
use crate::order;
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A place at which a whole zone's chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub name: Name,
    pub reason: String,
    /// Indexes of the records that show it.
    pub rrsets: Vec<usize>,
    /// Only some validators mind.
    pub kind: Option<Oddity>,
}

/// At most so many breaks are listed.
const MOST_BREAKS: usize = 20;
/// At most so many SHA-1 computations go into the look at an NSEC3 chain.
pub(super) const MOST_HASHES: usize = 2_000_000;

/// Looks at a whole zone's chain: every name that has to be in it is, and each record points to the
/// next (RFC 4035 §2.3, RFC 5155 §7.1).
pub fn structure(view: &ProviderView, zone: &Name) -> Vec<Break> {
    let chains = Chains::of(view, zone);
    let mut breaks = Vec::new();
    if !chains.nsec3.is_empty() {
        nsec3_structure(view, &chains, &mut breaks);
    } else if !chains.is_empty() {
        nsec_structure(view, &chains, &mut breaks);
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
    let mut chain: Vec<(usize, &RRset)> = chains.nsec.iter().chain(&chains.outside).copied().collect();
    order::sort_by(&mut chain, |a, b| a.1.owner.cmp(&b.1.owner));
    let mut records = chain.iter().peekable();
    let mut before = None;
    for name in &names {
        let next = following.next();
        let own = records.next_if(|(_, set)| set.owner == **name);
        // Servers that do not agree: the first version speaks.
        while own.is_some() && records.next_if(|(_, set)| set.owner == **name).is_some() {}
        let Some((index, set)) = own else {
            let reason = format!("{} has no NSEC record", dotted(name));
            breaks.push(Break {
                name: (*name).clone(),
                reason,
                rrsets: before.into_iter().collect(),
                kind: None,
            });
            continue;
        };
        before = Some(*index);
        if let (Some(data), Some(next)) = (nsec_of(set), next)
            && data.next_name() != next
            && !compact
        {
            let reason = format!(
                "the NSEC record of {} points to {}, but {} comes next",
                dotted(name),
                dotted(data.next_name()),
                dotted(next)
            );
            breaks.push(Break { name: (*name).clone(), reason, rrsets: vec![*index], kind: None });
        }
        if breaks.len() >= MOST_BREAKS {
            return;
        }
    }
}

fn nsec3_structure(view: &ProviderView, chains: &Chains<'_>, breaks: &mut Vec<Break>) {
    let Some(hasher) = Hasher::of_chain(chains) else { return };
    let names = chained(view, chains.zone);
    let hashes: BTreeMap<Hash, (&Name, bool)> = if names.len().saturating_mul(hasher.cost()) > MOST_HASHES {
        BTreeMap::new()
    } else {
        names.iter().map(|(name, signed)| (hasher.of(name), (name, *signed))).collect()
    };
    // Of a zone whose names were left out, nothing can be said of them.
    let all_here = !is_apex_only(view, chains.zone) && !hashes.is_empty();
    for (link, next) in chains.nsec3.iter().zip(chains.nsec3.iter().cycle().skip(1)) {
        if all_here && !hashes.contains_key(&link.hash) {
            breaks.extend(nameless(link));
        }
        if let Some(reason) = link.reserved_flags() {
            let name = link.rrset.owner.clone();
            breaks.push(Break { name, reason, rrsets: vec![link.index], kind: Some(Oddity::ReservedFlags) });
        }
        if link.data.next_owner().as_slice() != next.hash.as_slice() {
            breaks.push(misled(link, next, &hashes));
        }
        if breaks.len() >= MOST_BREAKS {
            return;
        }
    }
    for (hash, (name, signed)) in &hashes {
        if chains.matching(hash).is_some() {
            continue;
        }
        // Unsigned delegations, and what is there for them alone, may be left out of where opt-out reaches (RFC 5155 §7.1).
        let covering = chains.covering(hash);
        if !signed && covering.is_some_and(|link| link.data.opt_out()) {
            continue;
        }
        let reason = format!("{} has no NSEC3 record", dotted(name));
        let rrsets = covering.iter().map(|link| link.index).collect();
        breaks.push(Break { name: (*name).clone(), reason, rrsets, kind: None });
        if breaks.len() >= MOST_BREAKS {
            return;
        }
    }
}

/// Owner names, and the empty non-terminals above them (RFC 5155 §7.1), each with whether it is there for more than
/// unsigned delegations.
pub(super) fn chained(view: &ProviderView, zone: &Name) -> BTreeMap<Name, bool> {
    let mut names: BTreeMap<Name, bool> = BTreeMap::new();
    for set in view.rrsets.iter().filter(|set| set.rtype != Rtype::NSEC3 && !set.data.is_empty()) {
        let signed =
            set.rtype != Rtype::NS || set.owner == *zone || view.find(&set.owner, Rtype::DS).is_some();
        for name in set.owner.iter_suffixes().take_while(|name| name.ends_with(zone)) {
            match names.entry(name) {
                Entry::Vacant(free) => {
                    free.insert(signed);
                }
                Entry::Occupied(mut known) if signed && !known.get() => *known.get_mut() = true,
                Entry::Occupied(_) => break,
            }
        }
    }
    names
}

/// The types that the record names, without a delegation's.
fn data_types(link: &Link<'_>) -> Vec<String> {
    let types = link.data.types().iter();
    types
        .filter(|rtype| !matches!(*rtype, Rtype::NS | Rtype::DS | Rtype::RRSIG))
        .map(|rtype| rtype.to_string())
        .collect()
}

/// A record that says a name exists, and no name of the zone has its hash: whoever asks for the name it was made for is
/// shown a record that contradicts the answer.
fn nameless(link: &Link<'_>) -> Option<Break> {
    let types = data_types(link).join(", ");
    let reason = format!("the NSEC3 record {} promises {types}, and no name here has its hash", link.owner());
    let name = link.rrset.owner.clone();
    (!types.is_empty()).then(|| Break { name, reason, rrsets: vec![link.index], kind: None })
}

/// A record that does not lead to the next one: it leads past it, or not so far.
fn misled(link: &Link<'_>, next: &Link<'_>, hashes: &BTreeMap<Hash, (&Name, bool)>) -> Break {
    let rrsets = vec![link.index, next.index];
    let name = link.rrset.owner.clone();
    if !link.covers(&next.hash) {
        let reason = format!("the NSEC3 record {} does not point to the next one", link.owner());
        return Break { name, reason, rrsets, kind: None };
    }
    let what = match hashes.get(&next.hash) {
        Some((name, _)) => format!("the hash of {}", dotted(name)),
        None => "a hash".into(),
    };
    let reason = format!("{} covers {what}, which {} proves to exist", link.owner(), next.owner());
    Break { name, reason, rrsets, kind: Some(Oddity::EncloserCovered) }
}
