//! A message that is kept as text, and the text read again: the same records, octet for octet.

use crate::dice::Dice;
use crate::messages::{self, Message, Put};
use bytes::Bytes;
use domain::base::Rtype;
use domain::base::iana::Rcode;
use domain::base::rdata::ComposeRecordData as _;
use multisigner::dns::{Moment, Name, Record, record_text};
use multisigner::doh::{Answer, Fault, answer};
use multisigner::evidence::{Question, ReadOptions, Reading, Role, Section, Source, normalise, read};

/// A record as octets: owner, type, TTL, data.
type Plain = (Vec<u8>, u16, u32, Vec<u8>);

fn plain(record: &Record) -> Plain {
    let mut data = Vec::new();
    record.data().compose_rdata(&mut data).unwrap();
    (record.owner().as_slice().to_vec(), record.rtype().to_int(), record.ttl().as_secs(), data)
}

/// OPT, NXNAME, TKEY to ANY: of the message or the question, not of a zone.
fn is_meta(rtype: u16) -> bool {
    matches!(rtype, 41 | 128 | 249..=255)
}

fn put(records: &[Put]) -> Vec<(Section, Plain)> {
    let sections = [Section::Answer, Section::Authority, Section::Additional];
    let kept = records.iter().filter(|put| put.class == 1 && !is_meta(put.rtype));
    kept.map(|put| (sections[put.section], (put.owner.clone(), put.rtype, put.ttl, put.data.clone())))
        .collect()
}

fn source(text: String) -> Source {
    Source { name: "round".into(), role: Role::Auto, text }
}

fn found(reading: &Reading) -> Vec<(Section, Plain)> {
    let all = reading.observations.iter().flat_map(|observation| &observation.records);
    all.map(|seen| (seen.section, plain(&seen.record))).collect()
}

fn asked(message: &Message) -> Question {
    let name = Name::from_octets(Bytes::from(message.name.clone())).unwrap();
    Question { name, rtype: Rtype::from_int(message.rtype) }
}

/// Reads a message as it came from the wire, writes it down, and reads that. `false`: refused, and said so.
pub fn message(dice: &mut Dice, message: &Message) -> bool {
    let question = asked(message);
    let octets = Bytes::from(message.octets.clone());
    let server = *dice.one_of(&["192.0.2.1#53(ns1.example)", "https://dns.example/dns-query"]);
    let answer = match answer::read(&octets, &question, server, Moment(1_800_000_000)) {
        Ok(answer) => answer,
        Err(Fault::NotDns(_) | Fault::PrivateKey) => return false,
        Err(fault) => panic!("{fault}"),
    };
    let expected: Vec<_> = answer.records.iter().map(|(section, record)| (*section, plain(record))).collect();
    let put = put(&message.records);
    assert_eq!(expected.len(), put.len(), "from the wire");
    if !message.records.iter().any(|put| put.any) {
        assert_eq!(expected, put, "from the wire");
    }
    let text = if dice.once_in(2) { answer.text() } else { answer.text_by_way_of() };
    let source = source(text);
    let reading = read(&source, 0);
    same(&source.text, &reading, message, &expected);
    if dice.once_in(16) {
        let shorter = Source { text: normalise(&source, &ReadOptions::default()).unwrap(), ..source };
        same(&shorter.text, &read(&shorter, 0), message, &expected);
    }
    if dice.once_in(4) {
        zone_file(&answer);
    }
    true
}

fn same(text: &str, reading: &Reading, message: &Message, expected: &[(Section, Plain)]) {
    assert_eq!(reading.not_read, [], "{text}");
    assert_eq!(reading.observations.len(), 1, "{text}");
    let seen = &reading.observations[0];
    assert_eq!(found(reading), expected, "{text}");
    assert!(seen.records.iter().all(|seen| seen.ttl_stated), "{text}");
    assert_eq!(seen.question, Some(asked(message)), "{text}");
    let name = |question: &Question| question.name.as_slice().to_vec();
    assert_eq!(seen.question.as_ref().map(name), Some(message.name.clone()), "{text}");
    assert_eq!(seen.rcode, Some(Rcode::checked_from_int(message.rcode).unwrap()), "{text}");
    assert_eq!((seen.authoritative, seen.truncated), (Some(message.authoritative), false), "{text}");
}

/// The same records, a line each without a message around them.
fn zone_file(answer: &Answer) {
    let records: Vec<&Record> = answer.records.iter().map(|(_, record)| record).collect();
    let line = |record: &&Record| record_text(record.owner(), record.ttl().as_secs(), record.data()) + "\n";
    let source = source(records.iter().map(line).collect());
    let reading = read(&source, 0);
    assert_eq!(reading.not_read, [], "{}", source.text);
    let expected: Vec<_> = records.iter().map(|record| (Section::None, plain(record))).collect();
    assert_eq!(found(&reading), expected, "{}", source.text);
}

/// One random message.
pub fn one(dice: &mut Dice) -> bool {
    let made = messages::message(dice);
    message(dice, &made)
}
