//! Answers in JSON: Google's and Cloudflare's DNS over HTTPS, and RFC 8427 as kdig prints it.

use super::collect::Spot;
use super::made::data;
use super::passage::Passage;
use super::places::Places;
use super::problem::Problem;
use super::record::{self, Parsed};
use super::{Kind, Question, Section, names, rdata, words};
use crate::dns::{Name, Rdata, Record};
use bytes::Bytes;
use domain::base::iana::{Class, Rcode};
use domain::base::{Rtype, Ttl};
use domain::utils::base16;
use serde_json::{Map, Value};

/// Reads the answer that an object is, if it is one.
pub(super) fn read(passage: &mut Passage<'_>, object: &Map<String, Value>, places: &mut Places) -> bool {
    if object.contains_key("Status") && object.contains_key("Question")
        || object.get("Answer").and_then(Value::as_array).is_some_and(|list| {
            list.iter().all(|record| record.get("data").is_some() || record.get("name").is_some())
        })
    {
        doh(passage, object, places);
        return true;
    }
    if ["answerRRs", "QNAME", "RCODE"].iter().any(|key| object.contains_key(*key)) {
        rfc8427(passage, object, places);
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
fn doh(passage: &mut Passage<'_>, object: &Map<String, Value>, places: &mut Places) {
    // Some write one question as an object.
    let asked =
        object.get("Question").map(|value| value.as_array().and_then(|list| list.first()).unwrap_or(value));
    let question = asked.and_then(Value::as_object).and_then(|asked| {
        let name = names::read_absolute(asked.get("name")?.as_str()?).ok()?;
        Some(Question { name, rtype: rtype(asked.get("type"))? })
    });
    let server = object.get("Comment").and_then(comment_server);
    let open = passage.out.begin(Kind::Json, server, question);
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
            take(passage, found, line, section);
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

/// RFC 8427 §2.
fn rfc8427(passage: &mut Passage<'_>, object: &Map<String, Value>, places: &mut Places) {
    let question = object.get("QNAME").and_then(Value::as_str).and_then(|name| {
        let name = names::read_absolute(name).ok()?;
        Some(Question { name, rtype: rtype(object.get("QTYPE")).or_else(|| rtype(object.get("QTYPEname")))? })
    });
    let server = passage.named_server();
    let open = passage.out.begin(Kind::Json, server, question);
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
            take(passage, found, line, section);
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

fn take(passage: &mut Passage<'_>, found: Result<Option<Parsed>, Problem>, line: usize, section: Section) {
    match found {
        Ok(Some(parsed)) => passage.out.record_in(parsed, line, section),
        Ok(None) => {}
        Err(problem) => passage.out.fail(&passage.lines, Spot::lines(line, 1), problem),
    }
}
