//! How large responses are: the very messages, built and counted.
//!
//! A response holds the question, the RRsets with all their signatures and an OPT record with the DO
//! bit; names are compressed as far as RFC 1035 §4.1.4 lets (some servers compress less in a SOA record).
//! EDNS options (cookies, NSID) come on top.

use super::facts::Facts;
use super::items::{Denial, Item, What};
use crate::dns::MOST_NSEC3_ITERATIONS;
use crate::dns::{Name, Rdata, Record};
use crate::snapshot::{DsSeen, RRset};
use domain::base::iana::{Class, Rcode};
use domain::base::message_builder::{MessageBuilder, TreeCompressor};
use domain::base::{Rtype, Ttl};

/// Sizes that matter on the way, in octets, with what they are.
pub const LIMITS: [(usize, &str); 4] = [
    (1232, "what most servers and resolvers send over UDP at most (RFC 9715)"),
    (1400, "what RFC 9715 lets pass at most"),
    (1452, "one unfragmented packet over IPv6 and Ethernet"),
    (4096, "the limit that older servers have"),
];

/// Responses above this need TCP for most resolvers.
pub const UDP: usize = 1232;

/// At most so many negative answers of a provider are built.
const MOST_NEGATIVES: usize = 1_000;

/// A response as it goes over the wire, in octets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// The DNSKEY RRset.
    pub dnskey: Option<usize>,
    /// The largest negative answer that was given, or that a whole zone gives for an unused name.
    pub negative: Option<usize>,
}

/// The sizes of one provider's responses.
pub fn of(facts: &Facts, provider: usize) -> Sizes {
    let Some(view) = facts.view(provider) else { return Sizes::default() };
    let zone = &facts.snapshot().zone;
    let dnskey = view
        .find(zone, Rtype::DNSKEY)
        .filter(|(_, set)| !set.data.is_empty())
        .and_then(|(_, set)| response(zone, Rtype::DNSKEY, &[set], &[]));
    let sets =
        |indexes: &[usize]| -> Vec<&RRset> { indexes.iter().filter_map(|at| view.rrsets.get(*at)).collect() };
    let given = view.negatives().filter(|negative| negative.rcode == Rcode::NXDOMAIN);
    let given = given
        .take(MOST_NEGATIVES)
        .map(|negative| response(&negative.name, negative.rtype, &[], &sets(&negative.authority)));
    let items = facts.proven.items.get(provider).map(Vec::as_slice).unwrap_or_default();
    let worked_out = items
        .iter()
        .filter(|_| view.whole_zone)
        .filter_map(|item| Some((&item.name, negative(item)?)))
        .map(|(name, indexes)| response(name, Rtype::A, &[], &sets(&indexes)));
    Sizes { dnskey, negative: given.chain(worked_out).flatten().max() }
}

/// The RRsets of a whole zone's negative answer. Above a number of iterations no proof is worked out.
fn negative(item: &Item) -> Option<Vec<usize>> {
    match &item.what {
        What::Denial { kind: Denial::NameError, besides, proof: Ok(proof) }
            if proof.iterations <= MOST_NSEC3_ITERATIONS =>
        {
            Some(besides.iter().chain(&proof.rrsets).copied().collect())
        }
        _ => None,
    }
}

/// The size of the parent's answer to the DS question.
pub fn ds(facts: &Facts) -> Option<usize> {
    match &facts.snapshot().parent.ds {
        DsSeen::Set(set) => response(&facts.snapshot().zone, Rtype::DS, &[set], &[]),
        _ => None,
    }
}

/// The size of a response in octets; `None` when it does not fit into a message.
pub fn response(name: &Name, rtype: Rtype, answer: &[&RRset], authority: &[&RRset]) -> Option<usize> {
    let mut message = MessageBuilder::from_target(TreeCompressor::new(Vec::new())).ok()?.question();
    message.push((name, rtype)).ok()?;
    let mut message = message.answer();
    for record in answer.iter().copied().flat_map(records) {
        message.push(record).ok()?;
    }
    let mut message = message.authority();
    for record in authority.iter().copied().flat_map(records) {
        message.push(record).ok()?;
    }
    let mut message = message.additional();
    message
        .opt(|opt| {
            opt.set_dnssec_ok(true);
            Ok(())
        })
        .ok()?;
    Some(message.finish().into_target().len()).filter(|size| *size <= usize::from(u16::MAX))
}

/// The records of an RRset and its signatures.
fn records(set: &RRset) -> impl Iterator<Item = Record> + '_ {
    let sigs = set.sigs.iter().map(|sig| Rdata::Rrsig(sig.clone()));
    set.data
        .iter()
        .cloned()
        .chain(sigs)
        .map(|data| Record::new(set.owner.clone(), Class::IN, Ttl::from_secs(set.ttl), data))
}
