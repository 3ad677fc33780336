//! Record data without a whole record around it: `dig +short`, `host`, `nslookup`, and tools' key listings.

use super::command;
use super::entry::{self, Entry};
use super::names;
use super::passage::{Passage, Said};
use super::problem::{Problem, Trouble};
use super::rdata;
use super::record::Parsed;
use super::tools;
use super::words;
use super::{Kind, LineState, Question};
use crate::dns::{Name, Record};
use domain::base::iana::{Class, Rcode};
use domain::base::{Rtype, Ttl};
use std::borrow::Cow;

/// How host and nslookup say what type a line is of.
const PHRASES: [(&str, Rtype); 12] = [
    (" has address ", Rtype::A),
    (" has IPv6 address ", Rtype::AAAA),
    (" has AAAA address ", Rtype::AAAA),
    (" mail is handled by ", Rtype::MX),
    (" mail exchanger = ", Rtype::MX),
    (" name server ", Rtype::NS),
    (" nameserver = ", Rtype::NS),
    (" is an alias for ", Rtype::CNAME),
    (" canonical name = ", Rtype::CNAME),
    (" descriptive text ", Rtype::TXT),
    (" text = ", Rtype::TXT),
    (" domain name pointer ", Rtype::PTR),
];

/// What PowerDNS and the resolvers' tools print around what is used.
const QUIET: [&str; 14] = [
    "This is a ",
    "This zone ",
    "Metadata items",
    "Zone has ",
    "Zone is ",
    "keys:",
    "ID = ",
    "Aliases:",
    "Trying \"",
    "Non-authoritative answer",
    "Authoritative answers can",
    "Using domain server",
    "Last SOA serial",
    "No keys for zone",
];

/// What drill -T says of a record: trusted, self-signed, bogus, existence denied, untrusted.
const DRILL: [&str; 5] = ["[T] ", "[S] ", "[B] ", "[U] ", "[E] "];

/// What unbound-host says behind a record.
const JUDGED: [&str; 2] = [" (secure)", " (insecure)"];

/// Reads a line of host, nslookup or a key listing. Tells whether it was one; then the passage has moved on.
pub(super) fn line(passage: &mut Passage<'_>, line: &str) -> bool {
    let at = passage.at;
    if let Some(rest) = listed(line) {
        passage.open_kind(Kind::Listing);
        return whole_record(passage, rest);
    }
    // “[T] example. 86400 IN DS …” (drill -T); keys it prints without their data.
    if let Some(rest) = DRILL.iter().find_map(|mark| line.strip_prefix(mark)) {
        if rest.contains(";{") && rest.contains("DNSKEY") {
            passage.fail_line(Problem::Advice(&super::advice::KEY_LEFT_OUT));
            return true;
        }
        passage.open_records();
        return whole_record(passage, rest);
    }
    // “[example.] www.example. 300 A 192.0.2.1” (knotc zone-read).
    if let Some((_, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(".] "))
        && !rest.starts_with("role:")
    {
        passage.open_records();
        return whole_record(passage, rest);
    }
    if line.starts_with("Using domain server") {
        passage.out.close();
        passage.said = Said { server_follows: true, ..Said::default() };
        passage.server = None;
        passage.at += 1;
        return true;
    }
    if server_line(passage, line) || record_line(passage, line) {
        passage.at = at + 1;
        return true;
    }
    if is_key_list(line) {
        passage.fail_line(Problem::KeyList);
        return true;
    }
    if QUIET.iter().any(|quiet| line.starts_with(quiet)) {
        passage.at += 1;
        return true;
    }
    false
}

/// `KSK DNSKEY = example. IN DNSKEY …`, `DS = example. IN DS …` (pdnsutil show-zone).
fn listed(line: &str) -> Option<&str> {
    let (head, rest) = line.split_once(" = ")?;
    matches!(head, "DS" | "CDS" | "DNSKEY" | "CDNSKEY" | "KSK DNSKEY" | "ZSK DNSKEY" | "CSK DNSKEY")
        .then_some(rest)
}

/// Reads the rest of a line as a record, into the observation that grows.
pub(super) fn whole_record(passage: &mut Passage<'_>, rest: &str) -> bool {
    let at = passage.at;
    let mut entry = Entry::default();
    entry::cut_text(Cow::Owned(rest.to_owned()), at, &mut entry);
    let found = match entry.problem {
        Some((problem, ..)) => Err(Trouble::from(problem)),
        None => passage.place.record(&entry),
    };
    match found {
        Ok(parsed) => {
            passage.out.record(parsed, at);
            passage.out.mark(at, 1, LineState::Read);
            passage.at += 1;
        }
        Err(trouble) => {
            if let Some(whose) = passage.place.owner_of_broken(&entry) {
                passage.out.lost(whose, at);
            }
            passage.fail_line(trouble.problem);
        }
    }
    true
}

/// `1a92d7c21c5639b2cebb55cdcf904d948df9546f 62388 ZSK …` (keymgr list).
fn is_key_list(line: &str) -> bool {
    let mut line_words = line.split_ascii_whitespace();
    let id = line_words.next().unwrap_or_default();
    let tag: Option<u16> = line_words.next().and_then(|word| word.parse().ok());
    id.len() == 40
        && id.bytes().all(|octet| octet.is_ascii_hexdigit())
        && tag.is_some()
        && line_words.next().is_some_and(|word| matches!(word, "KSK" | "ZSK" | "CSK"))
}

/// Lines that name the server, and nslookup's pairs of lines for addresses.
fn server_line(passage: &mut Passage<'_>, line: &str) -> bool {
    let at = passage.at;
    if let Some(server) = line.strip_prefix("Server:") {
        passage.out.close();
        passage.said = Said::default();
        passage.server = tools::plain_server(server);
        passage.out.mark(at, 1, LineState::Read);
        return true;
    }
    if let Some(name) = line.strip_prefix("Name:") {
        if passage.said.server_follows {
            passage.server = command::server_name(name.trim());
            passage.said.server_follows = false;
        } else {
            passage.said.name = names::read_absolute(name.trim()).ok();
        }
        passage.out.mark(at, 1, LineState::Read);
        return true;
    }
    if let Some(address) = line.strip_prefix("Address:").or_else(|| line.strip_prefix("Addresses:")) {
        let address = address.trim();
        match (address.contains('#'), passage.said.name.clone()) {
            (false, Some(name)) => {
                let rtype = if address.contains(':') { Rtype::AAAA } else { Rtype::A };
                add(passage, name, rtype, address);
            }
            _ => {
                passage.server = passage.server.take().or_else(|| tools::plain_server(address));
                passage.out.mark(at, 1, LineState::Read);
            }
        }
        return true;
    }
    if let Some(rest) = line.strip_prefix("Received ") {
        // “Received 268 bytes from 127.0.0.31#53 in 0 ms”: host -v ends a message with it.
        let Some((_, server)) = rest.split_once(" bytes from ") else { return false };
        let server = server.split_ascii_whitespace().next().and_then(tools::plain_server);
        if let Some(open) = &mut passage.out.open {
            open.observation.server = open.observation.server.take().or(server);
        }
        passage.end_message();
        passage.out.mark(at, 1, LineState::Read);
        return true;
    }
    false
}

/// Lines of host and nslookup that hold a record, or say that there is none.
fn record_line(passage: &mut Passage<'_>, line: &str) -> bool {
    let flat = line.replace('\t', " ");
    let flat = match flat.split_once(" (BOGUS") {
        Some((record, _)) => record,
        None => JUDGED.iter().find_map(|words| flat.strip_suffix(words)).unwrap_or(&flat),
    };
    for (phrase, rtype) in PHRASES {
        if let Some((owner, data)) = flat.split_once(phrase) {
            let owner = owner.trim();
            if !owner.contains(' ') && !owner.is_empty() {
                return add_named(passage, owner, rtype, data);
            }
        }
    }
    if let Some((owner, rest)) = flat.split_once(" has ") {
        let owner = owner.trim();
        if owner.contains(' ') {
            return false;
        }
        if let Some((word, data)) = rest.split_once(" record ") {
            let Some(rtype) = words::rtype(word) else { return false };
            return add_named(passage, owner, rtype, data);
        }
        let none = rest.strip_prefix("no ").and_then(|rest| rest.strip_suffix(" record"));
        return none
            .and_then(words::rtype)
            .is_some_and(|rtype| nothing(passage, owner, Some(rtype), Rcode::NOERROR));
    }
    if let Some((owner, rest)) = flat.split_once(" rdata_") {
        let Some((number, data)) = rest.split_once(" = ") else { return false };
        let Ok(number) = number.parse() else { return false };
        return add_named(passage, owner.trim(), Rtype::from_int(number), data);
    }
    if let Some(rest) = flat.strip_prefix("Host ") {
        let Some((owner, rest)) = rest.split_once(" not found: ") else { return false };
        let rcode = rest.split(['(', ')']).nth(1).and_then(tools::status);
        return rcode.is_some_and(|rcode| nothing(passage, owner, None, rcode));
    }
    if let Some((_, rest)) = flat.split_once("server can't find ") {
        let Some((owner, rest)) = rest.split_once(": ") else { return false };
        return tools::status(rest.trim()).is_some_and(|rcode| nothing(passage, owner, None, rcode));
    }
    false
}

/// An answer that has no record.
fn nothing(passage: &mut Passage<'_>, owner: &str, rtype: Option<Rtype>, rcode: Rcode) -> bool {
    let Ok(name) = names::read_absolute(owner) else { return false };
    let asked = passage.asked();
    let server = passage.named_server();
    let rtype = rtype.or_else(|| asked.map(|question| question.rtype));
    let question = rtype.map(|rtype| Question { name, rtype });
    let open = passage.out.begin(Kind::Bare, server, question);
    open.heard = true;
    open.ended = true;
    open.observation.rcode = Some(rcode);
    passage.out.mark(passage.at, 1, LineState::Read);
    true
}

fn add_named(passage: &mut Passage<'_>, owner: &str, rtype: Rtype, data: &str) -> bool {
    match names::read_absolute(owner) {
        Ok(owner) => {
            add(passage, owner, rtype, data);
            true
        }
        Err(_) => false,
    }
}

/// Adds the record, or lists why not.
fn add(passage: &mut Passage<'_>, owner: Name, rtype: Rtype, data: &str) {
    let mut entry = Entry::default();
    entry::cut_text(Cow::Owned(data.to_owned()), passage.at, &mut entry);
    let found = match entry.problem {
        Some((problem, ..)) => Err(Trouble::from(problem)),
        None => rdata::read(rtype, &entry.tokens, &rdata::no_origin()),
    };
    match found {
        Ok(data) => push(passage, owner, data),
        Err(trouble) => {
            let spot = super::collect::Spot::lines(passage.at, 1);
            passage.out.fail(&passage.lines, spot, trouble.problem);
        }
    }
}

fn push(passage: &mut Passage<'_>, owner: Name, data: crate::dns::Rdata) {
    let at = passage.at;
    passage.open_kind(Kind::Bare);
    let record = Record::new(owner, Class::IN, Ttl::from_secs(0), data);
    passage.out.record(Parsed { record, ttl_stated: false }, at);
    passage.out.mark(at, 1, LineState::Read);
}

/// Reads a line of `dig +short`, or bare DNSKEY, DS or RRSIG data. Tells whether it was one; then the passage
/// has moved on.
pub(super) fn short(passage: &mut Passage<'_>) -> bool {
    let at = passage.at;
    let mut entry = Entry::default();
    entry::cut(&passage.lines, at, &mut entry);
    if entry.problem.is_some() || entry.tokens.is_empty() {
        return false;
    }
    let tokens = entry.tokens.as_slice();
    let told = passage.command.as_ref().is_some_and(|command| command.short) && !passage.spent;
    let looks = looks_like(tokens);
    let question = match (told, looks) {
        (true, _) => passage.asked(),
        (false, Some(rtype)) => passage.bare_owner().map(|name| Question { name, rtype }),
        (false, None) => return false,
    };
    let Some(question) = question else {
        if told
            && words::rtype(&tokens.first().map(|token| token.text.to_string()).unwrap_or_default()).is_none()
            && looks.is_none()
        {
            return false;
        }
        if !told {
            passage.out.wants_owner();
        }
        passage.out.fail(&passage.lines, super::collect::Spot::lines(at, entry.lines), Problem::NoShortOwner);
        passage.at = at + entry.lines;
        return true;
    };
    let owner = passage.said.chain.clone().unwrap_or_else(|| question.name.clone());
    let rtype = match looks {
        Some(Rtype::RRSIG) => Rtype::RRSIG,
        _ if is_alias(&question, tokens) => Rtype::CNAME,
        _ => question.rtype,
    };
    match rdata::read(rtype, tokens, &rdata::no_origin()) {
        Ok(data) => {
            if let (Rtype::CNAME, domain::rdata::ZoneRecordData::Cname(alias)) = (rtype, &data)
                && question.rtype != Rtype::CNAME
            {
                passage.said.chain = Some(alias.cname().clone());
            }
            push(passage, owner, data);
            passage.out.mark(at, entry.lines, LineState::Read);
        }
        Err(_) if !told => return false,
        Err(trouble) => {
            // Something else may follow the answer without a prompt before it.
            if passage.place.record(&entry).is_ok()
                || looks.is_none() && tokens.len() > 4 && trouble.token == Some(0)
            {
                return false;
            }
            let spot = super::collect::Spot::lines(at, entry.lines);
            passage.out.fail(&passage.lines, spot, trouble.problem);
        }
    }
    passage.at = at + entry.lines;
    true
}

/// The type of the record data that a text is, of those that show it: DS and DNSKEY.
pub(super) fn data_in(text: &str) -> Option<Rtype> {
    let mut entry = Entry::default();
    entry::cut_text(Cow::Borrowed(text), 0, &mut entry);
    looks_like(&entry.tokens).filter(|rtype| entry.problem.is_none() && *rtype != Rtype::RRSIG)
}

/// The type that bare record data shows by its shape, of the types that matter.
fn looks_like(tokens: &[entry::Token<'_>]) -> Option<Rtype> {
    let text = |at: usize| tokens.get(at).map(|token| token.text.as_ref());
    let number = |at: usize| text(at).and_then(|text| text.parse::<u32>().ok());
    let digits =
        |at: usize| text(at).is_some_and(|text| text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit()));
    if words::rtype(text(0)?).is_some()
        && number(1).is_some()
        && number(2).is_some()
        && digits(4)
        && digits(5)
    {
        return Some(Rtype::RRSIG);
    }
    let (first, second, third) = (number(0)?, number(1)?, number(2)?);
    let rest: usize = tokens.get(3..)?.iter().map(|token| token.text.len()).sum();
    if second == 3 && third <= 255 && first <= 0xffff && (rest > 40 || text(3)?.starts_with("[key")) {
        return Some(Rtype::DNSKEY);
    }
    let hexadecimal =
        tokens.get(3..)?.iter().all(|token| token.text.bytes().all(|octet| octet.is_ascii_hexdigit()));
    (second <= 255 && third <= 255 && matches!(rest, 40 | 64 | 96) && hexadecimal).then_some(Rtype::DS)
}

/// Whether `+short` prints a CNAME's target here rather than the data asked for.
fn is_alias(question: &Question, tokens: &[entry::Token<'_>]) -> bool {
    let name =
        tokens.len() == 1 && tokens.first().is_some_and(|token| !token.quoted && token.text.ends_with('.'));
    name && !matches!(question.rtype, Rtype::NS | Rtype::PTR | Rtype::CNAME | Rtype::DNAME | Rtype::TXT)
}
