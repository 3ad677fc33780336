//! Messages in JSON that is neither DNS over HTTPS nor RFC 8427: zdns, doggo, dog, massdns, and DNSViz, which keeps
//! each response in wire form.

use super::collect::Spot;
use super::fields::{self, Fields};
use super::made::made_record;
use super::passage::Passage;
use super::places::Places;
use super::problem::Problem;
use super::record::Parsed;
use super::{Kind, Question, Section, Silent, command, names, tools, wire, words};
use bytes::Bytes;
use domain::base::Rtype;
use domain::utils::base64;
use serde_json::{Map, Value};

/// The sections by the names that the tools give them.
const SECTIONS: [(&str, Section); 8] = [
    ("answers", Section::Answer),
    ("answer", Section::Answer),
    ("authorities", Section::Authority),
    ("authority", Section::Authority),
    ("Ns", Section::Authority),
    ("additionals", Section::Additional),
    ("additional", Section::Additional),
    ("Extra", Section::Additional),
];

/// Reads the message that an object is. Tells whether it is one.
pub(super) fn read(
    passage: &mut Passage<'_>,
    object: &Map<String, Value>,
    key: Option<&str>,
    around: &[Fields<'_>],
    places: &mut Places,
) -> bool {
    if let Some(queries) = object.get("queries").and_then(Value::as_array)
        && queries.iter().any(|query| query.get("responses").is_some_and(Value::is_object))
    {
        for query in queries {
            responses(passage, query, places);
        }
        return true;
    }
    let asked = ["questions", "queries", "Question"].iter().find_map(|key| object.get(*key)?.as_array());
    let sections =
        || SECTIONS.iter().filter_map(|(key, section)| Some((object.get(*key)?.as_array()?, section)));
    let is_one = sections()
        .any(|(list, section)| *section == Section::Answer && list.iter().all(Value::is_object))
        || asked.is_some() && sections().next().is_some();
    if !is_one {
        return false;
    }
    let fields = Fields::of(object);
    let flags = object.get("flags").and_then(Value::as_object).map(Fields::of).unwrap_or_default();
    let look = |names: &[&str]| {
        let outer = around.iter().rev().find_map(|outer| outer.get(names));
        fields.get(names).or(outer).map(str::to_owned)
    };
    let question = asked
        .and_then(|list| list.first()?.as_object())
        .map(Fields::of)
        .and_then(|fields| question(fields.get(&["name", "qname"])?, fields.get(&["type", "qtype"])?));
    // zdns: {"name": …, "results": {"DNSKEY": {"data": {"answers": …}}}}.
    let question = question.or_else(|| {
        let by_key = around.iter().rev().find_map(|outer| outer.get(&["name"]));
        let rtype = look(&["type", "qtype", "querytype"]).or_else(|| key.map(str::to_owned))?;
        question_of(by_key?, words::rtype(&rtype)?)
    });
    let first = |key| object.get(key).and_then(Value::as_array).and_then(|list| list.first()?.as_object());
    let by_record = first("answers").map(Fields::of);
    let server = look(&["resolver", "nameserver", "server"])
        .or_else(|| by_record.as_ref()?.get(&["nameserver"]).map(str::to_owned));
    let server = server.as_deref().and_then(address).or_else(|| passage.named_server());
    let open = passage.out.begin(Kind::Json, server, question);
    open.heard = true;
    open.ended = true;
    open.observation.rcode =
        look(&["status", "rcode", "statuscode", "responsecode"]).as_deref().and_then(tools::status);
    open.observation.authoritative = flags.get(&["authoritative", "aa"]).map(|flag| flag == "true");
    open.observation.truncated = flags.get(&["truncated", "tc"]) == Some("true");
    for (list, section) in sections() {
        for item in list {
            let found = item.as_object().map_or(Err(Problem::OtherJson), one);
            match found {
                Ok((Some(parsed), told_by)) => {
                    let line = places.take(&told_by);
                    passage.out.record_in(parsed, line, *section);
                }
                Ok((None, _)) => {}
                Err(problem) => {
                    let name = item.get("name").and_then(Value::as_str).unwrap_or_default();
                    let line = places.take(name);
                    passage.out.fail(&passage.lines, Spot::lines(line, 1), problem);
                }
            }
        }
    }
    true
}

fn question(name: &str, rtype: &str) -> Option<Question> {
    let by_number = || rtype.parse().ok().map(Rtype::from_int);
    question_of(name, words::rtype(rtype).or_else(by_number)?)
}

fn question_of(name: &str, rtype: Rtype) -> Option<Question> {
    Some(Question { name: names::read_absolute(name).ok()?, rtype })
}

/// One record, and the value it is found by in the text; no record for what is about the message itself.
fn one(object: &Map<String, Value>) -> Result<(Option<Parsed>, String), Problem> {
    let fields = Fields::of(object);
    let rtype = fields.get(&["type", "rrtype"]).ok_or(Problem::JsonMissing("type"))?;
    if rtype.eq_ignore_ascii_case("EDNS0") {
        return Ok((None, String::new()));
    }
    let by_number = || rtype.parse().ok().map(Rtype::from_int);
    let rtype = words::rtype(rtype).or_else(by_number).ok_or(Problem::JsonMissing("type"))?;
    if super::record::is_meta(rtype) {
        return Ok((None, String::new()));
    }
    let name = fields.get(&["name"]).ok_or(Problem::JsonMissing("name"))?;
    let owner = names::read_absolute(name)?;
    let (data, told_by) = match fields::of_type(rtype, &fields, &[]) {
        Some(made) => (made.data, made.told_by),
        None => {
            let data = fields.get(&["answer", "address", "data", "rdata", "value", "content"]);
            let data = data.ok_or(Problem::JsonMissing("data"))?.to_owned();
            (data.clone(), data)
        }
    };
    let parsed = made_record(owner, rtype, &data, fields.get(&["ttl"]))?;
    Ok((Some(parsed), told_by))
}

/// `1.1.1.1:53`, `[2606:4700::1111]:53`, `udp://1.1.1.1:53`: without port.
fn address(text: &str) -> Option<String> {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let bare = match text.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None if text.matches(':').count() == 1 => text.split(':').next().unwrap_or(text),
        None => text,
    };
    command::server_name(bare.split('/').next().unwrap_or(bare))
}

/// The responses to one query of DNSViz: by server, then by client.
fn responses(passage: &mut Passage<'_>, query: &Value, places: &mut Places) {
    let Some(servers) = query.get("responses").and_then(Value::as_object) else { return };
    for (server, clients) in servers {
        for response in clients.as_object().into_iter().flat_map(Map::values) {
            let Some(message) = response.get("message").and_then(Value::as_str) else {
                if let Some(server) = command::server_name(server) {
                    passage.out.silent(Silent { server, tcp: false });
                }
                continue;
            };
            let line = places.take(message);
            let octets = base64::decode::<Vec<u8>>(message).map_err(|_| Problem::BadData("expected base64"));
            let read = octets.and_then(|octets| {
                wire::message(passage, Bytes::from(octets), command::server_name(server), line)
            });
            if let Err(problem) = read {
                passage.out.fail(&passage.lines, Spot::lines(line, 1), problem);
            }
        }
    }
}
