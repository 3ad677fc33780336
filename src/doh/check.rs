//! A live check as data: its questions, what became of each, and how far the search is.

use super::anchors::Anchors;
use super::answer::Answer;
use super::fault::{Fault, Skew, Stop};
use crate::dns::Name;
use crate::evidence::Question;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A resolver that fails so often without ever answering is not asked any more.
pub(super) const MOST_FAILURES: usize = 3;

/// A resolver, or a server that answers for one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolver {
    /// Its address, as a URL or template.
    pub url: String,
    /// It answers with this provider's data only: an authoritative server, or a forwarder to one.
    pub provider: Option<String>,
}

/// How to go about it.
#[derive(Clone, Debug)]
pub struct Settings {
    pub resolvers: Vec<Resolver>,
    pub anchors: Anchors,
    /// Random labels, one for each question after a name that does not exist; shared out evenly.
    pub labels: Vec<String>,
    /// How often each resolver is asked for the DNSKEY RRset: large ones have many caches.
    pub dnskey_tries: usize,
    pub padding: Option<u16>,
}

/// What a question is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// In which zone the name is.
    Locate,
    /// A link of the chain of trust.
    Chain,
    /// The zone's own RRsets.
    Zone,
    /// What the resolver itself makes of the zone (checking not disabled).
    Verdict,
    /// A name that does not exist: who signs its absence.
    Sample,
}

/// A question to ask now.
#[derive(Clone, Debug)]
pub struct Ask {
    pub id: usize,
    /// Index into [`Settings::resolvers`].
    pub resolver: usize,
    /// The resolver's address.
    pub url: String,
    /// The address to fetch, with the question in it (RFC 8484 §4.1: GET).
    pub address: String,
    /// The media type to ask for.
    pub accept: &'static str,
    pub question: Question,
    pub purpose: Purpose,
    pub wire: Vec<u8>,
}

/// A question and what became of it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub resolver: usize,
    pub question: Question,
    pub purpose: Purpose,
    pub state: State,
    pub(super) retried: bool,
    /// Asked in JSON since the resolver refused the message.
    pub(super) json: bool,
    /// The same question, asked again.
    pub(super) again: Option<usize>,
    /// What came the first time is of a state that may have gone: the new answer takes its place everywhere.
    pub(super) stale: bool,
}

/// How far a question is.
#[derive(Clone, Debug)]
pub enum State {
    Waiting,
    Asked,
    Answered(Box<Answer>),
    Failed(Fault),
}

/// How a resolver does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Health {
    pub(super) in_flight: usize,
    pub(super) answered: usize,
    pub(super) failures: usize,
    /// It refuses DNS messages, and has an address for JSON.
    pub(super) json: bool,
}

/// A live check of one name.
#[derive(Debug)]
pub struct LiveCheck {
    pub(super) name: Name,
    pub(super) settings: Settings,
    pub(super) entries: Vec<Entry>,
    pub(super) queue: VecDeque<usize>,
    pub(super) health: Vec<Health>,
    pub(super) stage: Stage,
    pub(super) stop: Option<Stop>,
    pub(super) alias: Option<Name>,
    pub(super) lame: Option<Fault>,
    /// From the zone upwards.
    pub(super) zones: Vec<Name>,
    pub(super) skews: Vec<Skew>,
}

impl LiveCheck {
    /// Nothing came of asking this resolver, time and again.
    pub(super) fn given_up(&self, resolver: usize) -> bool {
        self.health.get(resolver).is_some_and(|h| h.answered == 0 && h.failures >= MOST_FAILURES)
    }
}

/// Where the search is.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// Which zone is this name in?
    Locate(Name),
    /// The name itself fails: is there a delegation of that name, to servers that do not answer?
    Lame(Name, Fault),
    /// The name fails and there is no delegation of it: is it an alias that leads nowhere, after so many
    /// steps at this name?
    Alias(Name, Fault, usize),
    /// What is above this zone?
    Climb(Name),
    /// The DS answer did not tell: whose zone is this name above it in?
    ClimbBy(Name),
    Done,
}
