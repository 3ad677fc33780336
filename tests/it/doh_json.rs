//! The live check by JSON, where a resolver refuses DNS messages.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

use crate::common::world::*;
use bytes::Bytes;
use domain::base::iana::Rcode;
use domain::base::{Message, Rtype};
use multisigner::check::report::Verdict;
use multisigner::dns::{Name, Record, dotted, rdata_text};
use multisigner::doh::anchors::Anchors;
use multisigner::doh::check::State;
use multisigner::doh::{Ask, Fetched, HttpMeta, LiveCheck};
use multisigner::evidence::{Section, decode};
use rstest::rstest;
use serde_json::json;
use std::collections::BTreeMap;

fn response(status: u16, kind: &str, body: impl Into<Bytes>) -> Result<Fetched> {
    let meta = HttpMeta { status, content_type: Some(kind.into()), ..HttpMeta::default() };
    Ok(Fetched { meta, body: body.into() })
}

/// A wire answer as Google writes it in JSON.
fn as_json(wire: &Fetched) -> Vec<u8> {
    let decoded = decode(wire.body.clone()).unwrap();
    let question = decoded.question.unwrap();
    let records = |wanted: Section| -> Vec<_> {
        let of = decoded.records.iter().filter(|(section, _)| *section == wanted);
        of.map(|(_, record): &(Section, Record)| {
            json!({"name": dotted(record.owner()), "type": record.rtype().to_int(), "TTL": record.ttl().as_secs(), "data": rdata_text(record.data())})
        })
        .collect()
    };
    let header = decoded.header;
    json!({
        "Status": header.rcode().to_int(), "TC": false, "RD": true, "RA": true, "AD": header.ad(), "CD": header.cd(),
        "Question": [{"name": dotted(&question.name), "type": question.rtype.to_int()}],
        "Answer": records(Section::Answer), "Authority": records(Section::Authority),
    })
    .to_string()
    .into_bytes()
}

fn google(anchors: Anchors) -> multisigner::doh::Settings {
    let mut settings = settings(1, 4, anchors);
    settings.resolvers[0].url = "https://dns.google/dns-query".into();
    settings
}

fn zone_of(world: &World) -> Name {
    let (zone, _) = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap();
    name(zone)
}

/// Whatever the refusal looks like, JSON is asked for at the address known for it, and the verdict is the same.
#[rstest]
#[case(415, "text/plain")]
#[case(400, "text/html")]
#[case(200, "text/html")]
fn json_is_asked_for_where_messages_are_refused(#[case] status: u16, #[case] kind: &str) {
    for (scenario, expected) in [("003-model2-ok", Verdict::Secure), ("006-missing-zsk-at-A", Verdict::Bogus)]
    {
        let mut world = World::corpus(scenario);
        let mut refused = 0;
        let mut check = LiveCheck::new(zone_of(&world), google(corpus_anchor()));
        drive(&mut check, |ask| {
            if ask.accept == "application/dns-message" {
                refused += 1;
                return response(status, kind, "no");
            }
            assert_eq!(ask.accept, "application/dns-json");
            assert!(ask.address.starts_with("https://dns.google/resolve?name="), "{}", ask.address);
            let cd = ask.wire[3] & 0x10 != 0;
            assert!(ask.address.contains(&format!("&do=1&cd={}", u8::from(cd))), "{}", ask.address);
            let wire = world.answer(ask).unwrap();
            response(200, "application/json; charset=UTF-8", as_json(&wire))
        });
        assert!(refused <= 6, "asked {refused} times in a form that was refused");
        assert_eq!(verdict(&check), expected, "{scenario}");
        assert_eq!(chain(&check).last().unwrap().verdict, Verdict::Secure);
        let faults: Vec<_> =
            check.faults().filter(|(_, fault)| !fault.to_string().contains("SERVFAIL")).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
}

/// Another resolver has no address for JSON: the refusal is the answer.
#[test]
fn no_address_for_json() {
    let mut check = LiveCheck::new(name("example"), settings(1, 0, Anchors::default()));
    drive(&mut check, |ask| {
        assert_eq!(ask.accept, "application/dns-message");
        response(415, "text/plain", "no")
    });
    assert!(check.stop().unwrap().to_string().contains("does not speak DNS messages (RFC 8484)"));
}

/// JSON that comes unasked is read all the same.
#[test]
fn json_in_answer_to_a_message() {
    let mut world = World::corpus("003-model2-ok");
    let mut check = LiveCheck::new(zone_of(&world), settings(1, 4, corpus_anchor()));
    drive(&mut check, |ask| {
        let wire = world.answer(ask).unwrap();
        response(200, "application/dns-json", as_json(&wire))
    });
    assert_eq!(verdict(&check), Verdict::Secure);
}

/// The forms that Google and Cloudflare answer in, as recorded for other tests: errors and all.
#[rstest]
#[case("doh-google-DNSKEY.constructed.json")]
#[case("doh-cloudflare-DNSKEY.constructed.json")]
fn recorded_forms(#[case] file: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/model2-ok/A/");
    let text = std::fs::read_to_string(format!("{folder}{file}")).unwrap();
    let mut check = LiveCheck::new(name("dorpra.multi"), settings(1, 0, corpus_anchor()));
    drive(&mut check, |ask| match ask.question.rtype {
        Rtype::DNSKEY if dotted(&ask.question.name) == "dorpra.multi." => {
            response(200, "application/json", text.clone())
        }
        Rtype::SOA => {
            let soa = records(Section::Answer, "dorpra.multi. 60 IN SOA a. b. 1 1 1 1 1");
            fetched(message(ask, Rcode::NOERROR, &soa))
        }
        _ => fetched(message(ask, Rcode::SERVFAIL, &[])),
    });
    let mut keys = check.log().iter().filter(|entry| entry.question.rtype == Rtype::DNSKEY);
    let answer = keys.find_map(|entry| match &entry.state {
        State::Answered(answer) => Some(answer.clone()),
        _ => None,
    });
    let answer = answer.unwrap();
    assert_eq!(answer.answers(&name("dorpra.multi"), Rtype::DNSKEY).count(), 3);
    assert!(answer.by_json && answer.authentic);
}

fn refuses(body: &'static str) -> String {
    let mut check = LiveCheck::new(name("example"), settings(1, 0, Anchors::default()));
    drive(&mut check, |_: &Ask| response(200, "application/dns-json", body));
    check.stop().unwrap().to_string()
}

#[rstest]
#[case("", "JSON, and not the answer to a DNS question")]
#[case("[1]", "JSON, and not the answer to a DNS question")]
#[case(
    r#"{"Status":0,"Question":[{"name":"other.","type":6}],"Answer":[]}"#,
    "an answer to another question: other. SOA"
)]
#[case(r#"{"Status":0,"Question":[{"name":"example.","type":6}],"TC":true,"Answer":[]}"#, "cut short (TC)")]
#[case(r#"{"Status":0,"Question":[{"name":"example.","type":6}],"Answer":[{"name":"example.","type":6,"TTL":1,"data":"nonsense"}]}"#, "JSON with a record that cannot be read")]
#[case(
    r#"{"Status":2,"Question":[{"name":"example.","type":6}],"Comment":["EDE(9): DNSKEY Missing (no key)"]}"#,
    "SERVFAIL); it says: extended error 9 (DNSKEY Missing): “DNSKEY Missing (no key)”"
)]
#[case(
    r#"{"Status":2,"Question":[{"name":"example.","type":6}],"extended_dns_errors":[{"info_code":22,"extra_text":"at delegation"}]}"#,
    "SERVFAIL); it says: extended error 22 (No Reachable Authority): “at delegation”"
)]
fn json_that_is_of_no_use(#[case] body: &'static str, #[case] said: &str) {
    assert!(refuses(body).contains(said), "{}", refuses(body));
}

/// The message that is refused is a real one.
#[test]
fn the_first_question_is_a_message() {
    let mut check = LiveCheck::new(name("example"), google(Anchors::default()));
    let asks = check.next_asks();
    assert!(Message::from_octets(asks[0].wire.clone()).is_ok());
    let names: BTreeMap<&str, usize> = asks.iter().map(|ask| (ask.accept, ask.resolver)).collect();
    assert_eq!(names, BTreeMap::from([("application/dns-message", 0)]));
}
