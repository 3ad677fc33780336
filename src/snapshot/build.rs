//! From what was seen to who serves what.

use super::Problem;
use super::attribute::{Owner, attribute};
use super::rrset::{Place, RRset, canonical_rdata};
use super::servers::Servers;
use super::variants::{Held, Slot, variants};
use super::{DsSeen, Negative, Parent, ProviderView, Snapshot, zone};
use crate::dns::{Name, Rdata, dotted};
use crate::evidence::{Gravity, Kind, NotRead, Observation, Reading, Section, Seen, Source};
use bytes::Bytes;
use domain::base::Rtype;
use domain::base::iana::{Class, Rcode};
use domain::base::rdata::RecordData as _;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// More providers than this are refused: the mixes grow with the square.
pub(crate) const MOST_PROVIDERS: usize = 16;

/// A snapshot, and what became of each source.
#[derive(Debug)]
pub struct Built {
    pub snapshot: Snapshot,
    /// Per source: the labels of the providers its data went to, or `parent`.
    pub went_to: Vec<Vec<String>>,
    /// Per source: records that are not the zone's, with the reason.
    pub set_aside: Vec<Vec<NotRead>>,
}

/// Sorts the observations into one view per provider and the parent's.
///
/// `no_ds`: the person says that the parent has no DS RRset.
pub fn build(
    sources: &[Source],
    readings: &[Reading],
    named: Option<&Name>,
    no_ds: bool,
) -> Result<Built, Problem> {
    let zone = zone::find(sources, readings, named)?;
    let owners = attribute(sources, readings, &zone);
    let mut gathered: BTreeMap<Owner, Gathering> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut went_to: Vec<Vec<String>> = vec![Vec::new(); sources.len()];
    let mut set_aside: Vec<Vec<NotRead>> = vec![Vec::new(); sources.len()];
    // DS records of the zone inside a provider's own data are not what the parent serves: a
    // `dsset-` file, say. They stand in for the parent only when nothing else does.
    let mut parents = Gathering::default();
    let mut stand_in = Gathering::default();
    let mut servers = Servers::default();
    for ((reading, whose), aside) in readings.iter().zip(&owners).zip(&mut set_aside) {
        for (observation, owner) in reading.observations.iter().zip(whose) {
            let name = sources.get(observation.source).map_or("", |source| source.name.as_str());
            servers.take(observation, owner, &zone);
            let mut sink = Sink { zone: &zone, name, aside };
            let label = match owner {
                Owner::Parent => "parent".to_string(),
                Owner::Provider(label) => {
                    if !order.contains(label) {
                        order.push(label.clone());
                    }
                    label.clone()
                }
            };
            match owner {
                Owner::Parent => parents.take_parents(observation, &mut sink),
                Owner::Provider(_) => {
                    let view = gathered.entry(owner.clone()).or_default();
                    view.take(observation, &mut stand_in, &mut sink);
                }
            }
            if let Some(list) = went_to.get_mut(observation.source)
                && !list.contains(&label)
            {
                list.push(label);
            }
        }
    }
    let providers: Vec<ProviderView> = order
        .into_iter()
        .filter_map(|label| Some((gathered.remove(&Owner::Provider(label.clone()))?, label)))
        .flat_map(|(gathering, label)| {
            gathering.split(&label, &zone).into_iter().map(move |part| (label.clone(), part))
        })
        .filter_map(|(group, (label, gathering))| {
            gathering.into_view((label, group), &zone, &mut |set| {
                let name = sources.get(set.place.source).map_or("", |source| source.name.as_str());
                if let Some(aside) = set_aside.get_mut(set.place.source) {
                    let reason = "it is below a delegation: the child zone’s data";
                    put_aside(aside, name, set.place.line, &set.owner, set.rtype, (reason, None));
                }
            })
        })
        .collect();
    if providers.is_empty() {
        return Err(Problem::NoProvider { zone: dotted(&zone) });
    }
    if providers.len() > MOST_PROVIDERS {
        return Err(Problem::TooManyProviders { count: providers.len(), most: MOST_PROVIDERS });
    }
    let parent = parents.into_parent(&zone, no_ds, stand_in);
    let servers = servers.finish(readings);
    Ok(Built { snapshot: Snapshot { zone, parent, providers, servers }, went_to, set_aside })
}

/// Where records that cannot be used go.
struct Sink<'a> {
    zone: &'a Name,
    /// The source's name.
    name: &'a str,
    aside: &'a mut Vec<NotRead>,
}

/// More than this many records set aside are counted, not listed.
const MOST_ASIDE: usize = 200;

impl Sink<'_> {
    fn put(&mut self, seen: &Seen, reason: &str, hint: Option<&str>) {
        let record = &seen.record;
        put_aside(self.aside, self.name, seen.line, record.owner(), record.rtype(), (reason, hint));
    }
}

/// Says that a record is not the zone's: the reason, and what to do about it.
fn put_aside(
    aside: &mut Vec<NotRead>,
    source: &str,
    line: u32,
    owner: &Name,
    rtype: Rtype,
    (reason, hint): (&str, Option<&str>),
) {
    if aside.len() < MOST_ASIDE {
        aside.push(NotRead {
            source: source.to_string(),
            line,
            column: 1,
            text: format!("{} {rtype}", owner.fmt_with_dot()),
            reason: reason.to_string(),
            hint: hint.map(str::to_string),
            gravity: Gravity::Note,
        });
    }
}

/// The records of one provider (or of the parent) as they come in.
#[derive(Default)]
struct Gathering {
    servers: Vec<Arc<str>>,
    /// Kept apart by the server that was seen to serve them.
    sets: HashMap<(Name, Rtype, Slot), Held>,
    negatives: Vec<Asked>,
    /// Records came in whole-zone fashion: the apex SOA and NS, and what else a zone has.
    zone_like: bool,
    /// The parent answered a DS question without DS.
    ds_denied: bool,
    /// The DS RRset by the parent's server that gave it; empty: it said there is none.
    ds_given: BTreeMap<String, BTreeMap<Bytes, Rdata>>,
}

/// A negative answer and the owners in its authority section.
struct Asked {
    name: Name,
    rtype: Rtype,
    rcode: Rcode,
    proof: Vec<(Name, Rtype)>,
    proof_expected: bool,
    slot: Slot,
}

impl Gathering {
    fn take(&mut self, observation: &Observation, stand_in: &mut Self, sink: &mut Sink<'_>) {
        let slot = self.note_server(observation);
        let signed = observation.records.iter().any(|seen| seen.record.rtype() == Rtype::RRSIG);
        let like_zone = looks_like_zone(observation, sink.zone);
        let expected = signed || like_zone || observation.dnssec_ok == Some(true);
        let mut proof: Vec<(Name, Rtype)> = Vec::new();
        for seen in &observation.records {
            let record = &seen.record;
            if record.class() != Class::IN {
                sink.put(seen, "its class is not IN", None);
            } else if !record.owner().ends_with(sink.zone) {
                let reason = format!("it is outside {}", sink.zone.fmt_with_dot());
                sink.put(seen, &reason, None);
            } else if is_parent_record(record.owner(), record.data(), sink.zone) {
                stand_in.add((observation.source, None), seen, true, None);
            } else {
                if seen.section == Section::Authority {
                    let covered = covered_type(record.data());
                    proof.push((record.owner().clone(), covered));
                }
                self.add((observation.source, observation.at), seen, expected, slot.clone());
            }
        }
        self.zone_like |= like_zone;
        if let Some(asked) = negative(observation, proof, sink.zone, slot) {
            self.negatives.push(asked);
        }
    }

    fn take_parents(&mut self, observation: &Observation, sink: &mut Sink<'_>) {
        self.note_server(observation);
        let mut found = false;
        for seen in &observation.records {
            let owner = seen.record.owner();
            let wanted = matches!(covered_type(seen.record.data()), Rtype::DS | Rtype::NS);
            if owner == sink.zone && wanted {
                found |= covered_type(seen.record.data()) == Rtype::DS;
                self.add((observation.source, None), seen, observation.dnssec_ok == Some(true), None);
                if let (data @ Rdata::Ds(_), Some(server)) = (seen.record.data(), &observation.server) {
                    let given = self.ds_given.entry(server.clone()).or_default();
                    given.insert(canonical_rdata(data), data.clone());
                }
            } else if owner == sink.zone && seen.record.rtype() == Rtype::DNSKEY {
                sink.put(
                    seen,
                    "it is a DNSKEY of the zone in the parent's data",
                    Some("DNSKEY records belong in a provider's box; the parent has DS and NS"),
                );
            }
        }
        let asked_ds = observation
            .question
            .as_ref()
            .is_some_and(|asked| asked.rtype == Rtype::DS && asked.name == *sink.zone);
        if asked_ds
            && !found
            && observation.rcode == Some(Rcode::NOERROR)
            && denies_ds(observation, sink.zone)
        {
            self.ds_denied = true;
            if let Some(server) = &observation.server {
                self.ds_given.entry(server.clone()).or_default();
            }
        }
    }

    /// Where the observation's records go: to its server, when it is named. What a truncated answer
    /// holds of an RRset may not be all of it: that is pooled with what nobody is named for.
    fn note_server(&mut self, observation: &Observation) -> Slot {
        let server: Arc<str> = Arc::from(observation.server.as_deref()?);
        let known = self.servers.iter().find(|known| **known == server).cloned();
        let server = known.unwrap_or_else(|| {
            self.servers.push(server.clone());
            server
        });
        (!observation.truncated).then_some(server)
    }

    fn add(&mut self, (source, at): (usize, Option<i64>), seen: &Seen, expected: bool, slot: Slot) {
        let record = &seen.record;
        let place = Place { source, line: seen.line };
        let rtype = covered_type(record.data());
        let key = (record.owner().clone(), rtype, slot);
        let held = self.sets.entry(key).or_insert_with(|| Held {
            set: RRset::new(record.owner().clone(), rtype, place),
            additional: true,
        });
        held.additional &= seen.section == Section::Additional;
        let set = &mut held.set;
        match record.data() {
            Rdata::Rrsig(sig) => set.sigs.push(sig.clone()),
            data => {
                let ttl = record.ttl().as_secs();
                // In a negative answer the SOA has the TTL of the denial, not its own (RFC 2308 §3).
                let of_denial = rtype == Rtype::SOA && seen.section == Section::Authority;
                if seen.ttl_stated && !of_denial {
                    set.ttls_differ |= set.ttl_stated && set.ttl != ttl;
                    set.ttl = if set.ttl_stated { set.ttl.min(ttl) } else { ttl };
                    set.ttl_stated = true;
                } else if !set.ttl_stated {
                    set.ttl = ttl;
                }
                if set.data.is_empty() {
                    set.place = place;
                }
                set.data.push(data.clone());
            }
        }
        set.sigs_expected |= expected;
        set.seen = [set.seen, at].into_iter().flatten().min();
    }

    /// Whether a server signs what it has at the apex, where the answers tell.
    fn signs(&self, server: &Arc<str>, zone: &Name) -> Option<bool> {
        let mut sets = self.sets.iter().filter(|((owner, _, slot), held)| {
            owner == zone && slot.as_ref() == Some(server) && held.set.sigs_expected && !held.additional
        });
        sets.next()
            .map(|(_, first)| !first.set.sigs.is_empty() || sets.any(|(_, held)| !held.set.sigs.is_empty()))
    }

    /// Servers of one provider that serve different DNSKEY RRsets, or no signatures where others have
    /// them, are judged as providers of their own: a resolver may get any of them.
    fn split(self, label: &str, zone: &Name) -> Vec<(String, Self)> {
        // What the DNSKEY RRset is, and whether the answers are bare of signatures.
        type Kind = (Vec<Bytes>, bool);
        let mut kinds: Vec<(Kind, Vec<Arc<str>>)> = Vec::new();
        let signing: Vec<Arc<str>> =
            self.servers.iter().filter(|server| self.signs(server, zone) == Some(true)).cloned().collect();
        for server in &self.servers {
            let bare = !signing.is_empty() && self.signs(server, zone) == Some(false);
            let key = (zone.clone(), Rtype::DNSKEY, Some(server.clone()));
            let canonical = match self.sets.get(&key).filter(|held| !held.set.data.is_empty()) {
                Some(held) => {
                    let mut set = held.set.clone();
                    set.seal();
                    set.canonical
                }
                None if bare => Vec::new(),
                None => continue,
            };
            match kinds.iter_mut().find(|(kind, _)| *kind == (canonical.as_slice().to_vec(), bare)) {
                Some((_, servers)) => servers.push(server.clone()),
                None => kinds.push(((canonical, bare), vec![server.clone()])),
            }
        }
        if kinds.iter().all(|((_, bare), _)| *bare) && !kinds.is_empty() {
            kinds.push(((Vec::new(), false), signing));
        }
        // What cannot be told apart stays with the first: one that signs.
        kinds.sort_by_key(|((_, bare), _)| *bare);
        if kinds.len() < 2 {
            return vec![(label.to_string(), self)];
        }
        let home = |slot: &Slot| {
            let of = |server: &Arc<str>| kinds.iter().position(|(_, servers)| servers.contains(server));
            slot.as_ref().and_then(of).unwrap_or(0)
        };
        let mut parts: Vec<(String, Self)> = kinds
            .iter()
            .map(|(_, servers)| {
                let gathering = Self { zone_like: self.zone_like, ..Self::default() };
                (format!("{label} ({})", servers.join(", ")), gathering)
            })
            .collect();
        for server in self.servers {
            if let Some((_, part)) = parts.get_mut(home(&Some(server.clone()))) {
                part.servers.push(server);
            }
        }
        for (key, held) in self.sets {
            if let Some((_, part)) = parts.get_mut(home(&key.2)) {
                part.sets.insert(key, held);
            }
        }
        for asked in self.negatives {
            if let Some((_, part)) = parts.get_mut(home(&asked.slot)) {
                part.negatives.push(asked);
            }
        }
        parts
    }

    fn into_view(
        self,
        (label, group): (String, String),
        zone: &Name,
        below_cut: &mut dyn FnMut(&RRset),
    ) -> Option<ProviderView> {
        if self.sets.is_empty() && self.negatives.is_empty() {
            return None;
        }
        let owners_of = |rtype: Rtype| -> BTreeSet<Name> {
            self.sets
                .values()
                .filter(|held| {
                    held.set.rtype == rtype && held.set.owner != *zone && !held.set.data.is_empty()
                })
                .map(|held| held.set.owner.clone())
                .collect()
        };
        let (cuts, aliased) = (owners_of(Rtype::NS), owners_of(Rtype::DNAME));
        let zone_like = self.zone_like;
        let mut sets: Vec<(RRset, Vec<Slot>)> = variants(self.sets)
            .into_iter()
            .filter(|(held, _)| !held.set.data.is_empty() || !held.set.sigs.is_empty())
            // Additional records are no answers: nobody validates them, and servers may leave their
            // signatures out. A CNAME made from a DNAME has none (RFC 6672 §5.3.1).
            .filter(|(held, _)| {
                let made = held.set.rtype == Rtype::CNAME && is_below(&held.set.owner, &aliased);
                !held.set.sigs.is_empty() || !(made || held.additional)
            })
            .map(|(held, slots)| (held.set, slots))
            .collect();
        // In order before anything is said of them, so that the same input is always told the same.
        sets.sort_by(|(a, _), (b, _)| a.owner.cmp(&b.owner).then(a.rtype.to_int().cmp(&b.rtype.to_int())));
        sets.retain(|(set, _)| {
            let ours = is_authoritative(set, zone, &cuts);
            let glue = matches!(set.rtype, Rtype::A | Rtype::AAAA);
            if !ours && !glue {
                below_cut(set);
            }
            ours
        });
        let (mut rrsets, slots): (Vec<RRset>, Vec<Vec<Slot>>) = sets.into_iter().unzip();
        for set in &mut rrsets {
            // Whatever a zone file has, it has with its signatures.
            set.sigs_expected |= zone_like;
        }
        let mut view = ProviderView {
            label,
            group,
            servers: self.servers.iter().map(ToString::to_string).collect(),
            rrsets,
            negatives: Vec::new(),
            whole_zone: zone_like,
        };
        // Of several versions of an RRset the one that this server gave.
        let place = |owner: &Name, rtype: Rtype, slot: &Slot| {
            let from = view.rrsets.partition_point(|set| super::order(set, owner, rtype).is_lt());
            let count = view
                .rrsets
                .iter()
                .skip(from)
                .take_while(|set| super::order(set, owner, rtype).is_eq())
                .count();
            let mut these = from..from + count;
            these.clone().find(|at| slots.get(*at).is_some_and(|s| s.contains(slot))).or_else(|| these.next())
        };
        let negatives = self.negatives.into_iter().map(|asked| Negative {
            rrsets: asked
                .proof
                .iter()
                .filter_map(|(owner, rtype)| place(owner, *rtype, &asked.slot))
                .collect::<BTreeSet<usize>>()
                .into_iter()
                .collect(),
            name: asked.name,
            rtype: asked.rtype,
            rcode: asked.rcode,
            proof_expected: asked.proof_expected,
        });
        view.negatives = negatives.collect();
        Some(view)
    }

    fn into_parent(mut self, zone: &Name, no_ds: bool, mut stand_in: Self) -> Parent {
        let delegation = self.sets.remove(&(zone.clone(), Rtype::NS, None));
        let ns_ttl = delegation.as_ref().filter(|held| held.set.ttl_stated).map(|held| held.set.ttl);
        let ns = delegation
            .map(|mut held| {
                held.set.seal();
                held.set
                    .data
                    .iter()
                    .filter_map(|data| match data {
                        Rdata::Ns(ns) => Some(ns.nsdname().clone()),
                        _ => None,
                    })
                    .collect()
            })
            .unwrap_or_default();
        let key = (zone.clone(), Rtype::DS, None);
        let of = |from: &mut Self| from.sets.remove(&key).filter(|held| !held.set.data.is_empty());
        let seen = of(&mut self);
        let known = seen.is_some() || self.ds_denied || no_ds;
        let ds = match seen.or_else(|| if known { None } else { of(&mut stand_in) }) {
            Some(mut held) if !no_ds => {
                held.set.seal();
                DsSeen::Set(held.set)
            }
            _ if no_ds || self.ds_denied => DsSeen::Absent,
            _ => DsSeen::Unseen,
        };
        let mut ds_versions: Vec<(Vec<String>, BTreeMap<Bytes, Rdata>)> = Vec::new();
        for (server, given) in self.ds_given {
            match ds_versions.iter_mut().find(|(_, known)| known.keys().eq(given.keys())) {
                Some((servers, _)) => servers.push(server),
                None => ds_versions.push((vec![server], given)),
            }
        }
        if ds_versions.len() < 2 {
            ds_versions.clear();
        }
        let ds_versions = ds_versions
            .into_iter()
            .map(|(servers, given)| (servers, given.into_values().collect()))
            .collect();
        Parent { ds, ds_versions, ns, ns_ttl }
    }
}

/// Whether one of these names is above the owner.
fn is_below(owner: &Name, names: &BTreeSet<Name>) -> bool {
    !names.is_empty() && owner.iter_suffixes().skip(1).any(|above| names.contains(&above))
}

/// An answer to the DS question without DS says that there is none, unless it comes from above the
/// parent (a referral) or from the zone itself (RFC 4035 §3.1.4.1).
fn denies_ds(observation: &Observation, zone: &Name) -> bool {
    let soa = observation.records.iter().find(|seen| seen.record.rtype() == Rtype::SOA);
    let ns = observation
        .records
        .iter()
        .any(|seen| seen.section == Section::Authority && seen.record.rtype() == Rtype::NS);
    match soa {
        Some(soa) => soa.record.owner() != zone,
        None => !ns,
    }
}

/// The type an RRSIG covers, else the record's own: signatures are kept with what they sign.
fn covered_type(data: &Rdata) -> Rtype {
    match data {
        Rdata::Rrsig(sig) => sig.type_covered(),
        other => other.rtype(),
    }
}

/// DS at the apex is the parent's data wherever it stands (RFC 4035 §2.4).
fn is_parent_record(owner: &Name, data: &Rdata, zone: &Name) -> bool {
    owner == zone && covered_type(data) == Rtype::DS
}

/// Signed data of the zone: not glue, and of a delegation only what the parent side signs
/// (RFC 4035 §2.2).
fn is_authoritative(set: &RRset, zone: &Name, cuts: &BTreeSet<Name>) -> bool {
    let below_cut = set.owner.iter_suffixes().skip(1).any(|above| cuts.contains(above.for_slice()));
    let at_cut = cuts.contains(&set.owner) && set.owner != *zone;
    !below_cut && (!at_cut || matches!(set.rtype, Rtype::NS | Rtype::DS | Rtype::NSEC | Rtype::NSEC3))
}

/// A whole zone, not a few answers: records without a message around them (or a zone transfer)
/// with the apex SOA and NS and either a denial chain or names beside the apex.
fn looks_like_zone(observation: &Observation, zone: &Name) -> bool {
    const NAMES: usize = 4;
    let transfer = observation.question.as_ref().is_some_and(|asked| asked.rtype == Rtype::AXFR);
    if observation.kind != Kind::Records && !transfer {
        return false;
    }
    let (mut soa, mut ns, mut chain) = (false, false, false);
    let mut names: BTreeSet<&Name> = BTreeSet::new();
    for seen in &observation.records {
        let owner = seen.record.owner();
        let apex = owner == zone;
        match seen.record.data() {
            Rdata::Soa(_) => soa |= apex,
            Rdata::Ns(_) => ns |= apex,
            Rdata::Nsec(_) | Rdata::Nsec3(_) => chain = true,
            _ => {}
        }
        if !apex && names.len() < NAMES {
            names.insert(owner);
        }
    }
    soa && ns && (chain || names.len() >= NAMES)
}

/// The negative answer that a message is, if it is one: about the name at the end of the aliases in it.
fn negative(observation: &Observation, proof: Vec<(Name, Rtype)>, zone: &Name, slot: Slot) -> Option<Asked> {
    let asked = observation.question.as_ref()?;
    let rcode = observation.rcode?;
    let name = alias_end(observation, &asked.name, asked.rtype);
    let answered = observation.records.iter().any(|seen| {
        // Behind an alias only what stands at its end counts.
        seen.section == Section::Answer && (name == asked.name || *seen.record.owner() == name)
    });
    let denies = rcode == Rcode::NXDOMAIN || (rcode == Rcode::NOERROR && !answered);
    let referral = proof.iter().any(|(owner, rtype)| *rtype == Rtype::NS && owner != zone);
    let followed = name != asked.name;
    let bare = proof.is_empty() && (followed || observation.dnssec_ok != Some(true));
    (denies && !referral && !bare && name.ends_with(zone)).then(|| Asked {
        name,
        rtype: asked.rtype,
        rcode,
        proof,
        proof_expected: observation.dnssec_ok == Some(true)
            || observation.records.iter().any(|seen| seen.record.rtype() == Rtype::RRSIG),
        slot,
    })
}

/// Where the CNAME records in the answer lead to.
fn alias_end(observation: &Observation, name: &Name, rtype: Rtype) -> Name {
    /// Longer chains are not followed.
    const MOST: usize = 16;
    let mut at = name.clone();
    if rtype == Rtype::CNAME {
        return at;
    }
    for _ in 0..MOST {
        let next = observation.records.iter().find_map(|seen| match seen.record.data() {
            Rdata::Cname(cname) if seen.section == Section::Answer && *seen.record.owner() == at => {
                Some(cname.cname().clone())
            }
            _ => None,
        });
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}
