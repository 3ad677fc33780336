//! Forms: the parts of a DS or DNSKEY record line by line, as a registrar's panel, whois, PowerShell or a command
//! line shows them; and lines that have the whole data behind a name.

use super::advice;
use super::bare;
use super::fields::{self, Fields};
use super::made::made_record;
use super::passage::Passage;
use super::problem::Problem;
use super::{Kind, LineState, hcl, indented, names, tree, words};
use crate::dns::Name;
use domain::base::Rtype;
use std::borrow::Cow;

/// The most lines of one form.
const MOST_LINES: usize = 60;
/// The names of the domain that a form is about.
const DOMAINS: [&str; 8] =
    ["domain", "domainname", "domainnameascii", "zone", "zonename", "dnsname", "ldhname", "fqdn"];

/// A name and a value: `Key Tag: 3380`, `key_tag = 3380`, `KeyTag : 3380`, `Key Tag<TAB>3380`.
fn pair(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '=', '\t', '|'])?;
    let (key, value) = line.split_at_checked(at)?;
    let key = key.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '-' | '*'));
    let value = value.trim_start_matches([':', '=', '\t', '|', ' ']).trim();
    let value = value.trim_end_matches([',', ';', '|', ' ']).trim_matches('"');
    let words = key.split_ascii_whitespace().count();
    ((1..=6).contains(&words) && key.len() <= 60).then_some((key, value))
}

/// Reads the form that begins at the current line. Tells whether one does; then the passage has moved on.
pub(super) fn read(passage: &mut Passage<'_>) -> bool {
    let Some(line) = passage.lines.get(passage.at) else { return false };
    let Some((key, value)) = pair(line.trim()) else { return false };
    let plain = fields::plain(key);
    if DOMAINS.contains(&plain.as_str()) && value.trim_matches('.').contains('.') && !value.contains(' ') {
        if let Ok(name) = names::read_absolute(value) {
            passage.form_of = Some(name);
            passage.out.mark(passage.at, 1, LineState::Read);
            passage.at += 1;
            return true;
        }
        return false;
    }
    if value.ends_with("...}") && value.starts_with('{') {
        passage.fail_line(Problem::Advice(&advice::POWERSHELL));
        return true;
    }
    if whole(passage, value) {
        return true;
    }
    fields::is_part(&plain) && parts(passage)
}

/// `DS Data: 3380 13 2 CB46…`: the data behind a name.
fn whole(passage: &mut Passage<'_>, value: &str) -> bool {
    let Some(rtype) = bare::data_in(value) else { return false };
    let at = passage.at;
    add(passage, rtype, value, at);
    passage.out.mark(at, 1, LineState::Read);
    passage.at = at + 1;
    true
}

/// The lines of a record's parts. A name that comes again begins the next record.
fn parts(passage: &mut Passage<'_>) -> bool {
    let first = passage.at;
    let mut fields = Fields::default();
    let mut used: Vec<usize> = Vec::new();
    let mut found = false;
    let mut at = first;
    let mut blank = 0;
    while at < first + MOST_LINES {
        let Some(line) = passage.lines.get(at) else { break };
        let line = line.trim();
        if line.is_empty() {
            // Forms that stand with wide gaps are still forms; another begins behind a record.
            blank += 1;
            if blank > 1 || made(&fields).is_some() {
                break;
            }
            at += 1;
            continue;
        }
        // A digest or a key goes on over lines.
        if used.last().is_some_and(|last| last + 1 == at) && is_more(line) && fields.goes_on(line) {
            used.push(at);
            at += 1;
            continue;
        }
        let Some((key, value)) = pair(line) else { break };
        let key = fields::plain(key);
        if fields.has(&key) && fields::is_part(&key) {
            break;
        }
        blank = 0;
        if fields::is_part(&key) {
            fields.push(&key, Cow::Owned(value.to_owned()));
            used.push(at);
        }
        at += 1;
    }
    for made in made(&fields).into_iter().flatten() {
        add(passage, made.rtype, &made.data, first);
        found = true;
    }
    if !found {
        return false;
    }
    for line in &used {
        passage.out.mark(*line, 1, LineState::Read);
    }
    passage.at = used.last().map_or(first, |last| *last) + 1;
    true
}

/// The records that the values make.
fn made(fields: &Fields<'_>) -> Option<Vec<fields::Made>> {
    let made: Vec<fields::Made> = fields::telling(fields, &[]).collect();
    (!made.is_empty()).then_some(made)
}

/// Whether a line is nothing but base64 or hexadecimal.
fn is_more(line: &str) -> bool {
    let octets = line.trim_end_matches('=');
    octets.len() > 8
        && octets.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/'))
}

/// Adds a record of the domain that the form names, or of the zone.
pub(super) fn add(passage: &mut Passage<'_>, rtype: Rtype, data: &str, line: usize) {
    let owner: Option<Name> = passage.form_of.clone().or_else(|| passage.bare_owner());
    let found = match owner {
        Some(owner) => made_record(owner, rtype, data, None),
        None => {
            passage.out.wants_owner();
            Err(Problem::NoShortOwner)
        }
    };
    match found {
        Ok(parsed) => {
            passage.open_kind(Kind::Bare);
            passage.out.record(parsed, line);
        }
        Err(problem) => {
            let spot = super::collect::Spot::lines(line, 1);
            passage.out.fail(&passage.lines, spot, problem);
        }
    }
}

/// Reads configuration and output in YAML or Terraform's language that begins at the current line. Tells whether
/// there are records in it; then the passage has moved on.
pub(super) fn nested(passage: &mut Passage<'_>) -> bool {
    let first = passage.at;
    if first < passage.not_nested {
        return false;
    }
    let Some(line) = passage.lines.get(first) else { return false };
    let line = line.trim();
    let terraform =
        ["resource \"", "data \"", "module \"", "locals {"].iter().any(|word| line.starts_with(word));
    let yaml = line.ends_with(':') || line.starts_with("- ") || line == "---" || line.contains(": ");
    if !terraform && !yaml {
        return false;
    }
    let mut text = String::new();
    let mut count = 0;
    while let Some(line) = passage.lines.get(first + count) {
        if is_other(&line) {
            break;
        }
        text.push_str(&line);
        text.push('\n');
        count += 1;
    }
    // Not again for its other lines.
    passage.not_nested = first + count;
    let found = if terraform { hcl::read(&text, first) } else { indented::read(&text, first) };
    let Some((value, mut places)) = found else { return false };
    // A form, line by line.
    if value
        .as_object()
        .is_some_and(|object| object.values().all(|value| !value.is_object() && !value.is_array()))
    {
        return false;
    }
    if passage.secret.is_some() && super::secret::is_private_key(&text) {
        passage.out.fail(&passage.lines, super::collect::Spot::lines(first, count), Problem::PrivateKey);
        passage.at = first + count;
        return true;
    }
    let fill = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(at, _)| first + at);
    for at in fill.clone() {
        passage.out.mark(at, 1, LineState::Read);
    }
    if !tree::records(passage, &value, &mut places) {
        for at in fill {
            passage.out.mark(at, 1, LineState::Skipped);
        }
        let Some(advice) = advice::of_value(&value) else { return false };
        passage.out.fail(&passage.lines, super::collect::Spot::lines(first, count), Problem::Advice(advice));
    }
    passage.at = first + count;
    true
}

/// Reads an output that has no records, and says what to give instead. Tells whether it is one; then the passage has
/// moved on.
pub(super) fn advised(passage: &mut Passage<'_>) -> bool {
    let first = passage.at;
    let Some(line) = passage.lines.get(first) else { return false };
    let Some((extent, advice)) = advice::of_line(line.trim()) else { return false };
    let mut count = 1;
    if extent == advice::Extent::Passage {
        while let Some(line) = passage.lines.get(first + count) {
            if is_other(line.trim()) {
                break;
            }
            count += 1;
        }
        // Blank lines at the end belong to nobody.
        while count > 1 && passage.lines.get(first + count - 1).is_some_and(|line| line.trim().is_empty()) {
            count -= 1;
        }
    }
    let spot = super::collect::Spot::lines(first, count);
    passage.out.fail(&passage.lines, spot, Problem::Advice(advice));
    passage.at = first + count;
    true
}

/// Whether something else begins with this line: a command, a message, a record, nested data.
fn is_other(line: &str) -> bool {
    let line = line.trim_end();
    if super::command::is_certain(line.trim()) || line.starts_with([';', '{', '$']) {
        return true;
    }
    let mut stated = false;
    for token in line.split_ascii_whitespace().skip(1).take(3) {
        if words::ttl(token).is_some() || words::is_class(token) {
            stated = true;
        } else {
            return stated && words::rtype(token).is_some();
        }
    }
    false
}
