//! Outside evidence on the edges of validation: answers with the verdict that a real validator gave.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::case::Case;
use rstest::rstest;
use std::path::PathBuf;

/// Single answers, each with the zone's keys and the verdict that unbound's own tests hold it to.
#[rstest]
fn answers(#[files("tests/edge/unbound/*.toml")] path: PathBuf) {
    let case = Case::read(&path);
    let (report, _) = case.ask();
    let mix = &report.mixes[0];
    let expected = case.differs.as_ref().map_or(case.verdict, |differs| differs.verdict);
    assert_eq!(mix.profiles.unbound, expected, "{}: {}, {:#?}", case.source, mix.reason, mix.rrsets);
}
