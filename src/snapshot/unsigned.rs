//! Unsigned answers: is the zone's signature missing, or is it a child zone's answer, whose delegation was not seen?

use super::{ProviderView, RRset};
use crate::dns::Name;
use domain::base::Rtype;
use std::collections::BTreeSet;

/// Marks the unsigned RRsets of which nothing shows that they are this zone's: an insecure child zone on the same server
/// answers just so. Those right below the apex are taken to be the zone's own.
pub(super) fn mark(providers: &mut [ProviderView], zone: &Name) {
    // A whole zone shows every delegation.
    if providers.iter().any(|view| view.whole_zone) {
        return;
    }
    let is_deep = |set: &RRset| set.owner.label_count() > zone.label_count() + 1;
    let open = |set: &RRset| is_deep(set) && set.sigs.is_empty() && set.sigs_expected && !set.data.is_empty();
    if !providers.iter().flat_map(|view| &view.rrsets).any(open) {
        return;
    }
    // Above what the zone signs itself there is no delegation.
    let sets = providers.iter().flat_map(|view| &view.rrsets);
    let ours = sets.filter(|set| set.sigs.iter().any(|sig| sig.signer_name() == zone));
    let mut inside: BTreeSet<Name> = BTreeSet::new();
    for set in ours {
        let below = |name: &Name| name.label_count() > zone.label_count();
        for name in set.owner.iter_suffixes().take_while(below) {
            if !inside.insert(name) {
                break;
            }
        }
    }
    for view in providers.iter_mut() {
        mark_in(view, zone, open, &inside);
    }
}

fn mark_in(view: &mut ProviderView, zone: &Name, open: impl Fn(&RRset) -> bool, inside: &BTreeSet<Name>) {
    // What denies beside the zone's own SOA record is the zone's.
    let mut denials: BTreeSet<usize> = BTreeSet::new();
    for response in &view.responses {
        let is_soa = |set: &RRset| set.rtype == Rtype::SOA && set.owner == *zone && !set.sigs.is_empty();
        if response.authority.iter().filter_map(|at| view.rrsets.get(*at)).any(is_soa) {
            denials.extend(&response.authority);
        }
    }
    let of_denial = |at: usize, set: &RRset| set.rtype == Rtype::NSEC && denials.contains(&at);
    for (at, set) in view.rrsets.iter_mut().enumerate().filter(|(_, set)| open(set)) {
        set.cut_unseen = !of_denial(at, set)
            && set.owner.iter_suffixes().nth(1).is_some_and(|parent| !inside.contains(&parent));
    }
}
