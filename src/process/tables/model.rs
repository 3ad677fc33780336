//! From one model to the other: every provider is the subject. The KSK of model 1 is bound to each of them.

use super::super::table::{Process, Step};
use super::super::terms::Atom::{Ds, Own, Publishes, SignsData, SignsDnskey};
use super::super::terms::Extent::All;
use super::super::terms::Invariant::Chain;
use super::super::terms::Part::{NewKsk, OldKsk, Zsk};
use super::super::terms::Party::{Each, Parent};
use super::super::terms::{Clause, Held, is, no, wait};

const START: &[Clause] = &[
    is(SignsDnskey(Each, OldKsk)),
    is(Ds(OldKsk, Each)),
    is(Publishes { at: Each, part: Zsk, of: Each }),
    is(SignsData(Each, Zsk, All)),
    no(SignsDnskey(Each, NewKsk)),
    no(Ds(NewKsk, Each)),
];

const ADD: &[Clause] = &[is(Ds(NewKsk, Each))];

/// One provider after the other.
const KEYS: &[Clause] = &[
    is(Own(Each, NewKsk)),
    is(SignsDnskey(Each, NewKsk)),
    no(SignsDnskey(Each, OldKsk)),
    no(Own(Each, OldKsk)),
];

const REMOVE: &[Clause] = &[no(Ds(OldKsk, Each))];

const SOURCE: &str = "RFC 8901 §2.1, RFC 7583 §3.3.2";

/// Each provider gets a KSK of its own; the old one is the shared one.
pub static TO_MODEL_2: Process = Process {
    id: "model-2",
    title: "From model 1 to model 2",
    start: START,
    steps: &[
        Step {
            id: "model-2.ds",
            actor: Parent,
            makes: ADD,
            then: &[wait(&[Held::Ds])],
            guards: &[Chain],
            source: SOURCE,
        },
        Step {
            id: "model-2.keys",
            actor: Each,
            makes: KEYS,
            then: &[wait(&[Held::Dnskey(Each)])],
            guards: &[Chain],
            source: SOURCE,
        },
        Step { id: "model-2.ds-old", actor: Parent, makes: REMOVE, then: &[], guards: &[], source: SOURCE },
    ],
};

/// One KSK for all; the old ones are the providers' own.
pub static TO_MODEL_1: Process = Process {
    id: "model-1",
    title: "From model 2 to model 1",
    start: START,
    steps: &[
        Step {
            id: "model-1.ds",
            actor: Parent,
            makes: ADD,
            then: &[wait(&[Held::Ds])],
            guards: &[Chain],
            source: SOURCE,
        },
        Step {
            id: "model-1.keys",
            actor: Each,
            makes: KEYS,
            then: &[wait(&[Held::Dnskey(Each)])],
            guards: &[Chain],
            source: SOURCE,
        },
        Step { id: "model-1.ds-old", actor: Parent, makes: REMOVE, then: &[], guards: &[], source: SOURCE },
    ],
};
