//! Messages that somebody broke: taken apart or refused, and what is taken apart survives as text.

use crate::dice::Dice;
use crate::messages;
use bytes::Bytes;
use domain::base::rdata::ComposeRecordData as _;
use multisigner::dns::Moment;
use multisigner::doh::answer;
use multisigner::evidence::{Question, Role, Source, decode, read};
use std::fmt::Write as _;

/// `None`: refused; else how many records were in it, three or more as three.
pub fn one(dice: &mut Dice) -> Option<usize> {
    let mut octets = if dice.once_in(10) {
        let count = dice.below(200);
        dice.octets(count)
    } else {
        messages::message(dice).octets
    };
    // Counts, pointers, lengths, types.
    dice.change(&mut octets, &[0xc0, 0x0c, 0, 1, 2, 41, 46, 0xff]);
    let octets = Bytes::from(octets);
    // As a person pastes it: must not be a trouble whatever it is.
    let text = octets.iter().fold(String::new(), |mut text, octet| {
        write!(text, "{octet:02x}").unwrap();
        text
    });
    let pasted = read(&source(text), 0);
    let decoded = decode(octets.clone()).ok()?;
    let records = pasted.observations.iter().map(|observation| observation.records.len()).sum::<usize>();
    assert!(pasted.observations.is_empty() || records == decoded.records.len());
    let question: Question = decoded.question?;
    let answer = answer::read(&octets, &question, "192.0.2.1", Moment(0)).ok()?;
    let text = answer.text();
    let reading = read(&source(text.clone()), 0);
    assert_eq!(reading.not_read, [], "{text}");
    assert_eq!(reading.observations.len(), 1, "{text}");
    let again = &reading.observations[0].records;
    assert_eq!(again.len(), decoded.records.len(), "{text}");
    for (seen, (section, record)) in again.iter().zip(&decoded.records) {
        let octets = |record: &multisigner::dns::Record| {
            let mut data = Vec::new();
            record.data().compose_rdata(&mut data).unwrap();
            (record.owner().as_slice().to_vec(), record.rtype(), record.ttl(), data)
        };
        assert_eq!((seen.section, octets(&seen.record)), (*section, octets(record)), "{text}");
    }
    Some(again.len().min(3))
}

fn source(text: String) -> Source {
    Source { name: "wire".into(), role: Role::Auto, text }
}
