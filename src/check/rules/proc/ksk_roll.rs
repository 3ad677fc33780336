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
use crate::check::findings::names::capital;
use crate::check::findings::names::ds_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::findings::waits::{ADD, PLUS};
use crate::check::records::cds::planned;
use crate::check::records::keys::{has_ds, matching_ds, parent_ds};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::changing::Change;
use crate::dns::Ds;
use crate::dnssec::ds;
use crate::dnssec::keys::{Key, KeyIx};
use crate::order;
use crate::process::Part;
use crate::process::tables::is_ksk_roll;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcKskRoll,
    summary: "A KSK is being replaced: the step, and the next.",
    find: Find::All(find),
};

const REFERENCES: &[&str] = &["RFC 8901 §6", "RFC 7583 §3.3", "RFC 6781 §4.1.2"];

fn find(case: &Case<'_>) -> Vec<Finding> {
    // Own keys beside the one that all share are a change of the model.
    let shared = Change::of(case).map(|change| change.shared);
    let double_key =
        pairs(case).into_iter().filter(|pair| shared.is_none_or(|key| key != pair.a && key != pair.b));
    let double_key = double_key.map(|pair| double_key_words(case, &pair));
    let roll = awaited_ds(case).filter(|_| Change::under_way(case).is_none());
    double_key.chain(roll.map(|ds| double_ds(case, ds))).collect()
}

/// Two keys of one algorithm that sign the DNSKEY RRset of these providers, the one with a DS first.
struct Pair {
    a: KeyIx,
    b: KeyIx,
    at: Vec<usize>,
    /// Which of them may be the old one: by CDS, DS and who signs what.
    a_may_be_old: bool,
    b_may_be_old: bool,
}

/// What is read as one KSK or CSK being replaced by another, while both sign.
fn pairs(case: &Case<'_>) -> Vec<Pair> {
    let rolls = case.standing().readings.iter().filter(|reading| is_ksk_roll(reading.process));
    let mut found: Vec<Pair> = Vec::new();
    for reading in rolls {
        let who = &reading.who;
        let (Some(old), Some(new)) = (who.first(Part::OldKsk), who.first(Part::NewKsk)) else { continue };
        let usable =
            |p: usize, key: KeyIx| case.key(key).is_some_and(Key::is_sep) && case.anchors(p).contains(&key);
        let both = |p: &usize| usable(*p, old) && usable(*p, new);
        let at: Vec<usize> = who.subject.iter().copied().filter(both).collect();
        let (a, b) = if has_ds(case, old.min(new)) {
            (old.min(new), old.max(new))
        } else {
            (old.max(new), old.min(new))
        };
        // Where both sign data, it is the data that tell how far it has come.
        let both_data = case.signs_data(a) && case.signs_data(b);
        if at.is_empty() || !has_ds(case, a) || both_data {
            continue;
        }
        match found.iter_mut().find(|pair| (pair.a, pair.b, &pair.at) == (a, b, &at)) {
            Some(pair) => {
                pair.a_may_be_old |= old == a;
                pair.b_may_be_old |= old == b;
            }
            None => found.push(Pair { a, b, at, a_may_be_old: old == a, b_may_be_old: old == b }),
        }
    }
    found
}

fn double_key_words(case: &Case<'_>, pair: &Pair) -> Finding {
    let at = &pair.at;
    let whom = case.labels(at.iter().copied());
    let (a, b) = (case.key_name(pair.a), case.key_name(pair.b));
    let verb = if at.len() == 1 { "signs its" } else { "sign their" };
    let seen = format!("{whom} {verb} DNSKEY RRset with {a} and {b}.");
    let ttl = case.longest_dnskey(at.iter().copied());
    let start = |step: usize, title: String, detail: String| {
        finding(RULE.code, Severity::Info, title)
            .about(case, at.iter().copied())
            .at_step(step, 5)
            .detail(detail)
            .refer(REFERENCES)
    };
    let both_ds = has_ds(case, pair.b);
    let ds = if both_ds { "Both have a DS.".to_string() } else { format!("{b} has no DS.") };
    if let Some(signer) = [pair.a, pair.b].into_iter().find(|key| case.signs_data(*key)) {
        let found = start(if both_ds { 4 } else { 2 }, String::new(), format!("{seen} {ds}"));
        return csk_pair(case, found, signer, pair);
    }
    let removed = |found: Finding, old: &str| {
        let text = format!("Then remove {old}, and its DS if that is still there.");
        at.iter().fold(found, |found, p| found.step(step_at(case.label(*p), text.clone())))
    };
    if both_ds {
        let old = match (pair.a_may_be_old, pair.b_may_be_old) {
            (true, false) => format!("the old key, {a}"),
            (false, true) => format!("the old key, {b}"),
            _ => "the old key".into(),
        };
        let title = format!("Replacing a KSK at {whom}: both keys have a DS");
        let found = start(4, title, format!("{seen} {ds}")).step(format!(
            "Wait {ttl} since the last server showed both keys, and {} since the last server of the parent showed the new \
             DS. {ADD}",
            case.ds_ttl()
        ));
        return removed(found, &old);
    }
    let wait = format!("wait {} since the last server of the parent showed the DS of {a}", case.ds_ttl());
    match (pair.a_may_be_old, pair.b_may_be_old) {
        (true, false) => {
            let title = format!("Replacing KSK {a} at {whom}: {b} signs, and has no DS yet");
            let found = start(2, title, format!("{seen} {ds}"))
                .step(format!("Wait {ttl} since the last server showed both keys, {PLUS}."))
                .step(case.add_ds(
                    &[pair.b],
                    format!(
                        "Then replace the DS of {a} by that of {b} (registrar, or the same CDS everywhere)."
                    ),
                ))
                .step(case.wait_ds());
            removed(found, "the old key")
        }
        (false, true) => {
            let title = format!("Replacing KSK {b} at {whom}: {a} has its DS");
            let detail = format!("{seen} {ds} CDS asks for the DS of {a} alone: the DS has been changed.");
            let text = format!("{}, {PLUS}. Then remove {b}.", capital(&wait));
            let found = start(4, title, detail);
            at.iter().fold(found, |found, p| found.step(step_at(case.label(*p), text.clone())))
        }
        _ => {
            let title = format!("Replacing a KSK at {whom}: {a} has a DS, {b} has none");
            start(2, title, format!("{seen} {ds}"))
                .step(format!("If {b} is the old key: {wait}, {PLUS}, and remove {b}."))
                .step(case.add_ds(
                    &[pair.b],
                    format!(
                        "If {b} is the new key: wait {ttl} since the last server showed both keys, {PLUS}, and replace \
                         the DS of {a} by that of {b} (registrar, or the same CDS everywhere)."
                    ),
                ))
        }
    }
}

/// Two keys sign the DNSKEY RRset, and one of them the data: where the records do not tell which is the old one, both
/// readings are given.
fn csk_pair(case: &Case<'_>, found: Finding, signer: KeyIx, pair: &Pair) -> Finding {
    let other = if signer == pair.a { pair.b } else { pair.a };
    let (a, b) = (case.key_name(signer), case.key_name(other));
    let at = &pair.at;
    let whom = case.labels(at.iter().copied());
    let (signer_may, other_may) = match signer == pair.a {
        true => (pair.a_may_be_old, pair.b_may_be_old),
        false => (pair.b_may_be_old, pair.a_may_be_old),
    };
    let (as_new, as_old) = match (signer_may, other_may) {
        (true, false) => (Some(String::new()), None),
        (false, true) => (None, Some(String::new())),
        _ => (Some(format!("If {b} is the new key: ")), Some(format!("If {b} is the old key: "))),
    };
    let mut found = found;
    found.title = format!("Replacing a CSK at {whom}: {a} signs the data, {b} the DNSKEY RRset alone");
    found.detail =
        format!("{} {a} signs the data: it has to stay until no cache holds any of them.", found.detail);
    let table = &case.proven.table;
    let lacks: Vec<usize> =
        (0..case.size()).filter(|p| !at.contains(p) && !table.publishes(*p, other)).collect();
    let held = at.first().map(|p| case.held_ttl(*p)).unwrap_or_default();
    if let Some(start) = as_new {
        for place in &lacks {
            let text =
                capital(&format!("{start}add it to the DNSKEY RRset before anything is signed with it."));
            found = found.step(case.add_key(*place, other, text));
        }
        let first = match lacks.is_empty() {
            true => start,
            false => format!("Then wait {}, {PLUS}: ", case.longest_dnskey(lacks.iter().copied())),
        };
        found = found.step(capital(&format!(
            "{first}have its DS at the parent, wait {}, and sign the data with {b}. Wait {held}, and only then remove {a}, \
             everywhere, and its DS.",
            case.ds_ttl()
        )));
    }
    match as_old {
        Some(start) => {
            let text = format!("{start}wait {held} since {a} signs all data, and remove {b} and its DS.");
            found.step(capital(&text))
        }
        None => found,
    }
}

/// The DS of a key that nobody publishes, and that is read as one that replaces a key of its algorithm, or was replaced,
/// while every provider is trusted by another. CDS tells of the change: all providers' CDS have it, because it is new, or
/// none has, because it is to go.
pub(crate) fn awaited_ds<'a>(case: &'a Case<'_>) -> Option<&'a Ds> {
    let all_trusted = (0..case.size()).all(|p| case.trusted(p) && matching_ds(case, p).next().is_some());
    let keys = &case.proven.table.keys;
    let publication = &case.standing().publication;
    let unpublished = publication.keys.iter().enumerate().skip(keys.len());
    let rolls = case.standing().readings.iter().filter(|reading| is_ksk_roll(reading.process));
    let rolling: Vec<KeyIx> = order::distinct(rolls.flat_map(|reading| {
        [Part::OldKsk, Part::NewKsk].into_iter().filter_map(|part| reading.who.first(part))
    }));
    let rolling: Vec<(u16, u8)> = unpublished
        .filter(|(index, _)| rolling.contains(index))
        .map(|(_, key)| (key.tag, key.algorithm))
        .collect();
    let of_roll = |found: &Ds| rolling.contains(&(found.key_tag(), found.algorithm().to_int()));
    let mut awaited = parent_ds(case)
        .filter(|found| all_trusted && of_roll(found) && !keys.iter().any(|key| ds::names(found, key)))
        .filter(|found| planned(case, found).is_some());
    let first = awaited.next()?;
    // One key may have several digests; several keys are not one replacement.
    awaited.all(|found| found.key_tag() == first.key_tag()).then_some(first)
}

fn double_ds(case: &Case<'_>, found: &Ds) -> Finding {
    let name = ds_name(found);
    let ttl = case.longest_dnskey(0..case.size());
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
            .step(format!("Wait {} since the last server of the parent showed it, {PLUS}.", case.ds_ttl()))
            .step("Then publish the new KSK in place of the old, and sign the DNSKEY RRset with it.")
            .step(format!("Wait {ttl} since the last server did so, {PLUS}. Then remove the old DS."));
    }
    start
        .at_step(4, 4)
        .detail(
            "CDS does not ask for it any more, nobody publishes its key, and every provider has another DS.",
        )
        .step(format!("Wait {ttl} since the last server dropped the key, {PLUS}."))
        .step("Then remove the old DS at the parent, if it does not act on CDS by itself.")
}
