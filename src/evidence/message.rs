//! Messages printed as text: what the comment lines around the records say.

use super::command::Tool;
use super::entry::{self, Entry};
use super::passage::{Expect, Passage};
use super::problem::Problem;
use super::tools::{self, Mark};
use super::{Kind, LineState, Question, Section, names, words};
use std::borrow::Cow;

impl Passage<'_> {
    /// A line that begins with `;`.
    pub(super) fn comment(&mut self, line: &str) {
        // Whatever the name is, `;flags:.example. IN A` too.
        if self.expect == Expect::Question && self.question(line) {
            return;
        }
        let mark = tools::comment(line);
        if mark == Mark::Nothing {
            match self.expect {
                Expect::Commented => self.commented_record(line),
                Expect::Question => self.expect = Expect::Anything,
                Expect::Anything | Expect::Pseudo => {}
            }
            return;
        }
        self.out.saw_dns();
        let at = self.at;
        match mark {
            Mark::Failed => {
                self.fail_line(Problem::ToolFailed);
                return;
            }
            Mark::NoAnswer(silent) => {
                if let Some(silent) = silent {
                    self.out.silent(silent);
                }
                self.fail_line(Problem::NoAnswer);
                return;
            }
            Mark::TransferFailed => {
                self.fail_line(Problem::TransferFailed);
                return;
            }
            Mark::Pseudo => {
                self.expect = Expect::Pseudo;
                return;
            }
            Mark::Nothing => return,
            mark => self.mark(mark),
        }
        self.out.mark(at, 1, LineState::Read);
    }

    fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::Banner(command) => self.banner(command),
            Mark::Begins => self.begin_message(),
            Mark::Header(rcode) => {
                let fresh = self.out.open.as_ref().is_some_and(|open| {
                    open.observation.kind == Kind::Message
                        && !open.heard
                        && open.observation.records.is_empty()
                });
                if !fresh {
                    self.begin_message();
                }
                if let Some(open) = &mut self.out.open {
                    open.heard = true;
                    open.observation.rcode = rcode;
                }
            }
            Mark::Flags { authoritative, truncated, authority } => {
                if let Some(open) = self.message() {
                    open.observation.authority = authority;
                    open.observation.authoritative = Some(authoritative);
                    open.observation.truncated = truncated;
                }
            }
            Mark::Edns(dnssec_ok) => {
                if let Some(open) = self.message() {
                    open.observation.dnssec_ok = Some(dnssec_ok);
                }
                return;
            }
            Mark::ExtendedError(said) => {
                if let Some(open) = self.message() {
                    open.observation.extended_error.get_or_insert(said);
                }
                return;
            }
            Mark::Question => {
                self.open_message();
                self.expect = Expect::Question;
            }
            Mark::Records(section) => {
                self.open_message();
                if let Some(open) = &mut self.out.open {
                    open.section = section;
                }
            }
            Mark::Server(None) | Mark::UdpServer(None) | Mark::From(None) => {}
            Mark::UdpServer(server) => {
                if let Some(open) = &mut self.out.open {
                    open.observation.server = server;
                    open.observation.udp = true;
                }
            }
            Mark::Server(server) => {
                if let Some(open) = &mut self.out.open {
                    open.observation.server = server;
                }
            }
            Mark::From(server) => {
                if let Some(open) = &mut self.out.open {
                    open.observation.server = server;
                }
                self.end_message();
            }
            Mark::At(at) => {
                if let Some(open) = &mut self.out.open {
                    open.observation.at = open.observation.at.or(at);
                }
            }
            Mark::Ends(size) => {
                if let Some(open) = &mut self.out.open {
                    open.observation.size = size;
                }
                self.end_message();
            }
            Mark::Validated => {
                self.begin_message();
                if let Some(open) = &mut self.out.open {
                    open.section = Section::Answer;
                }
            }
            Mark::Negative => {
                self.begin_message();
                if let Some(open) = &mut self.out.open {
                    open.section = Section::Authority;
                    open.heard = true;
                }
                self.expect = Expect::Commented;
            }
            Mark::Failed | Mark::NoAnswer(_) | Mark::TransferFailed | Mark::Pseudo | Mark::Nothing => {}
        }
        if !matches!(self.expect, Expect::Question | Expect::Commented) {
            self.expect = Expect::Anything;
        }
    }

    /// The message that grows, if it is one.
    fn message(&mut self) -> Option<&mut super::collect::Open> {
        self.out.open.as_mut().filter(|open| open.observation.kind == Kind::Message)
    }

    fn begin_message(&mut self) {
        let server = self.named_server();
        // One command line may ask many questions; the message itself says which it answers.
        let question = if self.command.as_ref().is_some_and(|command| command.tool == Tool::Delv) {
            self.asked()
        } else {
            None
        };
        self.place.new_passage();
        self.out.begin(Kind::Message, server, question);
        self.expect = Expect::Anything;
    }

    fn open_message(&mut self) {
        let fits = self.message().is_some_and(|open| !open.ended);
        if !fits {
            self.begin_message();
            let asked = self.asked();
            if let Some(open) = &mut self.out.open {
                open.observation.question = asked;
            }
        }
        self.expect = Expect::Anything;
    }

    pub(super) fn end_message(&mut self) {
        if let Some(open) = &mut self.out.open {
            open.ended = true;
            self.spent = true;
        }
    }

    /// `;example. IN DNSKEY`, the class left out by `+nocl`. Tells whether it is one.
    fn question(&mut self, line: &str) -> bool {
        let mut entry = std::mem::take(&mut self.entry);
        entry::cut_text(Cow::Owned(line.trim_start_matches(';').to_owned()), self.at, &mut entry);
        let asked = |entry: &Entry<'_>| {
            let mut tokens = entry.tokens.iter().map(|token| token.text.as_ref());
            let name = names::read_absolute(tokens.next()?).ok()?;
            let rtype = tokens.find(|word| !words::is_class(word)).and_then(words::rtype)?;
            Some(Question { name, rtype })
        };
        let question = asked(&entry).filter(|_| entry.problem.is_none());
        self.entry = entry;
        let Some(question) = question else { return false };
        if let Some(open) = &mut self.out.open {
            open.observation.question = Some(question);
            open.heard = true;
        }
        self.out.mark(self.at, 1, LineState::Read);
        self.expect = Expect::Anything;
        true
    }

    /// `; example. 300 IN SOA …`: delv comments out what proves that something does not exist.
    fn commented_record(&mut self, line: &str) {
        let text = line.trim_start_matches(';').trim();
        // `\-A`: the negative entry itself, not a record.
        if text.contains("\\-") {
            return;
        }
        let mut entry = std::mem::take(&mut self.entry);
        entry::cut_text(Cow::Owned(text.to_owned()), self.at, &mut entry);
        if entry.problem.is_none()
            && let Ok(parsed) = self.place.record(&entry)
        {
            self.out.record(parsed, self.at);
            self.out.mark(self.at, 1, LineState::Read);
        }
        entry.tokens.clear();
        self.entry = entry;
    }
}
