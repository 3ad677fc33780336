//! Replacing a KSK or a CSK. Where several providers share the KSK (model 1), all of them are the subject.

use super::super::table::{Process, Step};
use super::super::terms::Atom::{Ds, Own, Publishes, SignsData, SignsDnskey};
use super::super::terms::Extent::{All, Some};
use super::super::terms::Invariant::{Chain, Data};
use super::super::terms::Part::{NewKsk, NewZsk, OldKsk, OldZsk};
use super::super::terms::Party::{Each, Parent, Subject};
use super::super::terms::{Clause, Held, before, is, no, wait};

const START: &[Clause] = &[
    is(SignsDnskey(Subject, OldKsk)),
    is(Ds(OldKsk, Subject)),
    no(Own(Subject, NewKsk)),
    no(SignsDnskey(Subject, NewKsk)),
    no(Ds(NewKsk, Subject)),
];

/// Both keys sign, the DS changes once.
pub static KSK_DOUBLE_KEY: Process = Process {
    id: "ksk-double-key",
    title: "Replace a KSK by double key",
    start: START,
    steps: &[
        Step {
            id: "ksk-double-key.sign",
            actor: Subject,
            makes: &[is(Own(Subject, NewKsk)), is(SignsDnskey(Subject, NewKsk))],
            then: &[wait(&[Held::Dnskey(Subject)])],
            guards: &[Chain],
            source: "RFC 7583 §3.3.1",
        },
        Step {
            id: "ksk-double-key.ds",
            actor: Parent,
            makes: &[is(Ds(NewKsk, Subject)), no(Ds(OldKsk, Subject))],
            then: &[wait(&[Held::Ds])],
            guards: &[Chain],
            source: "RFC 7583 §3.3.1, RFC 8901 §6",
        },
        Step {
            id: "ksk-double-key.remove",
            actor: Subject,
            makes: &[no(SignsDnskey(Subject, OldKsk)), no(Own(Subject, OldKsk))],
            then: &[],
            guards: &[],
            source: "RFC 7583 §3.3.1",
        },
    ],
};

/// Both have a DS, the key changes once.
pub static KSK_DOUBLE_DS: Process = Process {
    id: "ksk-double-ds",
    title: "Replace a KSK by double DS",
    start: START,
    steps: &[
        Step {
            id: "ksk-double-ds.add",
            actor: Parent,
            makes: &[is(Ds(NewKsk, Subject))],
            then: &[wait(&[Held::Ds])],
            guards: &[Chain],
            source: "RFC 7583 §3.3.2",
        },
        Step {
            id: "ksk-double-ds.key",
            actor: Subject,
            makes: &[
                is(Own(Subject, NewKsk)),
                is(SignsDnskey(Subject, NewKsk)),
                no(SignsDnskey(Subject, OldKsk)),
                no(Own(Subject, OldKsk)),
            ],
            then: &[wait(&[Held::Dnskey(Subject)])],
            guards: &[Chain],
            source: "RFC 7583 §3.3.2",
        },
        Step {
            id: "ksk-double-ds.remove",
            actor: Parent,
            makes: &[no(Ds(OldKsk, Subject))],
            then: &[],
            guards: &[],
            source: "RFC 7583 §3.3.2",
        },
    ],
};

/// Key and DS are added together, and removed together.
pub static KSK_DOUBLE_RRSET: Process = Process {
    id: "ksk-double-rrset",
    title: "Replace a KSK by double RRset",
    start: START,
    steps: &[
        Step {
            id: "ksk-double-rrset.add",
            actor: Subject,
            makes: &[is(Own(Subject, NewKsk)), is(SignsDnskey(Subject, NewKsk)), is(Ds(NewKsk, Subject))],
            then: &[wait(&[Held::Dnskey(Subject), Held::Ds])],
            guards: &[Chain],
            source: "RFC 7583 §3.3.3",
        },
        Step {
            id: "ksk-double-rrset.remove",
            actor: Subject,
            makes: &[no(SignsDnskey(Subject, OldKsk)), no(Own(Subject, OldKsk)), no(Ds(OldKsk, Subject))],
            then: &[],
            guards: &[],
            source: "RFC 7583 §3.3.3",
        },
    ],
};

/// A CSK is a KSK and a ZSK: everybody publishes the new one before it signs data, and the old one until no cache holds what
/// it signed.
pub static CSK: Process = Process {
    id: "csk",
    title: "Replace a CSK",
    start: &[
        is(SignsDnskey(Subject, OldKsk)),
        is(Publishes { at: Each, part: OldZsk, of: Subject }),
        is(SignsData(Subject, OldZsk, All)),
        is(Ds(OldKsk, Subject)),
        no(Publishes { at: Each, part: NewZsk, of: Subject }),
        no(SignsDnskey(Subject, NewKsk)),
        no(SignsData(Subject, NewZsk, Some)),
        no(Ds(NewKsk, Subject)),
    ],
    steps: &[
        Step {
            id: "csk.publish",
            actor: Each,
            makes: &[is(Publishes { at: Each, part: NewZsk, of: Subject }), is(SignsDnskey(Subject, NewKsk))],
            then: &[
                before("csk.sign", &[Held::Dnskey(Each)]),
                before("csk.ds-old", &[Held::Dnskey(Subject)]),
            ],
            guards: &[Data],
            source: "RFC 8901 §7, RFC 7583 §3.2.1",
        },
        Step {
            id: "csk.ds",
            actor: Parent,
            makes: &[is(Ds(NewKsk, Subject))],
            then: &[before("csk.remove", &[Held::Ds])],
            guards: &[Chain],
            source: "RFC 7583 §3.3.3",
        },
        Step {
            id: "csk.sign",
            actor: Subject,
            makes: &[is(SignsData(Subject, NewZsk, All)), no(SignsData(Subject, OldZsk, Some))],
            then: &[before("csk.remove", &[Held::Data(Subject)])],
            guards: &[Data],
            source: "RFC 6781 §4.1.3, RFC 7583 §3.2.1",
        },
        Step {
            id: "csk.ds-old",
            actor: Parent,
            makes: &[no(Ds(OldKsk, Subject))],
            then: &[],
            guards: &[],
            source: "RFC 7583 §3.3.3",
        },
        Step {
            id: "csk.remove",
            actor: Each,
            makes: &[no(SignsDnskey(Subject, OldKsk)), no(Publishes { at: Each, part: OldZsk, of: Subject })],
            then: &[],
            guards: &[],
            source: "RFC 8901 §7",
        },
    ],
};
