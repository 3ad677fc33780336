//! What is being read: the lines, how far they are read, what was said before them, and where what is found goes.
//! Parsers take it; [`super::reader`] decides which of them gets the next line.

use super::collect::{Collector, Spot};
use super::command::{Command, Tool};
use super::entry::Entry;
use super::lines::Lines;
use super::problem::Problem;
use super::record::Place;
use super::{Kind, Question, Section};
use crate::dns::Name;

/// A text on its way to observations.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    pub(super) lines: Lines<'a>,
    /// The current line.
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
    pub(super) said: Said,
    /// The domain that a form or a script names.
    pub(super) form_of: Option<Name>,
    /// Up to this line nested data were looked for, and none were found.
    pub(super) not_nested: usize,
    /// The line in which a private key is certain.
    pub(super) secret: Option<usize>,
    /// The zone, when it is known.
    zone: Option<Name>,
    /// The owner of record data that name none, where no zone is named.
    owner: Option<Name>,
}

/// What the lines before say about the lines that follow.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The `Name:` that the next `Address:` belongs to (nslookup).
    pub(super) name: Option<Name>,
    /// host's `Using domain server:` came right before.
    pub(super) server_follows: bool,
    /// Where a chain of CNAMEs has led (`+short` prints the targets only).
    pub(super) chain: Option<Name>,
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

impl<'a> Passage<'a> {
    /// At the first line.
    pub(super) fn new(lines: Lines<'a>, out: Collector, zone: Option<Name>, owner: Option<Name>) -> Self {
        Self {
            place: Place::new(zone.as_ref()),
            lines,
            at: 0,
            out,
            entry: Entry::default(),
            command: None,
            server: None,
            spent: false,
            expect: Expect::Anything,
            said: Said::default(),
            form_of: None,
            not_nested: 0,
            secret: None,
            zone,
            owner,
        }
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

    /// Lists the current line as not used.
    pub(super) fn fail_line(&mut self, problem: Problem) {
        self.out.fail(&self.lines, Spot::lines(self.at, 1), problem);
        self.at += 1;
    }

    /// The owner of record data that name none.
    pub(super) fn bare_owner(&self) -> Option<Name> {
        self.zone.clone().or_else(|| self.owner.clone())
    }

    /// The one question of the command line, if it is one.
    pub(super) fn asked(&self) -> Option<Question> {
        match self.command.as_ref()?.questions.as_slice() {
            [(name, rtype)] => Some(Question { name: name.clone(), rtype: *rtype }),
            _ => None,
        }
    }

    /// Whether the records are those of an incremental transfer, which repeats SOA records (RFC 1995 §4).
    pub(super) fn is_incremental(&self) -> bool {
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
