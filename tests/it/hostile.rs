//! No text brings the reader down: random ones, and real ones cut and changed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::base::rdata::ComposeRecordData;
use multisigner::evidence::{ReadOptions, Reader, Reading, Role, Source, read_with};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

/// Real texts of every style.
static SAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut folders = vec![root.join("formats")];
    let mut samples = vec![
        std::fs::read_to_string(root.join("every-type.zone")).unwrap(),
        std::fs::read_to_string(root.join("rare-types.txt")).unwrap().replace('|', " "),
        "12348580000100010000000001610765786d706c65000001000101c00c000100010000012c0004c0000201".into(),
        "Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: AAAA\n".into(),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".into(),
        "$ dig +short www.example A\nweb.example.\n192.0.2.9\n".into(),
        "--- a\n+++ b\n@@ -1 +1 @@\n-a. 1 A 192.0.2.1\n+b. 1 A 192.0.2.1\n".into(),
    ];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                samples.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    samples.sort();
    samples
});

fn reading(text: &str) -> Reading {
    let source = Source { name: "test".into(), role: Role::Auto, text: text.into() };
    let whole = read_with(
        &source,
        0,
        ReadOptions { zone: Some("example".parse().unwrap()), ..ReadOptions::default() },
    );
    // Stopping after every line changes nothing.
    let mut reader = Reader::new(&source, 0);
    let mut last = 0;
    while !reader.progress().is_done() {
        last = reader.step(1).done.max(last + 1);
    }
    assert_eq!(reader.finish().lines.len(), whole.lines.len());
    whole
}

/// What holds for every reading.
fn check(text: &str) {
    let found = reading(text);
    let lines = text.lines().count();
    assert_eq!(found.lines.len(), lines);
    for entry in &found.not_read {
        assert!(entry.line >= 1 && entry.line as usize <= lines.max(1), "{entry:?}");
        assert!(entry.column >= 1);
        assert!(entry.text.chars().count() <= 81);
    }
    for seen in found.observations.iter().flat_map(|observation| &observation.records) {
        assert!(seen.line >= 1 && seen.line as usize <= lines);
    }
    if text.trim().is_empty() {
        assert!(found.not_read.is_empty());
    } else {
        assert!(!found.observations.is_empty() || !found.not_read.is_empty());
    }
}

/// Pieces that mean something to one reader or another.
const PIECES: [&str; 40] = [
    "(",
    ")",
    "\"",
    "\\",
    ";",
    ";;",
    "\n",
    "\r\n",
    " ",
    "\t",
    "{",
    "}",
    "[",
    "]",
    "'",
    ":",
    "$ORIGIN ",
    "$TTL ",
    "@",
    "example. ",
    "300 ",
    "IN ",
    "A ",
    "TXT ",
    "DNSKEY ",
    "RRSIG ",
    "\\# ",
    "\\000",
    "\\25",
    "TYPE1 ",
    "->>HEADER<<-",
    "ANSWER SECTION:",
    "SERVER: ",
    "- type: MESSAGE\n",
    "-----BEGIN PRIVATE KEY-----\n",
    "\u{a0}",
    "\u{fffd}",
    "ü",
    "$ dig +short ",
    " has DNSKEY record ",
];

/// The octets of record data as dig prints data of unknown types (RFC 3597 §5).
fn generic(octets: &[u8]) -> String {
    format!("\\# {} {}", octets.len(), data_encoding::HEXUPPER.encode(octets))
}

/// A label or a string as master files write it, every octet as `\DDD`.
fn escaped(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("\\{octet:03}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_pieces(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..60)) {
        check(&pieces.concat());
    }

    #[test]
    fn real_texts_cut(sample in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let text: Vec<char> = sample.get(&SAMPLES).chars().collect();
        let (from, to) = (from.index(text.len() + 1), to.index(text.len() + 1));
        check(&text[from.min(to)..from.max(to)].iter().collect::<String>());
    }

    #[test]
    fn real_texts_changed(
        sample in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), proptest::sample::select(PIECES.to_vec()), 0usize..4), 1..8),
    ) {
        let mut text: Vec<char> = sample.get(&SAMPLES).chars().collect();
        for (at, piece, gone) in changes {
            let at = at.index(text.len() + 1);
            let end = (at + gone).min(text.len());
            text.splice(at..end, piece.chars());
        }
        check(&text.iter().collect::<String>());
    }

    #[test]
    fn real_texts_joined(first in any::<prop::sample::Index>(), second in any::<prop::sample::Index>()) {
        check(&format!("{}\n{}", first.get(&SAMPLES), second.get(&SAMPLES)));
    }

    #[test]
    fn any_octets_are_read_back(
        owner in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..20), 1..6),
        strings in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..256), 1..5),
    ) {
        let name: String = owner.iter().map(|label| escaped(label) + ".").collect();
        let text: Vec<String> = strings.iter().map(|string| format!("\"{}\"", escaped(string))).collect();
        let data: Vec<u8> = strings.iter().flat_map(|string| {
            std::iter::once(u8::try_from(string.len()).unwrap()).chain(string.iter().copied())
        }).collect();
        let both = format!("{name} 300 IN TXT {}\n{name} 300 IN TYPE16 {}\n{name} 300 IN TYPE65280 {}\n", text.join(" "), generic(&data), generic(&data));
        let found = reading(&both);
        prop_assert!(found.not_read.is_empty(), "{:?}", found.not_read);
        let labels: Vec<u8> = owner.iter().flat_map(|label| {
            std::iter::once(u8::try_from(label.len()).unwrap()).chain(label.iter().copied())
        }).chain([0]).collect();
        for seen in &found.observations[0].records {
            prop_assert_eq!(seen.record.owner().as_slice(), &labels[..]);
            let mut wire = Vec::new();
            seen.record.data().compose_rdata(&mut wire).unwrap();
            prop_assert_eq!(&wire, &data);
        }
        prop_assert_eq!(found.observations[0].records.len(), 3);
    }
}
