//! `dig +yaml` and `delv +yaml`. Their shape never varies, so a few keys are all there is to know of YAML.

use super::collect::Spot;
use super::entry::{self, Entry};
use super::passage::Passage;
use super::problem::{Problem, Trouble};
use super::record::Parsed;
use super::{Kind, LineState, Question, Section, names, tools, words};
use std::borrow::Cow;

/// Where in a message the lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Head,
    Question,
    Records(Section),
    Other,
}

/// Reads the YAML that begins at the current line. Tells whether any does; then the passage has moved on.
pub(super) fn read(passage: &mut Passage<'_>) -> bool {
    let Some(first) = passage.lines.get(passage.at) else { return false };
    if !begins(&first) {
        return false;
    }
    let mut part = Part::Head;
    let mut asking = false;
    while let Some(line) = passage.lines.get(passage.at) {
        let trimmed = line.trim();
        if begins(&line) {
            let server = passage.named_server();
            passage.out.begin(Kind::Yaml, server, None);
            part = Part::Head;
            asking = false;
        } else if !trimmed.is_empty() && !is_inside(&line) {
            break;
        }
        if let Some(item) = item(trimmed) {
            match part {
                // `dig +qr` prints the query too: it is not evidence of anything.
                _ if asking => {}
                Part::Question => question(passage, &item),
                Part::Records(section) => record(passage, item, section),
                Part::Head | Part::Other => {}
            }
        } else if let Some((key, value)) = key(trimmed) {
            let used = set(passage, key, value, &mut part, &mut asking);
            if used {
                passage.out.mark(passage.at, 1, LineState::Read);
            }
        }
        passage.at += 1;
    }
    true
}

fn begins(line: &str) -> bool {
    line.starts_with("- type: MESSAGE")
        || line.starts_with("type: DELV_RESULT")
        || line.starts_with("- type: DELV_RESULT")
}

/// Whether a line can belong to the YAML above it.
fn is_inside(line: &str) -> bool {
    line.starts_with([' ', '\t'])
        || ["query_name:", "status:", "records:", "- ", "message:"].iter().any(|word| line.starts_with(word))
}

/// `- 'example. 300 IN A 192.0.2.1'`.
fn item(trimmed: &str) -> Option<String> {
    let rest = trimmed.strip_prefix("- ")?.trim();
    if let Some(rest) = rest.strip_prefix('\'') {
        return Some(rest.strip_suffix('\'').unwrap_or(rest).replace("''", "'"));
    }
    if rest.ends_with(':') || rest.starts_with("type:") {
        return None;
    }
    Some(rest.to_owned())
}

fn key(trimmed: &str) -> Option<(&str, &str)> {
    let trimmed = trimmed.strip_prefix("- ").unwrap_or(trimmed);
    let (key, value) = trimmed.split_once(':')?;
    Some((key, value.trim()))
}

fn set(passage: &mut Passage<'_>, key: &str, value: &str, part: &mut Part, asking: &mut bool) -> bool {
    let value = value.trim_matches(['"', '\'']);
    let Some(open) = &mut passage.out.open else { return false };
    match key {
        "response_message_data" => *asking = false,
        "query_message_data" => *asking = true,
        _ if *asking => return false,
        "response_address" => {
            open.observation.server =
                super::command::server_name(value).or_else(|| open.observation.server.take())
        }
        "response_time" | "query_time" => {
            let value = value.trim_start_matches("!!timestamp").trim();
            open.observation.at = tools::timestamp(value).or(open.observation.at);
        }
        "status" => {
            open.observation.rcode = tools::status(value);
            open.heard = true;
            if value != "success" && open.observation.rcode.is_none() {
                open.heard = false;
                let spot = Spot::lines(passage.at, 1);
                passage.out.fail(&passage.lines, spot, Problem::ToolFailed);
                return false;
            }
        }
        "flags" if *part == Part::Head => {
            let has = |flag: &str| value.split_ascii_whitespace().any(|word| word == flag);
            open.observation.authoritative = Some(has("aa"));
            open.observation.truncated = has("tc");
        }
        "flags" => {
            let has_do = value.split_ascii_whitespace().any(|flag| flag == "do");
            open.observation.dnssec_ok = Some(has_do);
        }
        "QUESTION_SECTION" => *part = Part::Question,
        "ANSWER_SECTION" | "records" => *part = Part::Records(Section::Answer),
        "AUTHORITY_SECTION" => *part = Part::Records(Section::Authority),
        "ADDITIONAL_SECTION" => *part = Part::Records(Section::Additional),
        "query_name" => {
            let asked = passage.asked();
            if let (Ok(name), Some(open)) = (names::read_absolute(value), &mut passage.out.open) {
                open.observation.question = asked.filter(|asked| asked.name == name);
            }
        }
        _ if key.ends_with("PSEUDOSECTION") => {
            // The EDNS flags are in it.
            *part = Part::Other;
            return false;
        }
        _ => return false,
    }
    true
}

fn question(passage: &mut Passage<'_>, item: &str) {
    let mut item_words = item.split_ascii_whitespace();
    let name = item_words.next().and_then(|word| names::read_absolute(word).ok());
    let rtype = item_words.find(|word| !words::is_class(word)).and_then(words::rtype);
    if let (Some(name), Some(rtype), Some(open)) = (name, rtype, &mut passage.out.open) {
        open.observation.question = Some(Question { name, rtype });
        open.heard = true;
        passage.out.mark(passage.at, 1, LineState::Read);
    }
}

fn record(passage: &mut Passage<'_>, item: String, section: Section) {
    // `\-A`: a negative entry of delv's, not a record.
    if item.contains(" \\-") {
        return;
    }
    let at = passage.at;
    let mut entry = Entry::default();
    entry::cut_text(Cow::Owned(item), at, &mut entry);
    let found: Result<Parsed, Trouble> = match entry.problem {
        Some((problem, ..)) => Err(problem.into()),
        None => passage.place.record(&entry),
    };
    match found {
        Ok(parsed) => {
            passage.out.record_in(parsed, at, section);
            passage.out.mark(at, 1, LineState::Read);
        }
        Err(trouble) => {
            if let Some(whose) = passage.place.owner_of_broken(&entry) {
                passage.out.lost(whose, at);
            }
            passage.out.fail(&passage.lines, Spot::lines(at, 1), trouble.problem);
        }
    }
}
