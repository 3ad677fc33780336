//! What a message answers: a negative answer, a referral, or an answer made from a wildcard has to bring its proof
//! with it.

use crate::dns::{Name, Rdata, Record};
use crate::evidence::{Observation, Section};
use crate::order::Gather as _;
use domain::base::Rtype;
use domain::base::iana::Rcode;
use std::collections::BTreeSet;

/// What kind of answer a message is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResponseKind {
    Answer,
    /// NXDOMAIN, or NOERROR without the type asked for.
    Denial,
    /// To the child zone below this name.
    Referral(Name),
}

/// One message, as far as its proofs go.
#[derive(Clone, Debug)]
pub struct Response {
    pub kind: ResponseKind,
    /// The name that it is about: the one asked for, or the one at the end of the aliases in the answer.
    pub name: Name,
    pub rtype: Rtype,
    pub rcode: Rcode,
    /// The RRsets of its answer section, as indexes into the view's `rrsets`.
    pub answer: Vec<usize>,
    /// The RRsets of its authority section, in its order.
    pub authority: Vec<usize>,
    /// The proof would have been in it: DNSSEC records were asked for, and its authority section was shown.
    pub proof_expected: bool,
}

/// A [`Response`] whose RRsets are indexes into a copy's.
pub(super) type Draft = Response;

/// Longer chains of aliases are not followed.
const MOST_ALIASES: usize = 16;

/// The names that a message's answer section is about: the one asked for, and those that aliases lead to.
pub(super) struct Aliases(BTreeSet<Name>);

impl Aliases {
    /// `None` where everything may be in the answer: a question for all types, or no question.
    pub(super) fn of(observation: &Observation) -> Option<Self> {
        let asked = observation.question.as_ref()?;
        if matches!(asked.rtype, Rtype::ANY | Rtype::AXFR | Rtype::IXFR) {
            return None;
        }
        Some(Self(chain(observation, &asked.name, asked.rtype).into_iter().gather()))
    }

    /// The record is one of theirs, or the DNAME that one of them was made by.
    pub(super) fn lead_to(&self, record: &Record) -> bool {
        let of_dname = match record.data() {
            Rdata::Dname(_) => true,
            Rdata::Rrsig(sig) => sig.type_covered() == Rtype::DNAME,
            _ => false,
        };
        self.0.contains(record.owner())
            || of_dname && self.0.iter().any(|name| name.ends_with(record.owner()))
    }
}

/// The name asked for and those that the CNAME records in the answer lead to, in order.
fn chain(observation: &Observation, name: &Name, rtype: Rtype) -> Vec<Name> {
    let mut names = vec![name.clone()];
    if rtype == Rtype::CNAME {
        return names;
    }
    for _ in 0..MOST_ALIASES {
        let next = observation.records.iter().find_map(|seen| match seen.record.data() {
            Rdata::Cname(cname)
                if seen.section == Section::Answer && Some(seen.record.owner()) == names.last() =>
            {
                Some(cname.cname().clone())
            }
            _ => None,
        });
        match next {
            Some(next) if !names.contains(&next) => names.push(next),
            _ => break,
        }
    }
    names
}

/// What the message answers, where it is about this zone; `answer` and `authority` are the RRsets of these sections.
pub(super) fn draft(
    observation: &Observation,
    zone: &Name,
    answer: Vec<usize>,
    authority: Vec<usize>,
) -> Option<Draft> {
    let asked = observation.question.as_ref()?;
    let rcode = observation.rcode?;
    if !asked.name.ends_with(zone) {
        return None;
    }
    let name = chain(observation, &asked.name, asked.rtype).pop()?;
    let away = asked.rtype == Rtype::DNSKEY || !name.ends_with(zone);
    if away && name != *zone && aliases_apex(observation, zone) {
        let (name, rtype, rcode) = (zone.clone(), asked.rtype, Rcode::NOERROR);
        let (kind, authority) = (ResponseKind::Denial, Vec::new());
        return Some(Draft { kind, name, rtype, rcode, answer, authority, proof_expected: false });
    }
    let in_authority =
        |rtype: Rtype| observation.records.iter().filter(move |seen| is_in_authority(seen, rtype));
    // An alias may lead to another zone, and the SOA tells whose denial it is: that of a child is no answer of this one.
    let leaves = !name.ends_with(zone) || in_authority(Rtype::SOA).any(|seen| seen.record.owner() != zone);
    let answered = observation.records.iter().any(|seen| {
        // What stands at the end of the aliases counts, and a DNAME that no CNAME was made from.
        let of_dname = seen.record.rtype() == Rtype::DNAME && name.ends_with(seen.record.owner());
        seen.section == Section::Answer && (*seen.record.owner() == name || of_dname)
    });
    let cut = in_authority(Rtype::NS).map(|seen| seen.record.owner()).find(|owner| *owner != zone);
    let signed = observation.records.iter().any(|seen| seen.record.rtype() == Rtype::RRSIG);
    let followed = name != asked.name;
    let kind = if leaves || rcode != Rcode::NXDOMAIN && (rcode != Rcode::NOERROR || answered) {
        ResponseKind::Answer
    } else if let Some(cut) = cut {
        ResponseKind::Referral(cut.clone())
    } else if authority.is_empty() && (followed || observation.dnssec_ok != Some(true)) {
        return None;
    } else {
        ResponseKind::Denial
    };
    // `dig +noauthority` prints how many records there are, and none of them.
    let shown = !authority.is_empty() || observation.authority.unwrap_or(0) == 0;
    let proof_expected = (observation.dnssec_ok == Some(true) || signed) && shown;
    let name = if kind == ResponseKind::Answer { asked.name.clone() } else { name };
    Some(Draft { kind, name, rtype: asked.rtype, rcode, answer, authority, proof_expected })
}

/// A question about the apex that was answered with a CNAME instead: of the type asked for there is nothing, and a
/// resolver goes elsewhere for it (RFC 1034 §3.6.2).
fn aliases_apex(observation: &Observation, zone: &Name) -> bool {
    let asked = observation.question.as_ref().filter(|asked| asked.name == *zone);
    let here = |rtype: Rtype| {
        observation.records.iter().any(|seen| {
            let record = &seen.record;
            seen.section == Section::Answer && record.owner() == zone && record.rtype() == rtype
        })
    };
    asked.is_some_and(|asked| {
        let every =
            matches!(asked.rtype, Rtype::ANY | Rtype::AXFR | Rtype::IXFR | Rtype::RRSIG | Rtype::NSEC);
        !every && here(Rtype::CNAME) && !here(asked.rtype)
    })
}

fn is_in_authority(seen: &crate::evidence::Seen, rtype: Rtype) -> bool {
    seen.section == Section::Authority && seen.record.rtype() == rtype
}
