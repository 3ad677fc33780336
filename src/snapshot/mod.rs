//! Who serves what, and what the parent says: one copy per provider, never merged.

mod aside;
mod attribute;
mod belongs;
mod build;
mod copy;
mod cuts;
mod gather;
mod missing;
pub mod operators;
mod problem;
mod reach;
mod response;
mod rrset;
mod servers;
mod signals;
mod split;
mod unsigned;
mod untold;
mod variants;
mod zone;

pub use attribute::letter;
pub use build::{Built, build};
pub use gather::expanded;
pub(crate) use missing::nothing;
pub use problem::Problem;
pub use response::{Response, ResponseKind};
pub use rrset::{Place, RRset, Referred, canonical_rdata};
pub use servers::{Server, ServersSeen};
pub use signals::Signal;
pub(crate) use zone::find as zone_of;

use crate::dns::Name;
use domain::base::Rtype;
use std::cmp::Ordering;

/// The state of a zone at its providers and at its parent.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The apex, in lower case.
    pub zone: Name,
    pub parent: Parent,
    pub providers: Vec<ProviderView>,
    pub servers: ServersSeen,
    /// What the operators of name servers say of the zone's keys, by host and type.
    pub signals: Vec<Signal>,
    /// What the sources are called, in the order in which they were given.
    pub source_names: Vec<String>,
}

/// What is known of the delegation.
#[derive(Clone, Debug)]
pub struct Parent {
    pub ds: DsSeen,
    /// The DS RRsets that named servers of the parent gave, where these differ.
    pub ds_versions: Vec<DsVersion>,
    /// Delegation NS host names, when seen.
    pub ns: Vec<Name>,
    /// The longest TTL that the delegation NS RRset was seen with, in seconds, when stated.
    pub ns_ttl: Option<u32>,
    /// It was seen through caches alone, which count its TTL down.
    pub ns_relayed: bool,
    /// The DS RRset came in an answer without AA: through a cache, which counts its TTL down.
    pub ds_relayed: bool,
    /// What was given as the parent's and could not be used, in words.
    pub unread: Option<String>,
}

/// Of a DS RRset that was read through a cache no more is known than what was left of its TTL: a day is what most parents
/// give it at most.
const RELAYED_DS: u32 = 86_400;

impl Parent {
    /// For how long caches may hold the DS RRset, where it states a TTL.
    pub fn ds_ttl(&self) -> Option<u32> {
        let DsSeen::Set(set) = &self.ds else { return None };
        let least = if self.is_ds_ttl_guessed() { RELAYED_DS } else { 0 };
        set.ttl_stated.then_some(set.longest_ttl().max(least))
    }

    /// The TTL of the delegation NS RRset, where it is known.
    pub fn true_ns_ttl(&self) -> Option<u32> {
        self.ns_ttl.filter(|_| !self.ns_relayed)
    }

    /// The DS RRset’s own TTL is not known: it was counted down, and no signature has the original.
    pub fn is_ds_ttl_guessed(&self) -> bool {
        self.ds_relayed && matches!(&self.ds, DsSeen::Set(set) if set.sigs.is_empty())
    }
}

/// The DS RRset at the parent.
#[derive(Clone, Debug)]
pub enum DsSeen {
    /// Nothing is known of it.
    Unseen,
    /// The parent has none: the zone is insecure (RFC 4035 §5.2).
    Absent,
    Set(Box<RRset>),
}

/// One of the DS RRsets that the parent's servers have.
#[derive(Clone, Debug)]
pub struct DsVersion {
    pub servers: Vec<String>,
    pub ds: DsSeen,
}

/// What one provider serves.
#[derive(Clone, Debug)]
pub struct ProviderView {
    pub label: String,
    /// The label before servers that differ were set apart; views of one group are one provider.
    pub group: String,
    /// Name servers or addresses that answered.
    pub servers: Vec<String>,
    /// The text does not say who answered: what one set of keys signed is taken for one’s.
    pub untold: bool,
    /// In canonical order of owner and type (RFC 4034 §6.1). What came with other records or other signatures in
    /// another message stands there once per version: each is judged by itself.
    pub rrsets: Vec<RRset>,
    /// The messages that have something to prove besides their RRsets' signatures.
    pub responses: Vec<Response>,
    /// A whole zone was given, not just some answers of it.
    pub whole_zone: bool,
    /// Resolvers are sent to it, or nothing shows that they are not.
    pub reached: bool,
}

impl ProviderView {
    /// The RRset of this owner and type, with its index: of several versions the one that most is known of.
    pub fn find(&self, owner: &Name, rtype: Rtype) -> Option<(usize, &RRset)> {
        self.versions(owner, rtype).next()
    }

    /// Every version of the RRset of this owner and type, with its index.
    pub fn versions(&self, owner: &Name, rtype: Rtype) -> impl Iterator<Item = (usize, &RRset)> + Clone {
        let from = self.rrsets.partition_point(|set| order(set, owner, rtype).is_lt());
        let rest = self.rrsets.iter().enumerate().skip(from);
        let count = self.rrsets.get(from..).unwrap_or_default();
        let count = count.iter().take_while(|set| order(set, owner, rtype).is_eq()).count();
        rest.take(count)
    }

    /// The negative answers.
    pub fn negatives(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| response.kind == ResponseKind::Denial)
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
