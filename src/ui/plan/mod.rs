//! The page that plans: what is wanted, the worker that plans and proves it, and what became of it. The page's program is
//! the worker's, too.

mod desk;
mod hook;
mod protocol;
mod state;

pub(crate) use desk::serve;
pub(crate) use hook::{Act, Planning, use_planner};
pub(crate) use protocol::{Gated, Refusal, Shown};
pub(crate) use state::Step;
