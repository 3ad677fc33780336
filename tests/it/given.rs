//! What registries, providers, tools and configuration give besides records in a zone file's form: read where the
//! record data are there, else refused with what to give instead. `tests/given` has one file for each.
#![allow(clippy::unwrap_used, clippy::panic)]

use multisigner::dns::dotted;
use multisigner::evidence::{LineState, ReadOptions, Reading, Role, Source, read_with};
use std::fmt::Write;
use std::path::Path;

fn reading(text: &str, name: &str) -> Reading {
    let source = Source { name: name.into(), role: Role::Auto, text: text.into() };
    read_with(
        &source,
        0,
        ReadOptions { owner: Some("multi.example".parse().unwrap()), ..ReadOptions::default() },
    )
}

fn summary(reading: &Reading) -> String {
    let mut out = String::new();
    for observation in &reading.observations {
        let server = observation.server.as_deref().unwrap_or("-");
        writeln!(
            out,
            "{:?} {server} {:?}",
            observation.kind,
            observation.rcode.map(|rcode| rcode.to_string())
        )
        .unwrap();
        for seen in &observation.records {
            let record = &seen.record;
            let ttl = if seen.ttl_stated { record.ttl().as_secs().to_string() } else { "-".into() };
            let data: String = multisigner::dns::rdata_text(record.data()).chars().take(48).collect();
            writeln!(out, "  {}: {} {ttl} {} {data}", seen.line, dotted(record.owner()), record.rtype())
                .unwrap();
        }
    }
    for entry in &reading.not_read {
        let hint = entry.hint.as_deref().unwrap_or("-");
        let (gravity, kind) = (entry.gravity, entry.kind);
        writeln!(out, "{gravity:?} {}: {kind:?}: {} | {hint}", entry.line, entry.reason).unwrap();
    }
    let letter = |state: &LineState| match state {
        LineState::Read => 'r',
        LineState::Skipped => '.',
        LineState::Failed => 'X',
    };
    writeln!(out, "{}", reading.lines.iter().map(letter).collect::<String>()).unwrap();
    out
}

#[test]
fn each_is_read_or_refused_with_a_hint() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/given");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let mut out = String::new();
    for path in names {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        writeln!(out, "== {name}\n{}", summary(&reading(&text, &name))).unwrap();
    }
    insta::assert_snapshot!(out);
}

/// Data without an owner, and nobody to ask: said once for each, and noted for whoever knows the zone.
#[test]
fn data_without_an_owner_wait_for_one() {
    let text = "Key Tag: 3380\nAlgorithm: 13\nDigest Type: 2\n\
                Digest: cb463686cff059595c94cf270906a68923f5c601ceb88ebdecb546e4d0e49fac\n";
    let source = Source { name: "form".into(), role: Role::Parent, text: text.into() };
    let found = multisigner::evidence::read(&source, 0);
    assert!(found.wants_owner && found.observations.is_empty() && found.not_read.len() == 1, "{found:?}");
}

/// Octets behind a message are never passed over.
#[test]
fn octets_behind_a_message_are_said() {
    let message = "1234858000010001000000000161076578616d706c650000010001c00c000100010000012c0004c0000201";
    let found = reading(&format!("{message}abcd\n{message}\n"), "wire");
    assert_eq!(found.observations.len(), 2);
    assert_eq!(found.not_read.first().map(|entry| entry.line), Some(1));
    assert!(found.not_read.iter().any(|entry| entry.reason.starts_with("2 octets")), "{found:?}");
}
