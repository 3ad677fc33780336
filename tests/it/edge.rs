//! Outside evidence on the edges of validation: answers with the verdict that a real validator gave.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::case::Case;
use domain::base::Rtype;
use multisigner::check::outcome::Question;
use multisigner::check::report::Verdict;
use multisigner::dns::{Moment, Name};
use multisigner::dnssec::answer::answer;
use multisigner::dnssec::denial::Chains;
use multisigner::dnssec::judge::Reason;
use multisigner::dnssec::profile::{BIND, UNBOUND};
use multisigner::evidence::{Role, Source};
use rstest::rstest;
use serde::Deserialize;
use std::path::PathBuf;
use std::str::FromStr as _;

/// Single answers, each with the zone's keys and the verdict that unbound's own tests hold it to.
#[rstest]
fn answers(#[files("tests/edge/unbound/*.toml")] path: PathBuf) {
    let case = Case::read(&path);
    let (report, _) = case.ask();
    let mix = &report.mixes[0];
    let expected = case.differs.as_ref().map_or(case.verdict, |differs| differs.verdict);
    assert_eq!(mix.profiles.unbound, expected, "{}: {}, {:#?}", case.source, mix.reason, mix.rrsets);
}

#[derive(Debug, Deserialize)]
struct Zone {
    zone: String,
    at: i64,
    ds: Vec<String>,
    query: Vec<Query>,
}

#[derive(Debug, Deserialize)]
struct Query {
    q: String,
    rcode: u16,
    unbound: Verdict,
    delv: Verdict,
}

/// Small signed zones: for each query the response code and what libunbound and delv made of it.
#[rstest]
fn zones(#[files("tests/edge/*/scenario.toml")] path: PathBuf) {
    let zone: Zone = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let ds: String = zone.ds.iter().map(|ds| format!("{} 300 IN DS {ds}\n", zone.zone)).collect();
    let question = Question {
        sources: vec![
            crate::common::source(&path.with_file_name("zone.signed"), Role::Provider("A".into())),
            Source { name: "ds".into(), role: Role::Parent, text: ds },
        ],
        zone: Some(zone.zone.clone()),
        no_ds: false,
        unreached: None,
        at: Moment(zone.at),
        rrsets_per_mix: usize::MAX,
    };
    let (outcome, proven) = crate::common::ask(&question);
    let report = outcome.result.unwrap();
    assert!(report.mixes[0].verdict <= Verdict::Insecure, "{}", report.mixes[0].reason);
    assert!(report.not_read.is_empty(), "{:?}", report.not_read);
    let proven = proven.unwrap();
    let view = &proven.snapshot.providers[0];
    let chains = Chains::of(view, &proven.snapshot.zone);
    let mut wrong = Vec::new();
    for query in &zone.query {
        let (name, rtype) = query.q.rsplit_once(' ').unwrap();
        let name: Name = name.parse().unwrap();
        let rtype = Rtype::from_str(rtype).unwrap();
        let answer = answer(view, &proven.snapshot.zone, &chains, &name, rtype).unwrap();
        if u16::from(answer.rcode.to_int()) != query.rcode {
            wrong.push(format!("{}: rcode {}, not {}", query.q, answer.rcode, query.rcode));
        }
        for (profile, recorded) in [(&UNBOUND, query.unbound), (&BIND, query.delv)] {
            let judge = proven.judge(profile, question.at);
            let judged = judge.answer(&judge.trust(0), 0, 0, &answer);
            // delv calls some answers secure that rest on opt-out; resolvers do not (RFC 5155 §9.2).
            let opt_out = judged.reason == Reason::OptOut && profile.name == BIND.name;
            if judged.verdict != recorded && !opt_out {
                wrong.push(format!("{}: {} says {recorded:?}, {judged:?}", query.q, profile.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", zone.zone);
}
