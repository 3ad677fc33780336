//! What reading a source has given so far.

use super::kind::NotReadKind;
use super::lines::Lines;
use super::problem::Problem;
use super::record::Parsed;
use super::{Gravity, Kind, LineState, Lost, NotRead, Observation, Question, Reading, Section, Seen, Silent};
use crate::dns::{Name, Record};
use crate::visible::shown;
use domain::base::Rtype;

/// The most records read from one source. A zone of this size is far beyond what a browser tab holds.
pub const MOST_RECORDS: usize = 1_000_000;
/// The most pieces listed as not read; one more entry tells how many there were beyond.
pub const MOST_NOT_READ: usize = 1_000;
/// The most characters of a text that is repeated in a message.
const LONGEST_QUOTE: usize = 80;
/// What stands in place of a text that may hold a secret.
const WITHHELD: &str = "(withheld)";

/// An observation that still grows.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) observation: Observation,
    pub(super) section: Section,
    /// Its last line was seen: what follows belongs to another.
    pub(super) ended: bool,
    /// The SOA record seen first, of records without a message around them.
    pub(super) soa: Option<Record>,
    /// Where that SOA stands again: a zone transfer ends with it, another copy of the zone begins with it.
    again: Option<usize>,
    /// It stands even without records: a status or a question was seen.
    pub(super) heard: bool,
}

/// The reading in the making.
#[derive(Debug)]
pub(super) struct Collector {
    source: usize,
    name: String,
    pub(super) open: Option<Open>,
    done: Vec<Observation>,
    states: Vec<LineState>,
    not_read: Vec<NotRead>,
    silent: Vec<Silent>,
    beyond: usize,
    records: usize,
    private_key: bool,
    /// A problem was met that only DNS data can have.
    about_dns: bool,
    /// As in [`Reading::wants_owner`].
    wants_owner: bool,
    /// How many records are listed as lost.
    lost: usize,
}

impl Collector {
    pub(super) fn new(source: usize, name: &str, lines: usize) -> Self {
        Self {
            source,
            name: shown(name).into_owned(),
            open: None,
            done: Vec::new(),
            states: vec![LineState::Skipped; lines],
            not_read: Vec::new(),
            silent: Vec::new(),
            beyond: 0,
            records: 0,
            private_key: false,
            about_dns: false,
            wants_owner: false,
            lost: 0,
        }
    }

    /// A server gave no answer.
    pub(super) fn silent(&mut self, silent: Silent) {
        if self.silent.len() < MOST_NOT_READ && !self.silent.contains(&silent) {
            self.silent.push(silent);
        }
    }

    /// Marks lines.
    pub(super) fn mark(&mut self, from: usize, count: usize, state: LineState) {
        let end = from.saturating_add(count).min(self.states.len());
        if let Some(lines) = self.states.get_mut(from..end) {
            lines.fill(state);
        }
        if let (LineState::Read, Some(open)) = (state, &mut self.open) {
            let (first, last) = open.observation.lines;
            open.observation.lines = (first.min(line_number(from)), last.max(line_number(end.max(1) - 1)));
        }
    }

    /// Begins an observation, ending the one before.
    pub(super) fn begin(
        &mut self,
        kind: Kind,
        server: Option<String>,
        question: Option<Question>,
    ) -> &mut Open {
        self.close();
        self.open.insert(Open {
            observation: Observation {
                source: self.source,
                kind,
                server,
                answerer: None,
                question,
                rcode: None,
                authoritative: None,
                truncated: false,
                authority: None,
                udp: false,
                size: None,
                dnssec_ok: None,
                at: None,
                records: Vec::new(),
                lost: Vec::new(),
                extended_error: None,
                lines: (u32::MAX, 0),
            },
            section: Section::None,
            ended: false,
            soa: None,
            heard: false,
            again: None,
        })
    }

    /// Ends the observation that grows.
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.take()
            && (open.heard || !open.observation.records.is_empty() || !open.observation.lost.is_empty())
        {
            self.done.push(open.observation);
        }
    }

    /// Whether another copy of the zone begins with this record, or began with the SOA before it: two
    /// copies are never merged.
    pub(super) fn is_other_copy(&mut self, record: &Record) -> bool {
        let Some(open) = self.open.as_mut().filter(|open| open.observation.kind == Kind::Records) else {
            return false;
        };
        let count = open.observation.records.len();
        let Some(soa) = &open.soa else {
            if record.rtype() == Rtype::SOA {
                open.soa = Some(record.clone());
            }
            return false;
        };
        if soa.owner() != record.owner() {
            return false;
        }
        if record.rtype() != Rtype::SOA {
            // The DS at the apex is the parent's, and may well stand below a zone.
            return record.rtype() != Rtype::DS && open.again.is_some_and(|at| at + 1 == count);
        }
        let ended = open.again.replace(count).is_some();
        ended || soa.data() != record.data()
    }

    /// The SOA that the other copy began with, taken out of the one before.
    pub(super) fn first_of_copy(&mut self, next: &Record) -> Option<Seen> {
        let open = self.open.as_mut()?;
        let last = open.again? + 1 == open.observation.records.len();
        if next.rtype() == Rtype::SOA || !last { None } else { open.observation.records.pop() }
    }

    /// Adds a record to the observation that grows, in the section that is current.
    pub(super) fn record(&mut self, parsed: Parsed, line: usize) {
        let section = self.open.as_ref().map_or(Section::None, |open| open.section);
        self.record_in(parsed, line, section);
    }

    /// Adds a record to the observation that grows.
    pub(super) fn record_in(&mut self, parsed: Parsed, line: usize, section: Section) {
        if let Some(open) = &mut self.open {
            self.records += 1;
            open.observation.records.push(Seen {
                record: parsed.record,
                section,
                ttl_stated: parsed.ttl_stated,
                line: line_number(line),
            });
        }
    }

    /// Notes that the text is about DNS, although a record in it may be broken.
    pub(super) fn saw_dns(&mut self) {
        self.about_dns = true;
    }

    /// Notes a record that could not be read.
    pub(super) fn lost(&mut self, (owner, rtype): (Name, Rtype), line: usize) {
        if let Some(open) = &mut self.open
            && self.lost < MOST_NOT_READ
        {
            self.lost += 1;
            open.observation.lost.push(Lost { owner, rtype, line: line_number(line) });
        }
    }

    /// Notes that data were met which nobody is the owner of.
    pub(super) fn wants_owner(&mut self) {
        self.wants_owner = true;
    }

    /// Whether no more records are taken.
    pub(super) fn is_full(&self) -> bool {
        self.records >= MOST_RECORDS
    }

    /// Lists a piece of text that is not used, and marks its lines.
    pub(super) fn fail(&mut self, lines: &Lines<'_>, mut at: Spot, problem: Problem) {
        // JSON that ends too early is said to end on the line after the last.
        if at.line >= self.states.len() {
            at.line = self.states.len().saturating_sub(1);
            at.offset = None;
        }
        let gravity = problem.gravity();
        let state = if gravity == Gravity::Note { LineState::Skipped } else { LineState::Failed };
        self.mark(at.first, at.count, state);
        self.about_dns |= problem.is_about_dns();
        if problem == Problem::PrivateKey {
            self.private_key = true;
            // One entry for a key, however many lines it has.
            if self.not_read.last().is_some_and(|last| last.gravity == Gravity::Refused) {
                return;
            }
        }
        if self.not_read.len() >= MOST_NOT_READ {
            // Not even quoted: lines may be long.
            self.beyond += 1;
            return;
        }
        let text = match at.offset {
            _ if problem == Problem::PrivateKey => WITHHELD.to_owned(),
            Some(offset) => {
                quote(lines.get(at.line).unwrap_or_default().get(offset..).unwrap_or_default(), true)
            }
            None => quote(lines.get(at.line).unwrap_or_default().trim(), false),
        };
        let column = lines.column(at.line, at.offset.unwrap_or(0));
        self.list(line_number(at.line), column, text, problem);
    }

    fn list(&mut self, line: u32, column: u32, text: String, problem: Problem) {
        self.not_read.push(NotRead {
            source: self.name.clone(),
            line,
            column,
            text,
            kind: NotReadKind::of(problem),
            reason: problem.to_string(),
            hint: problem.hint().map(str::to_owned),
            gravity: problem.gravity(),
        });
    }

    pub(super) fn has_private_key(&self) -> bool {
        self.private_key
    }

    /// Ends the reading. `blank`: there was nothing to read.
    pub(super) fn finish(mut self, blank: bool) -> Reading {
        self.close();
        let garbage = !self.about_dns || self.not_read.is_empty();
        if self.done.is_empty() && !blank && !self.private_key && garbage {
            // Not a word of DNS: one answer for all of it, not one per line.
            let (line, text) =
                self.not_read.first().map_or((1, String::new()), |first| (first.line, first.text.clone()));
            self.not_read.clear();
            self.beyond = 0;
            self.states.fill(LineState::Skipped);
            self.mark(usize::try_from(line).unwrap_or(1).saturating_sub(1), 1, LineState::Failed);
            self.list(line, 1, text, Problem::NotDns);
        }
        if self.beyond > 0 {
            let problem = Problem::More(self.beyond);
            let last = self.not_read.last().map_or(1, |last| last.line);
            self.not_read.push(NotRead {
                source: self.name.clone(),
                line: last,
                column: 1,
                text: String::new(),
                kind: NotReadKind::of(problem),
                reason: problem.to_string(),
                hint: None,
                gravity: problem.gravity(),
            });
        }
        if self.private_key {
            // Pieces of a key may stand anywhere around it.
            for entry in &mut self.not_read {
                WITHHELD.clone_into(&mut entry.text);
            }
        }
        Reading {
            observations: self.done,
            lines: self.states,
            not_read: self.not_read,
            silent: self.silent,
            private_key: self.private_key,
            wants_owner: self.wants_owner,
        }
    }
}

/// Where a problem is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// The first line concerned, from 0.
    pub(super) first: usize,
    /// How many lines are concerned.
    pub(super) count: usize,
    /// The line of the offending token.
    pub(super) line: usize,
    /// The token's offset in its line; `None`: the whole line.
    pub(super) offset: Option<usize>,
}

impl Spot {
    /// Whole lines.
    pub(super) fn lines(first: usize, count: usize) -> Self {
        Self { first, count, line: first, offset: None }
    }
}

/// A line's number for people.
pub(super) fn line_number(index: usize) -> u32 {
    u32::try_from(index.saturating_add(1)).unwrap_or(u32::MAX)
}

/// The token, or the line, shortened.
fn quote(text: &str, token: bool) -> String {
    let text =
        if token && !text.starts_with('"') { text.split([' ', '\t']).next().unwrap_or(text) } else { text };
    let head: String = text.chars().take(LONGEST_QUOTE + 1).collect();
    let shown = shown(&head);
    let mut letters = shown.chars();
    let mut short: String = letters.by_ref().take(LONGEST_QUOTE).collect();
    if letters.next().is_some() {
        short.push('\u{2026}');
    }
    short
}
