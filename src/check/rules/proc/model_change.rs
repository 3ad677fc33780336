//! # PROC-MODEL-CHANGE: the group goes from one model to the other
//!
//! ## What
//! Between model 1 (one KSK signs the DNSKEY RRset of every provider) and model 2 (each provider has its own), in either
//! direction. The records show one of three states: the shared KSK signs alone, and the DS of two or more other keys stand
//! beside its own; some providers share a KSK and others sign with their own; every DNSKEY RRset is signed by the shared KSK
//! and an own one. The finding says which, and what is next in either direction. What the records cannot tell apart is left to
//! other rules: one DS more is PROC-KSK-ROLL’s or DS-DANGLING’s, and so is the DS of the shared KSK once every provider
//! signs with its own, because a KSK that is replaced looks the same.
//!
//! ## Why it breaks
//! It does not, as long as every DNSKEY RRset that a cache may hold is signed by a key of every DS RRset that a cache may
//! hold, and the ZSKs of all providers are in every DNSKEY RRset throughout. Where a provider has no DS or a ZSK is
//! missing, this is no finding, and the errors say what fails.
//!
//! ## Who is hit
//! Nobody, if the waits are kept. A DS or a KSK that goes too early makes the zone bogus for whoever holds the other half.
//!
//! ## Fix
//! Nothing is broken. Double DS: add the DS of the new KSKs, wait, change the keys at one provider after the other, wait,
//! remove the old DS. Double signing: sign with both, wait, change the DS, wait, remove the old keys.
//!
//! ## References
//! RFC 8901 §2.1, §6; RFC 7583 §3.3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::findings::waits::{ADD, PLUS};
use crate::check::records::keys::has_ds;
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::changing::{Change, Signed};
use crate::check::words::{count, list};
use crate::dnssec::keys::KeyIx;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcModelChange,
    summary: "The group goes from one model to the other: the step, and the next.",
    find: Find::All(find),
};

/// With double DS: the DS of the new KSKs; the wait; the keys, one provider after the other; the old DS.
const BY_DS: usize = 4;
/// With double signing: both sign; the wait; the DS; the wait; the old keys.
const BY_KEYS: usize = 5;

const TO_OWN: &str = "If you are going to model 2";
const TO_SHARED: &str = "If you are going to model 1";

fn find(case: &Case<'_>) -> Vec<Finding> {
    let word = |change: Change<'_>| match change.signed {
        Signed::Shared => shared(case, &change),
        Signed::Mixed => mixed(case, &change),
        Signed::Double => double(case, &change),
    };
    let found = Change::under_way(case).map(word);
    found.map(|found| found.refer(&["RFC 8901 §2.1", "RFC 8901 §6", "RFC 7583 §3.3"])).into_iter().collect()
}

fn start(case: &Case<'_>, (at, of): (usize, usize), title: String) -> Finding {
    finding(RULE.code, Severity::Info, title)
        .about(case, 0..case.size())
        .at_step(at, of)
        .shows(case.ds_lines())
}

/// `33063 and 53052`: the tags of the keys that have a DS and sign nothing.
fn tags(change: &Change<'_>) -> String {
    list(&change.waiting_keys().iter().map(ToString::to_string).collect::<Vec<_>>())
}

fn dnskey_ttl(case: &Case<'_>) -> String {
    case.longest_dnskey(0..case.size())
}

fn providers_without(case: &Case<'_>, some: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..case.size()).filter(|p| !some(*p)).collect()
}

/// With double DS, what these providers have to do to sign with their own KSKs, of which `there` have a DS.
fn to_own(case: &Case<'_>, found: Finding, change: &Change<'_>, there: usize) -> Finding {
    let needed = change.sharing.len();
    let whose = case.labels(change.sharing.iter().copied());
    let found = if there < needed {
        found.step(format!(
            "{TO_OWN}: first add the DS of the own KSKs of {whose} at the parent (registrar, or the same CDS everywhere). {there} \
             of {needed} are there."
        ))
    } else {
        found
    };
    found
        .step(format!(
            "{TO_OWN}: wait {} since the last server of the parent showed the DS of all these KSKs, {PLUS}. Then let {whose}, \
             one after the other, sign the DNSKEY RRset with the own KSK. Every DNSKEY RRset keeps the ZSKs of all.",
            case.ds_ttl()
        ))
        .step(format!(
            "{TO_OWN}, after the last provider: wait {} since its last server showed it, {PLUS}. Then remove the DS of {} \
             at the parent.",
            dnskey_ttl(case),
            case.key_name(change.shared)
        ))
}

/// The shared KSK signs alone; DS of others stand beside its own.
fn shared(case: &Case<'_>, change: &Change<'_>) -> Finding {
    let (name, others) = (case.key_name(change.shared), change.waiting_keys().len());
    let tags = tags(change);
    let signs = format!("KSK {name} signs every provider’s DNSKEY RRset, and has a DS.");
    let left = format!(
        "{} since the last server showed the DNSKEY RRset that {name} signs, {PLUS}. Then remove the DS of {tags}, and \
         these keys where they are published.",
        dnskey_ttl(case)
    );
    if change.waiting_is_left(case) {
        let title = format!("Changing to model 1: {} left", count(others, "former DS is", "former DS are"));
        return start(case, (BY_DS, BY_DS), title)
            .detail(format!(
                "{signs} No CDS asks for the DS of {tags} any more, and these keys sign nothing."
            ))
            .step(format!("Wait {left}"))
            .step(format!("{TO_OWN} instead: let every CDS ask for them, before the parent acts on it."));
    }
    let title = format!("Changing the model: the DS of {others} more keys stand beside the shared KSK’s");
    let found = start(case, (2, BY_DS), title).detail(format!(
        "{signs} The keys {tags} have a DS as well, and sign nothing yet, or nothing any more."
    ));
    to_own(case, found, change, others).step(format!("If you have come from model 2: wait {left}"))
}

/// Some share the KSK, others have their own.
fn mixed(case: &Case<'_>, change: &Change<'_>) -> Finding {
    let name = case.key_name(change.shared);
    let apart = providers_without(case, |p| change.sharing.contains(&p));
    let (sharing, alone) = (case.labels(change.sharing.iter().copied()), case.labels(apart.iter().copied()));
    let verb = if apart.len() == 1 { "signs with its own" } else { "sign with their own" };
    let tags = tags(change);
    let waiting = change.waiting_keys().len();
    let beside = match waiting {
        0 => String::new(),
        1 => format!(" The key {tags} has a DS as well, and signs nothing."),
        _ => format!(" The keys {tags} have a DS as well, and sign nothing."),
    };
    let both = change.sharing.iter().filter_map(|p| change.own_at(*p));
    let ready = both.filter(|key| has_ds(case, *key)).count() + waiting;
    let title = format!("Changing the model: {sharing} share KSK {name}, {alone} {verb}");
    let found = start(case, (3, BY_DS), title).detail(format!(
        "Each of these KSKs has its DS, and the ZSKs of all are in every DNSKEY RRset: nothing fails.{beside}"
    ));
    to_own(case, found, change, ready)
        .step(format!(
            "{TO_SHARED}: wait {} since the last server of the parent showed the DS of {name}, {PLUS}. Then give {alone} \
             the common DNSKEY RRset that {name} signs.",
            case.ds_ttl()
        ))
        .step(format!(
            "{TO_SHARED}, after the last provider: wait {} since its last server showed it, {PLUS}. Then remove every DS \
             but that of {name}.",
            dnskey_ttl(case)
        ))
}

/// Both sign.
fn double(case: &Case<'_>, change: &Change<'_>) -> Finding {
    let name = case.key_name(change.shared);
    let lacking = providers_without(case, |p| change.own_at(p).is_some());
    let both = case.labels(change.own.iter().map(|(p, _)| *p));
    let detail = format!("{both} sign their DNSKEY RRsets with KSK {name}, and each with a KSK of its own.");
    if lacking.is_empty() {
        let title =
            format!("Changing the model: every provider signs with the shared KSK {name} and an own one");
        return change_ds(case, change, (2, title, detail));
    }
    let whom = case.labels(lacking.iter().copied());
    let title = format!("Changing the model: {both} sign with the shared KSK {name} and an own one");
    change_ds(case, change, (1, title, format!("{detail} At {whom}, {name} signs alone.")))
}

/// With double signing: what the DS RRset has, and what comes next. `at`: the step, as long as not every KSK has a DS.
fn change_ds(case: &Case<'_>, change: &Change<'_>, (at, title, detail): (usize, String, String)) -> Finding {
    let name = case.key_name(change.shared);
    let (ds, keys) = (case.ds_ttl(), dnskey_ttl(case));
    let without_ds: Vec<KeyIx> =
        change.own.iter().map(|(_, key)| *key).filter(|key| !has_ds(case, *key)).collect();
    let lacking = providers_without(case, |p| change.own_at(p).is_some());
    let seen_keys = format!("wait {keys} since the last server showed both signatures, {PLUS}.");
    let seen_ds =
        format!("wait {ds} since the last server of the parent showed the present DS RRset, {PLUS}.");
    let after =
        format!("after that: wait {ds} since the last server of the parent showed it, {PLUS}. Then remove");
    let own_away = "remove the own KSKs everywhere, and their DS, if still there.";
    let shared_away = format!("remove {name} everywhere, and its DS, if still there.");
    if !has_ds(case, change.shared) {
        return start(case, (at, BY_KEYS), title)
            .detail(format!("{detail} The own KSKs have a DS; the shared one has none."))
            .step(case.add_ds(
                &[change.shared],
                format!("{TO_SHARED}: {seen_keys} Then replace the DS RRset by the DS of {name}."),
            ))
            .step(format!("{TO_SHARED}, {after} the own KSKs from every DNSKEY RRset."))
            .step(format!("{TO_OWN}: {seen_ds} Then {shared_away}"));
    }
    if without_ds.is_empty() && lacking.is_empty() {
        return start(case, (4, BY_KEYS), title)
            .detail(format!("{detail} All of them have a DS."))
            .step(format!(
                "Wait {keys} since the last server showed both signatures, and {ds} since the last server of the parent showed \
                 the last DS. {ADD}"
            ))
            .step(format!("{TO_OWN}: then {shared_away}"))
            .step(format!("{TO_SHARED}: then {own_away}"));
    }
    let own = match without_ds.len() {
        0 => "so have the own ones",
        all if all == change.own.len() => "the own ones have none",
        _ => "not all of the own ones have one",
    };
    let mut found =
        start(case, (at, BY_KEYS), title).detail(format!("{detail} The shared KSK has a DS; {own}."));
    if !lacking.is_empty() {
        let whom = case.labels(lacking);
        found = found.step(format!("{TO_OWN}: let {whom} sign with an own KSK as well."));
    }
    found
        .step(case.add_ds(
            &without_ds,
            format!("{TO_OWN}: {seen_keys} Then add the DS of the own KSKs, and remove that of {name}."),
        ))
        .step(format!("{TO_OWN}, {after} {name} from every DNSKEY RRset."))
        .step(format!("{TO_SHARED}: {seen_ds} Then {own_away}"))
}
