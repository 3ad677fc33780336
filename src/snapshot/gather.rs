//! The records of one provider, or of the parent, as they come in, and the view made of them.

use super::aside::Sink;
use super::belongs::{covered_type, denies_ds, is_parent_record};
use super::copy::{Copy, Filling, Held, Origin, take};
use super::cuts::Cuts;
use super::rrset::{Place, RRset, Referred, canonical_rdata};
use super::signals::host_of;
use super::variants::{Variant, variants};
use super::{DsSeen, DsVersion, Parent, ProviderView, Response, ResponseKind};
use crate::dns::{Name, Rdata, dotted, rrsig_labels};
use crate::evidence::{Observation, Section, Seen};
use crate::order::Gather as _;
use bytes::Bytes;
use domain::base::Rtype;
use domain::base::iana::{Class, Rcode};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// The records of one provider as they come in.
#[derive(Default)]
pub(super) struct Gathering {
    pub(super) servers: Vec<Arc<str>>,
    /// One per observation that has records of the zone, or is an answer without any.
    pub(super) copies: Vec<Copy>,
}

impl Gathering {
    pub(super) fn take(
        &mut self,
        observation: &Observation,
        stand_in: &mut ParentGathering,
        sink: &mut Sink<'_>,
    ) {
        let server = self.note_server(observation);
        let mut filling = Filling::new(observation, sink.zone, server);
        for seen in &observation.records {
            let record = &seen.record;
            if record.class() != Class::IN {
                sink.put(seen, "its class is not IN", None);
            } else if host_of(record.owner(), sink.zone).is_some() {
                // A signalling record: neither the zone's own nor a stray.
            } else if !record.owner().ends_with(sink.zone) {
                let reason = format!("it is outside {}", dotted(sink.zone));
                sink.put(seen, &reason, None);
            } else if is_parent_record(record.owner(), record.data(), sink.zone) {
                stand_in.add(observation.source, seen, true);
            } else if filling.is_stray(seen) {
                sink.put(seen, "it does not answer what was asked: no validator looks at it", None);
            } else {
                filling.add(seen);
            }
        }
        let copy = filling.finish();
        if !copy.sets.is_empty() || copy.response.is_some() {
            self.copies.push(copy);
        }
    }

    fn note_server(&mut self, observation: &Observation) -> Option<Arc<str>> {
        let server: Arc<str> = Arc::from(observation.server.as_deref()?);
        let known = self.servers.iter().find(|known| **known == server).cloned();
        Some(known.unwrap_or_else(|| {
            self.servers.push(server.clone());
            server
        }))
    }

    pub(super) fn into_view(
        mut self,
        (label, group): (String, String),
        cuts: Cuts<'_>,
        below_cut: &mut dyn FnMut(&RRset),
    ) -> Option<ProviderView> {
        if self.copies.is_empty() {
            return None;
        }
        let untold = self.copies.iter().all(|copy| copy.answerer.is_some());
        let whole_zone = self.copies.iter().any(|copy| copy.origin == Origin::Zone);
        let responses: Vec<(usize, Response)> = self
            .copies
            .iter_mut()
            .enumerate()
            .filter_map(|(at, copy)| Some((at, copy.response.take()?)))
            .filter(|(_, response)| match &response.kind {
                ResponseKind::Referral(cut) => !cuts.is_below(cut, Rtype::DS),
                ResponseKind::Answer | ResponseKind::Denial => !cuts.is_below(&response.name, response.rtype),
            })
            .collect();
        let aliased = dname_owners(&self.copies);
        // Where the RRsets of messages went.
        let mut places: HashMap<(usize, usize), usize> = HashMap::new();
        let messages: Vec<bool> = self.copies.iter().map(|copy| copy.origin == Origin::Message).collect();
        let mut rrsets: Vec<RRset> = Vec::new();
        for Variant { held, members, .. } in variants(&mut self.copies) {
            let Held { mut set, beside, authority, in_authority } = held;
            if set.data.is_empty() && set.sigs.is_empty() {
                continue;
            }
            // What stands beside an answer is no answer: nobody validates it, and servers may leave its signatures
            // out. A CNAME made from a DNAME has none (RFC 6672 §5.3.1).
            let made = set.rtype == Rtype::CNAME && is_below(&set.owner, &aliased);
            let unsigned = set.sigs.is_empty();
            if unsigned && (made || beside && set.rtype != Rtype::NS) {
                continue;
            }
            if !cuts.keeps(&set) {
                if !matches!(set.rtype, Rtype::A | Rtype::AAAA) || !unsigned {
                    below_cut(&set);
                }
                continue;
            }
            set.beside = unsigned && beside;
            set.of_denials = authority && set.rtype == Rtype::SOA;
            set.referred = match in_authority && set.rtype == Rtype::DS {
                false => Referred::No,
                true if authority => Referred::Only,
                true => Referred::Also,
            };
            set.cut_unseen = cuts.is_open(&set);
            // Whatever a zone file has, it has with its signatures.
            set.sigs_expected |= whole_zone && set.servers.is_empty();
            for member in members.into_iter().filter(|(copy, _)| messages.get(*copy) == Some(&true)) {
                places.insert(member, rrsets.len());
            }
            rrsets.push(set);
        }
        let responses = responses
            .into_iter()
            .map(|(copy, response)| {
                let placed = |sets: &[usize]| {
                    let mut known: HashSet<usize> = HashSet::new();
                    let found = sets.iter().filter_map(|local| places.get(&(copy, *local)).copied());
                    found.filter(|at| known.insert(*at)).collect::<Vec<usize>>()
                };
                let (answer, authority) = (placed(&response.answer), placed(&response.authority));
                Response { answer, authority, ..response }
            })
            .filter(|response| {
                // Of an answer with all its RRsets before us only what was made from a wildcard has more to prove.
                let made = |at: &usize| rrsets.get(*at).is_some_and(|set| expanded(set, cuts.zone).is_some());
                response.kind != ResponseKind::Answer || response.answer.iter().any(made)
            })
            .collect();
        Some(ProviderView {
            label,
            group,
            servers: self.servers.iter().map(ToString::to_string).collect(),
            untold,
            rrsets,
            responses,
            whole_zone,
            reached: true,
        })
    }
}

/// The Labels field of the signatures, where all of them say that the owner was made from a wildcard (RFC 4035 §5.3.4).
pub fn expanded(set: &RRset, zone: &Name) -> Option<u8> {
    let labels =
        set.sigs.iter().filter(|sig| sig.signer_name() == zone).map(crate::dns::Rrsig::labels).max()?;
    (labels < rrsig_labels(&set.owner)).then_some(labels)
}

fn dname_owners(copies: &[Copy]) -> BTreeSet<Name> {
    let sets = copies.iter().flat_map(|copy| &copy.sets);
    let dname = sets.filter(|held| held.set.rtype == Rtype::DNAME && !held.set.data.is_empty());
    dname.map(|held| held.set.owner.clone()).gather()
}

/// Whether one of these names is above the owner.
fn is_below(owner: &Name, names: &BTreeSet<Name>) -> bool {
    !names.is_empty() && owner.iter_suffixes().skip(1).any(|above| names.contains(&above))
}

/// What was seen of the delegation.
#[derive(Default)]
pub(super) struct ParentGathering {
    ds: Option<RRset>,
    ns: Option<RRset>,
    /// The parent answered a DS question without DS.
    ds_denied: bool,
    /// How DS and NS records came.
    ds_way: Way,
    ns_way: Way,
    /// The DS RRset by the parent's server that gave it; empty: it said there is none.
    ds_given: Vec<(String, BTreeMap<Bytes, Rdata>)>,
}

/// How records came: each answer with them tells.
#[derive(Default)]
struct Way {
    /// Some without AA: through a cache, which counts their TTL down.
    relayed: bool,
    /// Some otherwise.
    direct: bool,
}

impl Way {
    fn take(&mut self, relayed: bool) {
        self.relayed |= relayed;
        self.direct |= !relayed;
    }
}

/// At most so many answers to the DS question are told apart.
const MOST_DS_GIVEN: usize = 256;

impl ParentGathering {
    fn add(&mut self, source: usize, seen: &Seen, expected: bool) {
        let rtype = covered_type(seen.record.data());
        let slot = if rtype == Rtype::NS { &mut self.ns } else { &mut self.ds };
        let place = Place { source, line: seen.line };
        let set = slot.get_or_insert_with(|| RRset::new(seen.record.owner().clone(), rtype, place));
        take(set, seen, rtype);
        set.sigs_expected |= expected;
    }

    pub(super) fn take(&mut self, observation: &Observation, sink: &mut Sink<'_>) {
        let mut given: BTreeMap<Bytes, Rdata> = BTreeMap::new();
        let mut found = false;
        for seen in &observation.records {
            let owner = seen.record.owner();
            let wanted = matches!(covered_type(seen.record.data()), Rtype::DS | Rtype::NS);
            if owner == sink.zone && wanted {
                found |= covered_type(seen.record.data()) == Rtype::DS;
                self.add(observation.source, seen, observation.dnssec_ok == Some(true));
                if seen.record.rtype() == Rtype::NS {
                    self.ns_way.take(is_relayed_ns(observation));
                }
                if let data @ Rdata::Ds(_) = seen.record.data() {
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
        if found {
            self.ds_way.take(observation.authoritative == Some(false));
        }
        let asked_ds = observation
            .question
            .as_ref()
            .is_some_and(|asked| asked.rtype == Rtype::DS && asked.name == *sink.zone);
        let denied = asked_ds
            && !found
            && observation.rcode == Some(Rcode::NOERROR)
            && denies_ds(observation, sink.zone);
        self.ds_denied |= denied;
        if let Some(server) = observation.server.as_ref().filter(|_| denied || !given.is_empty())
            && self.ds_given.len() < MOST_DS_GIVEN
        {
            self.ds_given.push((server.clone(), given));
        }
    }

    pub(super) fn finish(self, zone: &Name, no_ds: bool, stand_in: Self) -> Parent {
        let sealed = |set: Option<RRset>| {
            set.filter(|set| !set.data.is_empty()).map(|mut set| {
                set.seal();
                set
            })
        };
        let ns_ttl = self.ns.as_ref().filter(|set| set.ttl_stated).map(RRset::longest_ttl);
        let host = |data: &Rdata| match data {
            Rdata::Ns(ns) => Some(ns.nsdname().clone()),
            _ => None,
        };
        let ns = sealed(self.ns).map(|set| set.data.iter().filter_map(host).collect()).unwrap_or_default();
        let seen = sealed(self.ds);
        let known = seen.is_some() || self.ds_denied || no_ds;
        let ds = match seen.or_else(|| if known { None } else { sealed(stand_in.ds) }) {
            Some(set) if !no_ds => DsSeen::Set(Box::new(set)),
            _ if no_ds || self.ds_denied => DsSeen::Absent,
            _ => DsSeen::Unseen,
        };
        let ds_versions = if no_ds { Vec::new() } else { versions(self.ds_given, &ds, zone) };
        let ns_relayed = self.ns_way.relayed && !self.ns_way.direct;
        Parent { ds, ds_versions, ns, ns_ttl, ns_relayed, ds_relayed: self.ds_way.relayed, unread: None }
    }
}

/// NS records came through a cache: without AA, and not as a referral, which has none either and no answer (RFC 1034 §4.3.2).
fn is_relayed_ns(observation: &Observation) -> bool {
    let answers = observation.records.iter().any(|seen| seen.section == Section::Answer);
    observation.authoritative == Some(false) && answers
}

/// The distinct DS RRsets that the parent's servers gave, each with its servers; none where they agree.
fn versions(given: Vec<(String, BTreeMap<Bytes, Rdata>)>, all: &DsSeen, zone: &Name) -> Vec<DsVersion> {
    let mut found: Vec<(Vec<String>, BTreeMap<Bytes, Rdata>)> = Vec::new();
    for (server, given) in given {
        match found.iter_mut().find(|(_, known)| known.keys().eq(given.keys())) {
            Some((servers, _)) if servers.contains(&server) => {}
            Some((servers, _)) => servers.push(server),
            None => found.push((vec![server], given)),
        }
    }
    if found.len() < 2 {
        return Vec::new();
    }
    let ttl = if let DsSeen::Set(set) = all { set.ttl } else { 0 };
    let version = |(servers, given): (Vec<String>, BTreeMap<Bytes, Rdata>)| {
        let data: Vec<Rdata> = given.into_values().collect();
        let ds = if data.is_empty() {
            DsSeen::Absent
        } else {
            DsSeen::Set(Box::new(RRset::of(zone.clone(), Rtype::DS, ttl, data)))
        };
        DsVersion { servers, ds }
    };
    found.into_iter().map(version).collect()
}
