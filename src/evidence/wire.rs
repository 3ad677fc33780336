//! DNS messages in wire form (RFC 1035 §4), written in hexadecimal or base64.

use super::collect::Spot;
use super::passage::Passage;
use super::problem::Problem;
use super::rdata;
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

/// Reads the message that begins at the current line. Tells whether one does; then the passage has moved on.
///
/// A message may take one line or many, and the next one may follow at once: as many lines are taken as make a
/// whole message, twice as many at each try, so that the work stays in proportion to the message.
pub(super) fn read(passage: &mut Passage<'_>) -> bool {
    let first = passage.at;
    let mut lines = Written::default();
    let mut problem = None;
    let mut wanted = 1;
    loop {
        while lines.count() < wanted.min(LONGEST) {
            let Some(line) = passage.lines.get(first + lines.count()) else { break };
            if !lines.add(line.trim()) {
                break;
            }
        }
        let count = lines.count();
        let all = count < wanted || count >= LONGEST;
        for form in [Digits::Hexadecimal, Digits::Base64] {
            match lines.octets(form, count).map(Bytes::from).map(|octets| (whole(&octets), octets)) {
                None => {}
                Some((Ok(message), octets)) => {
                    lines.take(passage, form, &octets, &message);
                    return true;
                }
                Some((Err(bad), _)) if all => problem = problem.or(Some(bad)),
                Some(_) => {}
            }
        }
        if all {
            let Some(bad) = problem else { return false };
            passage.out.fail(&passage.lines, Spot::lines(first, count), Problem::BadWire(bad));
            passage.at = first + count;
            return true;
        }
        wanted *= 2;
    }
}

/// How octets are written.
#[derive(Clone, Copy)]
enum Digits {
    Hexadecimal,
    Base64,
}

/// Lines that may be octets, in either form.
#[derive(Default)]
struct Written {
    lines: Vec<(Option<String>, Option<String>)>,
}

/// Where a message stands in octets.
struct Found {
    from: usize,
    to: usize,
}

impl Written {
    fn count(&self) -> usize {
        self.lines.len()
    }

    /// Adds a line. Tells whether it may be octets at all.
    fn add(&mut self, line: &str) -> bool {
        let (hexadecimal, base64) = (digits(line), letters(line));
        let any = hexadecimal.is_some() || base64.is_some();
        if any {
            self.lines.push((hexadecimal, base64));
        }
        any
    }

    /// The octets of the first lines.
    fn octets(&self, form: Digits, count: usize) -> Option<Vec<u8>> {
        let mut text = String::new();
        for (hexadecimal, base64) in self.lines.iter().take(count) {
            let line = match form {
                Digits::Hexadecimal => hexadecimal,
                Digits::Base64 => base64,
            };
            text.push_str(line.as_ref()?);
            if matches!(form, Digits::Base64) && text.ends_with('=') {
                // Padding ends what is encoded.
                break;
            }
        }
        match form {
            _ if text.len() < 2 * HEADER => None,
            Digits::Hexadecimal if text.len() % 2 == 1 => None,
            Digits::Hexadecimal => base16::decode_vec(&text).ok(),
            Digits::Base64 => decode_base64(&text),
        }
    }

    /// Takes the message that was found, and says what stands behind it on its last line.
    fn take(&self, passage: &mut Passage<'_>, form: Digits, octets: &Bytes, found: &Found) {
        let first = passage.at;
        let (mut letters, mut length, mut taken) = (0, 0, 0);
        for (hexadecimal, base64) in &self.lines {
            let (text, per, of) = match form {
                Digits::Hexadecimal => (hexadecimal, 1, 2),
                Digits::Base64 => (base64, 3, 4),
            };
            letters += text.as_ref().map_or(0, |text| text.trim_end_matches('=').len());
            length = letters * per / of;
            taken += 1;
            if length >= found.to {
                break;
            }
        }
        let behind = length.saturating_sub(found.to);
        let server = passage.named_server();
        // It was found to be one.
        let _ = message(passage, octets.slice(found.from..found.to), server, first);
        passage.out.mark(first, taken, LineState::Read);
        if behind > 0 {
            let last = Spot::lines(first + taken - 1, 1);
            passage.out.fail(&passage.lines, last, Problem::BehindWire(behind));
        }
        passage.at = first + taken;
    }
}

/// The message at the beginning of the octets, with or without the length that goes before it over TCP
/// (RFC 1035 §4.2.2).
fn whole(octets: &Bytes) -> Result<Found, &'static str> {
    if let [high, low, rest @ ..] = octets.as_ref() {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if (HEADER..=rest.len()).contains(&length) && end(&octets.slice(2..2 + length)) == Ok(length) {
            return Ok(Found { from: 2, to: 2 + length });
        }
    }
    end(octets).map(|to| Found { from: 0, to })
}

/// The length of the message that the octets begin with.
fn end(octets: &Bytes) -> Result<usize, &'static str> {
    decode(octets.clone())?;
    // Whatever is cut off behind a message, it stays one; cut off shorter it is none.
    let (mut short, mut long) = (0, octets.len());
    while short + 1 < long {
        let middle = short + (long - short) / 2;
        if decode(octets.slice(..middle)).is_ok() { long = middle } else { short = middle }
    }
    Ok(long)
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

/// A message taken apart.
#[derive(Clone, Debug)]
pub struct Decoded {
    pub header: Header,
    pub question: Option<Question>,
    /// The DO bit.
    pub dnssec_ok: bool,
    /// Without what is about the message itself (OPT, TSIG …).
    pub records: Vec<(Section, Record)>,
    /// How many records of another class than IN are left out.
    pub of_other_class: usize,
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
    let (mut records, mut of_other_class) = (Vec::new(), 0);
    let (_, answer, authority, additional) = message.sections().map_err(|_| "it ends within a section")?;
    for (section, found) in
        [(Section::Answer, answer), (Section::Authority, authority), (Section::Additional, additional)]
    {
        for parsed in found {
            let parsed = parsed.map_err(|_| "it ends within a record")?;
            if record::is_meta(parsed.rtype()) {
                continue;
            }
            if parsed.class() != Class::IN {
                of_other_class += 1;
                continue;
            }
            records.push((section, record(&parsed).ok_or("a record’s data does not fit its type")?));
        }
    }
    let dnssec_ok = message.opt().is_some_and(|opt| opt.dnssec_ok());
    Ok(Decoded { header, question, dnssec_ok, records, of_other_class })
}

/// Takes the whole message, or nothing of it.
pub(super) fn message(
    passage: &mut Passage<'_>,
    octets: Bytes,
    server: Option<String>,
    at: usize,
) -> Result<(), Problem> {
    let Decoded { header, question, dnssec_ok, records, of_other_class } =
        decode(octets).map_err(Problem::BadWire)?;
    let open = passage.out.begin(Kind::Wire, server, question);
    open.heard = true;
    open.ended = true;
    open.observation.rcode = Some(header.rcode());
    open.observation.authoritative = Some(header.aa());
    open.observation.truncated = header.tc();
    open.observation.dnssec_ok = Some(dnssec_ok);
    for (section, record) in records {
        passage.out.record_in(Parsed { record, ttl_stated: true }, at, section);
    }
    if of_other_class > 0 {
        passage.out.fail(&passage.lines, Spot::lines(at, 1), Problem::OtherClass);
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
