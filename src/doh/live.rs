//! The state machine of a live check: which questions to ask next, and what the answers lead to.
//!
//! Bottom up: the SOA record of the name tells its zone, each zone's DS answer tells the zone above, up
//! to the root; every step goes to a proper ancestor, so that it ends. Beside it, each resolver is
//! asked for the zone's own RRsets, and for names that do not exist: no cache can answer these.

use super::anchors::Anchors;
use super::answer::{Answer, Fetched, read_live};
use super::chain;
use super::fault::{Fault, FetchFault, Skew, Stop};
use super::locate::{Located, MOST_ALIASES, above, alias_at, locate, parent_of};
use super::public;
use super::query::{Form, query};
use crate::dns::{Moment, Name};
use crate::evidence::Question;
use domain::base::{Rtype, ToName as _};
use std::collections::VecDeque;
use std::str::FromStr as _;

/// Politeness: at most so many questions at one resolver at a time.
pub const MOST_IN_FLIGHT: usize = 6;
/// Delegations deeper than this are not followed up: nobody has them.
const MOST_CUTS: usize = 32;
/// A resolver that fails so often without ever answering is not asked any more.
const MOST_FAILURES: usize = 3;
/// Clocks further apart than this are spoken of, in seconds.
const WORTH_SAYING: i64 = 120;

/// What each resolver is asked about the zone itself.
const ZONE_TYPES: [Rtype; 6] = [Rtype::DNSKEY, Rtype::SOA, Rtype::NS, Rtype::DS, Rtype::CDS, Rtype::CDNSKEY];

/// A resolver, or a server that answers for one provider.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub url: String,
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
    retried: bool,
}

#[derive(Clone, Debug)]
pub enum State {
    Waiting,
    Asked,
    Answered(Box<Answer>),
    Failed(Fault),
}

/// Where the search is.
#[derive(Clone, Debug)]
enum Stage {
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

#[derive(Clone, Copy, Debug, Default)]
struct Health {
    in_flight: usize,
    answered: usize,
    failures: usize,
}

/// A live check of one name.
#[derive(Debug)]
pub struct LiveCheck {
    pub(super) name: Name,
    pub(super) settings: Settings,
    pub(super) entries: Vec<Entry>,
    queue: VecDeque<usize>,
    health: Vec<Health>,
    stage: Stage,
    pub(super) stop: Option<Stop>,
    pub(super) alias: Option<Name>,
    pub(super) lame: Option<Fault>,
    /// From the zone upwards.
    pub(super) zones: Vec<Name>,
    pub(super) skews: Vec<Skew>,
}

enum Got {
    Answer(Box<Answer>),
    Waiting,
    No(Fault),
}

impl LiveCheck {
    pub fn new(name: Name, settings: Settings) -> Self {
        let stop = settings.resolvers.is_empty().then_some(Stop::NoResolver);
        let mut check = Self {
            stage: if stop.is_some() { Stage::Done } else { Stage::Locate(name.to_canonical_name()) },
            name: name.to_canonical_name(),
            health: vec![Health::default(); settings.resolvers.len()],
            settings,
            entries: Vec::new(),
            queue: VecDeque::new(),
            stop,
            alias: None,
            lame: None,
            zones: Vec::new(),
            skews: Vec::new(),
        };
        check.advance();
        check
    }

    /// The questions to ask now; empty when answers have to come first, or when all is done.
    pub fn next_asks(&mut self) -> Vec<Ask> {
        let mut asks = Vec::new();
        let mut later = VecDeque::new();
        while let Some(id) = self.queue.pop_front() {
            let Some(entry) = self.entries.get_mut(id) else { continue };
            let Some(health) = self.health.get_mut(entry.resolver) else { continue };
            if health.in_flight >= MOST_IN_FLIGHT {
                later.push_back(id);
                continue;
            }
            health.in_flight += 1;
            entry.state = State::Asked;
            let form = Form {
                recursion: true,
                checking_disabled: entry.purpose != Purpose::Verdict,
                padding: self.settings.padding,
            };
            asks.push(Ask {
                id,
                resolver: entry.resolver,
                url: self
                    .settings
                    .resolvers
                    .get(entry.resolver)
                    .map(|one| one.url.clone())
                    .unwrap_or_default(),
                question: entry.question.clone(),
                purpose: entry.purpose,
                wire: query(&entry.question, form),
            });
        }
        self.queue = later;
        asks
    }

    /// Takes what came of a question.
    pub fn feed(&mut self, id: usize, result: Result<Fetched, FetchFault>, at: Moment) {
        let Some(entry) = self.entries.get_mut(id) else { return };
        if !matches!(entry.state, State::Asked) {
            return;
        }
        let resolver = entry.resolver;
        let url = self.settings.resolvers.get(resolver).map_or("", |one| one.url.as_str());
        let date = result.as_ref().ok().and_then(|fetched| fetched.meta.date.clone());
        let server = format!("{}#443({url}) (HTTPS)", public::host(url));
        let read = result
            .map_err(Fault::Fetch)
            .and_then(|fetched| read_live(&fetched, &entry.question, &server, at));
        let transport_fails = read.is_err();
        let again = matches!(&read, Err(fault) if fault.passes()) && !entry.retried;
        entry.state = match read {
            Ok(answer) => match answer.failure() {
                // The resolver's own verdict may well be SERVFAIL: that is an answer.
                Some(fault) if entry.purpose != Purpose::Verdict => State::Failed(fault),
                _ => State::Answered(Box::new(answer)),
            },
            Err(fault) => State::Failed(fault),
        };
        if let Some(health) = self.health.get_mut(resolver) {
            health.in_flight = health.in_flight.saturating_sub(1);
            if transport_fails {
                health.failures += 1;
            } else {
                health.answered += 1;
            }
        }
        if again
            && !self.given_up(resolver)
            && let Some(entry) = self.entries.get_mut(id)
        {
            entry.retried = true;
            entry.state = State::Waiting;
            self.queue.push_back(id);
        }
        self.note_clock(resolver, date.as_deref(), at);
        self.drop_hopeless(resolver);
        self.advance();
    }

    /// Nothing is left to ask and nothing under way.
    pub fn is_done(&self) -> bool {
        self.queue.is_empty() && self.health.iter().all(|health| health.in_flight == 0)
    }

    /// What is under way is not waited for, and nothing more is asked.
    pub fn cancel(&mut self) {
        self.queue.clear();
        self.stage = Stage::Done;
        for entry in &mut self.entries {
            if matches!(entry.state, State::Asked | State::Waiting) {
                entry.state = State::Failed(Fault::Fetch(FetchFault::Cancelled));
            }
        }
        for health in &mut self.health {
            health.in_flight = 0;
        }
    }

    fn given_up(&self, resolver: usize) -> bool {
        self.health.get(resolver).is_some_and(|h| h.answered == 0 && h.failures >= MOST_FAILURES)
    }

    fn drop_hopeless(&mut self, resolver: usize) {
        if !self.given_up(resolver) {
            return;
        }
        let entries = &mut self.entries;
        self.queue.retain(|id| match entries.get_mut(*id) {
            Some(entry) if entry.resolver == resolver => {
                entry.state = State::Failed(Fault::GivenUp { failures: MOST_FAILURES });
                false
            }
            _ => true,
        });
    }

    fn note_clock(&mut self, resolver: usize, date: Option<&str>, at: Moment) {
        let Some(theirs) = date.and_then(Moment::from_http) else { return };
        let Some(one) = self.settings.resolvers.get(resolver) else { return };
        let host = public::host(&one.url).to_string();
        let known = self.skews.iter().any(|s| matches!(s, Skew::Http { resolver, .. } if *resolver == host));
        let seconds = at.0.saturating_sub(theirs.0);
        if !known && seconds.abs() > WORTH_SAYING {
            self.skews.push(Skew::Http { resolver: host, seconds });
        }
    }

    /// Goes on as far as the answers so far allow.
    fn advance(&mut self) {
        while let Some(stage) = self.step() {
            self.stage = stage;
        }
        for zone in self.zones.clone() {
            self.obtain(&zone, Rtype::DNSKEY, Purpose::Chain);
        }
    }

    /// The next stage, when there is enough to tell.
    fn step(&mut self) -> Option<Stage> {
        match self.stage.clone() {
            Stage::Done => None,
            Stage::Locate(name) => match self.obtain(&name, Rtype::SOA, Purpose::Locate) {
                Got::Waiting => None,
                Got::No(why) => Some(Stage::Lame(name, why)),
                Got::Answer(answer) => {
                    let (located, alias) = locate(&answer, &name);
                    if self.alias.is_none() {
                        self.alias = alias;
                    }
                    Some(match located {
                        Located::Zone(zone) => self.found(zone),
                        Located::Above => above(&name).map_or(Stage::Done, Stage::Locate),
                        Located::NoSuchName(zone) if name == self.name => {
                            self.ends(Stop::NoSuchName { name, zone })
                        }
                        // Only the alias's own parent domains can come here; the zone above has them.
                        Located::NoSuchName(zone) => match zone {
                            Some(zone) => self.found(zone),
                            None => above(&name).map_or(Stage::Done, Stage::Locate),
                        },
                        Located::AliasLoop => self.ends(Stop::AliasLoop { name }),
                    })
                }
            },
            Stage::Lame(name, why) => match self.obtain(&name, Rtype::DS, Purpose::Locate) {
                Got::Waiting => None,
                Got::Answer(answer) if chain::has_ds(&answer, &name) => {
                    self.lame = Some(why);
                    Some(self.found(name))
                }
                Got::Answer(_) | Got::No(_) => Some(Stage::Alias(name, why, 0)),
            },
            Stage::Alias(at, why, steps) => match self.obtain(&at, Rtype::CNAME, Purpose::Locate) {
                Got::Waiting => None,
                Got::Answer(answer) => Some(match alias_at(&answer, &at) {
                    Some(next) if next == self.name || steps >= MOST_ALIASES => {
                        self.ends(Stop::AliasLoop { name: self.name.clone() })
                    }
                    Some(next) => Stage::Alias(next, why, steps + 1),
                    None if steps > 0 => {
                        self.alias = Some(at);
                        above(&self.name).map_or(Stage::Done, Stage::Locate)
                    }
                    None => self.no_answer(why),
                }),
                Got::No(_) => Some(self.no_answer(why)),
            },
            Stage::Climb(zone) => match self.obtain(&zone, Rtype::DS, Purpose::Chain) {
                Got::Waiting => None,
                Got::Answer(answer) => Some(match parent_of(&answer, &zone) {
                    Some(parent) => self.climbed(parent),
                    None => above(&zone).map_or(Stage::Done, Stage::ClimbBy),
                }),
                Got::No(_) => Some(above(&zone).map_or(Stage::Done, Stage::ClimbBy)),
            },
            Stage::ClimbBy(name) => match self.obtain(&name, Rtype::SOA, Purpose::Chain) {
                Got::Waiting => None,
                Got::Answer(answer) => Some(match locate(&answer, &name).0 {
                    Located::Zone(zone) | Located::NoSuchName(Some(zone)) => self.climbed(zone),
                    _ => above(&name).map_or(Stage::Done, Stage::ClimbBy),
                }),
                Got::No(_) => Some(above(&name).map_or(Stage::Done, Stage::ClimbBy)),
            },
        }
    }

    fn no_answer(&mut self, why: Fault) -> Stage {
        self.ends(Stop::NoAnswer { name: self.name.clone(), why })
    }

    fn ends(&mut self, stop: Stop) -> Stage {
        self.stop = Some(stop);
        Stage::Done
    }

    /// The zone is known: everything about it is asked for, and the way up begins.
    fn found(&mut self, zone: Name) -> Stage {
        let zone = zone.to_canonical_name();
        let resolvers = self.settings.resolvers.len();
        let share = self.settings.labels.len() / resolvers.max(1);
        for resolver in 0..resolvers {
            for rtype in ZONE_TYPES.into_iter().filter(|rtype| *rtype != Rtype::DS || !zone.is_root()) {
                self.ask(resolver, zone.clone(), rtype, Purpose::Zone);
            }
            self.ask(resolver, zone.clone(), Rtype::SOA, Purpose::Verdict);
            for _ in 1..self.settings.dnskey_tries {
                self.ask(resolver, zone.clone(), Rtype::DNSKEY, Purpose::Zone);
            }
        }
        for number in 0..share * resolvers {
            let label = self.settings.labels.get(number).cloned().unwrap_or_default();
            let name = Name::from_str(&label).ok().and_then(|label| below(&label, &zone));
            if let Some(name) = name {
                self.ask(number % resolvers.max(1), name, Rtype::A, Purpose::Sample);
            }
        }
        self.zones.push(zone.clone());
        if zone.is_root() { Stage::Done } else { Stage::Climb(zone) }
    }

    fn climbed(&mut self, zone: Name) -> Stage {
        let zone = zone.to_canonical_name();
        let proper = self.zones.last().is_some_and(|child| *child != zone && child.ends_with(&zone));
        if !proper {
            return Stage::Done;
        }
        if self.zones.len() >= MOST_CUTS {
            return self.ends(Stop::TooDeep { name: self.name.clone(), cuts: MOST_CUTS });
        }
        self.zones.push(zone.clone());
        if zone.is_root() { Stage::Done } else { Stage::Climb(zone) }
    }

    fn ask(&mut self, resolver: usize, name: Name, rtype: Rtype, purpose: Purpose) {
        let question = Question { name, rtype };
        let mut state = State::Waiting;
        if self.given_up(resolver) {
            state = State::Failed(Fault::GivenUp { failures: MOST_FAILURES });
        }
        let waits = matches!(state, State::Waiting);
        self.entries.push(Entry { resolver, question, purpose, state, retried: false });
        let id = self.entries.len() - 1;
        match purpose {
            _ if !waits => {}
            Purpose::Locate | Purpose::Chain => self.queue.push_front(id),
            _ => self.queue.push_back(id),
        }
    }

    /// An answer to this question by any resolver; asks one resolver after the other until one answers.
    fn obtain(&mut self, name: &Name, rtype: Rtype, purpose: Purpose) -> Got {
        let question = Question { name: name.clone(), rtype };
        let (mut waiting, mut fault) = (false, None);
        let mut tried = vec![false; self.settings.resolvers.len()];
        let usable = |entry: &&Entry| entry.question == question && entry.purpose != Purpose::Verdict;
        for entry in self.entries.iter().filter(usable) {
            if self.is_partial(entry.resolver) {
                continue;
            }
            match &entry.state {
                State::Answered(answer) => return Got::Answer(answer.clone()),
                State::Failed(why) => fault = fault.or_else(|| Some(why.clone())),
                State::Waiting | State::Asked => waiting = true,
            }
            if let Some(tried) = tried.get_mut(entry.resolver) {
                *tried = true;
            }
        }
        if waiting {
            return Got::Waiting;
        }
        let stopped = self.stop.is_some() || matches!(fault, Some(Fault::Fetch(FetchFault::Cancelled)));
        let next = (0..tried.len()).find(|resolver| {
            tried.get(*resolver) == Some(&false) && !self.is_partial(*resolver) && !self.given_up(*resolver)
        });
        match next.filter(|_| !stopped) {
            Some(resolver) => {
                self.ask(resolver, question.name, rtype, purpose);
                Got::Waiting
            }
            None => Got::No(fault.unwrap_or(Fault::GivenUp { failures: MOST_FAILURES })),
        }
    }

    /// It knows its own zone only, and others are there to ask for the rest.
    fn is_partial(&self, resolver: usize) -> bool {
        let named = |one: &Resolver| one.provider.is_some();
        self.settings.resolvers.get(resolver).is_some_and(named) && !self.settings.resolvers.iter().all(named)
    }
}

/// The name with labels in front.
fn below(labels: &Name, zone: &Name) -> Option<Name> {
    let mut octets = labels.as_slice().strip_suffix(&[0])?.to_vec();
    octets.extend_from_slice(zone.as_slice());
    Name::from_octets(octets.into()).ok()
}
