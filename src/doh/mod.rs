//! The live check: what to ask and how to read it. Sans-IO: [`LiveCheck`] says which questions to ask
//! next and eats the answers; fetching, clocks and random labels are the faces' business.
//!
//! The chain of trust is proven by the same validator as everything else: each zone cut becomes a
//! [`crate::snapshot::Snapshot`] of its own ([`chain`]), and the zone itself goes through a
//! [`crate::check::session::Session`] as text, like a paste.

pub mod anchors;
pub mod answer;
pub mod chain;
pub mod check;
pub mod fault;
mod found;
pub mod http;
pub mod json;
pub mod live;
mod locate;
pub mod public;
pub mod query;
pub mod sample;
mod search;
pub mod seen;
pub mod typed;

pub use crate::snapshot::operators as providers;
pub use answer::Answer;
pub use check::{Ask, LiveCheck, Purpose, Resolver, Settings};
pub use fault::{Fault, FetchFault};
pub use found::ResolverSays;
pub use http::{Fetched, HttpMeta};
pub use seen::Seen;
