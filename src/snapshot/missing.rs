//! What was not seen, or could not be read: it is never taken for absent.

use super::rrset::{Place, RRset};
use super::{DsSeen, Parent, Problem, ProviderView, order};
use crate::dns::{Name, dotted};
use crate::evidence::{Gravity, Kind, Lost, NotReadKind, Observation, Reading, Role, Source};
use domain::base::Rtype;
use domain::base::iana::Rcode;

/// The view of a provider that was named, and of which nothing was seen.
pub(super) fn unseen(label: String) -> ProviderView {
    ProviderView {
        group: label.clone(),
        label,
        servers: Vec::new(),
        untold: false,
        rrsets: Vec::new(),
        responses: Vec::new(),
        whole_zone: false,
        reached: true,
    }
}

/// Marks the RRset that a record belongs to which could not be read: the one from the same text, where there are
/// several. Where nothing of it was read, it stands there empty: it is not absent.
pub(super) fn mark_lost(view: &mut ProviderView, lost: &Lost, (source, name): (usize, &str)) {
    let why = format!("line {} of {name} could not be read", lost.line);
    let at = view.rrsets.partition_point(|set| order(set, &lost.owner, lost.rtype).is_lt());
    let end = view.rrsets.partition_point(|set| order(set, &lost.owner, lost.rtype).is_le());
    let versions = view.rrsets.get_mut(at..end).unwrap_or_default();
    let here = versions.iter().any(|set| set.place.source == source);
    for set in versions.iter_mut().filter(|set| !here || set.place.source == source) {
        set.partial.get_or_insert_with(|| why.clone());
    }
    if at < end {
        return;
    }
    let mut set = RRset::new(lost.owner.clone(), lost.rtype, Place { source, line: lost.line });
    set.partial = Some(why);
    set.seal();
    view.rrsets.insert(at, set);
    let indexes = view
        .responses
        .iter_mut()
        .flat_map(|response| response.answer.iter_mut().chain(&mut response.authority));
    for index in indexes {
        *index += usize::from(*index >= at);
    }
}

/// Where the keys of a provider come from.
#[derive(Clone, Copy, Default)]
pub(super) struct Keys {
    /// From a tool's list, a form or an interface: not from the name servers.
    listed: bool,
    /// From records without a message around them.
    bare: bool,
    /// From an answer.
    answered: bool,
}

impl Keys {
    pub(super) fn note(&mut self, observation: &Observation, zone: &Name) {
        let has = |rtype: Rtype| {
            observation.records.iter().any(|seen| seen.record.rtype() == rtype && seen.record.owner() == zone)
        };
        if !has(Rtype::DNSKEY) {
            return;
        }
        match observation.kind {
            Kind::Listing => self.listed = true,
            Kind::Records | Kind::Bare => self.bare = true,
            Kind::Message | Kind::Yaml | Kind::Json | Kind::Wire => self.answered = true,
        }
    }
}

/// Keys in a text that shows no signatures at all (a list, an export, a key file) are not the DNSKEY RRset that is
/// served, and what stands beside them is not seen unsigned. `of` tells where the keys of a source come from.
pub(super) fn without_signatures(view: &mut ProviderView, of: impl Fn(usize) -> Keys, zone: &Name) {
    let unsigned = view.rrsets.iter().all(|set| set.sigs.is_empty() && set.partial.is_none());
    let label = view.label.clone();
    let mut bare = false;
    for dnskey in view.rrsets.iter_mut().filter(|set| set.owner == *zone && set.rtype == Rtype::DNSKEY) {
        let keys = of(dnskey.place.source);
        if dnskey.data.is_empty() || !dnskey.sigs.is_empty() || keys.answered {
            continue;
        }
        if keys.listed && !keys.bare {
            dnskey.partial = Some(format!("{label}’s keys are from a list, not from its name servers"));
        } else if unsigned {
            dnskey.partial = Some(format!(
                "{label}’s keys are from a text without any signature, such as an export or a key file"
            ));
        } else {
            continue;
        }
        dnskey.sigs_expected = false;
        bare = unsigned;
    }
    if bare {
        for set in &mut view.rrsets {
            set.sigs_expected = false;
        }
        view.whole_zone = false;
    }
}

/// What was given as the parent's, and could not be used.
pub(super) fn of_parent(parent: &mut Parent, sources: &[Source], readings: &[Reading], zone: &Name) {
    let given = || sources.iter().zip(readings).filter(|(source, _)| source.role == Role::Parent);
    let lost = given().find_map(|(source, reading)| {
        let gone = reading.observations.iter().flat_map(|observation| &observation.lost);
        let gone = gone.filter(|lost| lost.owner == *zone && lost.rtype == Rtype::DS);
        Some(format!("line {} of {} could not be read", gone.map(|lost| lost.line).min()?, source.name))
    });
    if let (DsSeen::Set(set), Some(why)) = (&mut parent.ds, &lost) {
        set.partial = Some(why.clone());
    }
    let reason = given().find_map(|(source, reading)| {
        let name = &source.name;
        if source.text.trim().is_empty() {
            return Some(format!("{name} is empty"));
        }
        let serious = reading.not_read.iter().find(|entry| entry.gravity >= Gravity::Lost);
        serious.map(|entry| format!("{name}, line {}: {}", entry.line, entry.reason))
    });
    parent.unread = match &parent.ds {
        DsSeen::Absent => None,
        DsSeen::Unseen if parent.ns.is_empty() || reason.is_some() => {
            let names: Vec<&str> = given().map(|(source, _)| source.name.as_str()).collect();
            let nothing = || format!("no DS of {} is in {}", dotted(zone), names.join(", "));
            (!names.is_empty())
                .then(|| format!("The DS given could not be used: {}", reason.unwrap_or_else(nothing)))
        }
        DsSeen::Unseen => None,
        DsSeen::Set(set) => reason
            .map(|reason| format!("Not all of the DS given could be read: {reason}"))
            .or_else(|| set.partial.as_ref().map(|why| format!("Of the DS RRset {why}"))),
    };
}

/// Why there is nothing to judge: no server answered, or those that did had no records.
pub(crate) fn nothing(readings: &[Reading]) -> Problem {
    let answers = readings.iter().flat_map(|reading| &reading.observations);
    let failed = answers.filter(|seen| seen.records.is_empty()).find_map(|seen| {
        let rcode = seen.rcode.filter(|rcode| !matches!(*rcode, Rcode::NOERROR | Rcode::NXDOMAIN))?;
        let who = seen.server.as_deref().unwrap_or("A server");
        let more = seen.extended_error.as_ref().map(|said| format!(" (EDE {said})")).unwrap_or_default();
        Some(format!("{who} answered {}{more}", rcode.to_mnemonic_str().unwrap_or("an error")))
    });
    let silent = || {
        let server = readings.iter().flat_map(|reading| &reading.silent).next();
        server.map(|silent| format!("{} gave no answer", silent.server))
    };
    let unheard = || {
        let mut lines = readings.iter().flat_map(|reading| &reading.not_read);
        lines.any(|entry| entry.kind == NotReadKind::NoAnswer).then(|| "No server answered".to_string())
    };
    failed.or_else(silent).or_else(unheard).map_or(Problem::NothingRead, |said| Problem::NoRecords { said })
}
