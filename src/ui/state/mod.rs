//! The page's one state, and every way it changes.

mod action;
mod answer;
mod answers;
mod boxes;
mod case;
mod change;
mod notice;
mod page;
#[cfg(target_arch = "wasm32")]
mod reducer;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub(crate) use action::{Action, Simulated};
pub(crate) use answer::{Again, Answer, Goal};
pub(crate) use case::{Case, Draft, Holds, Whole};
pub(crate) use notice::Notice;
pub(crate) use page::{State, View};
#[cfg(target_arch = "wasm32")]
pub(crate) use reducer::Dispatch;
