//! The classic faults, as data: what each is called, why it matters, what it needs, and whether it can be had in a
//! given set-up.

mod apply;
mod catalogue;
mod choice;
mod collide;
mod fault;
mod placed;

pub use catalogue::{CATALOGUE, Group, Kind, Known, Takes};
pub use choice::{Choice, choices};
pub use fault::Fault;

pub(super) use apply::{apply, prepare};
