//! The reader: goes through the lines once, tells by each line what it is, and collects.

use super::collect::{Collector, MOST_RECORDS, Spot};
use super::command::{self, Command, Tool};
use super::entry::{self, Entry};
use super::lines::{Kept, Lines};
use super::problem::{Problem, Trouble};
use super::record::Place;
use super::{
    Kind, LineState, Question, Reading, Section, Source, bare, form, json, names, script, secret, wire,
    words, yaml,
};
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
    pub(super) options: ReadOptions,
    pub(super) text: &'a str,
    pub(super) lines: Lines<'a>,
    pub(super) at: usize,
    pub(super) out: Collector,
    pub(super) place: Place,
    pub(super) entry: Entry<'a>,
    /// The command line in front of the current passage.
    pub(super) command: Option<Command>,
    /// The server that host or nslookup named in front of the current passage.
    pub(super) server: Option<String>,
    /// The message that the command line is about has ended: later records are not its answer.
    pub(super) spent: bool,
    pub(super) expect: Expect,
    pub(super) bare: bare::State,
    /// The domain that a form or a script names.
    pub(super) form_of: Option<Name>,
    /// Up to this line nested data were looked for, and none were found.
    pub(super) not_nested: usize,
    /// The line in which a private key is certain.
    pub(super) secret: Option<usize>,
}

/// What the next lines are, when the line before says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expect {
    Anything,
    /// A question, as a comment.
    Question,
    /// Comments about EDNS.
    Pseudo,
    /// Records as comments (delv's negative answers).
    Commented,
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
        Self {
            place: Place::new(options.zone.as_ref()),
            options,
            text,
            secret: secret::first(&lines),
            lines,
            at: 0,
            out,
            entry: Entry::default(),
            command: None,
            server: None,
            spent: false,
            expect: Expect::Anything,
            bare: bare::State::default(),
            form_of: None,
            not_nested: 0,
        }
    }

    /// Reads on for about this many lines (a record is never cut in two).
    pub fn step(&mut self, max_lines: usize) -> Progress {
        let until = self.at.saturating_add(max_lines.max(1)).min(self.lines.len());
        while self.at < until {
            if self.out.is_full() {
                let rest = self.lines.len() - self.at;
                let spot = Spot::lines(self.at, rest);
                self.out.fail(&self.lines, spot, Problem::TooManyRecords(MOST_RECORDS));
                self.at = self.lines.len();
                break;
            }
            let before = self.at;
            self.passage();
            // Whatever a passage is taken for, reading goes on behind it.
            self.at = self.at.max(before + 1);
        }
        self.progress()
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress { done: self.at.min(self.lines.len()), total: self.lines.len() }
    }

    /// Reads what is left, and gives all of it.
    pub fn finish(mut self) -> Reading {
        self.step(usize::MAX);
        if let Some(at) = self.secret.filter(|_| !self.out.has_private_key()) {
            // It stands within something else.
            self.out.fail(&self.lines, Spot::lines(at, 1), Problem::PrivateKey);
        }
        let blank = self.text.trim().is_empty();
        self.out.finish(blank)
    }

    /// Reads what begins at the current line, and moves behind it.
    fn passage(&mut self) {
        let at = self.at;
        let Some(line) = self.lines.get(at) else { return };
        match self.lines.kept(at) {
            Kept::Frame => return,
            Kept::Removed => return self.fail_line(Problem::Removed),
            Kept::Text => {}
        }
        let trimmed = line.trim();
        if let Some(found) = self.secret
            && let Some(count) = secret::passage(&self.lines, at, at == found)
        {
            self.out.fail(&self.lines, Spot::lines(at, count), Problem::PrivateKey);
            self.at += count;
            return;
        }
        let Some(first) = trimmed.as_bytes().first() else {
            if self.expect == Expect::Commented {
                self.expect = Expect::Anything;
            }
            return;
        };
        // Among the records of a message names may begin with anything.
        let owner = matches!(first, b'#' | b'`' | b'~' | b'{' | b'[') && self.is_record_of_message(trimmed);
        match first {
            _ if owner => return self.record(),
            b';' => {
                if line.starts_with(';') {
                    self.comment(&line);
                }
                return;
            }
            b'`' | b'~' if trimmed.starts_with("```") || trimmed.starts_with("~~~") => return,
            b'{' | b'[' => {
                if let Some(found) = json::passage(self) {
                    self.at += found;
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
        if self.command.as_ref().is_some_and(|command| command.short) && !self.spent && bare::short(self) {
            return;
        }
        self.record();
    }

    /// Whether a line in a message that tools print reads `name TTL …`.
    fn is_record_of_message(&self, line: &str) -> bool {
        let in_message =
            self.out.open.as_ref().is_some_and(|open| !open.ended && open.observation.kind == Kind::Message);
        let mut line_words = line.split_ascii_whitespace();
        in_message
            && line_words.next().is_some_and(|name| name.ends_with('.'))
            && line_words.next().is_some_and(|ttl| words::ttl(ttl).is_some())
    }

    /// A record, or, if it is none, whatever else the line may be.
    fn record(&mut self) {
        let at = self.at;
        let mut entry = std::mem::take(&mut self.entry);
        entry::cut(&self.lines, at, &mut entry);
        let trouble = match entry.problem {
            Some((problem, line, offset)) => {
                self.place.convincing = Place::looks_like_record(&entry);
                Some((problem, line, Some(offset)))
            }
            None => match self.place.record(&entry) {
                Ok(parsed) => {
                    self.open_records();
                    if self.out.is_other_copy(&parsed.record) && !self.is_incremental() {
                        let server = self.named_server();
                        let first = self.out.first_of_copy(&parsed.record);
                        let open = self.out.begin(Kind::Records, server, None);
                        if let Some(first) = first {
                            open.soa = Some(first.record.clone());
                            open.observation.records.push(first);
                        }
                        self.out.is_other_copy(&parsed.record);
                    }
                    self.out.record(parsed, at);
                    self.out.mark(at, entry.lines, LineState::Read);
                    self.at += entry.lines;
                    self.entry = entry;
                    return;
                }
                Err(Trouble { problem, token }) => {
                    let token = token.and_then(|token| entry.tokens.get(token));
                    Some((problem, token.map_or(at, |token| token.line), token.map(|token| token.offset)))
                }
            },
        };
        let lines = entry.lines.max(1);
        self.entry = entry;
        // A call in JavaScript looks like a record whose parenthesis is open.
        let call = lines > 1 && script::call(self);
        if call || (lines == 1 && self.something_else()) || wire::passage(self) {
            return;
        }
        if let Some((problem, line, offset)) = trouble {
            // A type's name in a sentence does not make it a record; a class or a TTL before it does.
            if self.place.convincing {
                self.out.saw_dns();
                if let Some(whose) = self.place.owner_of_broken(&self.entry)
                    && problem.gravity() == super::Gravity::Lost
                {
                    self.open_records();
                    self.out.lost(whose, at);
                }
            }
            self.out.fail(&self.lines, Spot { first: at, count: lines, line, offset }, problem);
        }
        self.at = at + lines;
    }

    /// Tries everything that a single line can be besides a record.
    fn something_else(&mut self) -> bool {
        let at = self.at;
        let Some(line) = self.lines.get(at) else { return false };
        let trimmed = line.trim();
        if bare::line(self, trimmed)
            || yaml::passage(self)
            || bare::short(self)
            || script::line(self, trimmed)
            || form::nested(self)
            || form::passage(self)
            || form::advised(self)
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
        self.out.close();
        self.place.new_passage();
        self.command = command::read(line);
        self.server = None;
        self.spent = false;
        self.expect = Expect::Anything;
        self.bare = bare::State::default();
        let useful = self.command.as_ref().is_some_and(|command| {
            command.tool != Tool::Other && (command.server.is_some() || !command.questions.is_empty())
        });
        self.out.mark(self.at, 1, if useful { LineState::Read } else { LineState::Skipped });
        self.at += 1;
    }

    /// Takes over the command that dig's banner repeats.
    pub(super) fn banner(&mut self, command: Command) {
        if self.out.open.is_some() {
            self.out.close();
        }
        self.command = Some(command);
        self.spent = false;
        self.expect = Expect::Anything;
    }

    fn directive(&mut self) {
        let at = self.at;
        let mut entry = std::mem::take(&mut self.entry);
        entry::cut(&self.lines, at, &mut entry);
        let word = entry.tokens.first().map(|token| token.text.to_ascii_uppercase()).unwrap_or_default();
        let value = entry.tokens.get(1);
        let offset = value.map(|token| token.offset);
        let problem = match word.as_str() {
            "$ORIGIN" => match value.map(|token| names::read(&token.text, &self.place.origin)) {
                Some(Ok(name)) => {
                    self.place.set_origin(name);
                    None
                }
                _ => Some(Problem::BadOrigin),
            },
            "$TTL" => match value.and_then(|token| words::ttl(&token.text)) {
                Some(ttl) if ttl <= words::LARGEST_TTL => {
                    self.place.default_ttl = Some(ttl);
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
            None => self.out.mark(at, count, LineState::Read),
            Some(problem) => {
                let offset = if matches!(problem, Problem::Generate | Problem::UnknownDirective) {
                    None
                } else {
                    offset
                };
                self.out.fail(&self.lines, Spot { first: at, count, line: at, offset }, problem);
            }
        }
        self.entry = entry;
        self.at += count;
    }

    /// Lists the current line as not used.
    pub(super) fn fail_line(&mut self, problem: Problem) {
        self.out.fail(&self.lines, Spot::lines(self.at, 1), problem);
        self.at += 1;
    }

    /// The owner of record data that name none.
    pub(super) fn bare_owner(&self) -> Option<Name> {
        self.options.zone.clone().or_else(|| self.options.owner.clone())
    }

    /// The one question of the command line, if it is one.
    pub(super) fn asked(&self) -> Option<Question> {
        match self.command.as_ref()?.questions.as_slice() {
            [(name, rtype)] => Some(Question { name: name.clone(), rtype: *rtype }),
            _ => None,
        }
    }

    /// Whether the records are those of an incremental transfer, which repeats SOA records (RFC 1995 §4).
    fn is_incremental(&self) -> bool {
        self.asked().is_some_and(|question| question.rtype == domain::base::Rtype::IXFR)
    }

    /// The server that the text before the passage names.
    pub(super) fn named_server(&self) -> Option<String> {
        self.server.clone().or_else(|| self.command.as_ref()?.server.clone())
    }

    /// Sees to it that an observation is there for a record that is neither bare nor listed.
    pub(super) fn open_records(&mut self) {
        let fits = self.out.open.as_ref().is_some_and(|open| {
            !open.ended && matches!(open.observation.kind, Kind::Records | Kind::Message)
        });
        if fits {
            return;
        }
        let command = if self.spent { None } else { self.command.as_ref() };
        let delv = command.is_some_and(|command| command.tool == Tool::Delv);
        let (server, question) = match command {
            Some(_) => (self.named_server(), self.asked()),
            None => (None, None),
        };
        let open = self.out.begin(if delv { Kind::Message } else { Kind::Records }, server, question);
        if delv {
            open.section = Section::Answer;
        }
    }

    /// Sees to it that an observation of this kind is there.
    pub(super) fn open_kind(&mut self, kind: Kind) {
        if self.out.open.as_ref().is_some_and(|open| !open.ended && open.observation.kind == kind) {
            return;
        }
        let (server, question) =
            if self.spent { (self.server.clone(), None) } else { (self.named_server(), self.asked()) };
        self.out.begin(kind, server, question);
    }
}
