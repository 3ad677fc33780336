//! The sample zones: what the gallery says of each, and what is in one.

use crate::dns::Moment;
use crate::evidence::Source;
use serde::Deserialize;

/// A card of the gallery. `cells` is the mix matrix in small, row by row: `s`ecure, `i`nsecure, `b`ogus,
/// `d`iffers between validators. Each is a scenario that real signers made and real validators judged.
pub(crate) struct Card {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) note: &'static str,
    pub(crate) status: &'static str,
    pub(crate) word: &'static str,
    pub(crate) cells: &'static str,
}

const fn card(
    id: &'static str,
    title: &'static str,
    note: &'static str,
    status: &'static str,
    word: &'static str,
    cells: &'static str,
) -> Card {
    Card { id, title, note, status, word, cells }
}

pub(crate) const CARDS: [Card; 12] = [
    card("model2", "All in order", "Two providers, one KSK each, ZSKs crossed.", "secure", "secure", "ssss"),
    card(
        "three-providers",
        "Third provider joined too early",
        "Neither A nor B imported C’s ZSK.",
        "bogus",
        "2 of 9 mixes fail",
        "ssbssbsss",
    ),
    card(
        "zsk-missing",
        "ZSK missing at one side",
        "A never imported B’s key.",
        "bogus",
        "1 of 4 mixes fails",
        "sbss",
    ),
    card(
        "ds-missing",
        "DS for B missing",
        "B’s KSK is not at the parent.",
        "bogus",
        "2 of 4 mixes fail",
        "ssbb",
    ),
    card(
        "ds-sha1",
        "SHA-1 DS beside SHA-256",
        "unbound accepts it, BIND and PowerDNS do not.",
        "bogus",
        "fails at BIND, PowerDNS",
        "ssdd",
    ),
    card(
        "expired",
        "Signatures expired at B",
        "Nobody signed again after the holidays.",
        "bogus",
        "3 of 4 mixes fail",
        "sbbb",
    ),
    card(
        "algorithms",
        "Two algorithms, one key missing",
        "A signs with ECDSA, B with RSA, and A lacks B’s ZSK.",
        "bogus",
        "1 of 4 mixes fails",
        "sbss",
    ),
    card(
        "unsigned",
        "B serves the zone unsigned",
        "The parent says that it is signed.",
        "bogus",
        "3 of 4 mixes fail",
        "sbbb",
    ),
    card(
        "key-tags",
        "Two keys with one tag",
        "A’s and B’s ZSKs look alike to BIND.",
        "bogus",
        "fails at BIND",
        "dsds",
    ),
    card(
        "soon",
        "Expires in one hour",
        "B’s signatures end before the next signing.",
        "warning",
        "fragile",
        "ssss",
    ),
    card(
        "model1",
        "Model 1, one shared KSK",
        "The owner signs one DNSKEY RRset for all.",
        "secure",
        "secure",
        "ssss",
    ),
    card("no-ds", "No DS at the parent", "Signed, but nobody checks it.", "insecure", "insecure", "iiii"),
];

/// The sample a first visit shows, judged.
pub(crate) const FIRST: &str = "three-providers";

pub(crate) fn card_of(id: &str) -> Option<&'static Card> {
    CARDS.iter().find(|card| card.id == id)
}

/// A sample's data, from `samples/<id>.json`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Sample {
    pub(crate) id: String,
    pub(crate) at: Moment,
    #[serde(default)]
    pub(crate) zone: Option<String>,
    #[serde(default)]
    pub(crate) no_ds: bool,
    pub(crate) sources: Vec<Source>,
}
