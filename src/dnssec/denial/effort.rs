//! How many SHA-1 blocks the NSEC3 records of a provider ask for (RFC 5155 §5), told without computing any.

use super::structure::{MOST_HASHES, chained};
use crate::dns::MOST_NSEC3_ITERATIONS;
use crate::dns::{Name, Rdata};
use crate::snapshot::{ProviderView, RRset, Response};

/// In a proof each name above is hashed for the closest encloser, for what comes beside it, and twice for what is above a
/// delegation.
const TIMES: u64 = 4;

/// The blocks for the names of a whole zone.
pub fn blocks(view: &ProviderView, zone: &Name) -> u64 {
    let Some((iterations, of_name)) = view.rrsets.iter().filter_map(cost).max() else { return 0 };
    let names = wide(chained(view, zone).len());
    let hashed = names.saturating_mul(u64::from(iterations) + 1) <= wide(MOST_HASHES);
    if view.whole_zone && hashed { names.saturating_mul(of_name) } else { 0 }
}

/// The blocks for the names that one message denies.
pub fn blocks_of(view: &ProviderView, zone: &Name, response: &Response) -> u64 {
    let sets = response.authority.iter().filter_map(|at| view.rrsets.get(*at));
    let usable = sets.filter_map(cost).max().filter(|(iterations, _)| *iterations <= MOST_NSEC3_ITERATIONS);
    let labels = response.name.label_count().saturating_sub(zone.label_count()) + 1;
    usable.map_or(0, |(_, of_name)| TIMES * wide(labels).saturating_mul(of_name))
}

/// The most iterations among an RRset's records, and the blocks that one name takes with them.
fn cost(set: &RRset) -> Option<(u16, u64)> {
    let of = |data: &Rdata| match data {
        Rdata::Nsec3(data) => {
            // A digest or a name, the salt, and what ends each message (FIPS 180-4 §5.1.1).
            let blocks = wide((20 + data.salt().as_slice().len() + 9).div_ceil(64));
            Some((data.iterations(), blocks * (u64::from(data.iterations()) + 1)))
        }
        _ => None,
    };
    set.data.iter().filter_map(of).max()
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
