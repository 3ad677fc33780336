//! Turning DNSSEC off, and on again: every provider is the subject.

use super::super::table::{Process, Step};
use super::super::terms::Atom::{AsksRemoval, Ds, NoDs, Publishes, SignsData, SignsDnskey, Unsigned};
use super::super::terms::Extent::All;
use super::super::terms::Invariant::{Chain, Data};
use super::super::terms::Part::{Ksk, Zsk};
use super::super::terms::Party::{Each, Parent};
use super::super::terms::{Held, is, no, wait};

/// The DS goes first, and no signature goes while a cache may hold it.
pub static GO_INSECURE: Process = Process {
    id: "insecure",
    title: "Turn DNSSEC off",
    start: &[
        is(SignsDnskey(Each, Ksk)),
        is(SignsData(Each, Zsk, All)),
        is(Ds(Ksk, Each)),
        no(AsksRemoval(Each)),
    ],
    steps: &[
        Step {
            id: "insecure.ask",
            actor: Each,
            makes: &[is(AsksRemoval(Each))],
            then: &[],
            guards: &[],
            source: "RFC 8078 §4",
        },
        Step {
            id: "insecure.ds",
            actor: Parent,
            makes: &[is(NoDs)],
            then: &[wait(&[Held::Ds])],
            guards: &[Chain, Data],
            source: "RFC 6781 §4.3.5.2, RFC 4035 §5.2",
        },
        Step {
            id: "insecure.unsign",
            actor: Each,
            makes: &[is(Unsigned(Each))],
            then: &[],
            guards: &[],
            source: "RFC 6781 §4.3.5.2",
        },
        Step {
            id: "insecure.stop-asking",
            actor: Each,
            makes: &[no(AsksRemoval(Each))],
            then: &[],
            guards: &[],
            source: "RFC 8078 §4",
        },
    ],
};

/// Everything is signed, and nothing unsigned is left in caches, before the DS comes.
pub static GO_SECURE: Process = Process {
    id: "secure",
    title: "Turn DNSSEC on",
    start: &[is(Unsigned(Each)), is(NoDs), no(AsksRemoval(Each))],
    steps: &[
        Step {
            id: "secure.sign",
            actor: Each,
            makes: &[
                is(SignsDnskey(Each, Ksk)),
                is(Publishes { at: Each, part: Zsk, of: Each }),
                is(SignsData(Each, Zsk, All)),
            ],
            then: &[wait(&[Held::Data(Each), Held::Dnskey(Each)])],
            guards: &[Chain, Data],
            source: "RFC 6781 §4.3.5.2, RFC 8901 §2.1",
        },
        Step {
            id: "secure.ds",
            actor: Parent,
            makes: &[is(Ds(Ksk, Each))],
            then: &[wait(&[Held::Ds])],
            guards: &[],
            source: "RFC 4035 §5.2",
        },
    ],
};
