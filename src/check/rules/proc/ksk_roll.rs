//! # PROC-KSK-ROLL: a KSK is being replaced
//!
//! ## What
//! Two KSKs of one algorithm sign a provider’s DNSKEY RRset, or a DS stands beside the others for a key that nobody
//! publishes while every provider has a DS of its own. The finding says how far the replacement has come and what is next.
//!
//! ## Why it breaks
//! It does not, in this order. Every DNSKEY RRset that a cache may hold has to be signed by a key of every DS RRset that a
//! cache may hold.
//!
//! ## Who is hit
//! Nobody, if the waits are kept. A DS or a key that goes too early makes the zone bogus for whoever holds the other half.
//!
//! ## Fix
//! Nothing is broken. Double KSK: publish and sign with both, wait, change the DS, wait, remove the old key. Double DS: add
//! the DS, wait, change the key, wait, remove the old DS. Where the records do not tell which of two keys is the old one,
//! both readings are given; a key that signs data stays until no cache holds any of them.
//!
//! ## References
//! RFC 8901 §6; RFC 7583 §3.3; RFC 6781 §4.1.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::ds_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::{matching_ds, parent_ds};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::changing::Change;
use crate::check::rules::proc::group::{held_ttl, longest_dnskey};
use crate::dns::Ds;
use crate::dnssec::ds;
use crate::dnssec::keys::{Key, KeyIx};
use crate::order::grouped;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcKskRoll,
    summary: "A KSK is being replaced: the step, and the next.",
    find: Find::All(find),
};

const REFERENCES: &[&str] = &["RFC 8901 §6", "RFC 7583 §3.3", "RFC 6781 §4.1.2"];

fn find(case: &Case<'_>) -> Vec<Finding> {
    // Who signs with both keys: one provider, or all that share them.
    // Own keys beside the one that all share are a change of the model.
    let shared = Change::of(case).map(|change| change.shared);
    let pairs = (0..case.size())
        .flat_map(|provider| both_sign(case, provider).into_iter().map(move |pair| (pair, provider)))
        .filter(|(pair, _)| shared != Some(pair.0) && shared != Some(pair.1));
    let double_key = grouped(pairs).into_iter().map(|((a, b), at)| double_key(case, (a, b), &at));
    let roll = awaited_ds(case).filter(|_| Change::under_way(case).is_none());
    double_key.chain(roll.map(|ds| double_ds(case, ds))).collect()
}

/// Pairs of KSKs of one algorithm that both sign the provider’s DNSKEY RRset and nothing else, the one with a DS first.
fn both_sign(case: &Case<'_>, provider: usize) -> Vec<(KeyIx, KeyIx)> {
    let ksks: Vec<KeyIx> =
        case.anchors(provider).into_iter().filter(|key| case.key(*key).is_some_and(Key::is_sep)).collect();
    let algorithm = |key: KeyIx| case.key(key).map(|key| key.algorithm);
    let mut pairs = Vec::new();
    for (index, a) in ksks.iter().enumerate() {
        for b in ksks.iter().skip(index + 1) {
            let ordered = if has_ds(case, *a) { (*a, *b) } else { (*b, *a) };
            let both_data = case.signs_data(*a) && case.signs_data(*b);
            if algorithm(*a) == algorithm(*b) && has_ds(case, ordered.0) && !both_data {
                pairs.push(ordered);
            }
        }
    }
    pairs
}

/// Some DS matches the key.
pub(crate) fn has_ds(case: &Case<'_>, key: KeyIx) -> bool {
    (0..case.size()).any(|p| matching_ds(case, p).any(|(_, other)| other == key))
}

fn double_key(case: &Case<'_>, (old, new): (KeyIx, KeyIx), at: &[usize]) -> Finding {
    let whom = case.labels(at.iter().copied());
    let (a, b) = (case.key_name(old), case.key_name(new));
    let verb = if at.len() == 1 { "signs its" } else { "sign their" };
    let seen = format!("{whom} {verb} DNSKEY RRset with {a} and {b}.");
    let ttl = longest_dnskey(case, at.iter().copied());
    let (step, title, found) = if has_ds(case, new) {
        let title = format!("Replacing a KSK at {whom}: both keys have a DS");
        (4, title, format!("{seen} Both have a DS."))
    } else {
        (
            2,
            format!("Replacing KSK {a} at {whom}: {b} signs, and has no DS yet"),
            format!("{seen} {b} has no DS."),
        )
    };
    let mut found = finding(RULE.code, Severity::Info, title)
        .about(case, at.iter().copied())
        .at_step(step, 5)
        .detail(found);
    if let Some(signer) = [old, new].into_iter().find(|key| case.signs_data(*key)) {
        let other = if signer == old { new } else { old };
        return csk_pair(case, found, (signer, other), at).refer(REFERENCES);
    }
    if step == 2 && asked(case, at, new) != Some(true) {
        return after_ds(case, found, (old, new), at, &ttl).refer(REFERENCES);
    }
    if step == 2 {
        found = found
            .step(format!("Wait {ttl} since the last server showed both keys, plus an hour."))
            .step(case.add_ds(
                &[new],
                format!("Then replace the DS of {a} by that of {b} (registrar, or the same CDS everywhere)."),
            ))
            .step(case.wait_ds());
    } else {
        found = found.step(format!(
            "Wait {ttl} since the last server showed both keys, and {} since the last server of the parent showed the new \
             DS. Add an hour.",
            case.ds_ttl()
        ));
    }
    let text = "Then remove the old key, and its DS if that is still there.";
    at.iter().fold(found, |found, p| found.step(step_at(case.label(*p), text.into()))).refer(REFERENCES)
}

/// Whether these providers’ CDS and CDNSKEY ask for a DS of the key; `None`: some have none, or they differ.
fn asked(case: &Case<'_>, at: &[usize], key: KeyIx) -> Option<bool> {
    let found = case.key(key)?;
    let each = |p: usize| case.asks(p).filter(|asks| !asks.sentinel).map(|asks| asks.covers(found));
    let first = each(*at.first()?).next()?;
    let same = |p: &usize| each(*p).next().is_some() && each(*p).all(|covers| covers == first);
    at.iter().all(same).then_some(first)
}

/// One of two keys has a DS, and nothing says that the other is to get one: the DS may have been changed already.
fn after_ds(
    case: &Case<'_>,
    found: Finding,
    (with, without): (KeyIx, KeyIx),
    at: &[usize],
    ttl: &str,
) -> Finding {
    let (with_ds, bare) = (case.key_name(with), case.key_name(without));
    let wait =
        format!("wait {} since the last server of the parent showed the DS of {with_ds}", case.ds_ttl());
    let mut found = found;
    if asked(case, at, with) == Some(true) {
        found.title =
            format!("Replacing KSK {bare} at {}: {with_ds} has its DS", case.labels(at.iter().copied()));
        let detail =
            format!("{} CDS asks for the DS of {with_ds} alone: the DS has been changed.", found.detail);
        found = found.at_step(4, 5);
        found.detail = detail;
        let text = format!("{}, plus an hour. Then remove {bare}.", capital(&wait));
        return at.iter().fold(found, |found, p| found.step(step_at(case.label(*p), text.clone())));
    }
    found.title = format!(
        "Replacing a KSK at {}: {with_ds} has a DS, {bare} has none",
        case.labels(at.iter().copied())
    );
    found
        .step(format!("If {bare} is the old key: {wait}, plus an hour, and remove {bare}."))
        .step(case.add_ds(
            &[without],
            format!(
                "If {bare} is the new key: wait {ttl} since the last server showed both keys, plus an hour, and replace \
                 the DS of {with_ds} by that of {bare} (registrar, or the same CDS everywhere)."
            ),
        ))
}

/// Two keys sign the DNSKEY RRset, and one of them the data: which is the old one, the records alone do not tell.
fn csk_pair(case: &Case<'_>, found: Finding, (signer, other): (KeyIx, KeyIx), at: &[usize]) -> Finding {
    let (a, b) = (case.key_name(signer), case.key_name(other));
    let whom = case.labels(at.iter().copied());
    let mut found = found;
    found.title = format!("Replacing a CSK at {whom}: {a} signs the data, {b} the DNSKEY RRset alone");
    found.detail =
        format!("{} {a} signs the data: it has to stay until no cache holds any of them.", found.detail);
    let table = &case.proven.table;
    let lacks: Vec<usize> =
        (0..case.size()).filter(|p| !at.contains(p) && !table.publishes(*p, other)).collect();
    for place in &lacks {
        let text =
            format!("If {b} is the new key: add it to the DNSKEY RRset before anything is signed with it.");
        found = found.step(case.add_key(*place, other, text));
    }
    let first = match lacks.is_empty() {
        true => format!("If {b} is the new key"),
        false => format!("Then wait {}", longest_dnskey(case, lacks.iter().copied())),
    };
    let held = at.first().map(|p| held_ttl(case, *p)).unwrap_or_default();
    found
        .step(format!(
            "{first}: have its DS at the parent, wait {}, and sign the data with {b}. Wait {held}, and only then remove \
             {a}, everywhere, and its DS.",
            case.ds_ttl()
        ))
        .step(format!("If {b} is the old key: wait {held} since {a} signs all data, and remove {b} and its DS."))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The DS of a key that nobody publishes, of an algorithm that is in use, while every provider is trusted by another, and
/// CDS tells of the change: all providers' CDS have it, because it is new, or none has, because it is to go.
pub(crate) fn awaited_ds<'a>(case: &'a Case<'_>) -> impl Iterator<Item = &'a Ds> {
    let all_trusted = (0..case.size()).all(|p| case.trusted(p) && matching_ds(case, p).next().is_some());
    let zone = &case.snapshot().zone;
    let in_use = |number: u8| {
        (0..case.size()).any(|p| matching_ds(case, p).any(|(ds, _)| ds.algorithm().to_int() == number))
    };
    let keys = &case.proven.table.keys;
    let mut awaited: Vec<&Ds> = parent_ds(case)
        .filter(|found| all_trusted && in_use(found.algorithm().to_int()))
        .filter(|found| !keys.iter().any(|key| ds::names(found, key) || ds::matches(zone, found, key)))
        .collect();
    awaited.retain(|found| planned(case, found).is_some());
    // One key may have several digests; several keys are not one replacement.
    let first = awaited.first().map(|ds| ds.key_tag());
    if awaited.iter().any(|ds| Some(ds.key_tag()) != first) {
        awaited.clear();
    }
    awaited.into_iter().take(1)
}

/// Whether every provider’s CDS (or CDNSKEY) asks for this DS, or none does; `None`: they differ, there is no CDS, or it
/// asks for the removal of every DS.
pub(crate) fn planned(case: &Case<'_>, found: &Ds) -> Option<bool> {
    let zone = &case.snapshot().zone;
    let each = |p: usize| case.asks(p).filter(|asks| !asks.sentinel).map(|asks| asks.wants(zone, found));
    let first = each(0).next()?;
    let same = |p: usize| each(p).next().is_some() && each(p).all(|wants| wants == first);
    (0..case.size()).all(same).then_some(first)
}

fn double_ds(case: &Case<'_>, found: &Ds) -> Finding {
    let name = ds_name(found);
    let ttl = longest_dnskey(case, 0..case.size());
    let start = finding(
        RULE.code,
        Severity::Info,
        format!("Replacing a KSK by double DS: the {name} stands beside the others"),
    )
    .shows(case.ds_lines())
    .refer(REFERENCES);
    if planned(case, found) == Some(true) {
        return start
            .at_step(2, 4)
            .detail("CDS asks for it, nobody publishes its key yet, and every provider has another DS: nothing fails.")
            .step(format!("Wait {} since the last server of the parent showed it, plus an hour.", case.ds_ttl()))
            .step("Then publish the new KSK in place of the old, and sign the DNSKEY RRset with it.")
            .step(format!("Wait {ttl} since the last server did so, plus an hour. Then remove the old DS."));
    }
    start
        .at_step(4, 4)
        .detail(
            "CDS does not ask for it any more, nobody publishes its key, and every provider has another DS.",
        )
        .step(format!("Wait {ttl} since the last server dropped the key, plus an hour."))
        .step("Then remove the old DS at the parent, if it does not act on CDS by itself.")
}
