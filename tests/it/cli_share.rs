//! Links, reports, comparing and the exit status of `check` on the command line.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use rstest::rstest;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_multisigner")).args(arguments).output().unwrap()
}

fn said(arguments: &[&str], code: i32) -> String {
    let output = run(arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(code), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

const GIVEN: [&str; 9] = [
    "check",
    "-p",
    "A=tests/corpus/006-missing-zsk-at-A/A/zone.signed",
    "-p",
    "B=tests/corpus/006-missing-zsk-at-A/B/zone.signed",
    "--ds",
    "tests/corpus/006-missing-zsk-at-A/parent/dig-DS.txt",
    "--at",
    "2026-11-25T12:00:00Z",
];

/// 2 where no mix could be judged; where one could and nothing fails, what was not seen is said.
#[rstest]
#[case("003-model2-ok", "zone.signed", "zone.signed", 0, "Secure.")]
#[case("006-missing-zsk-at-A", "zone.signed", "zone.signed", 1, "Can fail.")]
#[case("003-model2-ok", "dig-SOA.txt", "dig-SOA.txt", 2, "Cannot tell.")]
#[case("003-model2-ok", "dig-DNSKEY.txt", "dig-DNSKEY.txt", 0, "Cannot tell.")]
#[case("003-model2-ok", "dig-SOA.txt", "zone.signed", 0, "Cannot tell.")]
fn the_exit_status_tells(
    #[case] scenario: &str,
    #[case] a: &str,
    #[case] b: &str,
    #[case] code: i32,
    #[case] lead: &str,
) {
    let of = |path: &str| format!("tests/corpus/{scenario}/{path}");
    let (a, b, ds) = (of(&format!("A/{a}")), of(&format!("B/{b}")), of("parent/dig-DS.txt"));
    let (a, b) = (format!("A={a}"), format!("B={b}"));
    let given = ["check", "-p", &a, "-p", &b, "--ds", &ds, "--at", "2026-11-25T12:00:00Z"];
    let text = said(&given, code);
    assert!(text.contains(lead), "{text}");
    let link = said(&[&given[..], &["--link"]].concat(), code);
    assert!(said(&["check", link.trim()], code).contains(lead));
}

#[test]
fn a_link_is_made_and_opened() {
    let link = said(&[&GIVEN[..], &["--link=https://multisigner.example/app/?x#old"]].concat(), 1);
    assert!(link.starts_with("https://multisigner.example/app/?x#v1="), "{link}");
    let report = said(&[&GIVEN[..], &["--format", "json"]].concat(), 1);
    assert_eq!(said(&["check", link.trim(), "--format", "json"], 1), report);
    let bare = said(&[&GIVEN[..], &["--link"]].concat(), 1);
    assert_eq!(said(&["check", bare.trim(), "--format", "json"], 1), report);
    // At another moment, what was seen is judged anew.
    let later = said(&["check", link.trim(), "--at", "2027-01-01T00:00:00Z"], 1);
    assert!(later.contains("2027-01-01") && later.starts_with("From a check link made "), "{later}");
}

#[rstest]
#[case(&["check", "#v1=AAAA"], "its end is missing")]
#[case(&["check", "#v1=____"], "damaged")]
#[case(&["check", "#v2=AAAA"], "format v2")]
#[case(&["check", "tests/links/rsa.link", "tests/links/model2-dig.link"], "holds the whole check")]
#[case(&["check", "tests/links/rsa.link", "--zone", "example."], "holds the whole check")]
#[case(&["compare", "tests/links/live.link", "tests/links/rsa.link"], "a live link asks again")]
#[case(&["compare", "tests/links/rsa.link", "tests/links/nothing.link"], "cannot read")]
fn what_cannot_be_used(#[case] arguments: &[&str], #[case] words: &str) {
    let output = run(arguments);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains(words), "{text}");
}

#[test]
fn commands_of_the_software_go_with_the_steps() {
    let plain = said(&GIVEN, 1);
    assert!(!plain.contains("knotc"), "{plain}");
    let text = said(&[&GIVEN[..], &["--software", "knot"]].concat(), 1);
    // The record of the step, as the tool takes it.
    let record = text.lines().find_map(|line| line.strip_prefix("       mivovo.multi. 3600 IN ")).unwrap();
    let command = format!("         knotc zone-set mivovo.multi mivovo.multi. 3600 {record}");
    assert!(text.lines().any(|line| line == command), "{command} is not in {text}");
    // Whatever else is said stays.
    let mut lines = text.lines();
    assert!(plain.lines().all(|line| lines.any(|other| other == line)), "{text}");
    let output = run(&[&GIVEN[..], &["--software", "tinydns"]].concat());
    assert!(String::from_utf8_lossy(&output.stderr).contains("one of bind, knot,"), "{output:?}");
}

#[test]
fn comparing() {
    let same = said(&["compare", "tests/links/rsa.link", "tests/links/rsa.link"], 0);
    assert_eq!(same, "Nothing changed.\n");
    let folder = std::env::temp_dir().join(format!("multisigner-compare-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let report = folder.join("report.json");
    std::fs::write(&report, said(&[&GIVEN[..], &["--format", "json"]].concat(), 1)).unwrap();
    let report = report.to_str().unwrap();
    // A report and a link of the same check.
    assert_eq!(
        said(&["compare", report, "tests/links/zsk-missing-zone-files.link"], 0),
        "Nothing changed.\n"
    );
    let changed = said(&["compare", "tests/links/model2-dig.link", report], 1);
    assert!(changed.contains("The zone was secure and is bogus."), "{changed}");
    let data = said(&["compare", "tests/links/model2-dig.link", report, "--format", "json"], 1);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&data).unwrap()["verdict"][1], "bogus");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn other_forms() {
    assert!(
        said(&["check", "tests/links/rsa.link", "--format", "markdown"], 0).starts_with("# lopra.multi. at ")
    );
    assert!(said(&["check", "tests/links/rsa.link", "--format", "html"], 0).starts_with("<!doctype html>"));
}
