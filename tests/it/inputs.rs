//! What pastes and files become: providers, the parent, what is set aside, and refusals.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::ask;
use multisigner::check::outcome::{Outcome, Problem, Question};
use multisigner::check::report::{ParentState, Verdict};
use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use rstest::rstest;
use std::fs::read_to_string;

const AT: Moment = Moment(1_795_608_000);

fn file(path: &str) -> String {
    read_to_string(format!("tests/{path}")).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn source(role: Role, text: impl Into<String>) -> Source {
    Source { name: "box".into(), role, text: text.into() }
}

fn provider(label: &str, text: impl Into<String>) -> Source {
    source(Role::Provider(label.into()), text)
}

fn check(sources: Vec<Source>) -> Outcome {
    ask(&Question { sources, zone: None, no_ds: false, unreached: None, at: AT, rrsets_per_mix: 100 }).0
}

/// Everything in one paste: two servers and the parent are told apart, and the verdict is the one
/// of separate boxes.
#[test]
fn one_paste_is_split_by_its_server_lines() {
    let folder = "formats/missing-zsk-at-A";
    let text = [
        file(&format!("{folder}/A/dig-several-queries.txt")),
        file(&format!("{folder}/B/dig-several-queries.txt")),
        file(&format!("{folder}/parent/dig-DS.txt")),
    ]
    .concat();
    let outcome = check(vec![source(Role::Auto, text)]);
    assert_eq!(outcome.sources[0].went_to, ["A", "B", "parent"]);
    let report = outcome.result.unwrap();
    assert_eq!(report.parent.state, ParentState::Ds);
    let verdicts: Vec<Verdict> = report.mixes.iter().map(|mix| mix.verdict).collect();
    assert_eq!(verdicts, [Verdict::Secure, Verdict::Bogus, Verdict::Secure, Verdict::Secure]);
}

/// The servers of one provider are one provider: they publish the same keys and sign with the same.
#[test]
fn servers_with_the_same_keys_are_one_provider() {
    let folder = "formats/missing-zsk-at-A";
    let a = file(&format!("{folder}/A/dig-several-queries.txt"));
    let other = a.replace("127.0.0.21", "192.0.2.99");
    assert_ne!(a, other);
    let b = file(&format!("{folder}/B/dig-several-queries.txt"));
    let report = check(vec![source(Role::Auto, [a, other, b].concat())]).result.unwrap();
    let labels: Vec<&str> = report.providers.iter().map(|provider| provider.label.as_str()).collect();
    assert_eq!(labels, ["A", "B"]);
    assert_eq!(report.providers[0].servers, ["127.0.0.21", "192.0.2.99"]);
}

#[test]
fn two_zones_are_asked_about() {
    let text =
        file("corpus/003-model2-ok/A/zone.signed") + &file("corpus/006-missing-zsk-at-A/A/zone.signed");
    let problem = check(vec![provider("A", text.clone())]).result.unwrap_err();
    let zones = vec!["dorpra.multi.".to_string(), "mivovo.multi.".to_string()];
    assert_eq!(problem, Problem::SeveralZones { zones });
    let named = Question {
        sources: vec![provider("A", text)],
        zone: Some("mivovo.multi".into()),
        no_ds: false,
        unreached: None,
        at: AT,
        rrsets_per_mix: 100,
    };
    let outcome = ask(&named).0;
    assert_eq!(outcome.result.unwrap().zone, "mivovo.multi.");
    let aside = &outcome.sources[0].not_read;
    assert!(aside.iter().any(|entry| entry.reason.contains("outside mivovo.multi.")), "{aside:?}");
}

/// A child zone's own records below a delegation are set aside and said; glue is not worth a word.
#[test]
fn data_below_a_delegation_are_set_aside() {
    let zone = file("corpus/003-model2-ok/A/zone.signed");
    let child = "sub.dorpra.multi. 3600 IN TXT \"child\"\nwww.sub.dorpra.multi. 3600 IN MX 10 mail.example.\n\
                 ns.sub.dorpra.multi. 3600 IN A 192.0.2.53\n";
    let text = format!("{zone}\n{child}");
    let outcome = check(vec![
        provider("A", text),
        source(Role::Parent, file("corpus/003-model2-ok/parent/dig-DS.txt")),
    ]);
    let report = outcome.result.unwrap();
    assert_eq!(report.verdict, Verdict::Secure);
    let aside: Vec<&str> = outcome.sources[0]
        .not_read
        .iter()
        .filter(|entry| entry.reason.contains("below a delegation"))
        .map(|entry| entry.text.as_str())
        .collect();
    assert_eq!(aside, ["sub.dorpra.multi. TXT", "www.sub.dorpra.multi. MX"]);
}

#[rstest]
#[case::empty("", Problem::Empty)]
#[case::blank(" \n\t\n", Problem::Empty)]
#[case::garbage("lorem ipsum dolor sit amet\n", Problem::NothingRead)]
#[case::private_key(
    "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: c2VjcmV0\n",
    Problem::PrivateKey
)]
fn unusable_input(#[case] text: &str, #[case] expected: Problem) {
    assert_eq!(check(vec![source(Role::Auto, text)]).result.unwrap_err(), expected);
}

/// A private key among good data: nothing is judged, and no part of the secret comes back.
#[test]
fn a_private_key_is_refused() {
    let secret = "VGhpcyBpcyBhIHNlY3JldCBrZXk=";
    let text = file("corpus/003-model2-ok/A/zone.signed")
        + &format!("\nPrivate-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: {secret}\n");
    let outcome = check(vec![provider("A", text)]);
    assert!(outcome.sources[0].private_key);
    assert!(!serde_json::to_string(&outcome).unwrap().contains(secret));
    assert_eq!(outcome.result.unwrap_err(), Problem::PrivateKey);
}

/// One bad line among good ones: the rest is judged, and the line is listed.
#[test]
fn a_bad_line_does_not_spoil_the_rest() {
    let zone = file("corpus/003-model2-ok/A/zone.signed");
    let text = format!("{zone}\nbroken.dorpra.multi. 3600 IN A 192.0.2.300\n");
    let lines = u32::try_from(text.lines().count()).unwrap();
    let outcome = check(vec![
        provider("A", text),
        provider("B", file("corpus/003-model2-ok/B/zone.signed")),
        source(Role::Parent, file("corpus/003-model2-ok/parent/dig-DS.txt")),
    ]);
    let report = outcome.result.unwrap();
    assert_eq!(report.verdict, Verdict::Secure);
    let lost = report.not_read.iter().find(|entry| entry.line == lines).unwrap();
    assert!(lost.text.contains("192.0.2.300"), "{lost:?}");
    assert!(lost.column > 1 && !lost.reason.is_empty());
}

/// Only the parent's data.
#[test]
fn the_parent_alone_is_not_enough() {
    let ds = file("corpus/003-model2-ok/parent/dig-DS.txt");
    let problem = check(vec![source(Role::Parent, ds)]).result.unwrap_err();
    assert_eq!(problem, Problem::NoProvider { zone: "dorpra.multi.".into() });
}

/// DNSKEY RRsets alone tell nothing of who signs what: no all-clear.
#[test]
fn dnskey_rrsets_alone_give_no_all_clear() {
    let folder = "formats/missing-zsk-at-A";
    let outcome = check(vec![
        provider("A", file(&format!("{folder}/A/dig.txt"))),
        provider("B", file(&format!("{folder}/B/dig.txt"))),
        source(Role::Parent, file(&format!("{folder}/parent/dig-DS.txt"))),
    ]);
    let report = outcome.result.unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate);
    assert_eq!(report.headline.lead, "Cannot tell.");
    assert_eq!(report.headline.text, "A lacks B’s key 22961/13: if B signs with it, this can fail.");
}

/// Zone files one after the other in one paste, with the same serial: two providers all the same.
#[rstest]
#[case::zone_files(false)]
#[case::transfers(true)]
fn zone_files_in_one_paste_are_two_providers(#[case] transfers: bool) {
    let copy = |label: &str| {
        let zone = file(&format!("corpus/006-missing-zsk-at-A/{label}/zone.signed"));
        let soa = "mivovo.multi. 3600 IN SOA ns1.dune.multi. hostmaster.mivovo.multi. \
                   2026112506 7200 3600 1209600 300\n";
        if transfers { zone + "\n" + soa } else { zone + "\n" }
    };
    let ds = file("corpus/006-missing-zsk-at-A/parent/dig-DS.txt");
    let report = check(vec![source(Role::Auto, copy("A") + &copy("B") + &ds)]).result.unwrap();
    let verdicts: Vec<Verdict> = report.mixes.iter().map(|mix| mix.verdict).collect();
    assert_eq!(verdicts, [Verdict::Secure, Verdict::Bogus, Verdict::Secure, Verdict::Secure]);
    assert!(report.providers.iter().all(|provider| provider.whole_zone));
}

/// The SOA in a negative answer has the denial's TTL (RFC 2308 §3): no difference between providers.
#[test]
fn the_soa_of_a_negative_answer_has_another_ttl() {
    let folder = "corpus/003-model2-ok";
    let dig = |label: &str, kind: &str| provider(label, file(&format!("{folder}/{label}/dig-{kind}.txt")));
    let outcome = check(vec![
        dig("A", "DNSKEY"),
        dig("A", "SOA"),
        dig("A", "NXDOMAIN"),
        dig("B", "DNSKEY"),
        dig("B", "NXDOMAIN"),
        source(Role::Parent, file(&format!("{folder}/parent/dig-DS.txt"))),
    ]);
    let report = outcome.result.unwrap();
    assert_eq!(report.verdict, Verdict::Secure);
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(!codes.contains(&"MS-SOA-FIELDS"), "{codes:?}");
}
