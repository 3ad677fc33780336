//! The native backend gives the answers of the crates in pure Rust, check by check.
#![allow(clippy::unwrap_used)]

mod common;

use common::{ask, question, scenario, zone_files};
use multisigner::dnssec::backend::{Backend, Native};
use rstest::rstest;
use std::path::PathBuf;

#[rstest]
fn native_agrees_with_rustcrypto(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let scenario = scenario(&path);
    let (_, proven) = ask(&question(zone_files(path.parent().unwrap(), &scenario), &scenario));
    let proven = proven.unwrap();
    let native = pollster::block_on(Native.verify(&proven.checks.list));
    assert_eq!(native, proven.proofs.ok);
}
