//! The reader: goes through the lines once, tells by each line what it is, and collects.

use super::collect::{Collector, MOST_RECORDS, Spot};
use super::command::{self, Tool};
use super::entry;
use super::lines::{Kept, Lines};
use super::passage::{Expect, Passage, Said};
use super::problem::{Problem, Trouble};
use super::record::Place;
use super::{Kind, LineState, Reading, Source, bare, form, json, names, script, secret, wire, words, yaml};
use crate::dns::Name;

/// What reading may assume and how far it goes.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The zone, when it is known: relative names and bare record data (`dig +short`) belong to it.
    pub zone: Option<Name>,
    /// The owner of record data that name none, where no zone is named: the zone that the other texts are of.
    pub owner: Option<Name>,
    /// The largest text that is read, in octets.
    pub max_bytes: usize,
}

/// The largest text read unless told otherwise, in octets: some half a million signed records.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

impl Default for ReadOptions {
    fn default() -> Self {
        Self { zone: None, owner: None, max_bytes: MAX_BYTES }
    }
}

/// How far a reading has come, in lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

impl Progress {
    /// Whether there is nothing left to read.
    pub fn is_done(self) -> bool {
        self.done >= self.total
    }
}

/// Reads one source step by step, so that a caller can show progress and stop.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    passage: Passage<'a>,
}

impl<'a> Reader<'a> {
    /// A reader for this source; `index` is its number among the sources.
    pub fn new(source: &'a Source, index: usize) -> Self {
        Self::with_options(source, index, ReadOptions::default())
    }

    /// A reader for this source with options.
    pub fn with_options(source: &'a Source, index: usize, options: ReadOptions) -> Self {
        let too_large = source.text.len() > options.max_bytes;
        let text = if too_large { "" } else { source.text.as_str() };
        let lines = Lines::new(text);
        let mut out = Collector::new(index, &source.name, lines.len());
        if too_large {
            let count = source.text.lines().count();
            out = Collector::new(index, &source.name, count);
            let size = options.max_bytes / (1024 * 1024);
            out.fail(&lines, Spot::lines(0, count), Problem::TooLarge(size));
        }
        let secret = secret::first(&lines);
        let mut passage = Passage::new(lines, out, options.zone, options.owner);
        passage.secret = secret;
        Self { text, passage }
    }

    /// Reads on for about this many lines (a record is never cut in two).
    pub fn step(&mut self, max_lines: usize) -> Progress {
        let until = self.passage.at.saturating_add(max_lines.max(1)).min(self.passage.lines.len());
        while self.passage.at < until {
            if self.passage.out.is_full() {
                let rest = self.passage.lines.len() - self.passage.at;
                let spot = Spot::lines(self.passage.at, rest);
                self.passage.out.fail(&self.passage.lines, spot, Problem::TooManyRecords(MOST_RECORDS));
                self.passage.at = self.passage.lines.len();
                break;
            }
            let before = self.passage.at;
            self.read_passage();
            // Whatever a passage is taken for, reading goes on behind it.
            self.passage.at = self.passage.at.max(before + 1);
        }
        self.progress()
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress { done: self.passage.at.min(self.passage.lines.len()), total: self.passage.lines.len() }
    }

    /// Reads what is left, and gives all of it.
    pub fn finish(mut self) -> Reading {
        self.step(usize::MAX);
        if let Some(at) = self.passage.secret.filter(|_| !self.passage.out.has_private_key()) {
            // It stands within something else.
            self.passage.out.fail(&self.passage.lines, Spot::lines(at, 1), Problem::PrivateKey);
        }
        let blank = self.text.trim().is_empty();
        self.passage.out.finish(blank)
    }

    /// Reads what begins at the current line, and moves behind it.
    fn read_passage(&mut self) {
        let at = self.passage.at;
        let Some(line) = self.passage.lines.get(at) else { return };
        match self.passage.lines.kept(at) {
            Kept::Frame => return,
            Kept::Removed => return self.passage.fail_line(Problem::Removed),
            Kept::Text => {}
        }
        let trimmed = line.trim();
        if let Some(found) = self.passage.secret
            && let Some(count) = secret::passage(&self.passage.lines, at, at == found)
        {
            self.passage.out.fail(&self.passage.lines, Spot::lines(at, count), Problem::PrivateKey);
            self.passage.at += count;
            return;
        }
        let Some(first) = trimmed.as_bytes().first() else {
            if self.passage.expect == Expect::Commented {
                self.passage.expect = Expect::Anything;
            }
            return;
        };
        // Among the records of a message names may begin with anything.
        let owner = matches!(first, b'#' | b'`' | b'~' | b'{' | b'[') && self.is_record_of_message(trimmed);
        match first {
            _ if owner => return self.record(),
            b';' => {
                if line.starts_with(';') {
                    self.passage.comment(&line);
                }
                return;
            }
            b'`' | b'~' if trimmed.starts_with("```") || trimmed.starts_with("~~~") => return,
            b'{' | b'[' => {
                if let Some(found) = json::read(&mut self.passage) {
                    self.passage.at += found;
                    return;
                }
            }
            _ => {}
        }
        if command::is_certain(trimmed) {
            return self.command_line(trimmed);
        }
        match first {
            b'#' => return,
            b'$' if !line.starts_with([' ', '\t']) => return self.directive(),
            _ => {}
        }
        if self.passage.command.as_ref().is_some_and(|command| command.short)
            && !self.passage.spent
            && bare::short(&mut self.passage)
        {
            return;
        }
        self.record();
    }

    /// Whether a line in a message that tools print reads `name TTL …`.
    fn is_record_of_message(&self, line: &str) -> bool {
        let in_message = self
            .passage
            .out
            .open
            .as_ref()
            .is_some_and(|open| !open.ended && open.observation.kind == Kind::Message);
        let mut line_words = line.split_ascii_whitespace();
        in_message
            && line_words.next().is_some_and(|name| name.ends_with('.'))
            && line_words.next().is_some_and(|ttl| words::ttl(ttl).is_some())
    }

    /// A record, or, if it is none, whatever else the line may be.
    fn record(&mut self) {
        let at = self.passage.at;
        let mut entry = std::mem::take(&mut self.passage.entry);
        entry::cut(&self.passage.lines, at, &mut entry);
        let trouble = match entry.problem {
            Some((problem, line, offset)) => {
                self.passage.place.convincing = Place::looks_like_record(&entry);
                Some((problem, line, Some(offset)))
            }
            None => match self.passage.place.record(&entry) {
                Ok(parsed) => {
                    self.passage.open_records();
                    if self.passage.out.is_other_copy(&parsed.record) && !self.passage.is_incremental() {
                        let server = self.passage.named_server();
                        let first = self.passage.out.first_of_copy(&parsed.record);
                        let open = self.passage.out.begin(Kind::Records, server, None);
                        if let Some(first) = first {
                            open.soa = Some(first.record.clone());
                            open.observation.records.push(first);
                        }
                        self.passage.out.is_other_copy(&parsed.record);
                    }
                    self.passage.out.record(parsed, at);
                    self.passage.out.mark(at, entry.lines, LineState::Read);
                    self.passage.at += entry.lines;
                    self.passage.entry = entry;
                    return;
                }
                Err(Trouble { problem, token }) => {
                    let token = token.and_then(|token| entry.tokens.get(token));
                    Some((problem, token.map_or(at, |token| token.line), token.map(|token| token.offset)))
                }
            },
        };
        let lines = entry.lines.max(1);
        self.passage.entry = entry;
        // A call in JavaScript looks like a record whose parenthesis is open.
        let call = lines > 1 && script::call(&mut self.passage);
        if call || (lines == 1 && self.something_else()) || wire::read(&mut self.passage) {
            return;
        }
        if let Some((problem, line, offset)) = trouble {
            // A type's name in a sentence does not make it a record; a class or a TTL before it does.
            if self.passage.place.convincing {
                self.passage.out.saw_dns();
                if let Some(whose) = self.passage.place.owner_of_broken(&self.passage.entry)
                    && problem.gravity() == super::Gravity::Lost
                {
                    self.passage.open_records();
                    self.passage.out.lost(whose, at);
                }
            }
            self.passage.out.fail(
                &self.passage.lines,
                Spot { first: at, count: lines, line, offset },
                problem,
            );
        }
        self.passage.at = at + lines;
    }

    /// Tries everything that a single line can be besides a record.
    fn something_else(&mut self) -> bool {
        let at = self.passage.at;
        let Some(line) = self.passage.lines.get(at) else { return false };
        let trimmed = line.trim();
        if bare::line(&mut self.passage, trimmed)
            || yaml::read(&mut self.passage)
            || bare::short(&mut self.passage)
            || script::line(&mut self.passage, trimmed)
            || form::nested(&mut self.passage)
            || form::read(&mut self.passage)
            || form::advised(&mut self.passage)
        {
            return true;
        }
        if command::read(trimmed).is_some() {
            self.command_line(trimmed);
            return true;
        }
        false
    }

    /// Begins a passage at a command line.
    fn command_line(&mut self, line: &str) {
        self.passage.out.close();
        self.passage.place.new_passage();
        self.passage.command = command::read(line);
        self.passage.server = None;
        self.passage.spent = false;
        self.passage.expect = Expect::Anything;
        self.passage.said = Said::default();
        let useful = self.passage.command.as_ref().is_some_and(|command| {
            command.tool != Tool::Other && (command.server.is_some() || !command.questions.is_empty())
        });
        self.passage.out.mark(self.passage.at, 1, if useful { LineState::Read } else { LineState::Skipped });
        self.passage.at += 1;
    }

    fn directive(&mut self) {
        let at = self.passage.at;
        let mut entry = std::mem::take(&mut self.passage.entry);
        entry::cut(&self.passage.lines, at, &mut entry);
        let word = entry.tokens.first().map(|token| token.text.to_ascii_uppercase()).unwrap_or_default();
        let value = entry.tokens.get(1);
        let offset = value.map(|token| token.offset);
        let problem = match word.as_str() {
            "$ORIGIN" => match value.map(|token| names::read(&token.text, &self.passage.place.origin)) {
                Some(Ok(name)) => {
                    self.passage.place.set_origin(name);
                    None
                }
                _ => Some(Problem::BadOrigin),
            },
            "$TTL" => match value.and_then(|token| words::ttl(&token.text)) {
                Some(ttl) if ttl <= words::LARGEST_TTL => {
                    self.passage.place.default_ttl = Some(ttl);
                    None
                }
                _ => Some(Problem::BadDefaultTtl),
            },
            "$INCLUDE" => Some(Problem::Include),
            "$GENERATE" => Some(Problem::Generate),
            _ => Some(Problem::UnknownDirective),
        };
        let count = entry.lines.max(1);
        match problem {
            None => self.passage.out.mark(at, count, LineState::Read),
            Some(problem) => {
                let offset = if matches!(problem, Problem::Generate | Problem::UnknownDirective) {
                    None
                } else {
                    offset
                };
                self.passage.out.fail(
                    &self.passage.lines,
                    Spot { first: at, count, line: at, offset },
                    problem,
                );
            }
        }
        self.passage.entry = entry;
        self.passage.at += count;
    }
}
