//! The search: which zone a name is in, which zones are above it, and what to ask about them.

use super::answer::Answer;
use super::chain;
use super::check::{Entry, LiveCheck, MOST_FAILURES, Purpose, Resolver, Stage, State};
use super::fault::{Fault, FetchFault, Stop};
use super::locate::{Located, MOST_ALIASES, above, alias_at, locate, parent_of};
use crate::dns::Name;
use crate::evidence::Question;
use domain::base::{Rtype, ToName as _};
use std::str::FromStr as _;

/// Delegations deeper than this are not followed up: nobody has them.
const MOST_CUTS: usize = 32;

/// What each resolver is asked about the zone itself.
const ZONE_TYPES: [Rtype; 6] = [Rtype::DNSKEY, Rtype::SOA, Rtype::NS, Rtype::DS, Rtype::CDS, Rtype::CDNSKEY];

enum Got {
    Answer(Box<Answer>),
    Waiting,
    No(Fault),
}

impl LiveCheck {
    /// Goes on as far as the answers so far allow.
    pub(super) fn advance(&mut self) {
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
            // What the person came for, as far as it is known.
            self.ask(resolver, self.name.clone(), Rtype::A, Purpose::Zone);
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
        self.entries.push(Entry {
            resolver,
            question,
            purpose,
            state,
            retried: false,
            json: false,
            again: None,
            stale: false,
        });
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
pub(super) fn below(labels: &Name, zone: &Name) -> Option<Name> {
    let mut octets = labels.as_slice().strip_suffix(&[0])?.to_vec();
    octets.extend_from_slice(zone.as_slice());
    Name::from_octets(octets.into()).ok()
}
