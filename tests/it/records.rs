//! Records of every type: from text to the octets that are signed, and back through print.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use domain::base::Rtype;
use domain::base::iana::Rcode;
use domain::base::rdata::ComposeRecordData;
use domain::base::zonefile_fmt::{DisplayKind, ZonefileFmt};
use multisigner::dns::record_text;
use multisigner::evidence::{Reading, Role, Source, read};

fn reading(text: &str) -> Reading {
    read(&Source { name: "test".into(), role: Role::Auto, text: text.into() }, 0)
}

/// The one record's type and octets.
fn wire(text: &str) -> (Rtype, Vec<u8>) {
    let reading = reading(text);
    assert_eq!(reading.not_read, vec![], "{text}");
    let records = &reading.observations[0].records;
    assert_eq!(records.len(), 1, "{text}");
    let mut data = Vec::new();
    records[0].record.data().compose_rdata(&mut data).unwrap();
    (records[0].record.rtype(), data)
}

#[test]
fn rare_types() {
    let cases = include_str!("../rare-types.txt").lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for case in cases {
        let [rtype, text, expected] = case.split('|').collect::<Vec<_>>()[..] else { panic!("{case}") };
        let (read, data) = wire(&format!("a.example. 300 IN {rtype} {text}"));
        assert_eq!(data_encoding::HEXLOWER.encode(&data), expected, "{rtype} {text}");
        // And the same octets in the generic form.
        let generic = format!("a.example. 300 IN {read} \\# {} {expected}", data.len());
        assert_eq!(wire(&generic), (read, data));
        count += 1;
    }
    assert!(count > 40);
}

/// What is printed is read back as the same octets.
#[test]
fn print_and_read_again() {
    let zone = include_str!("../every-type.zone");
    let first = reading(zone);
    assert_eq!(first.not_read, vec![]);
    let mut types = std::collections::BTreeSet::new();
    for seen in &first.observations[0].records {
        types.insert(seen.record.rtype());
        let mut expected = Vec::new();
        seen.record.data().compose_rdata(&mut expected).unwrap();
        let printed = record_text(seen.record.owner(), seen.record.ttl().as_secs(), seen.record.data());
        assert_eq!(wire(&printed), (seen.record.rtype(), expected.clone()), "{printed}");
        assert!(!printed.contains("\\#"), "has a form of its own: {printed}");
        for kind in [DisplayKind::Simple, DisplayKind::Tabbed, DisplayKind::Multiline] {
            let printed = seen.record.display_zonefile(kind).to_string();
            let (rtype, data) = wire(&printed);
            assert_eq!((rtype, data), (seen.record.rtype(), expected.clone()), "{printed}");
        }
    }
    assert_eq!(types.len(), 35, "every type that domain knows");
}

/// An IPSECKEY without a gateway, which `domain` prints without its dot and so could not read back.
#[test]
fn ipseckey_without_gateway() {
    let (rtype, data) = wire("a. 300 IN IPSECKEY 10 0 2 . AQID");
    assert_eq!((rtype, data), (Rtype::IPSECKEY, vec![10, 0, 2, 1, 2, 3]));
}

/// The type's word is read back wherever types stand: in front of the data, in a bit map, in a signature.
#[test]
fn every_type_by_its_word() {
    for number in (0..=u16::MAX)
        .filter(|number| *number < 300 || number % 97 == 0 || *number > 32_760 && *number < 32_780)
    {
        let rtype = multisigner::dns::rtype_name(Rtype::from_int(number));
        let (_, nsec) = wire(&format!("a. 300 IN NSEC b. {rtype}"));
        let plain = wire(&format!("a. 300 IN NSEC b. TYPE{number}")).1;
        assert_eq!(nsec, plain, "{rtype}");
        let (_, sig) =
            wire(&format!("a. 300 IN RRSIG {rtype} 13 1 300 20261203000000 20261112000000 1 a. AAAA"));
        assert_eq!(sig[..2], number.to_be_bytes(), "{rtype}");
    }
}

/// As large as the wire has them (RFC 2181 §8 is about what to make of them).
#[test]
fn times_to_live_to_the_end() {
    for ttl in [0, 1, 2_147_483_647, 2_147_483_648, u32::MAX] {
        let reading = reading(&format!("a.example. {ttl} IN A 192.0.2.1"));
        assert_eq!(reading.observations[0].records[0].record.ttl().as_secs(), ttl);
    }
    let reason = &reading("a.example. 300 IN A 192.0.2.1\na.example. 4294967296 IN A 192.0.2.1").not_read;
    assert_eq!(reason.len(), 1);
}

/// dig prints these questions as they are here; whatever their first label looks like, it is the question.
#[test]
fn questions_that_look_like_something_else() {
    for name in
        ["flags:.example.", "SERVER:.example.", "<<>>.example.", r"a\032b\(c\).example.", r"a\ b.example."]
    {
        let text = format!(
            ";; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: RESERVED11, id: 1\n;; QUESTION SECTION:\n;{name}\t\tIN\tA\n"
        );
        let reading = reading(&text);
        let question = reading.observations[0].question.as_ref().unwrap();
        assert!(question.name.label_count() == 3 && question.rtype == Rtype::A, "{name}: {question:?}");
        assert_eq!(reading.observations[0].rcode.map(Rcode::to_int), Some(11));
    }
}

/// A record of another class is said to be left out, in a message as in text.
#[test]
fn other_classes() {
    let message = "0000 8400 0001 0002 0000 0000  00 0001 0001  00 0001 0001 0000003c 0004 c0000201  00 0001 0003 0000003c 0004 c0000202";
    let reading = reading(&message.replace(' ', ""));
    assert_eq!(reading.observations[0].records.len(), 1);
    assert_eq!(reading.not_read.len(), 1, "{:?}", reading.not_read);
    assert!(reading.not_read[0].reason.contains("another class"));
}
