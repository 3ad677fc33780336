//! Who serves what, and what the parent says: one copy per provider, never merged.

mod attribute;
mod belongs;
mod build;
mod gather;
pub mod operators;
mod problem;
mod reach;
mod rrset;
mod servers;
mod split;
mod variants;
mod zone;

pub use attribute::letter;
pub use build::{Built, build};
pub use problem::Problem;
pub use rrset::{Place, RRset, canonical_rdata};
pub use servers::{Server, ServersSeen};

use crate::dns::{Name, Rdata};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use std::cmp::Ordering;

/// The state of a zone at its providers and at its parent.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The apex, in lower case.
    pub zone: Name,
    pub parent: Parent,
    pub providers: Vec<ProviderView>,
    pub servers: ServersSeen,
}

/// What is known of the delegation.
#[derive(Clone, Debug)]
pub struct Parent {
    pub ds: DsSeen,
    /// The DS RRsets that named servers of the parent gave, where these differ; empty: it has none.
    pub ds_versions: Vec<(Vec<String>, Vec<Rdata>)>,
    /// Delegation NS host names, when seen.
    pub ns: Vec<Name>,
    /// TTL of the delegation NS RRset in seconds, when stated.
    pub ns_ttl: Option<u32>,
}

/// The DS RRset at the parent.
#[derive(Clone, Debug)]
pub enum DsSeen {
    /// Nothing is known of it.
    Unseen,
    /// The parent has none: the zone is insecure (RFC 4035 §5.2).
    Absent,
    Set(RRset),
}

/// What one provider serves.
#[derive(Clone, Debug)]
pub struct ProviderView {
    pub label: String,
    /// The label before servers that differ were set apart; views of one group are one provider.
    pub group: String,
    /// Name servers or addresses that answered.
    pub servers: Vec<String>,
    /// In canonical order of owner and type (RFC 4034 §6.1); an RRset that the provider's servers do
    /// not agree on stands there once per version.
    pub rrsets: Vec<RRset>,
    pub negatives: Vec<Negative>,
    /// A whole zone was given, not just some answers of it.
    pub whole_zone: bool,
    /// Resolvers are sent to it, or nothing shows that they are not.
    pub reached: bool,
}

/// A negative answer as it was given: NXDOMAIN, or NOERROR without the type asked for.
#[derive(Clone, Debug)]
pub struct Negative {
    pub name: Name,
    pub rtype: Rtype,
    pub rcode: Rcode,
    /// The RRsets of its authority section, as indexes into the view's `rrsets`.
    pub rrsets: Vec<usize>,
    /// DNSSEC records would have been in it (DO was set).
    pub proof_expected: bool,
}

impl ProviderView {
    /// The RRset of this owner and type, with its index.
    pub fn find(&self, owner: &Name, rtype: Rtype) -> Option<(usize, &RRset)> {
        let at = self.rrsets.binary_search_by(|set| order(set, owner, rtype)).ok()?;
        self.rrsets.get(at).map(|set| (at, set))
    }

    /// All RRsets of this owner, with the index of the first.
    pub fn at(&self, owner: &Name) -> (usize, &[RRset]) {
        let from = self.rrsets.partition_point(|set| set.owner < *owner);
        let count = self.rrsets.iter().skip(from).take_while(|set| set.owner == *owner).count();
        (from, self.rrsets.get(from..from + count).unwrap_or_default())
    }

    /// Whether the name, or a name below it, owns records (RFC 4592 §2.2.2: empty non-terminals exist).
    pub fn exists(&self, name: &Name) -> bool {
        let from = self.rrsets.partition_point(|set| set.owner < *name);
        // Names below `name` follow it directly in canonical order.
        self.rrsets.get(from).is_some_and(|set| set.owner.ends_with(name))
    }
}

fn order(set: &RRset, owner: &Name, rtype: Rtype) -> Ordering {
    set.owner.cmp(owner).then(set.rtype.to_int().cmp(&rtype.to_int()))
}
