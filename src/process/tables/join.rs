//! Adding a provider.

use super::super::table::{Process, Step};
use super::super::terms::Atom::{ChildNs, Ds, ParentNs, Publishes, SignsData, SignsDnskey};
use super::super::terms::Extent::{All, Some};
use super::super::terms::Invariant::{Chain, Data, Servers};
use super::super::terms::Part::{Ksk, Zsk};
use super::super::terms::Party::{Each, Others, Parent, Subject};
use super::super::terms::{Clause, Held, beside, is, no, wait};

/// A group that holds without the subject, which serves nothing yet.
const START: &[Clause] = &[
    is(SignsDnskey(Others, Ksk)),
    is(Publishes { at: Others, part: Zsk, of: Others }),
    is(SignsData(Others, Zsk, All)),
    is(Ds(Ksk, Others)),
    is(ChildNs { at: Others, names: Others }),
    no(ChildNs { at: Each, names: Subject }),
    is(ParentNs(Others)),
    no(ParentNs(Subject)),
    no(SignsData(Subject, Zsk, Some)),
    no(Publishes { at: Each, part: Zsk, of: Subject }),
];

const CHILD_NS: Step = Step {
    id: "join.child-ns",
    actor: Each,
    makes: &[is(ChildNs { at: Each, names: Subject })],
    then: &[],
    guards: &[],
    source: "RFC 8901 §3",
};

const PARENT_NS: Step = Step {
    id: "join.parent-ns",
    actor: Parent,
    makes: &[is(ParentNs(Subject))],
    then: &[wait(&[Held::ChildNs(Each), Held::ParentNs])],
    guards: &[Servers],
    source: "RFC 8901 §3, RFC 7477 §4",
};

/// Model 2: each provider has a KSK or CSK of its own.
pub static JOIN: Process = Process {
    id: "join",
    title: "Add a provider, model 2",
    start: START,
    steps: &[
        Step {
            id: "join.sign",
            actor: Subject,
            makes: &[
                is(SignsDnskey(Subject, Ksk)),
                is(Publishes { at: Subject, part: Zsk, of: Subject }),
                is(SignsData(Subject, Zsk, All)),
                is(ChildNs { at: Subject, names: Others }),
            ],
            then: &[],
            guards: &[],
            source: "RFC 8901 §2.1.2",
        },
        Step {
            id: "join.keys",
            actor: Each,
            makes: &[
                is(Publishes { at: Others, part: Zsk, of: Subject }),
                is(Publishes { at: Subject, part: Zsk, of: Others }),
            ],
            then: &[beside(&[Held::Dnskey(Others)])],
            guards: &[Data],
            source: "RFC 8901 §2.1.2, RFC 7583 §3.2.1",
        },
        Step {
            id: "join.ds",
            actor: Parent,
            makes: &[is(Ds(Ksk, Subject))],
            then: &[wait(&[Held::Ds])],
            guards: &[Chain],
            source: "RFC 8901 §2.1.2, RFC 7583 §3.3",
        },
        CHILD_NS,
        PARENT_NS,
    ],
};

/// Model 1: whoever holds the KSK signs one DNSKEY RRset with the ZSKs of all, and gives it to all.
pub static JOIN_MODEL_1: Process = Process {
    id: "join-1",
    title: "Add a provider, model 1",
    start: START,
    steps: &[
        Step {
            id: "join-1.keys",
            actor: Each,
            makes: &[
                is(Publishes { at: Each, part: Zsk, of: Each }),
                is(SignsDnskey(Each, Ksk)),
                is(SignsData(Subject, Zsk, All)),
                is(ChildNs { at: Subject, names: Others }),
            ],
            then: &[wait(&[Held::Dnskey(Others)])],
            guards: &[Data],
            source: "RFC 8901 §2.1.1, §6.1",
        },
        CHILD_NS,
        PARENT_NS,
    ],
};
