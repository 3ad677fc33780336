//! Texts that somebody broke: read or refused, line by line, in time.

use crate::dice::Dice;
use multisigner::evidence::{MOST_NOT_READ, ReadOptions, Role, Source, normalise, read};
use std::path::Path;
use std::time::{Duration, Instant};

/// Real outputs are cut to this, in octets: short ones are tried more often in the same time.
const LONGEST: usize = 6_000;

/// Whatever it is, a text as short as these is read in this time, even in a debug build on a busy machine.
const LONGEST_TIME: Duration = Duration::from_secs(10);

/// Texts of every kind that is read.
pub fn corpus() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for folder in ["tests/given", "tests/formats", "tests/edge", "tests/zones", "tests/field"] {
        collect(Path::new(folder), &mut all);
    }
    for file in ["tests/every-type.zone", "tests/rare-types.txt"] {
        all.push(std::fs::read(file).unwrap());
    }
    for text in &mut all {
        text.truncate(LONGEST);
    }
    all.sort();
    all.dedup();
    assert!(all.len() > 100, "{}", all.len());
    all
}

fn collect(folder: &Path, all: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, all);
        } else {
            all.push(std::fs::read(path).unwrap());
        }
    }
}

/// Pieces that some reader knows.
const PIECES: [&str; 24] = [
    ";; Got answer:\n",
    ";; ANSWER SECTION:\n",
    ";; QUESTION SECTION:\n;",
    "$ORIGIN ",
    "$TTL 1h\n",
    "(",
    ")",
    "\"",
    "\\",
    ";",
    "\\000",
    "\n",
    "\t",
    " IN ",
    " DNSKEY 257 3 13 ",
    "{\"Answer\":[",
    "-----BEGIN PRIVATE KEY-----\n",
    "> ",
    "@@ -1 +1 @@\n",
    "$ dig +short ",
    "\\# 4 01020304",
    "\u{200b}",
    "\u{fffd}",
    "- ",
];

/// Tells how many observations were made, three or more as three.
pub fn one(dice: &mut Dice, corpus: &[Vec<u8>]) -> usize {
    let mut octets = dice.one_of(corpus).clone();
    if dice.once_in(4) {
        // Two texts in one.
        let other = dice.one_of(corpus).clone();
        let from = dice.below(other.len());
        let at = dice.below(octets.len());
        octets.splice(at..at, other[from..].iter().copied().take(2_000));
    }
    for _ in 0..=dice.below(3) {
        let at = dice.below(octets.len());
        let piece = *dice.one_of(&PIECES);
        octets.splice(at..at, piece.bytes());
    }
    dice.change(&mut octets, b"()\";\\\n \t@$>{}[]0:");
    let text = String::from_utf8_lossy(&octets).into_owned();
    let source = Source { name: "text".into(), role: Role::Auto, text };
    let started = Instant::now();
    let reading = read(&source, 0);
    assert_eq!(reading.lines.len(), source.text.lines().count());
    assert!(reading.not_read.len() <= MOST_NOT_READ + 1);
    if dice.once_in(8)
        && let Ok(text) = normalise(&source, &ReadOptions::default())
    {
        assert!(text.len() <= source.text.len());
    }
    assert!(started.elapsed() < LONGEST_TIME, "{:?}", started.elapsed());
    reading.observations.len().min(3)
}
