//! Each process once, as a table: adding and removing a provider, rolls of keys and algorithms, the way between the models,
//! turning DNSSEC off and on. A table serves to recognise how far a zone has come ([`Process::position`]), to tell what is
//! missing before the next step ([`Process::gate`]), and to make a step ([`Process::apply`]). `docs/processes.md` shows the
//! tables.

mod ground;
mod recognise;
mod show;
mod table;
pub mod tables;
mod terms;
pub mod wait;

pub use ground::{Binding, Fact, HeldAt, Wanted, World};
pub use recognise::{Reading, Signers, recognise, signers};
pub use show::markdown;
pub use table::{Earliest, Missing, Pending, Position, Process, Step};
pub use tables::PROCESSES;
pub use terms::{Atom, Before, Clause, Extent, Held, Invariant, Part, Party, Wait};
