//! Copies of one provider that do not go together: other DNSKEY RRsets, other zone files, no signatures where others
//! have them. Each kind is judged as a provider of its own, for a resolver may get any of them.

use super::copy::{Copy, Held, Origin};
use super::gather::Gathering;
use super::rrset::RRset;
use crate::dns::Name;
use crate::order;
use bytes::Bytes;
use domain::base::Rtype;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who served a copy: a named server, or nobody knows.
type Who = Option<Arc<str>>;

/// What tells parts of a provider apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kind {
    /// The whole zone's copy, by its number, where copies differ.
    zone: Option<usize>,
    /// The DNSKEY RRset, in canonical form.
    dnskey: Vec<Bytes>,
    /// Which of several gave it, where the text does not say who.
    answerer: Option<(usize, usize)>,
    /// The answers are bare of signatures.
    bare: bool,
}

struct Part {
    kind: Kind,
    servers: Vec<Arc<str>>,
    /// The sources of its copies without a server.
    sources: Vec<usize>,
}

impl Gathering {
    /// Which servers sign what they have at the apex, where the answers tell.
    fn signing(&self, zone: &Name) -> BTreeMap<Arc<str>, bool> {
        let mut signs: BTreeMap<Arc<str>, bool> = BTreeMap::new();
        for copy in &self.copies {
            let Some(server) = &copy.server else { continue };
            for held in copy.sets.iter().filter(|held| held.set.owner == *zone) {
                if held.set.sigs_expected && !held.beside {
                    *signs.entry(server.clone()).or_default() |= !held.set.sigs.is_empty();
                }
            }
        }
        signs
    }

    /// `name`: what a source is called.
    pub(super) fn split(
        self,
        label: &str,
        zone: &Name,
        name: impl Fn(usize) -> String,
    ) -> Vec<(String, Self)> {
        let zones = zone_numbers(&self.copies);
        let signs = self.signing(zone);
        let signing = signs.values().any(|signs| *signs);
        let told: Vec<(usize, usize)> =
            order::distinct(self.copies.iter().filter_map(|copy| Some((copy.source, copy.answerer?))));
        let several = told.len() > 1;
        let mut parts: Vec<Part> = Vec::new();
        // Per copy: the part it tells of by itself.
        let mut own: Vec<Option<usize>> = Vec::with_capacity(self.copies.len());
        for (copy, zone_number) in self.copies.iter().zip(&zones) {
            let bare =
                signing && copy.server.as_ref().is_some_and(|server| signs.get(server) == Some(&false));
            let dnskey = (copy.origin != Origin::Loose || zone_number.is_none())
                .then(|| dnskey_of(copy, zone))
                .flatten();
            let answerer = copy.answerer.filter(|_| several).map(|answerer| (copy.source, answerer));
            if dnskey.is_none() && zone_number.is_none() && answerer.is_none() && !bare {
                own.push(None);
                continue;
            }
            let kind = Kind { zone: *zone_number, dnskey: dnskey.unwrap_or_default(), answerer, bare };
            let at = parts.iter().position(|part| part.kind == kind).unwrap_or_else(|| {
                parts.push(Part { kind, servers: Vec::new(), sources: Vec::new() });
                parts.len() - 1
            });
            own.push(Some(at));
            if let Some(part) = parts.get_mut(at) {
                match &copy.server {
                    Some(server) if !part.servers.contains(server) => part.servers.push(server.clone()),
                    None if answerer.is_none() && !part.sources.contains(&copy.source) => {
                        part.sources.push(copy.source)
                    }
                    _ => {}
                }
            }
        }
        if parts.iter().all(|part| part.kind.bare) && !parts.is_empty() {
            let servers = signs.iter().filter(|(_, signs)| **signs).map(|(server, _)| server.clone());
            let kind = Kind { zone: None, dnskey: Vec::new(), answerer: None, bare: false };
            parts.push(Part { kind, servers: servers.collect(), sources: Vec::new() });
        }
        if parts.len() < 2 {
            return vec![(label.to_string(), self)];
        }
        // What cannot be told apart stays with the first: one that signs.
        let first = parts.iter().position(|part| !part.kind.bare).unwrap_or(0);
        let homes_of = |who: &Who| -> Vec<usize> {
            let pairs = self.copies.iter().zip(&own);
            let told = pairs.filter(|(copy, _)| copy.server == *who).filter_map(|(_, own)| *own);
            order::distinct(told)
        };
        let mut homes: BTreeMap<Who, Vec<usize>> = BTreeMap::new();
        for copy in &self.copies {
            homes.entry(copy.server.clone()).or_insert_with_key(&homes_of);
        }
        let labels = labels(label, &parts, name);
        let mut gathered: Vec<Self> = parts.iter().map(|_| Self::default()).collect();
        for server in self.servers {
            let homes = homes.get(&Some(server.clone())).filter(|homes| !homes.is_empty());
            for home in homes.map_or(&[first][..], Vec::as_slice) {
                if let Some(part) = gathered.get_mut(*home) {
                    part.servers.push(server.clone());
                }
            }
        }
        for (copy, own) in self.copies.into_iter().zip(own) {
            // An answer of a server that was seen with several DNSKEY RRsets goes with each of them.
            let several = homes.get(&copy.server).filter(|homes| !homes.is_empty());
            let wanted = match own {
                Some(at) => vec![at],
                None => several.cloned().unwrap_or_else(|| vec![first]),
            };
            for home in wanted {
                if let Some(part) = gathered.get_mut(home) {
                    part.copies.push(copy.clone());
                }
            }
        }
        labels.into_iter().zip(gathered).filter(|(_, part)| !part.copies.is_empty()).collect()
    }
}

/// The apex DNSKEY RRset of a copy in canonical form, where it was seen whole.
fn dnskey_of(copy: &Copy, zone: &Name) -> Option<Vec<Bytes>> {
    let is = |held: &&Held| held.set.rtype == Rtype::DNSKEY && held.set.owner == *zone;
    let held = copy.sets.iter().filter(is).find(|held| !held.set.data.is_empty())?;
    // Keys on their own (key files) may be some of an RRset.
    let whole = copy.origin != Origin::Loose || !held.set.sigs.is_empty();
    whole.then(|| sealed(&held.set).canonical)
}

fn sealed(set: &RRset) -> RRset {
    let mut set = set.clone();
    set.seal();
    set
}

/// Numbers the copies of whole zones by their contents; none where there is but one.
fn zone_numbers(copies: &[Copy]) -> Vec<Option<usize>> {
    let whole = |copy: &&Copy| copy.origin == Origin::Zone;
    if copies.iter().filter(whole).count() < 2 {
        return vec![None; copies.len()];
    }
    let mut known: Vec<Vec<RRset>> = Vec::new();
    copies
        .iter()
        .map(|copy| {
            whole(&copy).then(|| {
                let mut sets: Vec<RRset> = copy.sets.iter().map(|held| sealed(&held.set)).collect();
                order::sort_by(&mut sets, |a, b| {
                    a.owner.cmp(&b.owner).then(a.rtype.to_int().cmp(&b.rtype.to_int()))
                });
                let same = |other: &Vec<RRset>| {
                    other.len() == sets.len()
                        && other.iter().zip(&sets).all(|(a, b)| {
                            a.owner == b.owner
                                && a.rtype == b.rtype
                                && a.canonical == b.canonical
                                && a.sigs == b.sigs
                        })
                };
                known.iter().position(same).unwrap_or_else(|| {
                    known.push(sets);
                    known.len() - 1
                })
            })
        })
        .collect()
}

/// `A (ns1.example, ns2.example)`, `A (b.zone)`; numbered where that does not tell them apart.
fn labels(label: &str, parts: &[Part], name: impl Fn(usize) -> String) -> Vec<String> {
    let plain: Vec<String> = parts
        .iter()
        .map(|part| {
            let servers = part.servers.iter().map(ToString::to_string);
            let names: Vec<String> = servers.chain(part.sources.iter().map(|source| name(*source))).collect();
            names.join(", ")
        })
        .collect();
    let numbered = plain.iter().enumerate().map(|(at, words)| {
        let same = |other: &&String| *other == words;
        let before = plain.iter().take(at).filter(same).count();
        match plain.iter().filter(same).count() {
            1 => format!("{label} ({words})"),
            _ if words.is_empty() => format!("{label} ({})", before + 1),
            _ => format!("{label} ({words}, {})", before + 1),
        }
    });
    numbered.collect()
}
