//! Plans: an operation as steps with their earliest times, and the proof that no cache can fail.

mod assumptions;
mod group;
mod operation;
mod proof;
mod publish;
mod schedule;
mod start;
mod strict;

pub use assumptions::{Assumptions, BadTtl, set_ttls};
pub use group::{Group, MOST_PROVIDERS, Model, NoPlan};
pub use operation::{OPERATIONS, Operation};
pub use proof::{Shown, Trial};
pub use schedule::{Awaited, Timed, finished, schedule};
pub use start::Start;
pub use strict::Asked;
