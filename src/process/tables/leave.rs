//! Removing a provider.

use super::super::table::{Process, Step};
use super::super::terms::Atom::{ChildNs, Ds, ParentNs, Publishes, SignsData, SignsDnskey};
use super::super::terms::Extent::All;
use super::super::terms::Invariant::{Chain, Data, Servers};
use super::super::terms::Part::{Ksk, Zsk};
use super::super::terms::Party::{Each, Others, Parent, Subject};
use super::super::terms::{Clause, Held, before, beside, is, no, wait};

/// A group of which the subject is one.
const START: &[Clause] = &[
    is(SignsDnskey(Each, Ksk)),
    is(Publishes { at: Each, part: Zsk, of: Each }),
    is(SignsData(Each, Zsk, All)),
    is(Ds(Ksk, Each)),
    is(ChildNs { at: Each, names: Each }),
    is(ParentNs(Each)),
];

/// At the leaving provider too: who asks it would take up its NS RRset again and again.
const CHILD_NS: Step = Step {
    id: "leave.child-ns",
    actor: Each,
    makes: &[no(ChildNs { at: Each, names: Subject })],
    then: &[],
    guards: &[],
    source: "RFC 8901 §3",
};

/// First nobody asks it any more; then its keys are gone from caches, and after its DS nobody asks; then what it signed is.
const PARENT_NS: Step = Step {
    id: "leave.parent-ns",
    actor: Parent,
    makes: &[no(ParentNs(Subject))],
    then: &[
        wait(&[Held::ParentNs, Held::ChildNs(Each)]),
        before("leave.ds", &[Held::Dnskey(Subject)]),
        before("leave.keys", &[Held::Data(Subject)]),
    ],
    guards: &[Servers, Chain, Data],
    source: "RFC 8901 §3, RFC 7583 §3.2.1",
};

const KEYS: Step = Step {
    id: "leave.keys",
    actor: Others,
    makes: &[no(Publishes { at: Others, part: Zsk, of: Subject })],
    then: &[wait(&[Held::Dnskey(Others)])],
    guards: &[Data],
    source: "RFC 8901 §3, RFC 7583 §3.2.1",
};

/// Model 2: each provider has a KSK or CSK of its own.
pub static LEAVE: Process = Process {
    id: "leave",
    title: "Remove a provider, model 2",
    start: START,
    steps: &[
        CHILD_NS,
        PARENT_NS,
        Step {
            id: "leave.ds",
            actor: Parent,
            makes: &[no(Ds(Ksk, Subject))],
            then: &[beside(&[Held::Ds])],
            guards: &[Chain],
            source: "RFC 7583 §3.3",
        },
        KEYS,
    ],
};

/// Model 1: the KSK stays, and so does its DS.
pub static LEAVE_MODEL_1: Process = Process {
    id: "leave-1",
    title: "Remove a provider, model 1",
    start: START,
    steps: &[CHILD_NS, PARENT_NS, KEYS],
};
