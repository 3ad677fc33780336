//! DNS messages in wire form (RFC 1035 §4), written in hexadecimal or base64.

use super::collect::Spot;
use super::problem::Problem;
use super::rdata;
use super::reader::Reader;
use super::record::{self, Parsed};
use super::{Kind, LineState, Question, Section};
use crate::dns::{Name, Rdata, Record};
use bytes::Bytes;
use domain::base::iana::Class;
use domain::base::name::{FlattenInto, ParsedName};
use domain::base::{Header, Message, ParsedRecord};
use domain::rdata::ZoneRecordData;
use domain::utils::{base16, base64};

/// The shortest message: its header (RFC 1035 §4.1.1), in octets.
const HEADER: usize = 12;
/// The longest passage taken for one message, in lines: 65,535 octets at 8 a line.
const LONGEST: usize = 8_192;

/// Reads the message that begins at the current line. Tells whether one does; then the reader has moved on.
pub(super) fn passage(reader: &mut Reader<'_>) -> bool {
    let first = reader.at;
    let mut hexadecimal = Some(String::new());
    let mut base64 = Some(String::new());
    let mut count = 0;
    while let Some(line) = reader.lines.get(first + count) {
        let line = line.trim();
        if line.is_empty() || count >= LONGEST {
            break;
        }
        let hex_line = digits(line);
        let base64_line = letters(line);
        if hex_line.is_none() && base64_line.is_none() {
            break;
        }
        hexadecimal = join(hexadecimal, hex_line);
        base64 = join(base64, base64_line);
        count += 1;
        if hexadecimal.is_none() && base64.is_none() {
            break;
        }
    }
    if count == 0 {
        return false;
    }
    let hexadecimal = hexadecimal.filter(|text| text.len() >= 2 * HEADER && text.len() % 2 == 0);
    let candidates = [
        hexadecimal.and_then(|text| base16::decode_vec(&text).ok()),
        base64.filter(|text| text.len() >= 2 * HEADER).and_then(|text| decode_base64(&text)),
    ];
    let mut problem = None;
    for octets in candidates.into_iter().flatten() {
        let octets = without_length(octets);
        match message(reader, Bytes::from(octets)) {
            Ok(()) => {
                reader.out.mark(first, count, LineState::Read);
                reader.at = first + count;
                return true;
            }
            Err(bad) => problem = problem.or(Some(bad)),
        }
    }
    let Some(problem) = problem else { return false };
    reader.out.fail(&reader.lines, Spot::lines(first, count), problem);
    reader.at = first + count;
    true
}

fn join(text: Option<String>, line: Option<String>) -> Option<String> {
    let mut text = text?;
    text.push_str(&line?);
    Some(text)
}

/// The hexadecimal digits of a line; offsets in front (`0010:`, `00000010  `) and text behind are left out.
fn digits(line: &str) -> Option<String> {
    let line = line.split(['|', '\'']).next().unwrap_or(line).trim();
    let mut line_words = line.split_ascii_whitespace().peekable();
    if let Some(first) = line_words.peek() {
        let offset = first.strip_suffix(':');
        let dump = offset.is_none()
            && matches!(first.len(), 4 | 8)
            && line.get(first.len()..).is_some_and(|rest| rest.starts_with("  ") && !rest.trim().is_empty());
        if dump || offset.is_some_and(|offset| offset.bytes().all(|octet| octet.is_ascii_hexdigit())) {
            line_words.next();
        }
    }
    let mut out = String::with_capacity(line.len());
    for word in line_words {
        for piece in word.split([':', ',', '\\']).filter(|piece| !piece.is_empty()) {
            let piece = piece.strip_prefix("0x").or_else(|| piece.strip_prefix('x')).unwrap_or(piece);
            if !piece.bytes().all(|octet| octet.is_ascii_hexdigit()) {
                return None;
            }
            out.push_str(piece);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The base64 of a line that is nothing else.
fn letters(line: &str) -> Option<String> {
    let line = line.split_once("dns=").map_or(line, |(_, rest)| rest);
    let good = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'-' | b'_' | b'=');
    (!line.is_empty() && line.bytes().all(good)).then(|| line.to_owned())
}

fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut text = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    text.extend(std::iter::repeat_n('=', (4 - text.len() % 4) % 4));
    base64::decode::<Vec<u8>>(&text).ok().filter(|octets| octets.len() >= HEADER)
}

/// Without the length that goes before a message over TCP (RFC 1035 §4.2.2).
fn without_length(octets: Vec<u8>) -> Vec<u8> {
    match octets.as_slice() {
        [high, low, rest @ ..]
            if usize::from(u16::from_be_bytes([*high, *low])) == rest.len() && rest.len() >= HEADER =>
        {
            rest.to_vec()
        }
        _ => octets,
    }
}

/// A message taken apart.
#[derive(Clone, Debug)]
pub struct Decoded {
    pub header: Header,
    pub question: Option<Question>,
    /// The DO bit.
    pub dnssec_ok: bool,
    /// Without what is about the message itself (OPT, TSIG …).
    pub records: Vec<(Section, Record)>,
}

/// Takes the whole message apart, or says why it is none.
pub fn decode(octets: Bytes) -> Result<Decoded, &'static str> {
    let message = Message::from_octets(octets).map_err(|_| "shorter than a header")?;
    let header = message.header();
    if !header.qr() {
        return Err("a query, or not a message");
    }
    let question = message.first_question().map(|question| {
        let name: Result<Name, _> = question.qname().clone().try_flatten_into();
        name.map(|name| Question { name, rtype: question.qtype() })
    });
    let question = match question {
        Some(Ok(question)) => Some(question),
        Some(Err(_)) => return Err("its question is broken"),
        None if message.header_counts().qdcount() > 0 => return Err("its question is broken"),
        None => None,
    };
    let mut records = Vec::new();
    let (_, answer, authority, additional) = message.sections().map_err(|_| "it ends within a section")?;
    for (section, found) in
        [(Section::Answer, answer), (Section::Authority, authority), (Section::Additional, additional)]
    {
        for parsed in found {
            let parsed = parsed.map_err(|_| "it ends within a record")?;
            if record::is_meta(parsed.rtype()) || parsed.class() != Class::IN {
                continue;
            }
            records.push((section, record(&parsed).ok_or("a record’s data does not fit its type")?));
        }
    }
    let dnssec_ok = message.opt().is_some_and(|opt| opt.dnssec_ok());
    Ok(Decoded { header, question, dnssec_ok, records })
}

/// Takes the whole message, or nothing of it.
fn message(reader: &mut Reader<'_>, octets: Bytes) -> Result<(), Problem> {
    let Decoded { header, question, dnssec_ok, records } = decode(octets).map_err(Problem::BadWire)?;
    let server = reader.named_server();
    let at = reader.at;
    let open = reader.out.begin(Kind::Wire, server, question);
    open.heard = true;
    open.ended = true;
    open.observation.rcode = Some(header.rcode());
    open.observation.authoritative = Some(header.aa());
    open.observation.truncated = header.tc();
    open.observation.dnssec_ok = Some(dnssec_ok);
    for (section, record) in records {
        reader.out.record_in(Parsed { record, ttl_stated: true }, at, section);
    }
    Ok(())
}

fn record(parsed: &ParsedRecord<'_, Bytes>) -> Option<Record> {
    let owner: Name = parsed.owner().try_flatten_into().ok()?;
    let record = parsed.to_record::<ZoneRecordData<Bytes, ParsedName<Bytes>>>().ok()??;
    let ttl = record.ttl();
    let data: Rdata = rdata::flatten(record.into_data())?;
    Some(Record::new(owner, Class::IN, ttl, data))
}
