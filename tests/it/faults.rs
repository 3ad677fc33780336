//! What is said of each fault is what docs/live-check.md says: row by row, in both directions.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use domain::base::iana::Rcode;
use multisigner::dns::{Moment, Name};
use multisigner::doh::fault::{ExtendedError, Skew, Stop};
use multisigner::doh::{Fault, FetchFault};
use std::collections::BTreeMap;
use std::str::FromStr as _;

fn name(text: &str) -> Name {
    Name::from_str(text).unwrap()
}

fn http(status: u16, retry_after: Option<&str>) -> String {
    Fault::Http { status, retry_after: retry_after.map(str::to_string) }.to_string()
}

/// First column of the table, and what the program says.
fn said() -> BTreeMap<&'static str, String> {
    let fetch = |fault: FetchFault| Fault::Fetch(fault).to_string();
    let missing = ExtendedError { code: 9, name: Some("DNSKEY Missing".into()), text: "no key".into() };
    let lame = "the resolver could not get an answer (SERVFAIL)";
    BTreeMap::from([
        ("no answer", fetch(FetchFault::Timeout)),
        ("nobody listens", fetch(FetchFault::Refused)),
        ("unknown host", fetch(FetchFault::NoSuchHost)),
        ("certificate", fetch(FetchFault::Tls("it has expired".into()))),
        ("no CORS header", fetch(FetchFault::Cors)),
        ("a browser that reaches nobody", fetch(FetchFault::Unreachable)),
        ("no network", fetch(FetchFault::Offline)),
        ("cancelled", fetch(FetchFault::Cancelled)),
        ("a redirect in a browser", fetch(FetchFault::Redirect)),
        ("a redirect to elsewhere", http(302, None)),
        ("connection lost", fetch(FetchFault::Other("the connection broke off".into()))),
        ("HTTP 400", http(400, None)),
        ("HTTP 404", http(404, None)),
        ("HTTP 415", http(415, None)),
        ("HTTP 429", http(429, Some("30"))),
        ("HTTP 5xx", http(503, None)),
        ("another content type", Fault::ContentType { found: "text/html".into() }.to_string()),
        ("not a message", Fault::NotDns("it ends within a record").to_string()),
        ("too long", Fault::TooLarge { octets: 70_000 }.to_string()),
        ("another question", Fault::OtherQuestion { found: "other.example. SOA".into() }.to_string()),
        ("another id", Fault::OtherId { found: 4711 }.to_string()),
        ("TC", Fault::Truncated.to_string()),
        ("SERVFAIL", Fault::Status { rcode: Rcode::SERVFAIL, errors: vec![missing] }.to_string()),
        ("REFUSED", Fault::Status { rcode: Rcode::REFUSED, errors: vec![] }.to_string()),
        ("fails again and again", Fault::GivenUp { failures: 3 }.to_string()),
        (
            "NXDOMAIN",
            Stop::NoSuchName { name: name("typo.example"), zone: Some(name("example")) }.to_string(),
        ),
        ("CNAME loop", Stop::AliasLoop { name: name("a.example") }.to_string()),
        (
            "lame",
            format!(
                "example. is delegated, and none of its servers gave the resolvers an answer (lame): {lame}"
            ),
        ),
        (
            "no resolver answers",
            Stop::NoAnswer { name: name("example"), why: Fault::Fetch(FetchFault::Timeout) }.to_string(),
        ),
        ("endless delegation", Stop::TooDeep { name: name("example"), cuts: 32 }.to_string()),
        ("clock", Skew::Http { resolver: "dns.example".into(), seconds: -7_200 }.to_string()),
        ("clock, years off", Skew::Root { now: Moment(1_795_608_000) }.to_string()),
    ])
}

fn documented() -> BTreeMap<String, String> {
    let text = include_str!("../../docs/live-check.md");
    let (_, section) = text.split_once("## Faults").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [what, said] = cells.as_slice() else { panic!("{row}") };
        (what.to_string(), said.to_string())
    })
    .collect()
}

#[test]
fn the_document_says_what_the_program_says() {
    let (said, documented) = (said(), documented());
    let keys = |map: Vec<String>| map;
    assert_eq!(
        keys(documented.keys().cloned().collect()),
        keys(said.keys().map(ToString::to_string).collect()),
        "the rows"
    );
    for (what, words) in &said {
        let written = documented.get(*what).unwrap();
        // `…` stands for what differs from case to case.
        let mut rest = words.as_str();
        for piece in written.split('…').map(str::trim).filter(|piece| !piece.is_empty()) {
            let found = rest.split_once(piece);
            rest = found.unwrap_or_else(|| panic!("{what}:\n  says     {words}\n  written  {written}")).1;
        }
    }
}
