//! Links that somebody broke, on three levels (letters, packed octets, document) so that each layer of the reader is
//! reached: every one opens or says why not, within the bound on memory.

use crate::dice::Dice;
use crate::mutate;
use multisigner::share::link::{self, BrokenLink, Shared};

/// Valid links, as letters, as packed octets and as documents.
pub struct Corpus {
    links: Vec<String>,
    packed: Vec<Vec<u8>>,
    documents: Vec<Vec<u8>>,
}

/// Longer documents are cut: short ones are tried more often in the same time, and reach the same code.
const LONGEST: usize = 6_000;

pub fn corpus() -> Corpus {
    let links: Vec<String> = mutate::valid();
    let inflated = links.iter().map(|link| {
        let mut json = inflated(link);
        json.truncate(LONGEST);
        json
    });
    let documents = inflated.chain(by_hand()).collect();
    Corpus { packed: links.iter().map(|link| mutate::octets(link)).collect(), documents, links }
}

fn inflated(link: &str) -> Vec<u8> {
    let packed = mutate::octets(link);
    // The sum behind it is no part of the stream: all of the document is there before it ends.
    match miniz_oxide::inflate::decompress_to_vec(&packed) {
        Ok(json) => json,
        Err(error) => error.output,
    }
}

/// Tells what became of it.
pub fn one(dice: &mut Dice, corpus: &Corpus) -> String {
    const PUT_IN: &[u8] = b"\"{}[],:0\\u\xff";
    let link = match dice.below(8) {
        0 => {
            let mut letters = dice.one_of(&corpus.links).clone().into_bytes();
            dice.change(&mut letters, PUT_IN);
            String::from_utf8_lossy(&letters).into_owned()
        }
        1 | 2 => {
            let mut octets = dice.one_of(&corpus.packed).clone();
            dice.change(&mut octets, PUT_IN);
            mutate::link(&octets)
        }
        _ => {
            let mut json = dice.one_of(&corpus.documents).clone();
            dice.change(&mut json, PUT_IN);
            // Level 0 stores: the reader is what is tried here, not the packer.
            mutate::link(&miniz_oxide::deflate::compress_to_vec(&json, 0))
        }
    };
    match link::decode(&link) {
        Ok(Shared::Frozen(frozen)) => {
            let size: usize = frozen.evidence.sources().iter().map(|source| source.text.len()).sum();
            assert!(size <= link::MOST_TEXT);
            "opened".to_owned()
        }
        Ok(Shared::Live(_)) => "opened".to_owned(),
        Err(fault) => kind(&fault),
    }
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
