//! The state machine of a live check: which questions to ask next, and what the answers lead to.
//!
//! Bottom up: the SOA record of the name tells its zone, each zone's DS answer tells the zone above, up
//! to the root; every step goes to a proper ancestor, so that it ends. Beside it, each resolver is
//! asked for the zone's own RRsets, and for names that do not exist: no cache can answer these.

use super::answer;
use super::check::{Ask, Entry, Health, LiveCheck, MOST_FAILURES, Purpose, Settings, Stage, State};
use super::fault::{Fault, FetchFault, Skew, Stop};
use super::http::{Fetched, read_live};
use super::json;
use super::public;
use super::query::{Form, query};
use super::search::below;
use crate::dns::{Moment, Name, dotted};
use crate::visible::shown;
use domain::base::ToName as _;
use std::collections::VecDeque;
use std::str::FromStr as _;

/// Politeness: at most so many questions at one resolver at a time.
pub const MOST_IN_FLIGHT: usize = 6;
/// Clocks further apart than this are spoken of, in seconds.
const WORTH_SAYING: i64 = 120;

impl LiveCheck {
    pub fn new(name: Name, mut settings: Settings) -> Self {
        for label in settings.resolvers.iter_mut().filter_map(|resolver| resolver.provider.as_mut()) {
            *label = shown(label).into_owned();
        }
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
            // After a failure, whether a resolver answers at all is waited for.
            let doubtful = health.answered == 0 && health.failures > 0;
            if health.in_flight >= if doubtful { 1 } else { MOST_IN_FLIGHT } {
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
            let wire = query(&entry.question, form);
            let url = self.settings.resolvers.get(entry.resolver).map_or("", |one| one.url.as_str());
            let (address, accept) = match public::json_of(url).filter(|_| health.json) {
                Some(base) => {
                    let (name, rtype) = (dotted(&entry.question.name), entry.question.rtype.to_int());
                    let address = public::json_request_url(base, &name, rtype, form.checking_disabled);
                    (address, json::MEDIA_TYPE)
                }
                None => (public::request_url(url, &wire), answer::MEDIA_TYPE),
            };
            asks.push(Ask {
                id,
                resolver: entry.resolver,
                url: url.to_string(),
                address,
                accept,
                question: entry.question.clone(),
                purpose: entry.purpose,
                wire,
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
        // Once for each resolver: what was under way when it turned out goes along.
        let to_json = matches!(&read, Err(fault) if fault.refuses_messages()) && !entry.json;
        let to_json = to_json && public::json_of(url).is_some();
        entry.json |= to_json;
        let again = to_json || (matches!(&read, Err(fault) if fault.passes()) && !entry.retried);
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
            health.json |= to_json;
            match transport_fails {
                true if to_json => {}
                true => health.failures += 1,
                false => health.answered += 1,
            }
        }
        if again
            && !self.given_up(resolver)
            && let Some(entry) = self.entries.get_mut(id)
        {
            entry.retried |= !to_json;
            entry.state = State::Waiting;
            match entry.purpose {
                Purpose::Locate | Purpose::Chain => self.queue.push_front(id),
                _ => self.queue.push_back(id),
            }
        }
        self.note_clock(resolver, date.as_deref(), at);
        self.drop_hopeless(resolver);
        self.advance();
    }

    /// Asks a question again, whatever came of it; and goes on with the search where it had ended for want
    /// of an answer. An answer that came stays beside the new one. `label` takes the place of a name that
    /// does not exist: by now a cache may know the old one.
    pub fn ask_again(&mut self, id: usize, label: Option<&str>) {
        self.repeat(id, label, false);
    }

    /// As [`Self::ask_again`], to see whether something has changed: an answer that came does not count beside the new
    /// one. What was asked again already is left alone.
    pub fn ask_anew(&mut self, id: usize, label: Option<&str>) {
        if self.entries.get(id).is_some_and(|entry| entry.again.is_none()) {
            self.repeat(id, label, true);
        }
    }

    fn repeat(&mut self, id: usize, label: Option<&str>, anew: bool) {
        let next = self.entries.len();
        let Some(entry) = self.entries.get_mut(id) else { return };
        let mut question = entry.question.clone();
        if let (Purpose::Sample, Some(label), Some(zone)) = (entry.purpose, label, self.zones.first())
            && let Some(name) = Name::from_str(label).ok().and_then(|label| below(&label, zone))
        {
            question.name = name;
        }
        let (resolver, purpose) = (entry.resolver, entry.purpose);
        let id = match entry.state {
            State::Waiting | State::Asked => return,
            State::Failed(_) => {
                (entry.state, entry.question, entry.retried) = (State::Waiting, question, false);
                id
            }
            State::Answered(_) => {
                let json = entry.json;
                let state = State::Waiting;
                if purpose != Purpose::Sample || anew {
                    entry.again = Some(next);
                }
                entry.stale = anew;
                self.entries.push(Entry {
                    resolver,
                    question,
                    purpose,
                    state,
                    retried: false,
                    json,
                    again: None,
                    stale: false,
                });
                next
            }
        };
        if let Some(health) = self.health.get_mut(resolver) {
            health.failures = 0;
        }
        self.queue.push_front(id);
        if matches!(self.stop, Some(Stop::NoAnswer { .. })) {
            self.stop = None;
            self.stage = Stage::Locate(self.name.clone());
        }
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
}
