//! The zone's data: read like any other evidence, DNSSEC records dropped and said.

use super::terms::Ttls;
use crate::dns::{Name, Rdata, dotted, rtype_name};
use crate::evidence::{self, NotRead, ReadOptions, Role, Source};
use crate::snapshot::RRset;
use domain::base::{Rtype, ToName as _, Ttl};
use domain::rdata::Soa;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;
use thiserror::Error;

/// What stands where in the zone (RFC 4035 §2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Authority {
    /// Signed: the zone's own data, and DS at a delegation.
    Signed,
    /// NS at a delegation: not signed, but the name has a denial record.
    Delegation,
    /// Addresses of name servers at or below a delegation.
    Glue,
}

/// An RRset of the zone and how it stands in it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) set: RRset,
    pub(super) authority: Authority,
}

/// The zone without DNSSEC.
#[derive(Clone, Debug)]
pub(super) struct Content {
    /// In lower case.
    pub(super) zone: Name,
    /// In canonical order.
    pub(super) entries: Vec<Entry>,
    pub(super) soa: Soa<Name>,
    pub(super) soa_ttl: u32,
    pub(super) notes: Input,
}

/// What became of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulatedInput"))]
pub struct Input {
    pub names: usize,
    pub rrsets: usize,
    /// Records left out, by type and reason.
    pub dropped: Vec<Dropped>,
    pub not_read: Vec<NotRead>,
}

/// Records of one type that are not taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Dropped {
    #[serde(rename = "type")]
    pub rtype: String,
    pub count: usize,
    pub reason: String,
}

/// Why a text is not a zone.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoZone {
    #[error("the zone has no data")]
    Empty,
    #[error("a private key stands in the zone’s data; nothing was taken from it")]
    PrivateKey,
    #[error("“{0}” is not a domain name")]
    BadName(String),
    #[error("there is no SOA record{0}: give the whole zone")]
    NoSoa(String),
    #[error("there are SOA records of several zones ({}): say which one to take", .0.join(", "))]
    SeveralZones(Vec<String>),
    #[error("{0} has several SOA records")]
    SeveralSoa(String),
    #[error("{0} has no NS record")]
    NoNs(String),
}

/// What the signer makes itself.
const MADE: [Rtype; 7] =
    [Rtype::RRSIG, Rtype::NSEC, Rtype::NSEC3, Rtype::NSEC3PARAM, Rtype::DNSKEY, Rtype::CDS, Rtype::CDNSKEY];

/// The TTL of records that state none.
const DEFAULT_TTL: u32 = 3_600;

/// Reads the zone.
pub(super) fn read(text: &str, named: Option<&str>, ttls: &Ttls) -> Result<Content, NoZone> {
    let named = match named.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => {
            let shown = || NoZone::BadName(name.chars().take(80).collect());
            Some(Name::from_str(name).map_err(|_| shown())?.to_canonical_name())
        }
        None => None,
    };
    if text.trim().is_empty() {
        return Err(NoZone::Empty);
    }
    let source = Source { name: "zone".into(), role: Role::Auto, text: text.to_string() };
    let options = ReadOptions { zone: named.clone(), ..ReadOptions::default() };
    let reading = evidence::read_with(&source, 0, options);
    if reading.private_key {
        return Err(NoZone::PrivateKey);
    }
    let mut sets: BTreeMap<(Name, u16), (u32, Vec<Rdata>)> = BTreeMap::new();
    for seen in reading.observations.iter().flat_map(|observation| &observation.records) {
        let ttl = if seen.ttl_stated { seen.record.ttl().as_secs() } else { DEFAULT_TTL };
        let key = (seen.record.owner().clone(), seen.record.rtype().to_int());
        let set = sets.entry(key).or_insert_with(|| (ttl, Vec::new()));
        set.0 = set.0.min(ttl);
        set.1.push(seen.record.data().clone());
    }
    let zone = apex(&sets, named)?;
    let mut dropping = Dropping::default();
    let sets = sets.into_iter().map(|((owner, rtype), (ttl, data))| {
        let ttl = ttls.all.map_or(ttl, |all| all.0);
        RRset::of(owner, Rtype::from_int(rtype), ttl, data)
    });
    let entries = place(sets.collect(), &zone, &mut dropping);
    let (entries, soa, soa_ttl) = with_soa(entries, &zone, ttls)?;
    if !entries.iter().any(|entry| entry.set.owner == zone && entry.set.rtype == Rtype::NS) {
        return Err(NoZone::NoNs(dotted(&zone)));
    }
    let names: BTreeSet<&Name> = entries.iter().map(|entry| &entry.set.owner).collect();
    let notes = Input {
        names: names.len(),
        rrsets: entries.len(),
        dropped: dropping.list(),
        not_read: reading.not_read,
    };
    Ok(Content { zone, entries, soa, soa_ttl, notes })
}

fn apex(sets: &BTreeMap<(Name, u16), (u32, Vec<Rdata>)>, named: Option<Name>) -> Result<Name, NoZone> {
    let soa = Rtype::SOA.to_int();
    let owners: Vec<&Name> = sets.keys().filter(|(_, rtype)| *rtype == soa).map(|(owner, _)| owner).collect();
    match (named, owners.as_slice()) {
        (Some(zone), owners) if owners.contains(&&zone) => Ok(zone),
        (Some(zone), _) => Err(NoZone::NoSoa(format!(" of {}", dotted(&zone)))),
        (None, []) => Err(NoZone::NoSoa(String::new())),
        (None, [zone]) => Ok(zone.to_canonical_name()),
        (None, several) => Err(NoZone::SeveralZones(several.iter().map(|name| dotted(name)).collect())),
    }
}

/// Records dropped so far.
#[derive(Default)]
struct Dropping {
    counts: BTreeMap<(u16, &'static str), usize>,
}

impl Dropping {
    fn add(&mut self, set: &RRset, reason: &'static str) {
        *self.counts.entry((set.rtype.to_int(), reason)).or_default() += set.data.len();
    }

    fn list(self) -> Vec<Dropped> {
        self.counts
            .into_iter()
            .map(|((rtype, reason), count)| Dropped {
                rtype: rtype_name(Rtype::from_int(rtype)),
                count,
                reason: reason.to_string(),
            })
            .collect()
    }
}

/// Sorts the RRsets by how they stand in the zone; what does not belong into it is dropped.
fn place(sets: Vec<RRset>, zone: &Name, dropping: &mut Dropping) -> Vec<Entry> {
    let owners_of = |rtype: Rtype| -> BTreeSet<Name> {
        let these = sets.iter().filter(|set| set.rtype == rtype && set.owner.ends_with(zone));
        these.map(|set| set.owner.clone()).collect()
    };
    let mut cuts = owners_of(Rtype::NS);
    cuts.remove(zone);
    let aliased = owners_of(Rtype::DNAME);
    let mut entries = Vec::with_capacity(sets.len());
    for set in sets {
        let above = |names: &BTreeSet<Name>| {
            !names.is_empty() && set.owner.iter_suffixes().skip(1).any(|above| names.contains(&above))
        };
        let at_cut = cuts.contains(&set.owner);
        let address = matches!(set.rtype, Rtype::A | Rtype::AAAA);
        let authority = if !set.owner.ends_with(zone) {
            dropping.add(&set, "outside the zone");
            continue;
        } else if MADE.contains(&set.rtype) {
            dropping.add(&set, "made anew by each signer");
            continue;
        } else if set.rtype == Rtype::ZONEMD {
            dropping.add(&set, "it would not fit the signed zone");
            continue;
        } else if set.rtype == Rtype::DS && set.owner == *zone {
            dropping.add(&set, "the parent’s, and of other keys");
            continue;
        } else if set.rtype == Rtype::DS && !at_cut {
            dropping.add(&set, "there is no delegation at its owner");
            continue;
        } else if above(&aliased) {
            dropping.add(&set, "below a DNAME, where nothing can be");
            continue;
        } else if above(&cuts) || at_cut && !matches!(set.rtype, Rtype::NS | Rtype::DS) {
            if !address {
                dropping.add(&set, "the child zone’s data");
                continue;
            }
            Authority::Glue
        } else if at_cut && set.rtype == Rtype::NS {
            Authority::Delegation
        } else {
            Authority::Signed
        };
        entries.push(Entry { set, authority });
    }
    entries
}

/// The SOA record, with the TTLs that were asked for.
fn with_soa(
    mut entries: Vec<Entry>,
    zone: &Name,
    ttls: &Ttls,
) -> Result<(Vec<Entry>, Soa<Name>, u32), NoZone> {
    let missing = || NoZone::NoSoa(format!(" of {}", dotted(zone)));
    let at = entries.iter().position(|entry| entry.set.rtype == Rtype::SOA && entry.set.owner == *zone);
    // A SOA record anywhere else stands in a zone of its own.
    let entry = at.and_then(|at| entries.get_mut(at)).ok_or_else(missing)?;
    if entry.set.data.len() > 1 {
        return Err(NoZone::SeveralSoa(dotted(zone)));
    }
    let Some(Rdata::Soa(old)) = entry.set.data.first() else { return Err(missing()) };
    let minimum = ttls.negative.map_or_else(|| old.minimum(), |span| Ttl::from_secs(span.0));
    let soa = Soa::new(
        old.mname().clone(),
        old.rname().clone(),
        old.serial(),
        old.refresh(),
        old.retry(),
        old.expire(),
        minimum,
    );
    let ttl = entry.set.ttl;
    entry.set = RRset::of(zone.clone(), Rtype::SOA, ttl, vec![Rdata::Soa(soa.clone())]);
    Ok((entries, soa, ttl))
}

impl Content {
    /// The TTL of negative answers and so of denial records (RFC 9077 §3).
    pub(super) fn negative_ttl(&self) -> u32 {
        self.soa_ttl.min(self.soa.minimum().as_secs())
    }
}
