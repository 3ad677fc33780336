//! The records of one provider, or of the parent, as they come in, and the view made of them.

use super::belongs::{
    covered_type, denies_ds, is_authoritative, is_below, is_parent_record, looks_like_zone, negative,
};
use super::build::Sink;
use super::rrset::{Place, RRset, canonical_rdata};
use super::variants::{Held, Slot, variants};
use super::{DsSeen, Negative, Parent, ProviderView};
use crate::dns::{Name, Rdata};
use crate::evidence::{Observation, Section, Seen};
use crate::order::{self, Gather as _};
use bytes::Bytes;
use domain::base::Rtype;
use domain::base::iana::{Class, Rcode};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The records of one provider (or of the parent) as they come in.
#[derive(Default)]
pub(super) struct Gathering {
    pub(super) servers: Vec<Arc<str>>,
    /// Kept apart by the server that was seen to serve them.
    pub(super) sets: HashMap<(Name, Rtype, Slot), Held>,
    pub(super) negatives: Vec<Asked>,
    /// Records came in whole-zone fashion: the apex SOA and NS, and what else a zone has.
    pub(super) zone_like: bool,
    /// The parent answered a DS question without DS.
    ds_denied: bool,
    /// The DS RRset by the parent's server that gave it; empty: it said there is none.
    ds_given: BTreeMap<String, BTreeMap<Bytes, Rdata>>,
}

/// A negative answer and the owners in its authority section.
pub(super) struct Asked {
    pub(super) name: Name,
    pub(super) rtype: Rtype,
    pub(super) rcode: Rcode,
    pub(super) proof: Vec<(Name, Rtype)>,
    pub(super) proof_expected: bool,
    pub(super) slot: Slot,
}

impl Gathering {
    pub(super) fn take(&mut self, observation: &Observation, stand_in: &mut Self, sink: &mut Sink<'_>) {
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

    pub(super) fn take_parents(&mut self, observation: &Observation, sink: &mut Sink<'_>) {
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

    pub(super) fn into_view(
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
                .gather()
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
        order::sort_by(&mut sets, |(a, _), (b, _)| {
            a.owner.cmp(&b.owner).then(a.rtype.to_int().cmp(&b.rtype.to_int()))
        });
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
            reached: true,
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
                .gather::<BTreeSet<usize>>()
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

    pub(super) fn into_parent(mut self, zone: &Name, no_ds: bool, mut stand_in: Self) -> Parent {
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
