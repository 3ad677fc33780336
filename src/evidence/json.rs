//! DNS in JSON: Google's and Cloudflare's DNS-over-HTTPS, and RFC 8427 as kdig prints it.

use super::collect::Spot;
use super::entry::{self, Entry};
use super::names;
use super::problem::{Problem, Trouble};
use super::reader::Reader;
use super::record::{self, Parsed};
use super::tree::{self, Places};
use super::{Kind, LineState, Question, Section, rdata, secret, words};
use crate::dns::{Name, Rdata, Record};
use bytes::Bytes;
use domain::base::iana::{Class, Rcode};
use domain::base::{Rtype, Ttl};
use domain::utils::base16;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Reads the JSON that begins at the current line. Gives how many lines it takes, or `None` if it is no JSON.
pub(super) fn passage(reader: &mut Reader<'_>) -> Option<usize> {
    let first = reader.at;
    let text = reader.lines.rest(first);
    let mut found: Vec<(Value, Places)> = Vec::new();
    let mut broken = None;
    let (mut offset, mut line) = (0, first);
    // More than one answer may stand on a line.
    loop {
        let rest = text.get(offset..)?;
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match stream.next()? {
            Ok(value) => {
                let used = rest.get(..stream.byte_offset())?;
                found.push((value, Places::of_json(used, line)));
                line += used.bytes().filter(|&octet| octet == b'\n').count();
                offset += used.len();
                let rest = text.get(offset..)?;
                let next = rest.trim_start_matches([' ', '\t', ',', ';']);
                offset += rest.len() - next.len();
                match next.as_bytes().first() {
                    None | Some(b'\r' | b'\n') => break,
                    Some(b'{' | b'[') => {}
                    // “[1] see below”: prose that begins like JSON.
                    Some(_) => return None,
                }
            }
            Err(error) => {
                broken = Some((line + error.line().saturating_sub(1), error.column()));
                break;
            }
        }
    }
    let used = text.get(..offset)?.to_owned();
    let prose = !text.trim_start().starts_with("{\"");
    if prose && broken.is_some_and(|(line, _)| line == first) {
        return None;
    }
    let mut count = line - first + 1;
    if reader.secret.is_some() && secret::is_private_key(&used) {
        reader.out.fail(&reader.lines, Spot::lines(first, count), Problem::PrivateKey);
        return Some(count);
    }
    for (at, piece) in used.lines().enumerate() {
        if piece.bytes().any(|octet| octet.is_ascii_alphanumeric()) {
            reader.out.mark(first + at, 1, LineState::Read);
        }
    }
    for (value, places) in &mut found {
        tree::read(reader, value, places);
    }
    if let Some((last, column)) = broken {
        let spot = Spot {
            first: line,
            count: last.saturating_sub(line) + 1,
            line: last,
            offset: column.checked_sub(1),
        };
        reader.out.fail(&reader.lines, spot, Problem::BadJson);
        count = (last - first + 1).max(count);
    }
    Some(count)
}

/// Reads the answer that an object is, if it is one.
pub(super) fn answer(reader: &mut Reader<'_>, object: &Map<String, Value>, places: &mut Places) -> bool {
    if object.contains_key("Status") && object.contains_key("Question")
        || object.get("Answer").and_then(Value::as_array).is_some_and(|list| {
            list.iter().all(|record| record.get("data").is_some() || record.get("name").is_some())
        })
    {
        doh(reader, object, places);
        return true;
    }
    if ["answerRRs", "QNAME", "RCODE"].iter().any(|key| object.contains_key(*key)) {
        rfc8427(reader, object, places);
        return true;
    }
    false
}

/// The line on which the first of these values stands.
fn line_of(record: &Value, keys: &[&str], places: &mut Places) -> usize {
    let text = keys.iter().find_map(|key| record.get(*key)?.as_str());
    places.take(text.unwrap_or_default())
}

fn number(object: &Map<String, Value>, key: &str) -> Option<u64> {
    object.get(key)?.as_u64()
}

/// True as JSON has it, or as a number.
fn flag(object: &Map<String, Value>, key: &str) -> Option<bool> {
    let value = object.get(key)?;
    value.as_bool().or_else(|| value.as_u64().map(|number| number != 0))
}

/// A type by number, or by name in any case.
fn rtype(value: Option<&Value>) -> Option<Rtype> {
    match value? {
        Value::Number(number) => {
            number.as_u64().and_then(|number| u16::try_from(number).ok()).map(Rtype::from_int)
        }
        Value::String(text) => words::rtype(text),
        _ => None,
    }
}

fn rcode(number: Option<u64>) -> Option<Rcode> {
    number.and_then(|number| u8::try_from(number).ok()).and_then(Rcode::checked_from_int)
}

/// Google's and Cloudflare's form.
fn doh(reader: &mut Reader<'_>, object: &Map<String, Value>, places: &mut Places) {
    // Some write one question as an object.
    let asked =
        object.get("Question").map(|value| value.as_array().and_then(|list| list.first()).unwrap_or(value));
    let question = asked.and_then(Value::as_object).and_then(|asked| {
        let name = names::read_absolute(asked.get("name")?.as_str()?).ok()?;
        Some(Question { name, rtype: rtype(asked.get("type"))? })
    });
    let server = object.get("Comment").and_then(comment_server);
    let open = reader.out.begin(Kind::Json, server, question);
    open.heard = true;
    open.ended = true;
    open.observation.rcode = rcode(number(object, "Status"));
    open.observation.truncated = flag(object, "TC").unwrap_or(false);
    open.observation.authoritative = flag(object, "AA");
    let sections =
        [("Answer", Section::Answer), ("Authority", Section::Authority), ("Additional", Section::Additional)];
    for (key, section) in sections {
        for value in object.get(key).and_then(Value::as_array).into_iter().flatten() {
            let line = line_of(value, &["data", "name"], places);
            let found = match value.as_object() {
                Some(object) => doh_record(object),
                None => Err(Problem::OtherJson),
            };
            take(reader, found, line, section);
        }
    }
}

/// `Response from 192.0.2.1.`: the name server that Google's resolver asked.
fn comment_server(comment: &Value) -> Option<String> {
    let text = match comment {
        Value::String(text) => text.as_str(),
        Value::Array(list) => list.iter().find_map(Value::as_str)?,
        _ => return None,
    };
    let (_, server) = text.split_once("Response from ")?;
    let server = server.split_ascii_whitespace().next()?;
    super::command::server_name(server.split('(').next()?)
}

fn doh_record(object: &Map<String, Value>) -> Result<Option<Parsed>, Problem> {
    let name = object.get("name").and_then(Value::as_str).ok_or(Problem::JsonMissing("name"))?;
    let rtype = rtype(object.get("type")).ok_or(Problem::JsonMissing("type"))?;
    if record::is_meta(rtype) {
        return Ok(None);
    }
    let text = object.get("data").and_then(Value::as_str).ok_or(Problem::JsonMissing("data"))?;
    assemble(name, data(rtype, text)?, number(object, "TTL"))
}

/// Record data in presentation format, more or less.
pub(super) fn data(rtype: Rtype, text: &str) -> Result<Rdata, Problem> {
    let read = |text: &str| -> Result<Rdata, Trouble> {
        let mut entry = Entry::default();
        entry::cut_text(Cow::Owned(text.to_owned()), 0, &mut entry);
        match entry.problem {
            Some((problem, ..)) => Err(problem.into()),
            None => rdata::read(rtype, &entry.tokens, &rdata::no_origin()),
        }
    };
    let found = if matches!(rtype, Rtype::TXT | Rtype::SPF) && !text.starts_with('"') {
        read(&quoted(text))
    } else {
        read(text)
    };
    found.map_err(|trouble| trouble.problem)
}

/// Text that came without quotes, as character strings. Where one string ended and the next began is lost;
/// long texts are cut at 255 octets everywhere.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut length = 0;
    for letter in text.chars() {
        length += letter.len_utf8();
        if length > 255 {
            out.push_str("\" \"");
            length = letter.len_utf8();
        }
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}

/// RFC 8427 §2.
fn rfc8427(reader: &mut Reader<'_>, object: &Map<String, Value>, places: &mut Places) {
    let question = object.get("QNAME").and_then(Value::as_str).and_then(|name| {
        let name = names::read_absolute(name).ok()?;
        Some(Question { name, rtype: rtype(object.get("QTYPE")).or_else(|| rtype(object.get("QTYPEname")))? })
    });
    let server = reader.named_server();
    let open = reader.out.begin(Kind::Json, server, question);
    open.heard = true;
    open.ended = true;
    open.observation.rcode = rcode(number(object, "RCODE"));
    open.observation.authoritative = flag(object, "AA");
    open.observation.truncated = flag(object, "TC").unwrap_or(false);
    open.observation.at = number(object, "dateSeconds").and_then(|seconds| i64::try_from(seconds).ok());
    let sections = [
        ("answerRRs", Section::Answer),
        ("authorityRRs", Section::Authority),
        ("additionalRRs", Section::Additional),
    ];
    for (key, section) in sections {
        for value in object.get(key).and_then(Value::as_array).into_iter().flatten() {
            let line = line_of(value, &["NAME", "RDATAHEX"], places);
            let found = match value.as_object() {
                Some(object) => rfc8427_record(object),
                None => Err(Problem::OtherJson),
            };
            take(reader, found, line, section);
        }
    }
}

fn rfc8427_record(object: &Map<String, Value>) -> Result<Option<Parsed>, Problem> {
    let name = object.get("NAME").and_then(Value::as_str).ok_or(Problem::JsonMissing("NAME"))?;
    let rtype = rtype(object.get("TYPE"))
        .or_else(|| rtype(object.get("TYPEname")))
        .ok_or(Problem::JsonMissing("TYPE"))?;
    if record::is_meta(rtype) {
        return Ok(None);
    }
    let data = if let Some(digits) = object.get("RDATAHEX").and_then(Value::as_str) {
        let octets = base16::decode_vec(digits).map_err(|_| Problem::BadData("expected hexadecimal"))?;
        rdata::from_wire(rtype, Bytes::from(octets))?
    } else {
        let key = format!("rdata{rtype}");
        let text = object.get(&key).and_then(Value::as_str).ok_or(Problem::JsonMissing("RDATAHEX"))?;
        data(rtype, text)?
    };
    assemble(name, data, number(object, "TTL"))
}

fn assemble(name: &str, data: Rdata, ttl: Option<u64>) -> Result<Option<Parsed>, Problem> {
    let owner: Name = names::read_absolute(name)?;
    let seconds = match ttl {
        Some(ttl) => u32::try_from(ttl).map_err(|_| Problem::BadTtl)?,
        None => 0,
    };
    let record = Record::new(owner, Class::IN, Ttl::from_secs(seconds), data);
    Ok(Some(Parsed { record, ttl_stated: ttl.is_some() }))
}

fn take(reader: &mut Reader<'_>, found: Result<Option<Parsed>, Problem>, line: usize, section: Section) {
    match found {
        Ok(Some(parsed)) => reader.out.record_in(parsed, line, section),
        Ok(None) => {}
        Err(problem) => reader.out.fail(&reader.lines, Spot::lines(line, 1), problem),
    }
}
