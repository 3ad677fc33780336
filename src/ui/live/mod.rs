//! The live check in the browser: [`desk`] and [`fetch`] run in a worker of their own, so that a long check
//! of pasted data and its cancelling do not touch it; the rest is the page's side.

mod caller;
mod choice;
mod desk;
mod fetch;
mod hook;
mod protocol;
mod state;

pub(crate) use choice::{Choice, Named, Own};
pub(crate) use desk::MOST_SAMPLES;
pub use desk::serve;
pub(crate) use hook::{Act, Live, use_live};
pub(crate) use state::{Field, LiveState};
