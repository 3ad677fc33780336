//! Signing a zone as several providers do, and breaking it on purpose.
//!
//! [`Config`] says what is wanted. A [`Simulator`] holds the private keys and makes a [`Simulated`] of it: signed
//! zones, public keys and DS records as text, read and judged like any other evidence; there is no second
//! validator. Who publishes and signs what is planned as data first, faults are changes to that plan, and what
//! there is to sign is listed before anything is signed.

pub mod backend;
mod compact;
mod compose;
pub mod config;
mod content;
mod denial;
pub mod exchange;
pub mod faults;
mod files;
mod keyring;
pub mod keys;
mod output;
mod plan;
pub mod presets;
mod publish;
pub mod resolver;
mod setup;
mod sign;
mod simulator;
pub mod terms;
#[cfg(target_arch = "wasm32")]
pub mod webcrypto;

pub use content::{Dropped, Input, NoZone};
pub use keyring::{Keyring, Role};
pub use output::{PublicKey, Simulated, SimulatedProvider};
pub use publish::host;
pub use setup::Unusable;
pub use sign::Progress;
pub use simulator::{Failure, PrivateKeyFile, Simulator};
