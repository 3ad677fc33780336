//! What a plan takes for granted, and may be told otherwise.

use super::start::Start;
use crate::process::Party;
use crate::process::wait::MARGIN;
use crate::publication::Publication;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// How long things take, in seconds, unless the data say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Assumptions {
    /// When the first step is made, Unix seconds.
    #[cfg_attr(test, ts(type = "number"))]
    pub start: i64,
    /// What is added to every wait.
    pub margin: u32,
    /// Until every server of a provider shows a change, from when it is made.
    pub propagation: u32,
    /// Until every RRset of a provider has its new signature.
    pub signing: u32,
    /// Until every server of the parent shows a change, from when it is asked for.
    pub parent: u32,
}

impl Assumptions {
    /// Changes are seen at once; the margin is the usual one.
    pub fn from(start: i64) -> Self {
        Self { start, margin: MARGIN, propagation: 0, signing: 0, parent: 0 }
    }

    /// How long a step of this party takes until the last server shows it.
    pub(super) fn takes(&self, actor: Party) -> u32 {
        match actor {
            Party::Parent => self.parent,
            _ => self.propagation.max(self.signing),
        }
    }
}

/// TTLs that stand in PROCESSES: what is taken where nothing else is known.
const USUAL: Usual = Usual { ds: 86_400, ns_parent: 172_800, dnskey: 3_600, data: 86_400, ns: 86_400 };

struct Usual {
    ds: u32,
    ns_parent: u32,
    dnskey: u32,
    data: u32,
    ns: u32,
}

/// A TTL that was given cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadTtl {
    /// It names nothing that has a TTL.
    #[error("{name:?} has no TTL here: ds, ns-parent, or {labels} with .dnskey, .data or .ns")]
    Name {
        /// What was given.
        name: String,
        /// The providers.
        labels: String,
    },
    /// It is too long.
    #[error("{name}: a TTL of {seconds} seconds: at most 2147483647 (RFC 2181 §8)")]
    TooLong {
        /// What was given.
        name: String,
        /// In seconds.
        seconds: u32,
    },
}

/// Puts TTLs into a publication: those given by name (`ds`, `ns-parent`, `A.dnskey`, `A.data`, `A.ns`), and the usual ones
/// where it has none. Gives the names of these.
///
/// # Errors
/// A name that means nothing, or a TTL that is too long.
pub fn set_ttls(
    publication: &mut Publication,
    given: &BTreeMap<String, u32>,
) -> Result<BTreeSet<String>, BadTtl> {
    for (name, seconds) in given {
        let seconds = *seconds;
        if seconds > crate::explore::MOST_TTL {
            return Err(BadTtl::TooLong { name: name.clone(), seconds });
        }
        match place(publication, name) {
            Some(place) => *place = Some(seconds),
            None => {
                let labels: Vec<&str> = publication.providers.iter().map(|p| p.label.as_str()).collect();
                return Err(BadTtl::Name { name: name.clone(), labels: labels.join(", ") });
            }
        }
    }
    let mut assumed = BTreeSet::new();
    let mut usual = |name: String, place: &mut Option<u32>, seconds: u32| {
        if place.is_none() {
            *place = Some(seconds);
            assumed.insert(name);
        }
    };
    usual("ds".into(), &mut publication.parent.ds_ttl, USUAL.ds);
    usual("ns-parent".into(), &mut publication.parent.ns_ttl, USUAL.ns_parent);
    for provider in &mut publication.providers {
        let label = &provider.label;
        usual(format!("{label}.dnskey"), &mut provider.dnskey_ttl, USUAL.dnskey);
        usual(format!("{label}.data"), &mut provider.data_ttl, USUAL.data);
        usual(format!("{label}.ns"), &mut provider.ns_ttl, USUAL.ns);
    }
    Ok(assumed)
}

/// Where a publication has the TTL of this name.
fn place<'p>(publication: &'p mut Publication, name: &str) -> Option<&'p mut Option<u32>> {
    match name {
        "ds" => return Some(&mut publication.parent.ds_ttl),
        "ns-parent" => return Some(&mut publication.parent.ns_ttl),
        _ => {}
    }
    let (label, what) = name.rsplit_once('.')?;
    let provider = publication.providers.iter_mut().find(|provider| provider.label == label)?;
    match what {
        "dnskey" => Some(&mut provider.dnskey_ttl),
        "data" => Some(&mut provider.data_ttl),
        "ns" => Some(&mut provider.ns_ttl),
        _ => None,
    }
}

impl Start {
    /// The TTLs, by the names under which they can be given.
    pub(super) fn ttls(&self) -> BTreeMap<String, u32> {
        let Publication { parent, providers, .. } = &self.publication;
        let parent = [("ds".to_string(), parent.ds_ttl), ("ns-parent".to_string(), parent.ns_ttl)];
        let each = providers.iter().flat_map(|provider| {
            let named = |what: &str| format!("{}.{what}", provider.label);
            [
                (named("dnskey"), provider.dnskey_ttl),
                (named("data"), provider.data_ttl),
                (named("ns"), provider.ns_ttl),
            ]
        });
        parent.into_iter().chain(each).filter_map(|(name, ttl)| Some((name, ttl?))).collect()
    }
}
