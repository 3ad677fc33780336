//! The publication document: who publishes what, when, as JSON. [docs/explore.md](../../docs/explore.md) describes it.

use super::span::{EVER, NEVER, Span};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;
use thiserror::Error;

/// What `format` has to say.
pub const FORMAT: &str = "multisigner-publication/1";

/// The largest TTL, in seconds (RFC 2181 §8).
pub const MOST_TTL: u32 = 0x7FFF_FFFF;

/// Times may be so far from zero, in seconds: whole numbers that JSON carries exactly.
const MOST_TIME: i64 = 1 << 53;

/// The most providers of one document.
const MOST_PROVIDERS: usize = 64;

/// The most states, of the parent and of all providers.
const MOST_STATES: usize = 100_000;

/// The most names of keys and providers in all lists.
const MOST_NAMES: usize = 4_000_000;

/// Who publishes what, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PublicationDocument"))]
pub struct Document {
    /// `multisigner-publication/1`.
    pub format: String,
    /// The zone's name.
    pub zone: String,
    /// What is reported begins here, in whole seconds from any zero.
    #[cfg_attr(test, ts(type = "number"))]
    pub from: i64,
    /// What is reported ends before this moment.
    #[cfg_attr(test, ts(type = "number"))]
    pub until: i64,
    /// What the parent publishes, from state to state.
    pub parent: Vec<ParentState>,
    /// What each provider publishes, by its label.
    #[serde(deserialize_with = "each_once")]
    pub providers: BTreeMap<String, Vec<ProviderState>>,
}

/// What the parent publishes, from a moment on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ParentState {
    /// The first moment; `None`: since ever.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(test, ts(type = "number | null"))]
    pub from: Option<i64>,
    /// The DS RRset; without keys: there is none.
    pub ds: DsSet,
    /// The NS RRset of the delegation.
    pub ns: NsSet,
}

/// What a provider publishes, from a moment on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProviderState {
    /// The first moment; `None`: since ever.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(test, ts(type = "number | null"))]
    pub from: Option<i64>,
    /// Whether its servers answer for the zone.
    #[serde(default = "yes")]
    pub answers: bool,
    /// Its DNSKEY RRset; without keys: it serves the zone unsigned.
    pub dnskey: KeySet,
    /// Everything else that it signs, proofs that something does not exist included.
    pub data: DataSet,
    /// Its NS RRset; without providers: it has none.
    pub ns: NsSet,
}

/// A DS RRset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DsSet {
    /// The keys that it names.
    pub keys: BTreeSet<String>,
    /// For how long caches may hold it, in seconds.
    #[serde(deserialize_with = "ttl")]
    pub ttl: u32,
}

/// A DNSKEY RRset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct KeySet {
    /// The keys that it holds.
    pub keys: BTreeSet<String>,
    /// The keys whose signatures over it verify.
    pub signed_by: BTreeSet<String>,
    /// For how long caches may hold it, in seconds.
    #[serde(deserialize_with = "ttl")]
    pub ttl: u32,
}

/// Everything that a provider signs but its DNSKEY RRset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DataSet {
    /// The keys that sign every RRset of it.
    pub signed_by: BTreeSet<String>,
    /// For how long caches may hold any of it, in seconds.
    #[serde(deserialize_with = "ttl")]
    pub ttl: u32,
}

/// An NS RRset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NsSet {
    /// The labels of the providers whose servers it names.
    pub providers: BTreeSet<String>,
    /// For how long caches may hold it, in seconds.
    #[serde(deserialize_with = "ttl")]
    pub ttl: u32,
}

/// Why a document cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}: {problem}", if pointer.is_empty() { "the document" } else { pointer.as_str() })]
pub struct Unusable {
    /// The place as a JSON pointer (RFC 6901); empty: the whole document.
    pub pointer: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// It is not JSON, or a member is missing or of another type: in serde's words.
    #[error("{0}")]
    Json(String),
    /// `format` says something else than this.
    #[error("this is not {0:?}")]
    Format(&'static str),
    /// `until` is before `from`.
    #[error("the end, {until}, is before the beginning, {from}")]
    Backwards {
        /// In seconds.
        from: i64,
        /// In seconds.
        until: i64,
    },
    /// There is no state.
    #[error("there is no state; the first holds since ever and has \"from\": null")]
    Empty,
    /// The first state has a time.
    #[error("the first state holds since ever: its \"from\" is null")]
    FirstDated,
    /// A later state has none.
    #[error("only the first state holds since ever: this one has to say from when on")]
    LaterUndated,
    /// A state begins before the one in front of it.
    #[error("{from} is before {before}, where the state in front of it begins")]
    Order {
        /// In seconds.
        from: i64,
        /// Where the one in front begins, in seconds.
        before: i64,
    },
    /// A time is too far from zero.
    #[error("{0} is too far from 0: at most 2^53 seconds")]
    Time(i64),
    /// An NS RRset names a provider of which the document says nothing.
    #[error("{0:?} is none of the document's providers")]
    NoSuchProvider(String),
    /// The delegation leads to nobody.
    #[error("the delegation names nobody")]
    Undelegated,
    /// There is no provider at all.
    #[error("there is no provider")]
    NoProvider,
    /// There is more of something than can be explored.
    #[error("{found} {what}: at most {most} are explored")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many may be.
        most: usize,
    },
}

fn yes() -> bool {
    true
}

fn ttl<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let seconds = u64::deserialize(from)?;
    let least = u32::try_from(seconds).ok().filter(|seconds| *seconds <= MOST_TTL);
    least.ok_or_else(|| {
        D::Error::custom(format!("a TTL of {seconds} seconds: at most {MOST_TTL} (RFC 2181 §8)"))
    })
}

/// A map in which no name stands twice.
fn each_once<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    struct Each<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<T> {
        type Value = BTreeMap<String, T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = BTreeMap::new();
            while let Some((name, value)) = map.next_entry::<String, T>()? {
                if all.contains_key(&name) {
                    return Err(A::Error::custom(format!("{name:?} stands twice")));
                }
                all.insert(name, value);
            }
            Ok(all)
        }
    }
    from.deserialize_map(Each(PhantomData))
}

/// One name of a path, as a JSON pointer writes it (RFC 6901 §3).
fn token(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A path of serde's as a JSON pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => token(key),
            Segment::Enum { variant } => token(variant),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// Reads JSON, all of it.
///
/// # Errors
/// The first thing that is wrong, and where.
pub(crate) fn read_json<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, Unusable> {
    let mut from = serde_json::Deserializer::from_str(json);
    let read = serde_path_to_error::deserialize(&mut from).map_err(|error| Unusable {
        pointer: pointer(error.path()),
        problem: Problem::Json(error.into_inner().to_string()),
    })?;
    let end = from.end();
    end.map_err(|error| Unusable { pointer: String::new(), problem: Problem::Json(error.to_string()) })?;
    Ok(read)
}

impl Document {
    /// Reads a document and looks whether it can be explored. Members that it does not know are left aside.
    ///
    /// # Errors
    /// The first thing that is wrong, and where.
    pub fn read(json: &str) -> Result<Self, Unusable> {
        let document: Self = read_json(json)?;
        document.usable()?;
        Ok(document)
    }

    /// Looks whether it can be explored.
    ///
    /// # Errors
    /// The first thing that is wrong, and where.
    pub fn usable(&self) -> Result<(), Unusable> {
        let at = |pointer: &str, problem: Problem| Err(Unusable { pointer: pointer.to_string(), problem });
        if self.format != FORMAT {
            return at("/format", Problem::Format(FORMAT));
        }
        for (time, pointer) in [(self.from, "/from"), (self.until, "/until")] {
            if time.unsigned_abs() > MOST_TIME.unsigned_abs() {
                return at(pointer, Problem::Time(time));
            }
        }
        if self.until < self.from {
            return at("/until", Problem::Backwards { from: self.from, until: self.until });
        }
        if self.providers.is_empty() {
            return at("/providers", Problem::NoProvider);
        }
        let few = |what: &'static str, found: usize, most: usize, pointer: &str| {
            if found > most { at(pointer, Problem::TooMany { what, found, most }) } else { Ok(()) }
        };
        few("providers", self.providers.len(), MOST_PROVIDERS, "/providers")?;
        let states = self.parent.len() + self.providers.values().map(Vec::len).sum::<usize>();
        few("states", states, MOST_STATES, "")?;
        few("names of keys and providers", self.names(), MOST_NAMES, "")?;
        in_order("/parent", self.parent.iter().map(|state| state.from))?;
        for (index, state) in self.parent.iter().enumerate() {
            let place = format!("/parent/{index}/ns/providers");
            if state.ns.providers.is_empty() {
                return at(&place, Problem::Undelegated);
            }
            self.known(&place, &state.ns)?;
        }
        for (label, states) in &self.providers {
            let place = format!("/providers{}", token(label));
            in_order(&place, states.iter().map(|state| state.from))?;
            for (index, state) in states.iter().enumerate() {
                self.known(&format!("{place}/{index}/ns/providers"), &state.ns)?;
            }
        }
        Ok(())
    }

    /// How many names stand in all lists.
    fn names(&self) -> usize {
        let parent = self.parent.iter().map(|state| state.ds.keys.len() + state.ns.providers.len());
        let each = self.providers.values().flatten().map(|state| {
            let keys = state.dnskey.keys.len() + state.dnskey.signed_by.len();
            keys + state.data.signed_by.len() + state.ns.providers.len()
        });
        parent.chain(each).sum()
    }

    /// Whether the document has every provider that the NS RRset names.
    fn known(&self, place: &str, ns: &NsSet) -> Result<(), Unusable> {
        match ns.providers.iter().find(|label| !self.providers.contains_key(*label)) {
            None => Ok(()),
            Some(label) => {
                Err(Unusable { pointer: place.to_string(), problem: Problem::NoSuchProvider(label.clone()) })
            }
        }
    }
}

/// Whether the states begin one after the other, the first since ever.
fn in_order(place: &str, froms: impl Iterator<Item = Option<i64>>) -> Result<(), Unusable> {
    let mut before: Option<i64> = None;
    let mut any = false;
    for (index, from) in froms.enumerate() {
        let problem = match (any, from) {
            (false, None) => None,
            (false, Some(_)) => Some(Problem::FirstDated),
            (true, None) => Some(Problem::LaterUndated),
            (true, Some(time)) if time.unsigned_abs() > MOST_TIME.unsigned_abs() => Some(Problem::Time(time)),
            (true, Some(time)) => {
                let wrong = before.filter(|before| time < *before);
                before = Some(time);
                wrong.map(|before| Problem::Order { from: time, before })
            }
        };
        if let Some(problem) = problem {
            return Err(Unusable { pointer: format!("{place}/{index}/from"), problem });
        }
        any = true;
    }
    if any { Ok(()) } else { Err(Unusable { pointer: place.to_string(), problem: Problem::Empty }) }
}

/// When each state holds: until the next one begins.
pub(super) fn spans<S>(states: &[S], from: impl Fn(&S) -> Option<i64>) -> impl Iterator<Item = (Span, &S)> {
    let next: Vec<i64> =
        states.iter().skip(1).map(|state| from(state).unwrap_or(EVER)).chain([NEVER]).collect();
    let first: Vec<i64> = states.iter().map(|state| from(state).unwrap_or(EVER)).collect();
    states
        .iter()
        .zip(first.into_iter().zip(next))
        .map(|(state, (from, until))| (Span::new(from, until), state))
}

/// The state that holds at a moment.
pub(super) fn at<S>(states: &[S], from: impl Fn(&S) -> Option<i64>, moment: i64) -> Option<&S> {
    states.iter().rev().find(|state| from(state).is_none_or(|from| from <= moment))
}
