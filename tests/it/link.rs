//! The check link: what goes in comes out, whoever made it, and nothing more.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::pastes::{base64url, brotli, gzip};
use crate::common::{ask, dig_files, mutate, question, scenario, zone_files};
use multisigner::check::outcome::Question;
use multisigner::dns::Moment;
use multisigner::evidence::{ReadOptions, Role, Source, read_with};
use multisigner::share::link::{self, BrokenLink, Evidence, Frozen, Live, NotShareable, Shared, View};
use proptest::prelude::*;
use rstest::rstest;
use std::path::PathBuf;

fn json(question: &Question) -> String {
    let (outcome, _) = ask(question);
    match outcome.result {
        Ok(report) => serde_json::to_string_pretty(&report).unwrap(),
        Err(problem) => format!("{problem:?}"),
    }
}

fn frozen(question: &Question) -> Shared {
    Shared::Frozen(Frozen {
        evidence: Evidence::of(&question.sources, question.zone.as_deref()).unwrap(),
        zone: question.zone.clone(),
        no_ds: question.no_ds,
        unreached: question.unreached.clone(),
        at: question.at,
        made: question.at,
        view: View::default(),
    })
}

/// What the reader of a link asks.
fn asked(link: &str) -> Question {
    let Shared::Frozen(frozen) = link::decode(link).unwrap() else { panic!("a live link") };
    asked_of(frozen)
}

fn asked_of(frozen: Frozen) -> Question {
    Question {
        sources: frozen.evidence.into_sources(),
        zone: frozen.zone,
        no_ds: frozen.no_ds,
        unreached: frozen.unreached,
        at: frozen.at,
        rrsets_per_mix: usize::MAX,
    }
}

fn round_trip(question: &Question) {
    let shared = frozen(question);
    let link = link::encode(&shared).unwrap();
    assert_eq!(link::decode(&link).unwrap(), shared);
    let opened = asked(&link);
    assert_eq!(json(question), json(&opened));
    // The same state, the same link: opening and sharing again changes nothing.
    assert_eq!(link, link::encode(&frozen(&opened)).unwrap());
}

/// Every scenario, from zone files and from what `dig` printed, has the same report behind a link.
#[rstest]
fn corpus(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let scenario = scenario(&path);
    let dir = path.parent().unwrap();
    for sources in [zone_files(dir, &scenario), dig_files(dir, &scenario)] {
        let given: Vec<Source> = sources;
        round_trip(&question(given, &scenario));
    }
}

/// Every form of output that is read, by itself: a link leaves out nothing that matters.
#[rstest]
fn every_form(#[files("tests/formats/*/*/*")] path: PathBuf) {
    let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
    for text in [text.clone(), format!("Hello,\n\n{text}\nexample. 1 IN A 192.0.2.300\n\n> bye\n")] {
        let given = Source { name: "paste".into(), role: Role::Provider("A".into()), text };
        round_trip(&Question {
            sources: vec![given],
            zone: Some("dorpra.multi.".into()),
            no_ds: false,
            unreached: None,
            at: Moment(1_795_608_000),
            rrsets_per_mix: usize::MAX,
        });
    }
}

/// What is pasted with `dig` gets no longer by being read, named, dated and checked for damage.
#[test]
fn lengths() {
    for paste in crate::common::pastes::all() {
        let raw = paste.raw();
        let best = base64url(gzip(&raw)).min(base64url(brotli(&raw)));
        let most = if paste.title.contains("+noall") { 1.06 } else { 1.05 };
        let ratio = paste.link().len() as f64 / best as f64;
        assert!(ratio <= most, "{}: {ratio:.3}", paste.title);
    }
}

/// Links that were once made open the same forever. The files never change; a new one is added by
/// `multisigner check … --link >tests/links/NAME.link`.
#[rstest]
fn golden(#[files("tests/links/*.link")] path: PathBuf) {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let shared = link::decode(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let shown = match &shared {
        Shared::Live(live) => serde_json::json!({ "live": live.domain, "via": live.resolvers }),
        Shared::Frozen(frozen) => {
            let question = asked_of(frozen.clone());
            let report = ask(&question).0.result.unwrap();
            let mixes: Vec<String> = report
                .mixes
                .iter()
                .map(|mix| format!("{} > {}: {}", mix.dnskey_from, mix.answer_from, mix.verdict.word()))
                .collect();
            serde_json::json!({
                "at": frozen.at, "made": frozen.made, "zone": frozen.zone, "no_ds": frozen.no_ds,
                "cell": frozen.view.cell, "sources": frozen.evidence.sources(),
                "report": { "zone": report.zone, "verdict": report.verdict, "mixes": mixes,
                    "not_read": report.not_read.len() },
            })
        }
    };
    insta::with_settings!({ omit_expression => true }, { insta::assert_json_snapshot!(name, shown) });
    // And what is shared from there is the same again.
    assert_eq!(link::decode(&link::encode(&shared).unwrap()).unwrap(), shared);
}

#[test]
fn what_the_field_does_to_a_link() {
    let link = link::encode(&Shared::Live(Live { domain: "example.org".into(), resolvers: vec![] })).unwrap();
    let opened = link::decode(&link).unwrap();
    let broken = link.replacen("v1=", "v1=\r\n ", 1);
    for same in [
        format!("https://multisigner.example/a/?b=c{link}"),
        format!("  {link}\n"),
        format!("{link}."),
        format!("{link})"),
        format!("{link}=="),
        link.trim_start_matches('#').to_string(),
        broken,
    ] {
        assert_eq!(link::decode(&same), Ok(opened.clone()), "{same}");
    }
}

/// A document as another program would pack it.
fn packed(json: &[u8]) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec(json, 6);
    format!("#v1={}", data_encoding::BASE64URL_NOPAD.encode(&packed))
}

#[rstest]
#[case("", BrokenLink::NotALink)]
#[case("https://multisigner.example/", BrokenLink::NotALink)]
#[case("#check=example.org", BrokenLink::NotALink)]
#[case("#v=abc", BrokenLink::NotALink)]
#[case("#v1=", BrokenLink::Empty)]
#[case("#v1=...", BrokenLink::Empty)]
#[case("#v2=abc", BrokenLink::Version { version: "2".into() })]
#[case("#v1=abc%20def", BrokenLink::Alphabet { found: '%', at: 4 })]
#[case("#v1=ab<script>", BrokenLink::Alphabet { found: '<', at: 3 })]
#[case("#v1=A", BrokenLink::Cut)]
#[case("#v1=____", BrokenLink::NotPacked)]
#[case(&packed(b"\xff\xfe"), BrokenLink::NotText { at: 0 })]
#[case(&packed(b"{}"), BrokenLink::NotACheck { what: "neither evidence nor a question".into() })]
#[case(&packed(b"{\"s\":[]}"), BrokenLink::NotACheck { what: "the moment of judgement is missing".into() })]
#[case(&packed(b"{\"s\":[],\"at\":99999999999999}"), BrokenLink::NotACheck { what: "99999999999999 is not a moment".into() })]
#[case(
    &packed(b"{\"live\":{\"domain\":\"example\",\"via\":[\"http://192.0.2.1/\"]}}"),
    BrokenLink::NotACheck { what: "its question names no domain or no resolvers".into() }
)]
#[case(
    &packed(b"{\"s\":[{\"t\":\"Private-key-format: v1.3\\nPrivateKey: c2VjcmV0\\n\"}],\"at\":0}"),
    BrokenLink::PrivateKey
)]
fn broken(#[case] text: &str, #[case] fault: BrokenLink) {
    assert_eq!(link::decode(text), Err(fault.clone()));
    assert!(!fault.to_string().is_empty() && !fault.hint().is_empty());
}

#[test]
fn not_json_is_said() {
    let Err(BrokenLink::NotACheck { what }) = link::decode(&packed(b"[1,")) else { panic!() };
    assert!(what.contains("line 1"), "{what}");
}

/// However much is lost or changed, the reader is told and never shown another verdict.
#[test]
fn cut_anywhere_and_changed_anywhere() {
    let link = std::fs::read_to_string("tests/links/model2-dig.link").unwrap();
    let link = link.trim();
    let whole = link::decode(link).unwrap();
    let start = link.find("#v1=").unwrap() + 4;
    for end in start + 1..link.len() {
        match link::decode(&link[..end]) {
            Err(BrokenLink::Cut) => {}
            // All but the sum is there.
            Ok(opened) => assert_eq!(opened, whole, "{end}"),
            other => panic!("{end}: {other:?}"),
        }
    }
    let mut damaged = 0;
    for at in start..link.len() {
        let other = if link.as_bytes()[at] == b'A' { 'B' } else { 'A' };
        let changed = format!("{}{other}{}", &link[..at], &link[at + 1..]);
        match link::decode(&changed) {
            Err(_) => damaged += 1,
            // The bits behind the last octet are nobody's.
            Ok(opened) => assert_eq!(opened, whole, "{at}"),
        }
    }
    assert!(damaged >= link.len() - start - 1);
}

/// A few octets never become a large document, and deep nesting never a deep stack.
#[test]
fn bounds() {
    let zeros = packed(&vec![b' '; 64 * 1024 * 1024]);
    assert!(matches!(link::decode(&zeros), Err(BrokenLink::TooMuch { .. })));
    let deep = packed(format!("{{\"x\":{}", "[".repeat(200_000)).as_bytes());
    assert!(matches!(link::decode(&deep), Err(BrokenLink::NotACheck { .. })));
    let many = format!("{{\"s\":[{}],\"at\":0}}", vec!["{\"t\":\"\"}"; 1_001].join(","));
    assert_eq!(
        link::decode(&packed(many.as_bytes())),
        Err(BrokenLink::TooMany { count: 1_001, most: 1_000 })
    );
    let long = format!("#v1={}", "A".repeat(5 * 1024 * 1024));
    assert!(matches!(link::decode(&long), Err(BrokenLink::TooLong { .. })));
    let large =
        Source { name: "x".into(), role: Role::Auto, text: "a. 1 IN A 192.0.2.1\n".repeat(1_000_000) };
    assert!(matches!(Evidence::of(&[large], None), Err(NotShareable::TooMuch { .. })));
}

#[rstest]
#[case(
    "example. 300 IN A 192.0.2.1\nPrivate-key-format: v1.3\nAlgorithm: 13\nPrivateKey: c2VjcmV0c2VjcmV0\n"
)]
#[case("-----BEGIN PRIVATE KEY-----\nMIG2AgEA\n-----END PRIVATE KEY-----\n")]
#[case("{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"c2VjcmV0\"}\n")]
#[case("; <<>> DiG 9.18 <<>> -y hmac-sha256:name:c2VjcmV0 example. SOA\n")]
fn a_private_key_is_never_in_a_link(#[case] text: &str) {
    let source = Source { name: "x".into(), role: Role::Auto, text: text.into() };
    assert_eq!(Evidence::of(&[source], None), Err(NotShareable::PrivateKey));
}

proptest! {
    /// Any text at all comes back the same, whatever is read from it.
    #[test]
    fn any_text(pieces in proptest::collection::vec(piece(), 0..12), zone in any::<bool>()) {
        let source = Source { name: "x\n\"ü".into(), role: Role::Provider("ß".into()), text: pieces.concat() };
        let zone = zone.then(|| "example.".to_string());
        if let Ok(evidence) = Evidence::of(std::slice::from_ref(&source), zone.as_deref()) {
            let options = ReadOptions { zone: zone.and_then(|zone| zone.parse().ok()), ..ReadOptions::default() };
            let (mut one, mut other) = (read_with(&source, 0, options.clone()), read_with(&evidence.sources()[0], 0, options));
            // A record that took several lines takes one.
            for observation in one.observations.iter_mut().chain(&mut other.observations) {
                observation.lines = (0, 0);
            }
            prop_assert_eq!(format!("{:?}", one.observations), format!("{:?}", other.observations));
            prop_assert_eq!(one.not_read, other.not_read);
        }
    }

    /// Whatever is done to a link, it opens or says why not.
    #[test]
    fn any_damage(which in any::<prop::sample::Index>(), changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let links = mutate::valid();
        let mut octets = mutate::octets(&links[which.index(links.len())]);
        for (at, value) in changes {
            let at = at.index(octets.len());
            octets[at] = value;
        }
        let _ = link::decode(&mutate::link(&octets));
    }
}

/// Pieces of what people paste.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("example. 3600 IN SOA ns.example. h.example. 1 2 3 4 5\n".to_string()),
        Just("\t300  IN\tA 192.0.2.1 ; comment\n".to_string()),
        Just("; <<>> DiG 9.18 <<>> +dnssec @192.0.2.1 example. DNSKEY\n;; Got answer:\n".to_string()),
        Just(";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr aa tc; QUERY: 1\n".to_string()),
        Just(";; QUESTION SECTION:\n;example.\t IN DNSKEY\n\n;; ANSWER SECTION:\n".to_string()),
        Just("example. 60 DNSKEY 257 3 13 ( AwEA\n  AaX1 ) ; key\n".to_string()),
        Just(";; SERVER: 192.0.2.1#53(ns1.example) (UDP)\n;; WHEN: Tue Nov 24 21:29:47 UTC 2026\n;; MSG SIZE  rcvd: 1\n".to_string()),
        Just("$ORIGIN  example.\n$TTL 1h\n".to_string()),
        Just("@ TXT \"a;b\" \"c  d\" e\\032f (\n".to_string()),
        Just("x TXT \u{201c}typographic\u{201d}\u{a0}x )\n".to_string()),
        Just("> quoted. 1 IN A 192.0.2.1\n".to_string()),
        Just("$ cat x\n".to_string()),
        Just("$GENERATE 1-9 a$ A 192.0.2.$\n".to_string()),
        Just("{\"Status\":0,\"Answer\":[{\"name\":\"example.\",\"type\":1,\"TTL\":1,\"data\":\"192.0.2.1\"}]}\n".to_string()),
        "[ -~\n]{0,40}",
        any::<String>(),
    ]
}
