//! The words of a plan: what a step is called, what a wait is for, what breaks without it.

use super::operation::Operation;
use super::start::Start;
use super::strict::Asked;
use crate::dns::{Moment, span};
use crate::explore::{FailingInterval, Kind};
use crate::process::wait::Sum;
use crate::process::{HeldAt, Invariant};

/// What an operation is called.
pub fn operation(operation: Operation) -> &'static str {
    match operation {
        Operation::AddProvider => "Add a provider",
        Operation::RemoveProvider => "Remove a provider",
        Operation::Migrate => "Move to another provider",
        Operation::ZskRoll => "Replace a ZSK",
        Operation::KskRollDoubleKey => "Replace a KSK by double key",
        Operation::KskRollDoubleDs => "Replace a KSK by double DS",
        Operation::KskRollDoubleRrset => "Replace a KSK by double RRset",
        Operation::CskRoll => "Replace a CSK",
        Operation::AlgorithmRoll => "Change the algorithm",
        Operation::AlgorithmRollLiberal => "Change the algorithm, liberally",
        Operation::Model1To2 => "From model 1 to model 2",
        Operation::Model2To1 => "From model 2 to model 1",
        Operation::GoInsecure => "Turn DNSSEC off",
        Operation::GoSecure => "Turn DNSSEC on",
    }
}

/// What validators may ask.
pub(super) fn asked(asked: Asked) -> &'static str {
    match asked {
        Asked::AnyPath => "any valid path",
        Asked::DsAlgorithms => "every algorithm of the DS RRset",
        Asked::KeyAlgorithms => "every algorithm of the DNSKEY RRset",
    }
}

/// What a step is called; tables give names, people read these.
pub fn title(step: &str) -> &'static str {
    match step {
        "join.sign" => "Load and sign the zone at the new provider",
        "join.keys" => "Exchange the ZSKs",
        "join.ds" => "Add the new provider’s DS",
        "join-1.keys" => "Publish one DNSKEY RRset with everybody’s ZSKs",
        "join.child-ns" => "Name the new provider in every NS RRset",
        "join.parent-ns" => "Name the new provider in the delegation",
        "leave.child-ns" => "Take the leaving provider out of every NS RRset, its own too",
        "leave.parent-ns" => "Take the leaving provider out of the delegation",
        "leave.ds" => "Remove the leaving provider’s DS",
        "leave.keys" => "Remove the leaving provider’s ZSK from the others",
        "zsk.publish" => "Publish the new ZSK everywhere",
        "zsk.sign" => "Sign with the new ZSK",
        "zsk.remove" => "Remove the old ZSK everywhere",
        "ksk-double-key.sign" => "Publish the new KSK; both sign",
        "ksk-double-key.ds" => "Replace the DS",
        "ksk-double-key.remove" => "Remove the old KSK",
        "ksk-double-ds.add" => "Add the new KSK’s DS",
        "ksk-double-ds.key" => "Replace the KSK",
        "ksk-double-ds.remove" => "Remove the old KSK’s DS",
        "ksk-double-rrset.add" => "Add the new KSK and its DS",
        "ksk-double-rrset.remove" => "Remove the old KSK and its DS",
        "csk.publish" => "Publish the new CSK everywhere; it signs the DNSKEY RRset too",
        "csk.ds" => "Add the new CSK’s DS",
        "csk.sign" => "Sign the data with the new CSK",
        "csk.ds-old" => "Remove the old CSK’s DS",
        "csk.remove" => "Remove the old CSK everywhere",
        "algorithm.sign" => "Sign the data with both algorithms",
        "algorithm.keys" => "Publish the keys of the new algorithm",
        "algorithm-liberal.sign" => "Publish the keys of the new algorithm, and sign with both",
        "algorithm.ds" => "Add the DS of the new algorithm",
        "algorithm.ds-old" => "Remove the DS of the old algorithm",
        "algorithm.keys-old" => "Remove the keys of the old algorithm",
        "algorithm.stop" => "Remove the signatures of the old algorithm",
        "algorithm-liberal.stop" => "Remove keys and signatures of the old algorithm",
        "model-2.ds" => "Add the DS of the providers’ own KSKs",
        "model-2.keys" => "Sign each DNSKEY RRset with the provider’s own KSK",
        "model-2.ds-old" => "Remove the shared KSK’s DS",
        "model-1.ds" => "Add the shared KSK’s DS",
        "model-1.keys" => "Sign every DNSKEY RRset with the shared KSK",
        "model-1.ds-old" => "Remove the DS of the providers’ own KSKs",
        "insecure.ask" => "Ask for the removal of every DS",
        "insecure.ds" => "Remove every DS",
        "insecure.unsign" => "Stop signing",
        "insecure.stop-asking" => "Stop asking",
        "secure.sign" => "Sign the zone everywhere",
        "secure.ds" => "Add the DS",
        _ => "",
    }
}

/// What caches hold, with whose it is.
pub(super) fn held(held: HeldAt, start: &Start) -> String {
    match held {
        HeldAt::Ds => "the DS RRset".into(),
        HeldAt::ParentNs => "the delegation’s NS RRset".into(),
        HeldAt::Dnskey(p) => format!("{}’s DNSKEY RRset", start.label(p)),
        HeldAt::Data(p) => format!("{}’s data", start.label(p)),
        HeldAt::ChildNs(p) => format!("{}’s NS RRset", start.label(p)),
    }
}

/// A moment.
pub(super) fn time(at: i64) -> String {
    Moment::from_unix(at).map_or_else(|| format!("{at} s"), |moment| moment.to_string())
}

/// ` + TTL of A’s data 1 h + margin 5 min`: waits, one after the other.
pub(super) fn plus<'s>(waits: impl Iterator<Item = &'s Sum>, margin: u32, start: &Start) -> String {
    let margin = if margin > 0 { format!(" + margin {}", span(margin.into())) } else { String::new() };
    let terms = waits.filter_map(Sum::longest);
    terms
        .map(|term| format!(" + TTL of {} {}{margin}", held(term.held, start), span(term.seconds.into())))
        .collect()
}

/// What caches hold, for programs.
pub(super) fn held_id(held: HeldAt) -> &'static str {
    match held {
        HeldAt::Ds => "ds",
        HeldAt::ParentNs => "ns-parent",
        HeldAt::Dnskey(_) => "dnskey",
        HeldAt::Data(_) => "data",
        HeldAt::ChildNs(_) => "ns",
    }
}

/// What has to hold at every moment.
pub(super) fn invariant(invariant: Invariant) -> &'static str {
    match invariant {
        Invariant::Chain => "every DS RRset in caches leads to every DNSKEY RRset in caches",
        Invariant::Data => "every DNSKEY RRset in caches has a key for all signed data in caches",
        Invariant::Algorithm => "the same for each algorithm of the DS RRset",
        Invariant::Servers => "whoever an NS RRset in caches names answers, in step with the others",
    }
}

/// What fails at which resolvers, and for how long.
pub fn fails(asked: Asked, failing: &FailingInterval) -> String {
    let what = match failing.kind {
        Kind::Chain => {
            "resolvers that hold the DS and the DNSKEY RRset of different moments reject the whole zone"
        }
        Kind::Data => "resolvers that hold an older DNSKEY RRset reject what a provider answers",
        Kind::Unreachable => "resolvers that hold an older NS RRset get no answer",
        Kind::DataCached => "validators behind a cache that does not validate reject what it has kept",
    };
    let who = match asked {
        Asked::AnyPath => "",
        Asked::DsAlgorithms => ", where they want every algorithm of the DS RRset",
        Asked::KeyAlgorithms => ", where they want every algorithm of the DNSKEY RRset",
    };
    let long = match failing.interval.until {
        Some(until) => format!("for {}", span(until - failing.interval.from)),
        None => "and do not recover".into(),
    };
    format!("{what}{who}, {long}")
}
