//! Hostile links by the million: `LINKS=10000000 cargo test --release --test fuzz_link -- --ignored --nocapture`.
//!
//! Mutates valid links on three levels (letters, packed octets, document), so that each layer of the reader is
//! reached, and asserts that every one opens or says why not, within the bound on memory.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

mod common;

use common::mutate;
use multisigner::share::link::{self, BrokenLink, Shared};
use std::collections::BTreeMap;
use std::time::Instant;

/// A generator good enough to mix with, and the same in every run (Marsaglia, xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.roll() % most.max(1) as u64) as usize
    }

    /// A few changes: octets set, dropped, doubled, swapped, cut, or taken from elsewhere.
    fn change(&mut self, octets: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            if octets.is_empty() {
                return;
            }
            let at = self.below(octets.len());
            match self.below(7) {
                0 => octets[at] = self.roll() as u8,
                1 => octets[at] ^= 1 << self.below(8),
                2 => _ = octets.remove(at),
                3 => octets.insert(at, b"\"{}[],:0\\u\xff"[self.below(11)]),
                4 => octets.truncate(at),
                5 => {
                    let end = (at + self.below(64)).min(octets.len());
                    let piece = octets[at..end].to_vec();
                    let to = self.below(octets.len());
                    octets.splice(to..to, piece);
                }
                _ => {
                    let other = self.below(octets.len());
                    octets.swap(at, other);
                }
            }
        }
    }
}

fn inflated(link: &str) -> Vec<u8> {
    let packed = mutate::octets(link);
    // The sum behind it is no part of the stream: all of the document is there before it ends.
    match miniz_oxide::inflate::decompress_to_vec(&packed) {
        Ok(json) => json,
        Err(error) => error.output,
    }
}

#[test]
#[ignore = "minutes of work: see the head of this file"]
fn millions_of_links() {
    let count: u64 = std::env::var("LINKS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let seed = std::env::var("SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(0x9e37_79b9_7f4a_7c15);
    let mut dice = Dice(seed);
    // Short ones are tried more often in the same time, and reach the same code.
    let links: Vec<String> = mutate::valid();
    let small = |json: Vec<u8>| if json.len() > 6_000 { json[..6_000].to_vec() } else { json };
    let documents: Vec<Vec<u8>> = links.iter().map(|link| small(inflated(link))).chain(by_hand()).collect();
    let packed: Vec<Vec<u8>> = links.iter().map(|link| mutate::octets(link)).collect();
    let mut opened = 0_u64;
    let mut faults: BTreeMap<String, u64> = BTreeMap::new();
    let started = Instant::now();
    for _ in 0..count {
        let link = match dice.below(8) {
            0 => {
                let mut letters = links[dice.below(links.len())].clone().into_bytes();
                dice.change(&mut letters);
                String::from_utf8_lossy(&letters).into_owned()
            }
            1 | 2 => {
                let mut octets = packed[dice.below(packed.len())].clone();
                dice.change(&mut octets);
                mutate::link(&octets)
            }
            _ => {
                let mut json = documents[dice.below(documents.len())].clone();
                dice.change(&mut json);
                // Level 0 stores: the reader is what is tried here, not the packer.
                mutate::link(&miniz_oxide::deflate::compress_to_vec(&json, 0))
            }
        };
        match link::decode(&link) {
            Ok(Shared::Frozen(frozen)) => {
                opened += 1;
                let size: usize = frozen.evidence.sources().iter().map(|source| source.text.len()).sum();
                assert!(size <= link::MOST_TEXT);
            }
            Ok(Shared::Live(_)) => opened += 1,
            Err(fault) => *faults.entry(kind(&fault)).or_default() += 1,
        }
    }
    println!("{count} links in {:.0} s, {opened} opened", started.elapsed().as_secs_f64());
    for (fault, number) in faults {
        println!("{number:>10} {fault}");
    }
    println!("most memory held: {} MiB", most_memory().unwrap_or(0) / 1024);
}

fn kind(fault: &BrokenLink) -> String {
    let text = format!("{fault:?}");
    text.split([' ', '{', '(']).next().unwrap_or_default().to_owned()
}

/// Small documents with every member.
fn by_hand() -> Vec<Vec<u8>> {
    [
        r#"{"s":[{"p":"A","t":"a. 1 IN A 192.0.2.1\n"},{"parent":true,"n":"x","t":""}],"z":"a.","no_ds":true,"at":1,"made":2,"view":{"cell":[0,1]}}"#,
        r#"{"live":{"domain":"example.org","via":["https://dns.example/q"]}}"#,
        r#"{"s":[{"t":"Private-key-format: v1.3\nPrivateKey: AAAA\n"}],"at":0,"x":{"y":[[[[{}]]]]}}"#,
    ]
    .map(|json| json.as_bytes().to_vec())
    .to_vec()
}

/// Of this process, in KiB, where the system tells (Linux).
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}
