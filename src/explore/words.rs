//! What fails, in sentences.

use super::document::Document;
use super::failing::Kind;
use super::result::{Exploration, FailingInterval, Interval};
use super::witness::{Instant, Witness};
use crate::dns::{Moment, span};
use std::collections::BTreeSet;

/// From this number on times are read as Unix time: 9 September 2001. Documents that count from a zero of their own are
/// shorter.
const UNIX: i64 = 1_000_000_000;

/// A moment of a document.
pub fn moment(seconds: i64) -> String {
    let date = Moment::from_unix(seconds).filter(|_| seconds >= UNIX);
    date.map_or_else(|| format!("{seconds} s"), |date| date.to_string())
}

fn instant(at: Instant) -> String {
    let half = if at.half { " and a half" } else { "" };
    format!("{}{half}", moment(at.seconds))
}

fn names(set: &BTreeSet<String>) -> String {
    if set.is_empty() { "none".into() } else { set.iter().map(String::as_str).collect::<Vec<_>>().join(", ") }
}

/// When, and for how long.
pub fn interval(interval: Interval, document: &Document) -> String {
    let from = if interval.from <= document.from {
        "from the beginning on".into()
    } else {
        format!("from {}", moment(interval.from))
    };
    match interval.until {
        Some(until) => format!("{from} until {}, {}", moment(until), span(until - interval.from)),
        None => format!("{from}, as long as the document goes"),
    }
}

impl Kind {
    /// What fails, and who is hit.
    pub fn words(self) -> &'static str {
        match self {
            Self::Chain => {
                "The DS RRset does not lead to the DNSKEY RRset: every validating resolver that holds both fails"
            }
            Self::Data => {
                "The DNSKEY RRset has no key for what a provider answers: every validating resolver that holds it fails"
            }
            Self::Unreachable => {
                "Nobody answers of those that the NS RRset names: every resolver that holds it fails"
            }
            Self::DataCached => {
                "The DNSKEY RRset has no key for an answer that a cache kept: validators behind a cache that does not validate fail"
            }
        }
    }
}

impl Witness {
    /// The resolver's story, step by step.
    pub fn words(&self) -> Vec<String> {
        let mut steps = Vec::new();
        if let Some(ns) = &self.ns {
            let from = if ns.from == "parent" { "the parent".to_string() } else { ns.from.clone() };
            steps.push(format!(
                "At {} it fetched the NS RRset from {from}: it names {}.",
                instant(ns.fetched),
                names(&ns.providers)
            ));
            steps.push(format!("At {} none of these answers.", instant(self.at)));
            return steps;
        }
        if let Some(ds) = &self.ds {
            steps.push(format!("At {} it fetched the DS RRset: {}.", instant(ds.fetched), names(&ds.keys)));
        }
        if let Some(keys) = &self.dnskey {
            steps.push(format!(
                "At {} it fetched the DNSKEY RRset from {}: {}; signed by {}.",
                instant(keys.fetched),
                keys.provider,
                names(&keys.keys),
                names(&keys.signed_by)
            ));
        }
        match &self.answer {
            Some(answer) if answer.fetched == self.at => steps.push(format!(
                "At {} {} answers; signed by {}. No key of the DNSKEY RRset that it holds verifies that.",
                instant(self.at),
                answer.provider,
                names(&answer.signed_by)
            )),
            Some(answer) => steps.push(format!(
                "At {} it is given an answer that {} gave at {}; signed by {}. No key of the DNSKEY RRset that it holds verifies that.",
                instant(self.at),
                answer.provider,
                instant(answer.fetched),
                names(&answer.signed_by)
            )),
            None => steps.push(format!(
                "At {} it holds both, and no key of the DS RRset signs the DNSKEY RRset.",
                instant(self.at)
            )),
        }
        steps
    }
}

impl FailingInterval {
    /// A heading and the witness's steps.
    pub fn words(&self, document: &Document) -> (String, Vec<String>) {
        let heading = format!("{}: {}.", self.kind.words(), interval(self.interval, document));
        (heading, self.witness.as_ref().map(Witness::words).unwrap_or_default())
    }
}

impl Exploration {
    /// The result in one sentence.
    pub fn headline(&self) -> String {
        let pairs = match self.combinations {
            1 => "one pair of versions that caches can hold together was judged".to_string(),
            n => format!("{n} pairs of versions that caches can hold together were judged"),
        };
        match self.failing.len() {
            0 => format!("Safe at all times. No resolver can fail: {pairs}."),
            _ => format!("Not safe: resolvers can fail; {pairs}."),
        }
    }
}
