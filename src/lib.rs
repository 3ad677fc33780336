//! multisigner: can any resolver fail to validate a zone that several providers sign?
pub mod check;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod dns;
pub mod dnssec;
pub mod doh;
pub mod evidence;
pub mod explore;
#[cfg(any(test, all(target_arch = "wasm32", feature = "module")))]
pub mod js;
mod order;
pub mod plan;
pub mod process;
pub mod publication;
pub mod share;
pub mod shell;
pub mod simulate;
pub mod snapshot;
pub mod ui;
pub mod visible;
