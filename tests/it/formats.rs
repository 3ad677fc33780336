//! Every way in which tools print the same zones: read, or refused with the right hint.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use domain::base::Rtype;
use domain::base::iana::Rcode;
use domain::base::rdata::ComposeRecordData;
use multisigner::evidence::{
    Gravity, LineState, Observation, ReadOptions, Reading, Role, Source, read, read_with,
};
use rstest::rstest;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn source(path: &Path) -> Source {
    let text = std::fs::read_to_string(path).unwrap();
    Source { name: path.file_name().unwrap().to_string_lossy().into_owned(), role: Role::Auto, text }
}

/// Kind, server, question, records per section and type, reasons: what a person would check by eye.
fn summary(reading: &Reading) -> String {
    let mut out = String::new();
    for observation in &reading.observations {
        write!(out, "{:?}", observation.kind).unwrap();
        if let Some(server) = &observation.server {
            write!(out, " from {server}").unwrap();
        }
        if let Some(question) = &observation.question {
            write!(out, " for {} {}", question.name.fmt_with_dot(), question.rtype).unwrap();
        }
        if let Some(rcode) = observation.rcode {
            write!(out, " {}", Rcode::to_mnemonic_str(rcode).unwrap_or("?")).unwrap();
        }
        if observation.authoritative == Some(true) {
            out.push_str(" aa");
        }
        if observation.truncated {
            out.push_str(" tc");
        }
        if let Some(at) = observation.at {
            write!(out, " at {at}").unwrap();
        }
        out.push('\n');
        let mut counts: BTreeMap<(String, String, bool), usize> = BTreeMap::new();
        for seen in &observation.records {
            let key = (format!("{:?}", seen.section), seen.record.rtype().to_string(), seen.ttl_stated);
            *counts.entry(key).or_default() += 1;
        }
        for ((section, rtype, stated), count) in counts {
            writeln!(out, "  {section} {count} {rtype}{}", if stated { "" } else { " (no TTL)" }).unwrap();
        }
    }
    for entry in &reading.not_read {
        writeln!(
            out,
            "{:?} {}:{} {:?}: {} | {}",
            entry.gravity,
            entry.line,
            entry.column,
            entry.text,
            entry.reason,
            entry.hint.as_deref().unwrap_or("-")
        )
        .unwrap();
    }
    let states: String = reading
        .lines
        .iter()
        .map(|state| match state {
            LineState::Read => 'r',
            LineState::Skipped => '.',
            LineState::Failed => 'X',
        })
        .collect();
    writeln!(out, "{states}").unwrap();
    out
}

/// The wire form of all record data of a type.
fn data_of(observations: &[Observation], rtype: Rtype) -> BTreeSet<Vec<u8>> {
    let mut all = BTreeSet::new();
    for seen in observations.iter().flat_map(|observation| &observation.records) {
        if seen.record.rtype() == rtype {
            let mut data = Vec::new();
            seen.record.data().compose_canonical_rdata(&mut data).unwrap();
            all.insert(data);
        }
    }
    all
}

fn files(zone: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(zone), &mut found);
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

/// What is read from each file of a zone, for a person to review.
#[rstest]
#[case("csk-and-split")]
#[case("large-dnskey-standby")]
#[case("missing-zsk-at-A")]
#[case("model2-ok")]
fn as_reviewed(#[case] zone: &str) {
    let mut out = String::new();
    for path in files(zone) {
        let name = path.strip_prefix(root().join(zone)).unwrap().to_string_lossy().replace('\\', "/");
        writeln!(out, "== {name}\n{}", summary(&read(&source(&path), 0))).unwrap();
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(zone, out);
    });
}

/// No file is passed over in silence, and none is refused as garbage.
#[rstest]
fn read_or_refused_with_a_reason(
    #[files("tests/formats/**/*.txt")]
    #[files("tests/formats/**/*.json")]
    path: PathBuf,
) {
    let source = source(&path);
    let reading = read(&source, 0);
    assert_eq!(reading.lines.len(), source.text.lines().count());
    assert!(!reading.observations.is_empty() || !reading.not_read.is_empty(), "neither read nor refused");
    assert!(!reading.private_key);
    assert!(reading.not_read.iter().all(|entry| entry.gravity != Gravity::Refused));
    let failed = reading.lines.iter().enumerate().filter(|(_, state)| **state == LineState::Failed);
    for (line, _) in failed {
        let listed = reading.not_read.iter().any(|entry| entry.line as usize == line + 1);
        assert!(listed, "line {} failed without a reason", line + 1);
    }
}

/// Files of one server that print whole keys, by name, and what they print keys of.
fn prints_every_key(name: &str) -> bool {
    const SOME: [&str; 10] = [
        "dig-nocrypto",
        "keymgr",
        "pdnsutil",
        "bind-keyfiles",
        "dnssec-dsfromkey",
        "ldns-key2ds",
        "-A.constructed",
        "delv",
        "-DS",
        "drill",
    ];
    !SOME.iter().any(|word| name.contains(word))
}

/// The same server's keys, whatever the style they are printed in.
#[rstest]
fn keys_are_the_same_in_every_style(
    #[files("tests/formats/*/[AB]/*.txt")]
    #[files("tests/formats/*/[AB]/*.json")]
    path: PathBuf,
) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let reference = read(&source(&path.with_file_name("dig.txt")), 0);
    let expected = data_of(&reference.observations, Rtype::DNSKEY);
    assert!(expected.len() >= 2, "dig.txt holds the keys of both providers");
    let reading = read(&source(&path), 0);
    let found = data_of(&reading.observations, Rtype::DNSKEY);
    if prints_every_key(&name) {
        assert_eq!(found, expected);
    } else if name == "drill.txt" && reading.observations.iter().any(|observation| observation.truncated) {
        assert!(found.is_empty());
    } else if name == "drill.txt" {
        assert_eq!(found, expected);
    } else if ["bind-keyfiles", "pdnsutil", "keymgr-dnskey"].iter().any(|word| name.contains(word)) {
        // The provider's own keys only, which it may have imported without.
        assert!(!found.is_empty());
        assert!(found.iter().any(|key| expected.contains(key)));
    } else {
        assert!(found.is_empty(), "a key out of nowhere");
    }
    // Signatures too, wherever they are printed.
    let signatures = data_of(&reading.observations, Rtype::RRSIG);
    if prints_every_key(&name) && !signatures.is_empty() && name != "dig-short.txt" {
        let expected = data_of(&reference.observations, Rtype::RRSIG);
        assert!(expected.is_subset(&signatures));
    }
}

/// The parent's DS RRset, whatever the style it is printed in.
#[rstest]
fn ds_are_the_same_in_every_style(
    #[files("tests/formats/*/parent/*.txt")]
    #[files("tests/formats/*/parent/*.json")]
    path: PathBuf,
) {
    let reference = read(&source(&path.with_file_name("dig-DS.txt")), 0);
    let expected = data_of(&reference.observations, Rtype::DS);
    assert!(!expected.is_empty());
    let reading = read(&source(&path), 0);
    assert_eq!(data_of(&reading.observations, Rtype::DS), expected);
    assert!(reading.not_read.is_empty());
}

/// Several pastes in one text keep apart what each server said.
#[rstest]
#[case("dig.txt")]
#[case("dig-multiline.txt")]
#[case("dig-noall-answer.txt")]
#[case("kdig.txt")]
#[case("dig-short-dnssec.txt")]
#[case("host.txt")]
#[case("host-v.txt")]
#[case("nslookup.txt")]
#[case("dig-yaml.txt")]
#[case("doh-google-DNSKEY.constructed.json")]
fn two_pastes_in_one_text(#[case] style: &str) {
    let folder = root().join("model2-ok");
    for other in
        ["dig.txt", "dig-noall-answer.txt", "dig-yaml.txt", "host.txt", "doh-google-DNSKEY.constructed.json"]
    {
        let (first, second) = (source(&folder.join("A").join(style)), source(&folder.join("B").join(other)));
        let text = format!("{}\n{}", first.text, second.text);
        let both = read(&Source { text, ..first.clone() }, 0);
        let (first, second) = (read(&first, 0), read(&second, 0));
        let told = |reading: &Reading| -> Vec<_> {
            let keys = |observation: &Observation| data_of(std::slice::from_ref(observation), Rtype::DNSKEY);
            reading
                .observations
                .iter()
                .map(|observation| (observation.server.clone(), keys(observation)))
                .collect()
        };
        let mut expected = told(&first);
        expected.extend(told(&second));
        assert_eq!(told(&both), expected, "{style}, then {other}");
    }
}

/// Bare record data needs a zone from somewhere.
#[test]
fn short_without_its_command_line() {
    let path = root().join("model2-ok/A/dig-short-dnssec.txt");
    let whole = source(&path);
    let text = whole.text.lines().skip(1).collect::<Vec<_>>().join("\n");
    let bare = Source { text, ..whole.clone() };
    let refused = read(&bare, 0);
    assert!(refused.observations.is_empty());
    assert!(
        refused
            .not_read
            .iter()
            .all(|entry| entry.hint.as_deref().is_some_and(|hint| hint.contains("Name the zone")))
    );
    let zone = read(&whole, 0).observations[0].question.clone().unwrap().name;
    let told = read_with(&bare, 0, ReadOptions { zone: Some(zone), ..ReadOptions::default() });
    let expected = data_of(&read(&whole, 0).observations, Rtype::DNSKEY);
    assert_eq!(data_of(&told.observations, Rtype::DNSKEY), expected);
    assert!(told.not_read.is_empty());
}
