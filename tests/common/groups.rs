//! Groups of providers as publications: every process with every model and number of providers that it is for.

use multisigner::process::tables::{
    CONSERVATIVE, CSK, GO_INSECURE, GO_SECURE, JOIN, JOIN_MODEL_1, KSK_DOUBLE_DS, KSK_DOUBLE_KEY,
    KSK_DOUBLE_RRSET, LEAVE, LEAVE_MODEL_1, LIBERAL, TO_MODEL_1, TO_MODEL_2, ZSK,
};
use multisigner::process::{Binding, Part, Process};
use multisigner::publication::{Publication, PublishedKey};

/// Who has which keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// One KSK for all.
    One,
    /// A KSK and a ZSK each.
    Two,
    /// A CSK each.
    Combined,
}

/// A process about to begin.
pub struct Group {
    pub process: &'static Process,
    pub model: Model,
    pub start: Publication,
    pub who: Binding,
}

const LABELS: [&str; 3] = ["A", "B", "C"];

/// The keys of one provider.
#[derive(Clone, Copy)]
struct Keys {
    ksk: usize,
    zsk: usize,
}

/// Every process × model × 2 and 3 providers.
pub fn all() -> Vec<Group> {
    use Model::{Combined, One, Two};
    let tables: [(&'static Process, &[Model]); 15] = [
        (&JOIN, &[Two, Combined]),
        (&JOIN_MODEL_1, &[One]),
        (&LEAVE, &[Two, Combined]),
        (&LEAVE_MODEL_1, &[One]),
        (&ZSK, &[One, Two]),
        (&KSK_DOUBLE_KEY, &[One, Two]),
        (&KSK_DOUBLE_DS, &[One, Two]),
        (&KSK_DOUBLE_RRSET, &[One, Two]),
        (&CSK, &[Combined]),
        (&CONSERVATIVE, &[One, Two, Combined]),
        (&LIBERAL, &[One, Two, Combined]),
        (&TO_MODEL_2, &[One]),
        (&TO_MODEL_1, &[Two]),
        (&GO_INSECURE, &[One, Two, Combined]),
        (&GO_SECURE, &[One, Two, Combined]),
    ];
    let models =
        tables.into_iter().flat_map(|(process, models)| models.iter().map(move |model| (process, *model)));
    models.flat_map(|(process, model)| [2, 3].map(|size| group(process, model, size))).collect()
}

fn group(process: &'static Process, model: Model, size: usize) -> Group {
    let mut keys: Vec<PublishedKey> = Vec::new();
    let algorithm_roll = process.id == CONSERVATIVE.id || process.id == LIBERAL.id;
    let mut set = |model: Model, algorithm: u8| -> Vec<Keys> {
        let mut add = |sep: bool| {
            let tag = u16::try_from(keys.len()).unwrap() + 1000;
            keys.push(PublishedKey { tag, algorithm, sep, inception: None });
            keys.len() - 1
        };
        let shared = (model == Model::One).then(|| add(true));
        let mut own = || match (model, shared) {
            (Model::Combined, _) => {
                let csk = add(true);
                Keys { ksk: csk, zsk: csk }
            }
            (_, Some(ksk)) => Keys { ksk, zsk: add(false) },
            (_, None) => Keys { ksk: add(true), zsk: add(false) },
        };
        (0..size).map(|_| own()).collect()
    };
    let now = set(model, 13);
    let other_model = match process.id {
        "model-1" => Model::One,
        "model-2" => Model::Two,
        _ => model,
    };
    let next = set(other_model, if algorithm_roll { 15 } else { 13 });
    let all: Vec<usize> = (0..size).collect();
    let whole = Binding { subject: all.clone(), ..Binding::default() };
    let stays =
        |who: Binding, p: &usize| who.with(Part::Ksk, *p, [now[*p].ksk]).with(Part::Zsk, *p, [now[*p].zsk]);
    let base = all.iter().fold(whole.clone(), stays);
    let last = size - 1;
    let mut start = Publication::empty(&LABELS[..size], keys);
    let (subject, parts): (Vec<usize>, &[Part]) = match process.id {
        "join" | "join-1" | "leave" | "leave-1" => (vec![last], &[]),
        "zsk" => (vec![last], &[Part::OldZsk, Part::NewZsk]),
        "csk" => (vec![last], &[Part::OldKsk, Part::NewKsk, Part::OldZsk, Part::NewZsk]),
        id if id.starts_with("ksk") && model == Model::Two => (vec![last], &[Part::OldKsk, Part::NewKsk]),
        id if id.starts_with("ksk") || id.starts_with("model") => {
            (all.clone(), &[Part::OldKsk, Part::NewKsk])
        }
        id if id.starts_with("algorithm") => {
            (all.clone(), &[Part::OldKsk, Part::NewKsk, Part::OldZsk, Part::NewZsk])
        }
        _ => (all.clone(), &[]),
    };
    let others: Vec<usize> = all.iter().copied().filter(|p| !subject.contains(p)).collect();
    let mut who = Binding { subject: subject.clone(), others, keys: Vec::new() };
    for p in all {
        let rolls = |part: Part| subject.contains(&p) && parts.contains(&part);
        if !rolls(Part::OldKsk) {
            who = who.with(Part::Ksk, p, [now[p].ksk]);
        }
        if !rolls(Part::OldZsk) {
            who = who.with(Part::Zsk, p, [now[p].zsk]);
        }
        let keys = [
            (Part::OldKsk, now[p].ksk),
            (Part::OldZsk, now[p].zsk),
            (Part::NewKsk, next[p].ksk),
            (Part::NewZsk, next[p].zsk),
        ];
        for (part, key) in keys {
            if rolls(part) {
                who = who.with(part, p, [key]);
            }
        }
    }
    match process.id {
        // Nobody serves it signed yet.
        "secure" => {
            let others = Binding { others: whole.subject.clone(), ..Binding::default() };
            let named = |clause: &multisigner::process::Clause| clause.ground(&others);
            for wanted in JOIN.start.iter().flat_map(named) {
                start.set(&wanted);
            }
        }
        "join" | "join-1" => {}
        _ => LEAVE.begin(&mut start, &base),
    }
    process.begin(&mut start, &who);
    Group { process, model, start, who }
}
