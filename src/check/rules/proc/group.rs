//! One provider beside the others of its group: what both sides publish of each other’s keys, whether
//! the parent leads to it, and who names its servers. What the rules on adding and removing a provider
//! have in common: two readings of the same records.

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::records::cds::omits;
use crate::check::records::delegation::{all, provider_of};
use crate::check::records::keys::parent_ds;
use crate::dnssec::ds;
use crate::dnssec::keys::KeyIx;
use crate::order;
use crate::process::tables::{JOIN, JOIN_MODEL_1, LEAVE, LEAVE_MODEL_1};
use crate::process::{Fact, Process, Reading, World as _};

/// A provider, and those that are in use without it.
#[derive(Clone, Debug)]
pub(crate) struct Member<'a> {
    pub(crate) provider: usize,
    pub(crate) others: Vec<usize>,
    /// No NS record leads to it, or the person says so; else that is not known.
    pub(crate) unreached: bool,
    /// What is published, read as its being added, and as its being removed.
    pub(crate) join: Option<&'a Reading>,
    pub(crate) leave: Option<&'a Reading>,
}

/// What is published, read as this provider going one of these ways.
fn reading<'a>(case: &'a Case<'_>, tables: [&'static Process; 2], provider: usize) -> Option<&'a Reading> {
    let mut readings = tables.into_iter().flat_map(|process| case.standing().as_process(process));
    readings.find(|reading| reading.who.subject == [provider])
}

impl<'a> Member<'a> {
    pub(crate) fn of(case: &'a Case<'_>, provider: usize) -> Option<Self> {
        let join = reading(case, [&JOIN, &JOIN_MODEL_1], provider);
        let leave = reading(case, [&LEAVE, &LEAVE_MODEL_1], provider);
        let others = join.or(leave)?.who.others.clone();
        let unreached = case.view(provider).is_some_and(|view| !view.reached);
        Some(Self { provider, others, unreached, join, leave })
    }

    /// The providers that stand beside a group which holds without them: those to which no NS record leads, or, where
    /// nothing is known of whose hosts are whose, those without DS.
    pub(crate) fn outside(case: &'a Case<'_>) -> Vec<Self> {
        let known = case.unreached().next().is_some();
        let names_somebody = all(case).iter().any(|(_, hosts)| {
            hosts.iter().any(|host| provider_of(case, host).is_some_and(|owner| !case.trusted(owner)))
        });
        // A DS whose key nobody publishes: keys were changed, and nobody was added.
        let changed = || {
            let keys = &case.proven.table.keys;
            parent_ds(case).any(|found| !keys.iter().any(|key| ds::names(found, key)))
        };
        if !known && (names_somebody || changed()) {
            return Vec::new();
        }
        let beside = |member: &Self| match known {
            true => member.unreached,
            false => case.blames_at(Code::DsUncoveredProvider, member.provider),
        };
        let holds = |member: &Self| member.others.iter().all(|p| case.trusted(*p));
        let members = (0..case.size()).filter_map(|p| Self::of(case, p));
        members.filter(|member| beside(member) && holds(member)).collect()
    }

    /// What has to be published where, so that everybody knows everybody’s signing keys: (where, key).
    pub(crate) fn gaps(&self, case: &Case<'_>) -> Vec<(usize, KeyIx)> {
        let mut gaps = self.keys_left(case, self.join, true);
        order::sort_by_key(&mut gaps, |(place, _)| *place == self.provider);
        gaps
    }

    /// The provider’s signing keys that others publish: (where, key).
    pub(crate) fn left(&self, case: &Case<'_>) -> Vec<(usize, KeyIx)> {
        self.keys_left(case, self.leave, false)
    }

    /// Keys that are to be published at a place, or no longer, before the reading is at its end: (where, key).
    fn keys_left(&self, case: &Case<'_>, reading: Option<&Reading>, holds: bool) -> Vec<(usize, KeyIx)> {
        let publication = &case.standing().publication;
        let left = reading.into_iter().flat_map(|reading| reading.left(publication));
        let of_key = left.filter(|left| left.holds == holds).filter_map(|left| match left.fact {
            Fact::Publishes(place, key) => Some((place, key)),
            _ => None,
        });
        of_key.collect()
    }

    /// The parent has a DS of its keys, or of one that it shares with the others.
    pub(crate) fn covered(&self, case: &Case<'_>) -> bool {
        let publication = &case.standing().publication;
        let left = self.join.map(|join| join.left(publication)).unwrap_or_default();
        !left.iter().any(|left| left.holds && matches!(left.fact, Fact::Ds(_)))
    }

    /// The others share its KSK: its DS is that of all.
    pub(crate) fn is_sharing(&self) -> bool {
        let reading = self.join.or(self.leave);
        reading.is_some_and(|reading| [JOIN_MODEL_1.id, LEAVE_MODEL_1.id].contains(&reading.process.id))
    }

    /// Who names its servers: (the parent, where it was seen; the providers that do; those that do not).
    pub(crate) fn named_by(&self, case: &Case<'_>) -> (Option<bool>, Vec<usize>, Vec<usize>) {
        let publication = &case.standing().publication;
        let names = |p: &usize| publication.holds(&Fact::ChildNs(*p, self.provider));
        let seen = (0..case.size()).filter(|p| names(p).is_some());
        let (yes, no) = seen.partition(|p| names(p) == Some(true));
        (publication.holds(&Fact::ParentNs(self.provider)), yes, no)
    }

    /// The CDS of every other provider asks for a DS for its keys.
    pub(crate) fn asked_for(&self, case: &Case<'_>) -> bool {
        self.others.iter().all(|p| case.asks(*p).next().is_some() && !omits(case, *p, self.provider))
    }

    /// The CDS of every other provider would leave it without DS.
    pub(crate) fn omitted(&self, case: &Case<'_>) -> bool {
        self.others.iter().all(|p| omits(case, *p, self.provider))
    }

    /// `A and C have`, `A has`.
    pub(crate) fn others_do(&self, case: &Case<'_>, one: &str, several: &str) -> String {
        format!("{} {}", self.others_named(case), if self.others.len() == 1 { one } else { several })
    }

    /// `A and C`.
    pub(crate) fn others_named(&self, case: &Case<'_>) -> String {
        case.labels(self.others.iter().copied())
    }

    /// The longest DNSKEY TTL among the others: `1 h (A’s DNSKEY TTL, 3600 s)`.
    pub(crate) fn longest_dnskey(&self, case: &Case<'_>) -> String {
        case.longest_dnskey(self.others.iter().copied())
    }
}
