//! What was seen together: one message, one zone file, one run of records. It is judged with what came with it, and
//! never with what another message carried (RFC 4035 §5.3, §5.4).

use super::belongs::{covered_type, looks_like_zone};
use super::response::{Aliases, Draft, draft};
use super::rrset::{Place, RRset, counted};
use crate::dns::{Name, Rdata};
use crate::evidence::{Kind, Observation, Section, Seen};
use domain::base::Rtype;
use std::collections::HashMap;
use std::sync::Arc;

/// How the records came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A whole zone: a file, or a transfer.
    Zone,
    /// A whole message.
    Message,
    /// Records without a message around them, or as much of a message as fitted in.
    Loose,
}

/// An RRset as it came.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) set: RRset,
    /// Seen only where no answer stands: in an additional section, or as the NS RRset of an authority section.
    pub(super) beside: bool,
    /// Seen in authority sections only.
    pub(super) authority: bool,
    /// Seen in the authority section of a message.
    pub(super) in_authority: bool,
}

/// What one observation carried of the zone.
#[derive(Clone, Debug)]
pub(super) struct Copy {
    pub(super) origin: Origin,
    /// The source's index.
    pub(super) source: usize,
    /// Who answered, where the text says so.
    pub(super) server: Option<Arc<str>>,
    /// See [`Observation::answerer`].
    pub(super) answerer: Option<usize>,
    pub(super) sets: Vec<Held>,
    /// What it answers, where it is a message; its RRsets are indexes into `sets`.
    pub(super) response: Option<Draft>,
}

/// A [`Copy`] in the making.
pub(super) struct Filling<'a> {
    copy: Copy,
    observation: &'a Observation,
    zone: &'a Name,
    aliases: Option<Aliases>,
    expected: bool,
    /// Where the RRset of an owner and type stands: its latest run.
    index: HashMap<(Name, Rtype), usize>,
    /// Some RRset came in more than one run.
    again: bool,
    answer: Vec<usize>,
    authority: Vec<usize>,
}

impl<'a> Filling<'a> {
    pub(super) fn new(observation: &'a Observation, zone: &'a Name, server: Option<Arc<str>>) -> Self {
        let whole = looks_like_zone(observation, zone);
        let message = !matches!(observation.kind, Kind::Records | Kind::Bare | Kind::Listing);
        let origin = match (whole, message && !observation.truncated) {
            (true, _) => Origin::Zone,
            (false, true) => Origin::Message,
            (false, false) => Origin::Loose,
        };
        let signed = observation.records.iter().any(|seen| seen.record.rtype() == Rtype::RRSIG);
        Self {
            copy: Copy {
                origin,
                source: observation.source,
                server,
                answerer: observation.answerer,
                sets: Vec::new(),
                response: None,
            },
            observation,
            zone,
            aliases: (origin == Origin::Message).then(|| Aliases::of(observation)).flatten(),
            expected: signed || whole || observation.dnssec_ok == Some(true),
            index: HashMap::new(),
            again: false,
            answer: Vec::new(),
            authority: Vec::new(),
        }
    }

    /// A record of the answer section that answers nothing: no validator looks at it.
    pub(super) fn is_stray(&self, seen: &Seen) -> bool {
        seen.section == Section::Answer
            && self.aliases.as_ref().is_some_and(|aliases| !aliases.lead_to(&seen.record))
    }

    pub(super) fn add(&mut self, seen: &Seen) {
        let owner = seen.record.owner();
        let rtype = covered_type(seen.record.data());
        let key = (owner.clone(), rtype);
        let is_sig = seen.record.rtype() == Rtype::RRSIG;
        let next = self.copy.sets.len();
        let mut at = *self.index.entry(key).or_insert(next);
        let run_ended = |held: &Held| !held.set.data.is_empty() && !held.set.sigs.is_empty();
        if self.copy.origin == Origin::Loose && !is_sig && self.copy.sets.get(at).is_some_and(run_ended) {
            // Its signatures stood between: another answer to the same question.
            self.index.insert((owner.clone(), rtype), next);
            self.again = true;
            at = next;
        }
        if at == next {
            let place = Place { source: self.observation.source, line: seen.line };
            let set =
                RRset { whole: self.copy.origin == Origin::Zone, ..RRset::new(owner.clone(), rtype, place) };
            self.copy.sets.push(Held { set, beside: true, authority: true, in_authority: false });
        }
        let Some(held) = self.copy.sets.get_mut(at) else { return };
        let delegation_beside =
            seen.section == Section::Authority && rtype == Rtype::NS && owner == self.zone;
        if delegation_beside && !held.beside {
            // The answer has it already.
            return;
        }
        held.beside &= seen.section == Section::Additional || delegation_beside;
        held.authority &= seen.section == Section::Authority;
        held.in_authority |= seen.section == Section::Authority;
        take(&mut held.set, seen, rtype);
        held.set.sigs_expected |= self.expected;
        held.set.seen = held.set.seen.or(self.observation.at);
        let section = match seen.section {
            Section::Answer => &mut self.answer,
            Section::Authority => &mut self.authority,
            _ => return,
        };
        // Whoever looks at them takes each once; a transfer has a great many.
        if section.last() != Some(&at) {
            section.push(at);
        }
    }

    pub(super) fn finish(mut self) -> Copy {
        if self.again {
            join_runs(&mut self.copy.sets);
        }
        if self.copy.origin == Origin::Message {
            self.copy.response = draft(self.observation, self.zone, self.answer, self.authority);
        }
        self.copy
    }
}

/// Adds a record to its RRset.
pub(super) fn take(set: &mut RRset, seen: &Seen, rtype: Rtype) {
    let data = match seen.record.data() {
        Rdata::Rrsig(sig) => return set.sigs.push(sig.clone()),
        data => data,
    };
    let ttl = counted(seen.record.ttl());
    // In a negative answer the SOA has the TTL of the denial, not its own (RFC 2308 §3).
    let of_denial = rtype == Rtype::SOA && seen.section == Section::Authority;
    if seen.ttl_stated && !of_denial {
        set.ttls_differ |= set.ttl_stated && set.ttl != ttl;
        set.ttl = if set.ttl_stated { set.ttl.min(ttl) } else { ttl };
        set.most_ttl = set.most_ttl.max(ttl);
        set.ttl_stated = true;
    } else if !set.ttl_stated {
        set.ttl = ttl;
    }
    if set.data.is_empty() {
        set.place.line = seen.line;
    }
    set.data.push(data.clone());
}

/// A later run without signatures of its own is more of the RRset before it.
fn join_runs(sets: &mut Vec<Held>) {
    let mut known: HashMap<(Name, Rtype), usize> = HashMap::new();
    let mut runs: Vec<Held> = Vec::with_capacity(sets.len());
    for held in sets.drain(..) {
        let key = (held.set.owner.clone(), held.set.rtype);
        match known.get(&key).and_then(|at| runs.get_mut(*at)) {
            Some(before) if held.set.sigs.is_empty() => before.set.data.extend(held.set.data),
            _ => {
                known.insert(key, runs.len());
                runs.push(held);
            }
        }
    }
    *sets = runs;
}
