//! The words that processes are written in: who, which keys, what is published, what is waited for, and why.

pub use crate::publication::Extent;

/// Who does something, or is spoken of. A [`super::Binding`] says which providers these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The provider that joins, leaves or rolls; every provider, where the whole group does.
    Subject,
    /// The providers that are in use beside it.
    Others,
    /// Subject and others.
    Each,
    /// The parent: its registry, through the registrar or CDS and CSYNC.
    Parent,
}

/// Keys, each with the provider that holds it: a key that several share is bound to each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What signs the DNSKEY RRset, and stays.
    Ksk,
    /// What signs data, and stays.
    Zsk,
    /// What signed the DNSKEY RRset before.
    OldKsk,
    /// What signs the DNSKEY RRset afterwards.
    NewKsk,
    /// What signed data before; of a CSK the same key as `OldKsk`.
    OldZsk,
    /// What signs data afterwards; of a CSK the same key as `NewKsk`.
    NewZsk,
    /// What signs nothing and goes with the old keys: published in advance, or named by a DS alone.
    Spare,
}

/// One statement about what is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Atom {
    /// Each of the party publishes its own keys of this part.
    Own(Party, Part),
    /// Each of `at` publishes the keys of this part that each of `of` holds.
    Publishes { at: Party, part: Part, of: Party },
    /// Each of the party publishes its own keys of this part, and they sign its DNSKEY RRset.
    SignsDnskey(Party, Part),
    /// Each of the party signs so much of its data with its own keys of this part.
    SignsData(Party, Part, Extent),
    /// The parent has a DS of the keys of this part that each of the party holds.
    Ds(Part, Party),
    /// The parent has no DS at all.
    NoDs,
    /// The NS RRset of each of `at` names each of `names`.
    ChildNs { at: Party, names: Party },
    /// The parent's NS RRset names each of the party.
    ParentNs(Party),
    /// Each of the party asks with CDS or CDNSKEY for the removal of every DS (RFC 8078 §4).
    AsksRemoval(Party),
    /// Each of the party serves the zone without keys and signatures.
    Unsigned(Party),
}

/// A statement that is to hold, or not to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause {
    pub atom: Atom,
    pub holds: bool,
}

/// It holds.
pub(super) const fn is(atom: Atom) -> Clause {
    Clause { atom, holds: true }
}

/// It does not hold of any provider or key that it speaks of.
pub(super) const fn no(atom: Atom) -> Clause {
    Clause { atom, holds: false }
}

/// What a cache may still hold, as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The DS RRset.
    Ds,
    /// The DNSKEY RRset of each of the party.
    Dnskey(Party),
    /// Anything that each of the party signed: data, and proofs that something does not exist.
    Data(Party),
    /// The NS RRset of each of the party.
    ChildNs(Party),
    /// The NS RRset of the delegation.
    ParentNs,
}

/// Which steps a wait holds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Every later step.
    Next,
    /// Every step after the next, which may be made meanwhile.
    AfterNext,
    /// The step of this name alone.
    Step(&'static str),
}

/// A wait: the longest TTL of what may be held, counted from the moment at which the last server was seen with the new
/// state, and a margin ([`super::wait::MARGIN`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    pub held: &'static [Held],
    pub before: Before,
}

impl Wait {
    /// Whether it holds up a step that comes so many steps after its own.
    pub fn holds_up(&self, step: &str, distance: usize) -> bool {
        match self.before {
            Before::Next => true,
            Before::AfterNext => distance > 1,
            Before::Step(name) => name == step,
        }
    }
}

/// Every later step has to wait.
pub(super) const fn wait(held: &'static [Held]) -> Wait {
    Wait { held, before: Before::Next }
}

/// The step after the next has to wait.
pub(super) const fn beside(held: &'static [Held]) -> Wait {
    Wait { held, before: Before::AfterNext }
}

/// One later step has to wait.
pub(super) const fn before(step: &'static str, held: &'static [Held]) -> Wait {
    Wait { held, before: Before::Step(step) }
}

/// What has to hold at every moment, for everything that caches may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invariant {
    /// Every DS RRset leads to every DNSKEY RRset (RFC 4035 §5.2).
    Chain,
    /// Every DNSKEY RRset has a key for all signed data (RFC 8901 §3).
    Data,
    /// The same for each algorithm that the DS RRset has (RFC 6840 §5.11).
    Algorithm,
    /// Whoever an NS RRset names answers, in step with the others.
    Servers,
}
