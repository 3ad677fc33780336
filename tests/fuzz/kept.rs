//! What random and hostile messages once did to the text that is kept of them.

use crate::messages::{Message, Put};
use crate::round_trip;
use crate::{dice::Dice, messages};
use bytes::Bytes;
use multisigner::dns::Moment;
use multisigner::doh::{Fault, answer};
use multisigner::evidence::Question;
use rstest::rstest;

/// An answer of one record, and of one before and one behind it, which a broken one could take along.
fn around(owner: &[u8], rtype: u16, ttl: u32, data: &[u8]) -> Message {
    let put = |owner: &[u8], rtype, ttl, data: &[u8]| Put {
        section: 0,
        owner: owner.to_vec(),
        rtype,
        class: 1,
        ttl,
        data: data.to_vec(),
        any: false,
    };
    let beside = put(b"\x01a\0", 1, 60, &[192, 0, 2, 1]);
    let records = vec![beside.clone(), put(owner, rtype, ttl, data), beside];
    messages::encode(owner.to_vec(), rtype, 0, true, None, records)
}

#[rstest]
#[case::service_name(b"\x1aOffice Printer (2nd floor)\x04_ipp\0", 33, 3_600, b"\0\0\0\0\x02\x77\x02ns\0")]
#[case::comment_in_a_name(b"\x01a\0", 2, 3_600, b"\x07ns1;dun\x05multi\0")]
#[case::owner_as_a_comment(b"\x02;x\0", 1, 3_600, b"\xc0\0\x02\x01")]
#[case::owner_as_a_quotation(b"\x03>ww\0", 1, 3_600, b"\xc0\0\x02\x01")]
#[case::owner_as_a_directive(b"\x04$TTL\0", 1, 3_600, b"\xc0\0\x02\x01")]
#[case::owner_as_an_origin(b"\x01@\0", 1, 3_600, b"\xc0\0\x02\x01")]
#[case::owner_as_a_comment_of_shells(b"\x01#\0", 1, 3_600, b"\xc0\0\x02\x01")]
#[case::owner_as_a_diff(b"\x03@@ \0", 1, 3_600, b"\xc0\0\x02\x01")]
#[case::question_as_a_line_of_dig(b"\x06flags:\0", 1, 3_600, b"\xc0\0\x02\x01")]
#[case::no_crypto(
    b"\x01a\0",
    46,
    3_600,
    b"\0\x01\x0d\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x04[key\0\x01\x02\x03"
)]
#[case::ttl_above_all(b"\x01a\0", 1, u32::MAX, b"\xc0\0\x02\x01")]
#[case::no_gateway(b"\x01a\0", 45, 3_600, b"\x0a\0\x02\x01\x02\x03")]
#[case::octets_in_a_parameter(b"\x01a\0", 64, 3_600, b"\0\x01\0\x02\x9a\0\x02\xc3\xa9")]
#[case::port_without_octets(b"\x01a\0", 64, 3_600, b"\0\x01\0\0\x03\0\0")]
#[case::key_without_octets(b"\x01a\0", 48, 3_600, b"\x01\x01\x03\x0d")]
fn is_kept(#[case] owner: &[u8], #[case] rtype: u16, #[case] ttl: u32, #[case] data: &[u8]) {
    let message = around(owner, rtype, ttl, data);
    // The dice choose how it is written: with all faces.
    for seed in 0..40 {
        assert!(round_trip::message(&mut Dice::new(seed), &message), "refused");
    }
}

/// RCODEs that have no word.
#[test]
fn every_rcode() {
    for rcode in 0..16 {
        let message = messages::encode(b"\x01a\0".to_vec(), 1, rcode, true, Some(Vec::new()), Vec::new());
        assert!(round_trip::message(&mut Dice::new(1), &message), "{rcode}");
    }
}

/// Its text would be refused, and all that stands beside it.
#[test]
fn private_keys_are_not_kept() {
    let message = around(b"\x01a\0", 16, 60, b"\x18Private-key-format: v1.3");
    let question = Question {
        name: multisigner::dns::Name::from_octets(Bytes::from_static(b"\x01a\0")).unwrap(),
        rtype: 16.into(),
    };
    let read = answer::read(&Bytes::from(message.octets), &question, "192.0.2.1", Moment(0));
    assert_eq!(read.unwrap_err(), Fault::PrivateKey);
}
