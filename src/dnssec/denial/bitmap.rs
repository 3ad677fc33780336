//! Types that a whole zone's denial records promise.

use super::chain::{Chains, is_compact};
use super::nsec3::Hasher;
use super::record::nsec_of;
use crate::dns::{Name, Nsec3Hash as Hash};
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use std::collections::HashMap;

/// At most so many types are listed.
const MOST_TYPES: usize = 20;
/// At most so many names are hashed.
const MOST_HASHES: usize = 10_000;

/// Types that the NSEC or NSEC3 record of a name says exist there, and the whole zone does not have: a server answers
/// NODATA for them, and the record contradicts it (RFC 4034 §4.1.2, RFC 5155 §7.1).
pub fn promised<'a>(view: &'a ProviderView, chains: &Chains<'a>) -> Vec<(Name, Rtype)> {
    let mut found = Vec::new();
    let apex_only = is_apex_only(view, chains.zone);
    let hashed = hashed(view, chains);
    for (owner, set) in
        records(chains, &hashed).into_iter().filter(|(owner, _)| !apex_only || *owner == chains.zone)
    {
        let (_, there) = view.at(owner);
        let is_there = |set: &RRset| !set.data.is_empty() || set.partial.is_some();
        let served = |rtype: Rtype| there.iter().any(|set| set.rtype == rtype && is_there(set));
        for rtype in types(set).into_iter().filter(|rtype| *rtype != Rtype::RRSIG && !served(*rtype)) {
            if found.len() == MOST_TYPES {
                return found;
            }
            found.push((owner.clone(), rtype));
        }
    }
    found
}

/// Of a zone whose names were left out only the apex and the chain are there, and nothing can be said of the names.
pub(super) fn is_apex_only(view: &ProviderView, zone: &Name) -> bool {
    let is_data = |set: &RRset| !matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3) && !set.data.is_empty();
    !view.rrsets.iter().any(|set| set.owner != *zone && is_data(set))
}

/// The denial records of existing names with these. Compact ones were made for one answer, and name what it did not ask
/// for.
fn records<'a>(chains: &Chains<'a>, hashed: &HashMap<Hash, &'a Name>) -> Vec<(&'a Name, &'a RRset)> {
    let nsec = chains.nsec.iter().map(|(_, set)| *set).filter(|set| !is_compact(set));
    let nsec3 = chains.nsec3.iter().filter_map(|link| Some((*hashed.get(&link.hash)?, link.rrset)));
    nsec.map(|set| (&set.owner, set)).chain(nsec3).collect()
}

/// The owners of records, by their hashes.
fn hashed<'a>(view: &'a ProviderView, chains: &Chains<'a>) -> HashMap<Hash, &'a Name> {
    let Some(hasher) = Hasher::of_chain(chains) else { return HashMap::new() };
    let mut owners: Vec<&Name> = view.rrsets.iter().map(|set| &set.owner).collect();
    owners.dedup();
    owners.into_iter().take(MOST_HASHES / hasher.cost()).map(|name| (hasher.of(name), name)).collect()
}

fn types(set: &RRset) -> Vec<Rtype> {
    match set.data.first() {
        Some(crate::dns::Rdata::Nsec3(nsec3)) => nsec3.types().iter().collect(),
        _ => nsec_of(set).map(|nsec| nsec.types().iter().collect()).unwrap_or_default(),
    }
}
