//! How many SHA-1 blocks the NSEC3 records of a provider ask for (RFC 5155 §5), told without computing any.

use super::structure::{MOST_HASHES, chained};
use crate::dns::MOST_NSEC3_ITERATIONS;
use crate::dns::{Name, Rdata};
use crate::snapshot::{ProviderView, RRset};

/// In a proof each name above is hashed for the closest encloser, for what comes beside it, and twice for what is above a
/// delegation.
const TIMES: u64 = 4;

/// The blocks for the names of a whole zone and for those that messages deny.
pub fn blocks(view: &ProviderView, zone: &Name) -> u64 {
    let slowest = |sets: &mut dyn Iterator<Item = &RRset>| sets.filter_map(cost).max();
    let Some((iterations, of_name)) = slowest(&mut view.rrsets.iter()) else { return 0 };
    let names = wide(chained(view, zone).len());
    let hashed = names.saturating_mul(u64::from(iterations) + 1) <= wide(MOST_HASHES);
    let chain = if view.whole_zone && hashed { names.saturating_mul(of_name) } else { 0 };
    let messages = view.responses.iter().filter(|response| response.proof_expected).map(|response| {
        let mut sets = response.authority.iter().filter_map(|at| view.rrsets.get(*at));
        let usable = slowest(&mut sets).filter(|(iterations, _)| *iterations <= MOST_NSEC3_ITERATIONS);
        let labels = response.name.label_count().saturating_sub(zone.label_count()) + 1;
        usable.map_or(0, |(_, of_name)| TIMES * wide(labels).saturating_mul(of_name))
    });
    messages.fold(chain, u64::saturating_add)
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
