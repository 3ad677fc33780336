//! Simulating on the page: what is wanted, the worker that signs it, and what became of it.
//!
//! Keys and signing live in the worker for cryptography and nowhere else. What it signed is evidence like any
//! other: the page hands it to an ordinary checker and shows that one's report.

mod alone;
mod archive;
mod boxes;
mod desk;
mod edit;
mod hook;
mod protocol;
mod signer;
mod state;
mod tries;

pub(crate) use alone::Alone;
pub(super) use desk::Desk;
pub(crate) use edit::{
    SAMPLE, add_provider, choose_model, choose_preset, hear, is_unheard, remove_provider, rename_provider,
};
pub(crate) use hook::{Act, Simulation, use_simulation};
pub(crate) use state::{Origin, Sim, Step, Trouble};
