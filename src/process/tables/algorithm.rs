//! Changing the algorithm of the whole group: every provider is the subject.

use super::super::table::{Process, Step};
use super::super::terms::Atom::{Ds, Publishes, SignsData, SignsDnskey};
use super::super::terms::Extent::{All, Some};
use super::super::terms::Invariant::{Algorithm, Chain, Data};
use super::super::terms::Part::{NewKsk, NewZsk, OldKsk, OldZsk, Spare};
use super::super::terms::Party::{Each, Parent};
use super::super::terms::{Clause, Held, is, no, wait};

const START: &[Clause] = &[
    is(SignsDnskey(Each, OldKsk)),
    is(Publishes { at: Each, part: OldZsk, of: Each }),
    is(SignsData(Each, OldZsk, All)),
    is(Ds(OldKsk, Each)),
    no(SignsDnskey(Each, NewKsk)),
    no(Publishes { at: Each, part: NewZsk, of: Each }),
    no(SignsData(Each, NewZsk, Some)),
    no(Ds(NewKsk, Each)),
];

const DS: Step = Step {
    id: "algorithm.ds",
    actor: Parent,
    makes: &[is(Ds(NewKsk, Each))],
    // Both may be made at once: every DNSKEY RRset that caches hold is signed by both keys.
    then: &[],
    guards: &[],
    source: "RFC 6781 §4.1.4",
};

const DS_OLD: Step = Step {
    id: "algorithm.ds-old",
    actor: Parent,
    makes: &[no(Ds(OldKsk, Each)), no(Ds(Spare, Each))],
    then: &[wait(&[Held::Ds])],
    guards: &[Chain, Algorithm],
    source: "RFC 6781 §4.1.4",
};

/// Signatures, keys, DS; DS, keys, signatures: validators that want every algorithm see no gap.
pub static CONSERVATIVE: Process = Process {
    id: "algorithm",
    title: "Change the algorithm, conservatively",
    start: START,
    steps: &[
        Step {
            id: "algorithm.sign",
            actor: Each,
            makes: &[is(SignsData(Each, NewZsk, All))],
            then: &[wait(&[Held::Data(Each)])],
            guards: &[Algorithm],
            source: "RFC 6781 §4.1.4",
        },
        Step {
            id: "algorithm.keys",
            actor: Each,
            makes: &[is(Publishes { at: Each, part: NewZsk, of: Each }), is(SignsDnskey(Each, NewKsk))],
            then: &[wait(&[Held::Dnskey(Each)])],
            guards: &[Chain, Algorithm],
            source: "RFC 6781 §4.1.4, RFC 8901 §4",
        },
        DS,
        DS_OLD,
        Step {
            id: "algorithm.keys-old",
            actor: Each,
            makes: &[
                no(SignsDnskey(Each, OldKsk)),
                no(Publishes { at: Each, part: OldKsk, of: Each }),
                no(Publishes { at: Each, part: OldZsk, of: Each }),
                no(Publishes { at: Each, part: Spare, of: Each }),
            ],
            then: &[wait(&[Held::Dnskey(Each)])],
            guards: &[Algorithm],
            source: "RFC 6781 §4.1.4",
        },
        Step {
            id: "algorithm.stop",
            actor: Each,
            makes: &[no(SignsData(Each, OldZsk, Some))],
            then: &[],
            guards: &[],
            source: "RFC 6781 §4.1.4",
        },
    ],
};

/// Keys and signatures together: right for validators that take any valid path (RFC 6840 §5.11).
pub static LIBERAL: Process = Process {
    id: "algorithm-liberal",
    title: "Change the algorithm, liberally",
    start: START,
    steps: &[
        Step {
            id: "algorithm-liberal.sign",
            actor: Each,
            makes: &[
                is(SignsData(Each, NewZsk, All)),
                is(Publishes { at: Each, part: NewZsk, of: Each }),
                is(SignsDnskey(Each, NewKsk)),
            ],
            then: &[wait(&[Held::Dnskey(Each), Held::Data(Each)])],
            guards: &[Chain, Data],
            source: "RFC 6840 §5.11, RFC 8901 §4",
        },
        DS,
        DS_OLD,
        Step {
            id: "algorithm-liberal.stop",
            actor: Each,
            makes: &[
                no(SignsDnskey(Each, OldKsk)),
                no(Publishes { at: Each, part: OldKsk, of: Each }),
                no(Publishes { at: Each, part: OldZsk, of: Each }),
                no(Publishes { at: Each, part: Spare, of: Each }),
                no(SignsData(Each, OldZsk, Some)),
            ],
            then: &[],
            guards: &[],
            source: "RFC 6840 §5.11",
        },
    ],
};
