//! Everything that is tried natively, in one binary: `make unit CASE=…` runs what has that in its name.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/explain.rs"]
mod explain;
#[path = "../common/shapes.rs"]
mod hostile_shapes;
#[path = "../common/signatures.rs"]
mod signatures;
#[path = "../common/texts.rs"]
mod texts;

use common::start;

mod asking;
mod backends;
mod cases;
mod cli_share;
mod commands;
mod corpus;
mod doh;
mod doh_json;
mod edge;
mod exchange;
mod explore;
mod faults;
mod field;
mod findings;
mod formats;
mod given;
mod hostile;
mod howto;
mod inputs;
mod judge;
mod layers;
mod link;
mod pastes;
mod plan;
mod process;
mod properties;
mod records;
mod rfc;
mod secrets;
mod shapes;
mod share;
mod signers;
mod simulate;
mod sizes;
mod snapshot;
mod standins;
mod timeline;
mod vectors;
mod visible;
