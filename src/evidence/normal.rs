//! The same evidence in fewer characters, for links: what a tool printed around the records goes, a record takes
//! one line with single spaces, and every line keeps its number.
//!
//! Nothing is trusted to be harmless: the shorter text is read again, and only used if it gives the very same
//! observations and the very same list of unread pieces.

use super::entry::{self, Entry};
use super::lines::Lines;
use super::record;
use super::tools::{self, Mark};
use super::{Kind, LineState, Observation, ReadOptions, Reading, Role, Seen, Source, command, read_with};
use crate::dns::{Record, dotted};
use crate::order::Gather as _;
use domain::base::Rtype;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use thiserror::Error;

/// A private key stands in the text: no form of it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a private key is in the text")]
pub struct PrivateKeyInside;

/// How much is left away; the first that reads the same is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// Lines that nothing was taken from are emptied.
    Lean,
    /// Only comments are.
    WithProse,
    /// None are.
    AllLines,
}

/// What of the evidence may be left out.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// All of an observation: a message, or a run of records.
    Whole(&'a Observation),
    /// One record of a run of records.
    One(&'a Seen),
}

/// The text of the source, as short as it can be and still be read the same with these options.
///
/// # Errors
///
/// A private key stands in it.
pub fn normalise(source: &Source, options: &ReadOptions) -> Result<String, PrivateKeyInside> {
    normalise_without(source, options, |_| false)
}

/// The same without what `leave` names. A message is left out as a whole or stays as a whole: an answer without
/// its records would say that there are none.
///
/// # Errors
///
/// A private key stands in it.
pub fn normalise_without(
    source: &Source,
    options: &ReadOptions,
    leave: impl Fn(Piece<'_>) -> bool,
) -> Result<String, PrivateKeyInside> {
    let mut reading = read_with(source, 0, options.clone());
    if reading.private_key {
        return Err(PrivateKeyInside);
    }
    let mut gone = BTreeSet::new();
    let lost: Vec<u32> = reading.not_read.iter().map(|piece| piece.line).collect();
    let mut before = 0;
    reading.observations.retain_mut(|observation| {
        let whole =
            matches!(observation.kind, Kind::Records | Kind::Message) && leave(Piece::Whole(observation));
        let (first, last) = observation.lines;
        if whole {
            // With the command and the banner in front of it.
            let unread = lost.iter().copied().filter(|line| (before..first).contains(line)).max();
            gone.extend(unread.unwrap_or(before) + 1..=last);
        } else if observation.kind == Kind::Records {
            observation.records.retain(|seen| {
                let one = leave(Piece::One(seen));
                if one {
                    gone.insert(seen.line);
                }
                !one
            });
        }
        before = before.max(last);
        !whole && (observation.kind != Kind::Records || !observation.records.is_empty())
    });
    for level in [Level::Lean, Level::WithProse, Level::AllLines] {
        let text = shortened(&source.text, &reading, &gone, level);
        if text.len() <= source.text.len() {
            let shorter = Source { text, ..source.clone() };
            if is_same(&reading, &read_with(&shorter, 0, options.clone())) {
                return Ok(shorter.text);
            }
        }
    }
    Ok(source.text.clone())
}

/// `gone`: first lines of records, and lines of messages, that are left out.
fn shortened(text: &str, reading: &Reading, gone: &BTreeSet<u32>, level: Level) -> String {
    let lines = Lines::new(text);
    let records: BTreeMap<u32, &Seen> = reading
        .observations
        .iter()
        .filter(|seen| matches!(seen.kind, Kind::Records | Kind::Message))
        .flat_map(|observation| observation.records.iter().map(|seen| (seen.line, seen)))
        .gather();
    // The record that named the owner is left out; the next one that stays names it.
    let mut owner_gone = false;
    let named: BTreeSet<u32> = reading.not_read.iter().map(|piece| piece.line).gather();
    let mut out = String::with_capacity(text.len() / 2);
    let mut entry = Entry::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let state = reading.lines.get(at).copied().unwrap_or(LineState::Skipped);
        let mut taken = 1;
        if gone.contains(&number) {
            // A record may go on over several lines; of a message each line is named.
            if state == LineState::Read && !line.starts_with([';', '$']) {
                entry::cut(&lines, at, &mut entry);
                taken = entry.lines.max(1);
                owner_gone |= !entry.indented;
            }
        } else if let Some(seen) = records.get(&number).filter(|_| !line.starts_with(';')) {
            entry::cut(&lines, at, &mut entry);
            taken = entry.lines.max(1);
            if entry.indented && owner_gone {
                out.push_str(&dotted(seen.record.owner()));
            }
            owner_gone = false;
            write_record(&entry, &mut out);
        } else if state == LineState::Failed || named.contains(&number) {
            // As it stands: its columns are quoted.
            out.push_str(lines.raw(at).unwrap_or_default());
        } else if state == LineState::Read {
            out.push_str(&used(&line));
        } else if keeps(&line, level) {
            out.push_str(line.trim_end());
        }
        for _ in 0..taken {
            out.push('\n');
        }
        at += taken;
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// Whether a line that nothing was taken from stays.
fn keeps(line: &str, level: Level) -> bool {
    match level {
        Level::Lean => false,
        Level::WithProse => !line.trim_start().starts_with([';', '#']),
        Level::AllLines => true,
    }
}

/// A record on one line; data of base64 and hexadecimal in one piece.
fn write_record(entry: &Entry<'_>, out: &mut String) {
    let whole = record::data_of(entry).and_then(|(rtype, at)| {
        let fields = in_one_piece(rtype)?;
        // RFC 3597 data are one more form.
        let generic = entry.tokens.get(at).is_some_and(|token| token.text == "\\#");
        Some(at + if generic { 2 } else { fields })
    });
    if entry.indented {
        out.push(' ');
    }
    for (at, token) in entry.tokens.iter().enumerate() {
        let joined = whole.is_some_and(|whole| at > whole && !token.quoted);
        if at > 0 && !token.glued && !joined {
            out.push(' ');
        }
        if token.quoted {
            out.push('"');
        }
        out.push_str(&token.text);
        if token.quoted {
            out.push('"');
        }
    }
}

/// The number of fields before the one that may be written with spaces in it.
fn in_one_piece(rtype: Rtype) -> Option<usize> {
    Some(match rtype {
        Rtype::RRSIG => 8,
        Rtype::DNSKEY | Rtype::CDNSKEY | Rtype::DS | Rtype::CDS | Rtype::TLSA | Rtype::SMIMEA => 3,
        Rtype::SSHFP => 2,
        Rtype::OPENPGPKEY | Rtype::DHCID => 0,
        _ => return None,
    })
}

/// A line that says something about the records around it.
fn used(line: &str) -> Cow<'_, str> {
    if !line.starts_with(';') {
        return if line.starts_with('$') && !command::is_certain(line) {
            Cow::Owned(spaced(line))
        } else {
            Cow::Borrowed(line.trim_end())
        };
    }
    let mark = tools::comment(line);
    let shorter = match &mark {
        // A question, or a record of delv.
        Mark::Nothing if line.contains('"') => return Cow::Borrowed(line.trim_end()),
        Mark::Nothing => return Cow::Owned(spaced(line)),
        Mark::Banner(_) => banner(line),
        Mark::Header(_) => header(line),
        Mark::Flags { authoritative, truncated, authority } => {
            let mut flags = String::from(";; flags:");
            for (set, word) in [(authoritative, " aa"), (truncated, " tc")] {
                if *set {
                    flags.push_str(word);
                }
            }
            if let Some(count) = authority {
                // Writing to a String cannot fail.
                let _ = write!(flags, "; AUTHORITY: {count}");
            }
            flags
        }
        Mark::Edns(dnssec_ok) => {
            format!("; EDNS: version: 0, flags:{}", if *dnssec_ok { " do" } else { "" })
        }
        Mark::Server(Some(server)) => format!(";; SERVER: {server}"),
        Mark::From(Some(server)) if line.contains("Received ") => {
            format!(";; Received 0 bytes from {server}")
        }
        Mark::From(Some(server)) => format!(";; From {server}"),
        Mark::UdpServer(Some(server)) => format!(";; SERVER: {server} (UDP)"),
        Mark::Ends(None) if line.contains("MSG SIZE") => ";; MSG SIZE".to_owned(),
        Mark::Ends(Some(size)) => format!(";; MSG SIZE {size}"),
        _ => spaced(line),
    };
    if shorter.len() < line.len() && tools::comment(&shorter) == mark {
        Cow::Owned(shorter)
    } else {
        Cow::Borrowed(line.trim_end())
    }
}

/// `; <<>> DiG 9.20.1 <<>> +dnssec @ns1 example. SOA`, without the version and the settings that say nothing.
fn banner(line: &str) -> String {
    let arguments = line.splitn(3, "<<>>").nth(2).unwrap_or_default();
    let mut out = String::from("; <<>> DiG <<>>");
    for word in arguments.split_ascii_whitespace() {
        if !word.starts_with('+') || word.eq_ignore_ascii_case("+short") {
            // Writing to a String cannot fail.
            let _ = write!(out, " {word}");
        }
    }
    out
}

/// `;; ->>HEADER<<- status: NOERROR`.
fn header(line: &str) -> String {
    let status = line.split([',', ';']).find_map(|part| {
        let (key, value) = part.split_once(':')?;
        let key = key.split_ascii_whitespace().last()?;
        matches!(key, "status" | "rcode").then(|| value.trim())
    });
    match status {
        Some(status) => format!(";; ->>HEADER<<- status: {status}"),
        None => ";; ->>HEADER<<-".to_owned(),
    }
}

/// With single spaces.
fn spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether two readings of a source's texts are the same to everything behind.
fn is_same(one: &Reading, other: &Reading) -> bool {
    one.private_key == other.private_key
        && one.not_read == other.not_read
        && one.silent == other.silent
        && one.observations.len() == other.observations.len()
        && one
            .observations
            .iter()
            .zip(&other.observations)
            .all(|(one, other)| is_same_observation(one, other))
}

fn is_same_observation(one: &Observation, other: &Observation) -> bool {
    let around = |seen: &Observation| {
        (seen.source, seen.kind, seen.rcode, seen.authoritative, seen.truncated, seen.dnssec_ok, seen.at)
    };
    around(one) == around(other)
        && (one.udp, one.size) == (other.udp, other.size)
        && (&one.lost, &one.extended_error) == (&other.lost, &other.extended_error)
        && one.server == other.server
        && one.question.as_ref().map(|q| (q.name.as_slice(), q.rtype))
            == other.question.as_ref().map(|q| (q.name.as_slice(), q.rtype))
        && one.records.len() == other.records.len()
        && one.records.iter().zip(&other.records).all(|(one, other)| is_same_record(one, other))
}

/// Octet by octet: names keep their letters' case.
fn is_same_record(one: &Seen, other: &Seen) -> bool {
    (one.section, one.ttl_stated, one.line) == (other.section, other.ttl_stated, other.line)
        && wire_form(&one.record) == wire_form(&other.record)
}

fn wire_form(record: &Record) -> Vec<u8> {
    let mut octets = Vec::new();
    // Writing to a Vec cannot fail.
    let _ = record.compose(&mut octets);
    octets
}

/// Whether a private key is found in the text, or in what it is called.
pub fn holds_private_key(source: &Source) -> bool {
    super::is_private_key(&source.text) || is_called_by_a_key(source)
}

/// Whether a private key stands where a name belongs.
pub fn is_called_by_a_key(source: &Source) -> bool {
    let label = match &source.role {
        Role::Provider(label) => label.as_str(),
        Role::Auto | Role::Parent => "",
    };
    super::is_private_key(&source.name) || super::is_private_key(label)
}
