//! Outside evidence for PowerDNS Recursor 4.8.8 and Knot Resolver 5.6.0 (and unbound, BIND once
//! more): 27 set-ups of two providers, and what each resolver answered when only A, only B, or the
//! DNSKEY RRset of A and the data of B could be reached.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::ask;
use multisigner::check::outcome::Question;
use multisigner::check::report::{Mix, Verdict};
use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Vectors {
    now: i64,
    zones: BTreeMap<String, Zone>,
}

#[derive(Deserialize)]
struct Zone {
    ds: Vec<String>,
    #[serde(rename = "A")]
    a: Provider,
    #[serde(rename = "B")]
    b: Provider,
    /// Per resolver; PowerDNS's runs are in the table below.
    measured: BTreeMap<String, Option<BTreeMap<String, serde_json::Value>>>,
}

#[derive(Deserialize)]
struct Provider {
    dnskey: Vec<String>,
    dnskey_rrsig: Vec<String>,
    a: Vec<String>,
    a_rrsig: Vec<String>,
    soa: Vec<String>,
    soa_rrsig: Vec<String>,
}

/// The owner of the address records.
const HOST: &str = "h00";

/// PowerDNS Recursor, measured: only A reachable, DNSKEY of A with data of B, only B reachable.
/// S secure, F SERVFAIL, I insecure.
const POWERDNS: &[(&str, &str)] = &[
    ("ok.", "SSS"),
    ("zskmiss.", "SFS"),
    ("zskmissboth.", "SFS"),
    ("csknot.", "SFS"),
    ("flagmis.", "SFS"),
    ("dsmissb.", "SSF"),
    ("sha1mix.", "FFS"),
    ("sha1only.", "SSS"),
    ("sha384mix.", "SSS"),
    ("algmix.", "SSS"),
    ("unsup.", "FFS"),
    ("unsupall.", "III"),
    ("colz.", "SSS"),
    ("colk.", "SSS"),
    ("colkz.", "SSS"),
    ("sig3.", "FFF"),
    ("sig10.", "FFF"),
    ("ds12.", "FFF"),
    ("ds8.", "SSS"),
    ("dangling.", "SSS"),
    ("dsalgleft.", "SSS"),
    ("extraalg.", "SSS"),
    ("revz.", "SFF"),
    ("revk.", "SSF"),
    ("expb.", "SFF"),
    ("unsb.", "SFF"),
];

/// The resolver never accepted A's DNSKEY RRset, and so fetched B's as well once only B could be
/// reached: what was measured is the mix B>B, not A>B.
const FETCHED_AGAIN: &[(&str, &str)] = &[("sha1mix.", "kres"), ("unsup.", "bind"), ("unsup.", "kres")];

fn records(zone: &str, provider: &Provider) -> String {
    let mut text = String::new();
    let host = format!("{HOST}.{zone}");
    for (owner, rtype, data, sigs) in [
        (zone, "DNSKEY", &provider.dnskey, &provider.dnskey_rrsig),
        (zone, "SOA", &provider.soa, &provider.soa_rrsig),
        (host.as_str(), "A", &provider.a, &provider.a_rrsig),
    ] {
        for data in data {
            text.push_str(&format!("{owner} 300 IN {rtype} {data}\n"));
        }
        for sig in sigs {
            text.push_str(&format!("{owner} 300 IN RRSIG {sig}\n"));
        }
    }
    text
}

fn source(role: Role, text: String) -> Source {
    Source { name: "vectors".into(), role, text }
}

/// The provider's answers as a resolver sees them; an unsigned one as the zone file it serves.
fn provider(label: &str, zone: &str, provider: &Provider) -> Source {
    let mut text = records(zone, provider);
    if provider.dnskey.is_empty() {
        text.push_str(&format!("{zone} 300 IN NS nsa.\n"));
        for host in ["a", "b", "c", "d"] {
            text.push_str(&format!("{host}.{zone} 300 IN A 192.0.2.1\n"));
        }
    }
    source(Role::Provider(label.into()), text)
}

fn word(measured: &str) -> Verdict {
    match measured {
        text if text.starts_with("SERVFAIL") => Verdict::Bogus,
        text if text.contains("+AD") => Verdict::Secure,
        text if text.starts_with("NOERROR") => Verdict::Insecure,
        other => panic!("{other}"),
    }
}

#[test]
fn forced_mixes() {
    let vectors: Vectors = serde_json::from_str(include_str!("../vectors.json")).unwrap();
    type OfMix = fn(&Mix) -> Verdict;
    let columns: [(&str, OfMix); 4] = [
        ("unbound", |mix| mix.profiles.unbound),
        ("unboundh", |mix| mix.profiles.unbound_hardened),
        ("bind", |mix| mix.profiles.bind),
        ("kres", |mix| mix.profiles.knot),
    ];
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (name, zone) in &vectors.zones {
        let ds: String = zone.ds.iter().map(|ds| format!("{name} 300 IN DS {ds}\n")).collect();
        let question = Question {
            sources: vec![
                source(Role::Parent, ds),
                provider("A", name, &zone.a),
                provider("B", name, &zone.b),
            ],
            zone: Some(name.clone()),
            no_ds: false,
            unreached: None,
            at: Moment(vectors.now),
            rrsets_per_mix: usize::MAX,
        };
        let report = ask(&question).0.result.unwrap();
        let mix = |x: &str, y: &str| {
            report.mixes.iter().find(|mix| mix.dnskey_from == x && mix.answer_from == y).unwrap()
        };
        let forced = [("Aonly", mix("A", "A")), ("keyA+dataB", mix("A", "B")), ("Bonly", mix("B", "B"))];
        for (resolver, verdict) in columns {
            let Some(Some(measured)) = zone.measured.get(resolver) else { continue };
            for (run, mix) in forced {
                let again = run == "keyA+dataB" && FETCHED_AGAIN.contains(&(name.as_str(), resolver));
                let ours = if again { verdict(forced[2].1) } else { verdict(mix) };
                let recorded = word(measured[run].as_str().unwrap());
                compared += 1;
                if ours != recorded {
                    wrong.push(format!("{name} {resolver} {run}: measured {recorded:?}, ours {ours:?}"));
                }
            }
        }
        if let Some((_, row)) = POWERDNS.iter().find(|(zone, _)| zone == name) {
            for (letter, (run, mix)) in row.chars().zip(forced) {
                let recorded = match letter {
                    'S' => Verdict::Secure,
                    'F' => Verdict::Bogus,
                    _ => Verdict::Insecure,
                };
                compared += 1;
                if mix.profiles.powerdns != recorded {
                    let ours = mix.profiles.powerdns;
                    wrong.push(format!("{name} PowerDNS {run}: measured {recorded:?}, ours {ours:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(compared, 27 * 4 * 3 + 26 * 3);
}
