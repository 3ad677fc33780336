//! Replacing a ZSK.

use super::super::table::{Process, Step};
use super::super::terms::Atom::{Publishes, SignsData};
use super::super::terms::Extent::{All, Some};
use super::super::terms::Invariant::Data;
use super::super::terms::Part::{NewZsk, OldZsk};
use super::super::terms::Party::{Each, Subject};
use super::super::terms::{Held, is, no, wait};

/// By pre-publication, in either model: every provider publishes the new key before anything is signed with it.
pub static ZSK: Process = Process {
    id: "zsk",
    title: "Replace a ZSK",
    start: &[
        is(Publishes { at: Each, part: OldZsk, of: Subject }),
        is(SignsData(Subject, OldZsk, All)),
        no(Publishes { at: Each, part: NewZsk, of: Subject }),
        no(SignsData(Subject, NewZsk, Some)),
    ],
    steps: &[
        Step {
            id: "zsk.publish",
            actor: Each,
            makes: &[is(Publishes { at: Each, part: NewZsk, of: Subject })],
            then: &[wait(&[Held::Dnskey(Each)])],
            guards: &[Data],
            source: "RFC 8901 §6, RFC 7583 §3.2.1",
        },
        Step {
            id: "zsk.sign",
            actor: Subject,
            makes: &[is(SignsData(Subject, NewZsk, All)), no(SignsData(Subject, OldZsk, Some))],
            then: &[wait(&[Held::Data(Subject)])],
            guards: &[Data],
            source: "RFC 7583 §3.2.1",
        },
        Step {
            id: "zsk.remove",
            actor: Each,
            makes: &[no(Publishes { at: Each, part: OldZsk, of: Subject })],
            then: &[],
            guards: &[],
            source: "RFC 7583 §3.2.1",
        },
    ],
};
