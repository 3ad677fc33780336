//! Records in scripts and tables, one a line: nsupdate, DNSControl (`dnsconfig.js`), doggo.

use super::advice;
use super::entry::{self, Entry};
use super::made::made_record;
use super::names;
use super::passage::Passage;
use super::problem::{Problem, Trouble};
use super::{Kind, LineState, bare, command, words};
use domain::base::Rtype;
use std::borrow::Cow;

/// Reads a line of a script or a table. Tells whether it was one; then the passage has moved on.
pub(super) fn line(passage: &mut Passage<'_>, line: &str) -> bool {
    nsupdate(passage, line) || dnscontrol(passage, line) || table_row(passage, line)
}

/// Reads a call of DNSControl that goes on over lines.
pub(super) fn call(passage: &mut Passage<'_>) -> bool {
    let Some(line) = passage.lines.get(passage.at) else { return false };
    dnscontrol(passage, line.trim())
}

/// `update add example. 3600 IN DNSKEY …` (nsupdate), `zone-set example. @ 3600 DNSKEY …` (knotc).
fn nsupdate(passage: &mut Passage<'_>, line: &str) -> bool {
    let mut line_words = line.split_ascii_whitespace();
    let first = line_words.next().unwrap_or_default().to_ascii_lowercase();
    let rest = |count: usize| {
        let mut rest = line;
        for _ in 0..count {
            rest = rest.trim_start().split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
        }
        rest.trim()
    };
    let (verb, from) = match first.as_str() {
        "update" => (line_words.next().unwrap_or_default().to_ascii_lowercase(), 2),
        "add" | "del" | "delete" => (first.clone(), 1),
        "zone" | "server" | "send" | "show" | "answer" | "local" | "gsstsig" | "ttl" | "class" | "prereq"
        | "key" => {
            return setting(passage, &first, line_words.next());
        }
        _ => return false,
    };
    match verb.as_str() {
        "add" => {
            let record = rest(from);
            let mut entry = Entry::default();
            entry::cut_text(Cow::Owned(record.to_owned()), passage.at, &mut entry);
            if entry.problem.is_none() && super::record::data_of(&entry).is_none() {
                return false;
            }
            passage.open_kind(Kind::Listing);
            bare::whole_record(passage, record)
        }
        "delete" | "del" => {
            passage.fail_line(Problem::Advice(&advice::DELETION));
            true
        }
        _ => false,
    }
}

/// What an nsupdate script says before and after: only where it is one.
fn setting(passage: &mut Passage<'_>, verb: &str, value: Option<&str>) -> bool {
    match (verb, value) {
        ("zone", Some(zone)) if zone.contains('.') => {
            let Ok(zone) = names::read_absolute(zone) else { return false };
            passage.form_of = Some(zone);
            passage.out.mark(passage.at, 1, LineState::Read);
        }
        ("send" | "show" | "answer", None) | ("server" | "ttl" | "local", Some(_)) => {}
        _ => return false,
    }
    passage.at += 1;
    true
}

/// `DNSKEY("@", 257, 3, 13, "…"),` within `D("example", …)`.
fn dnscontrol(passage: &mut Passage<'_>, line: &str) -> bool {
    if matches!(line, ");" | "END);" | "END)") {
        passage.at += 1;
        return true;
    }
    let Some((function, rest)) = line.split_once('(') else { return false };
    let domain = matches!(function.trim(), "D" | "D_EXTEND");
    let rtype = words::rtype(function.trim()).filter(|rtype| !super::record::is_meta(*rtype));
    if !domain && rtype.is_none() || !line.contains(['"', '\'']) {
        return false;
    }
    let at = passage.at;
    let arguments = arguments(rest);
    let Some((name, data)) = arguments.split_first() else { return false };
    if domain {
        let Ok(zone) = names::read_absolute(name.text()) else { return false };
        passage.form_of = Some(zone);
        passage.out.mark(at, 1, LineState::Read);
        passage.at = at + 1;
        return true;
    }
    let Some(rtype) = rtype else { return false };
    let ttl = data.iter().find_map(|argument| match argument {
        Argument::Word(word) => {
            word.strip_prefix("TTL(").map(|rest| rest.trim_matches([')', '"']).to_owned())
        }
        Argument::Quoted(_) => None,
    });
    let text: Vec<String> = data.iter().filter_map(|argument| argument.as_data(rtype)).collect();
    let origin = names::Origin {
        name: passage.form_of.clone().or_else(|| passage.bare_owner()),
        stated: passage.form_of.is_some(),
    };
    let found = names::read(name.text(), &origin)
        .and_then(|owner| made_record(owner, rtype, &text.join(" "), ttl.as_deref()));
    match found {
        Ok(parsed) => {
            passage.open_kind(Kind::Listing);
            passage.out.record(parsed, at);
            passage.out.mark(at, 1, LineState::Read);
            passage.at = at + 1;
        }
        Err(problem) => passage.fail_line(problem),
    }
    true
}

/// An argument of a call in JavaScript.
#[derive(Debug, PartialEq, Eq)]
enum Argument {
    Quoted(String),
    Word(String),
}

impl Argument {
    fn text(&self) -> &str {
        match self {
            Self::Quoted(text) | Self::Word(text) => text,
        }
    }

    /// As record data; `TTL(…)` and settings in braces are none.
    fn as_data(&self, rtype: Rtype) -> Option<String> {
        match self {
            Self::Quoted(text) if rtype == Rtype::TXT => {
                Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
            }
            Self::Quoted(text) => Some(text.clone()),
            Self::Word(word) if word.bytes().all(|octet| octet.is_ascii_digit()) => Some(word.clone()),
            Self::Word(_) => None,
        }
    }
}

/// The arguments up to the parenthesis that ends the call.
fn arguments(text: &str) -> Vec<Argument> {
    const MOST: usize = 100;
    let mut all = Vec::new();
    let mut word = String::new();
    let mut depth = 0usize;
    let mut letters = text.chars();
    let flush = |word: &mut String, all: &mut Vec<Argument>| {
        let text = std::mem::take(word);
        if !text.trim().is_empty() {
            all.push(Argument::Word(text.trim().to_owned()));
        }
    };
    while let Some(letter) = letters.next() {
        if all.len() >= MOST {
            break;
        }
        match letter {
            '"' | '\'' | '`' => {
                let mut quoted = String::new();
                while let Some(inner) = letters.next().filter(|inner| *inner != letter) {
                    quoted.push(if inner == '\\' { letters.next().unwrap_or(inner) } else { inner });
                }
                if depth == 0 {
                    all.push(Argument::Quoted(quoted));
                } else {
                    word.push_str(&quoted);
                }
            }
            '(' | '{' | '[' => {
                depth += 1;
                word.push(letter);
            }
            ')' | '}' | ']' if depth > 0 => {
                depth -= 1;
                word.push(letter);
            }
            ')' => break,
            ',' if depth == 0 => flush(&mut word, &mut all),
            other => word.push(other),
        }
    }
    flush(&mut word, &mut all);
    all
}

/// `example. DNSKEY IN 3600s 257 3 13 … 192.0.2.1:53`: the type before the class (doggo), the server last.
fn table_row(passage: &mut Passage<'_>, line: &str) -> bool {
    let line_words: Vec<&str> = line.split_ascii_whitespace().take(600).collect();
    let [name, rtype, class, ttl, rest @ ..] = line_words.as_slice() else { return false };
    if !words::is_class(class) || words::ttl(ttl).is_none() || !name.ends_with('.') {
        // The line above the rows.
        let header = *name == "NAME" && *rtype == "TYPE" && *class == "CLASS";
        passage.at += usize::from(header);
        return header;
    }
    let (Some(rtype), Ok(owner)) = (words::rtype(rtype), names::read_absolute(name)) else { return false };
    let server = rest.iter().rposition(|word| {
        word.contains("://") || word.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok())
    });
    let server = server.filter(|at| *at > 0);
    let data = rest.get(..server.unwrap_or(rest.len())).unwrap_or_default().join(" ");
    let named = server.and_then(|at| rest.get(at)).and_then(|text| {
        let text = text.split_once("://").map_or(*text, |(_, rest)| rest);
        let host = text.rsplit_once(':').map_or(text, |(host, _)| host);
        command::server_name(host.split('/').next().unwrap_or(host))
    });
    let found: Result<_, Trouble> = made_record(owner, rtype, &data, Some(ttl)).map_err(Trouble::from);
    match found {
        Ok(parsed) => {
            let at = passage.at;
            let same = passage.out.open.as_ref().is_some_and(|open| {
                !open.ended && open.observation.kind == Kind::Bare && open.observation.server == named
            });
            if !same {
                passage.out.begin(Kind::Bare, named, None);
            }
            passage.out.record(parsed, at);
            passage.out.mark(at, 1, LineState::Read);
            passage.at = at + 1;
        }
        Err(trouble) => passage.fail_line(trouble.problem),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_a_call() {
        let quoted = |text: &str| Argument::Quoted(text.to_owned());
        let word = |text: &str| Argument::Word(text.to_owned());
        assert_eq!(
            arguments("\"@\", 257, 'a\\'b', TTL(300), {\"x\": 1}), A(\"b\")"),
            [quoted("@"), word("257"), quoted("a'b"), word("TTL(300)"), word("{x: 1}")]
        );
    }
}
