//! Random and mutated input, each target for some thousands of cases in every test run and for as long as one likes
//! by `make fuzz`: `make fuzz MINUTES=10 SEED=7 TARGETS=round_trip`.
//!
//! A finding prints its seed: `SEED=… CASES=1 cargo test --test fuzz TARGET` tries that case alone. What was found and
//! mended stands in `kept.rs`.
//!
//! The dice are our own: a case is a whole structure made from one number, which repeats it anywhere. `bolero` (0.13, with
//! 20 more crates) rolls no better ones under `cargo test`; what it has beyond that, guidance by coverage, takes
//! `cargo-bolero` and builds with instruments.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

mod commands;
mod dice;
mod documents;
mod kept;
mod link;
mod messages;
#[path = "../common/mutate.rs"]
mod mutate;
mod posix;
mod readers;
mod round_trip;
#[path = "../common/shell.rs"]
mod shell;
mod wire;

use dice::Dice;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// What the environment says, as a number.
fn set(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The seed of a case: neighbours must not look alike.
fn seed(first: u64, case: u64) -> u64 {
    (first ^ case.rotate_left(32)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Tries cases: so many, or for so long as `MINUTES` says, from the seed that `SEED` says.
fn run<O: Ord + std::fmt::Debug>(
    target: &str,
    cases: u64,
    mut one: impl FnMut(&mut Dice) -> O,
) -> BTreeMap<O, u64> {
    let first = set("SEED").unwrap_or(1);
    let until = set("MINUTES").map(|minutes| Duration::from_secs(60 * minutes));
    let most = set("CASES").unwrap_or_else(|| if until.is_some() { u64::MAX } else { cases });
    let started = Instant::now();
    let mut outcomes: BTreeMap<O, u64> = BTreeMap::new();
    let mut done = 0;
    while done < most && until.is_none_or(|until| done % 256 != 0 || started.elapsed() < until) {
        // The first case of a run is that of the seed itself.
        let own = if done == 0 { first } else { seed(first, done) };
        let outcome = catch_unwind(AssertUnwindSafe(|| one(&mut Dice::new(own))));
        match outcome {
            Ok(outcome) => *outcomes.entry(outcome).or_default() += 1,
            Err(panic) => {
                println!(
                    "{target}: a finding; SEED={own} CASES=1 cargo test --test fuzz {target} tries it again"
                );
                resume_unwind(panic);
            }
        }
        done += 1;
    }
    println!("{target}: {done} cases in {:.0} s: {outcomes:?}", started.elapsed().as_secs_f64());
    outcomes
}

/// Most messages are kept, and none of those loses an octet; the others have data that do not fit their type.
#[test]
fn round_trip() {
    let outcomes = run("round_trip", 100_000, round_trip::one);
    let kept = outcomes.get(&true).copied().unwrap_or_default();
    let all: u64 = outcomes.values().sum();
    assert!(all < 1_000 || kept * 10 > all * 6, "{outcomes:?}");
}

#[test]
fn wire_messages() {
    run("wire_messages", 20_000, wire::one);
}

#[test]
fn readers() {
    let texts = readers::corpus();
    run("readers", 2_000, |dice| readers::one(dice, &texts));
}

#[test]
fn links() {
    let corpus = link::corpus();
    run("links", 2_000, |dice| link::one(dice, &corpus));
}

/// Some documents are refused, some are explored.
#[test]
fn documents() {
    let corpus = documents::corpus();
    let outcomes = run("documents", 4_000, |dice| documents::one(dice, &corpus));
    let all: u64 = outcomes.values().sum();
    let every = ["refused", "safe", "not safe"];
    assert!(all < 1_000 || every.iter().all(|outcome| outcomes.contains_key(outcome)), "{outcomes:?}");
}

/// Some words are left out, some are not; and all places are tried.
#[test]
fn commands() {
    use commands::From;
    let stock = commands::stock();
    let outcomes = run("commands", 4_000, |dice| commands::one(dice, &stock));
    let all: u64 = outcomes.values().sum();
    let every = [From::Words, From::Fix, From::Refused, From::Again, From::Report];
    assert!(all < 1_000 || every.iter().all(|from| outcomes.contains_key(from)), "{outcomes:?}");
}
