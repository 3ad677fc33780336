//! The live check's state machine, driven with answers that real servers gave (the corpus) and with
//! answers that nobody should give.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

use crate::common::world::*;
use bytes::Bytes;
use domain::base::iana::{OptionCode, Rcode};
use domain::base::{Message, MessageBuilder, Rtype};
use multisigner::check::report::Verdict;
use multisigner::dns::{Moment, Name};
use multisigner::dnssec::backend::RustCrypto;
use multisigner::doh::anchors::Anchors;
use multisigner::doh::chain::Standing;
use multisigner::doh::check::State;
use multisigner::doh::fault::{Skew, Stop};
use multisigner::doh::live::MOST_IN_FLIGHT;
use multisigner::doh::{Ask, Fault, FetchFault, Fetched, HttpMeta, LiveCheck, Purpose};
use multisigner::evidence::{Role, Section, Source};
use proptest::prelude::*;
use rstest::rstest;
use std::path::Path;

#[rstest]
#[case("003-model2-ok", Verdict::Secure)]
#[case("012-missing-zsk-at-A", Verdict::Bogus)]
fn recorded_answers(#[case] scenario: &str, #[case] expected: Verdict) {
    let scenario = find(scenario);
    let mut world = World::corpus(&scenario);
    let zone = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().0.clone();
    let mut check = LiveCheck::new(name(&zone), settings(2, 8, corpus_anchor()));
    let asked = drive(&mut check, |ask| world.answer(ask));
    assert_eq!(check.stop(), None);
    let cuts = chain(&check);
    let standing: Vec<Standing> = cuts.iter().map(|cut| cut.standing).collect();
    assert_eq!(standing, [Standing::Secure; 3], "{cuts:#?}");
    let sampling = check.sampling().unwrap();
    assert_eq!((sampling.clusters.len(), sampling.dnskey_versions), (2, 2), "{sampling:#?}");
    assert_eq!(verdict(&check), expected);
    assert!(asked < 45, "{asked} questions");
}

/// Every scenario of the corpus, its providers' answers coming as a resolver would pass them on: sampling
/// gives no all-clear where a mix fails, and no alarm where none does.
#[test]
fn sampling_is_never_the_wrong_way_round() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut scenarios: Vec<String> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    scenarios.sort();
    let (mut equal, mut all, mut wrong) = (0, 0, Vec::new());
    for scenario in &scenarios {
        let mut world = World::corpus(scenario);
        let Some((zone, _)) = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()) else {
            continue;
        };
        let zone = name(zone);
        let mut check = LiveCheck::new(zone.clone(), settings(2, 8, corpus_anchor()));
        drive(&mut check, |ask| world.answer(ask));
        let sampled = verdict(&check);
        let truth = by_provider(&root.join(scenario), &zone);
        all += 1;
        equal += usize::from(sampled == truth);
        if (truth, sampled) == (Verdict::Bogus, Verdict::Secure)
            || (truth, sampled) == (Verdict::Secure, Verdict::Bogus)
        {
            wrong.push(format!("{scenario}: {truth:?}, sampled {sampled:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(equal * 10 >= all * 9, "{equal} of {all}");
    eprintln!("{equal} of {all} alike");
}

/// The verdict over the same answers, each known to be its provider's.
fn by_provider(folder: &Path, zone: &Name) -> Verdict {
    let mut sources = Vec::new();
    for provider in ["A", "B", "C", "parent"] {
        let Ok(files) = std::fs::read_dir(folder.join(provider)) else { continue };
        for file in files.map(|file| file.unwrap().path()) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            // No live check knows which hosts there are.
            if !name.starts_with("dig-") || name.contains("multiline") || name == "dig-A.txt" {
                continue;
            }
            let role = if provider == "parent" { Role::Parent } else { Role::Provider(provider.into()) };
            sources.push(Source { name, role, text: std::fs::read_to_string(file).unwrap() });
        }
    }
    judge(sources, zone)
}

/// The scenario with this name, whatever its number.
fn find(scenario: &str) -> String {
    let bare = scenario.split_once('-').unwrap().1;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut all =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    all.find(|folder| folder.split_once('-').is_some_and(|(_, rest)| rest == bare)).unwrap()
}

#[test]
fn another_anchor_proves_nothing() {
    let mut world = World::corpus("003-model2-ok");
    let zone = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().0.clone();
    let mut check = LiveCheck::new(name(&zone), settings(1, 0, Anchors::default()));
    drive(&mut check, |ask| world.answer(ask));
    let standing: Vec<Standing> = chain(&check).iter().map(|cut| cut.standing).collect();
    assert_eq!(standing, [Standing::Broken, Standing::BrokenAbove, Standing::BrokenAbove]);
}

#[test]
fn a_resolver_that_fails_does_not_sink_the_other() {
    let mut world = World::corpus("003-model2-ok");
    let zone = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().0.clone();
    let mut check = LiveCheck::new(name(&zone), settings(2, 8, corpus_anchor()));
    let mut failed = 0;
    drive(&mut check, |ask| match ask.resolver {
        0 => {
            failed += 1;
            Err(FetchFault::Timeout)
        }
        _ => world.answer(ask),
    });
    assert!(chain(&check).iter().all(|cut| cut.standing == Standing::Secure));
    assert_eq!(verdict(&check), Verdict::Secure);
    assert!(failed <= 2 * MOST_IN_FLIGHT, "{failed} questions to a resolver that does not answer");
}

/// Every label a zone of its own, and the zone above always one label up: as deep as names go.
#[test]
fn endless_delegation_ends() {
    let deep = name(&format!("{}example", "a.".repeat(110)));
    let mut check = LiveCheck::new(deep, settings(1, 0, Anchors::default()));
    let asked = drive(&mut check, |ask| {
        let owner = match ask.question.rtype {
            Rtype::DS => ask.question.name.iter_suffixes().nth(1).unwrap(),
            _ => ask.question.name.clone(),
        };
        let soa = format!("{} 60 IN SOA a. b. 1 1 1 1 1", owner.fmt_with_dot());
        let section = if ask.question.rtype == Rtype::SOA { Section::Answer } else { Section::Authority };
        fetched(message(ask, Rcode::NOERROR, &records(section, &soa)))
    });
    assert!(matches!(check.stop(), Some(Stop::TooDeep { .. })));
    assert!(asked < 120, "{asked} questions");
}

/// A zone that calls itself its own parent.
#[test]
fn a_circle_of_parents_ends() {
    let mut check = LiveCheck::new(name("a.b.example"), settings(2, 2, Anchors::default()));
    drive(&mut check, |ask| {
        let soa = records(Section::Authority, "a.b.example. 60 IN SOA a. b. 1 1 1 1 1");
        fetched(message(ask, Rcode::NOERROR, &soa))
    });
    assert_eq!(check.zone(), Some(&name("a.b.example")));
    let cuts = chain(&check);
    assert_eq!(cuts.first().unwrap().zone, ".");
    assert!(cuts.iter().all(|cut| cut.verdict != Verdict::Secure), "{cuts:#?}");
}

#[test]
fn aliases_in_a_circle() {
    let mut check = LiveCheck::new(name("a.example"), settings(1, 0, Anchors::default()));
    drive(&mut check, |ask| {
        let circle =
            records(Section::Answer, "a.example. 60 IN CNAME b.example.\nb.example. 60 IN CNAME a.example.");
        fetched(message(ask, Rcode::NOERROR, &circle))
    });
    assert_eq!(check.stop(), Some(&Stop::AliasLoop { name: name("a.example") }));
}

#[test]
fn no_such_name() {
    let mut check = LiveCheck::new(name("typo.example"), settings(1, 0, Anchors::default()));
    let asked = drive(&mut check, |ask| {
        let soa = records(Section::Authority, "example. 60 IN SOA a. b. 1 1 1 1 1");
        fetched(message(ask, Rcode::NXDOMAIN, &soa))
    });
    let said = check.stop().unwrap().to_string();
    assert_eq!(said, "typo.example. does not exist (NXDOMAIN); its zone would be example.");
    assert_eq!(asked, 1);
}

#[test]
fn no_resolver() {
    let mut check = LiveCheck::new(name("example"), settings(0, 0, Anchors::default()));
    assert!(check.next_asks().is_empty() && check.is_done());
    assert_eq!(check.stop(), Some(&Stop::NoResolver));
}

#[test]
fn stopping_stops() {
    let mut check = LiveCheck::new(name("example"), settings(1, 5, Anchors::default()));
    let ask = check.next_asks().remove(0);
    check.cancel();
    assert!(check.is_done() && check.next_asks().is_empty());
    // A straggler changes nothing.
    check.feed(ask.id, Err(FetchFault::Timeout), T0);
    assert!(check.is_done() && check.next_asks().is_empty());
}

#[test]
fn asking_again_goes_on_where_it_ended() {
    let mut world = World::corpus("003-model2-ok");
    let zone = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().0.clone();
    let mut check = LiveCheck::new(name(&zone), settings(1, 2, corpus_anchor()));
    drive(&mut check, |_| Err(FetchFault::Refused));
    assert!(matches!(check.stop(), Some(Stop::NoAnswer { .. })));
    for id in 0..check.log().len() {
        check.ask_again(id, None);
    }
    drive(&mut check, |ask| world.answer(ask));
    assert_eq!((check.stop(), verdict(&check)), (None, Verdict::Secure));
    let commands = check.commands();
    assert_eq!(commands[0], format!("multisigner probe {zone}."));
    assert!(
        commands[1].starts_with("dig @ns1.") && commands[1].ends_with(&format!("nobody.{zone}. A")),
        "{commands:?}"
    );
}

#[test]
fn asking_anew_puts_the_new_answer_in_the_place_of_the_old_one() {
    let mut world = World::corpus("003-model2-ok");
    let zone = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().0.clone();
    let mut check = LiveCheck::new(name(&zone), settings(1, 3, corpus_anchor()));
    drive(&mut check, |ask| world.answer(ask));
    let seen = |check: &LiveCheck| -> usize {
        check.sampling().unwrap().clusters.iter().map(|cluster| cluster.answers).sum()
    };
    let ids = |check: &LiveCheck| -> Vec<usize> {
        let about = |purpose| matches!(purpose, Purpose::Zone | Purpose::Sample);
        check.log().iter().enumerate().filter(|(_, e)| about(e.purpose)).map(|(id, _)| id).collect()
    };
    let (before, asked) = (seen(&check), ids(&check));
    // What had no answer is put in its own place; what had one gets an entry beside it.
    let answered = |id: &&usize| matches!(check.log()[**id].state, State::Answered(_));
    let after = asked.len() + asked.iter().filter(answered).count();
    for id in &asked {
        check.ask_anew(*id, Some("another"));
    }
    // Without an answer the old one stays.
    drive(&mut check, |_| Err(FetchFault::Refused));
    assert_eq!((seen(&check), ids(&check).len()), (before, after));
    for id in ids(&check) {
        check.ask_anew(id, Some("another"));
    }
    drive(&mut check, |ask| world.answer(ask));
    assert_eq!((seen(&check), ids(&check).len()), (before, after));
    for id in &asked {
        check.ask_again(*id, Some("more"));
    }
    drive(&mut check, |ask| world.answer(ask));
    assert!(seen(&check) > before, "asked again, they count beside the old ones");
}

fn http(status: u16, kind: &str, retry_after: Option<&str>) -> Result<Fetched> {
    let meta = HttpMeta {
        status,
        content_type: Some(kind.into()),
        retry_after: retry_after.map(str::to_string),
        date: None,
    };
    Ok(Fetched { meta, body: Bytes::from_static(b"<html>") })
}

/// A resolver's answer, and a part of what is said of it.
type Faulty = (fn(&Ask) -> Result<Fetched>, &'static str);

/// What is said of each fault.
const FAULTS: &[Faulty] = &[
    (|_| Err(FetchFault::Timeout), "no answer in time"),
    (|_| Err(FetchFault::Refused), "the connection was refused"),
    (|_| Err(FetchFault::Unreachable), "the browser cannot reach it"),
    (|_| Err(FetchFault::Offline), "this computer is offline"),
    (|_| Err(FetchFault::Cors), "does not let pages of other sites read its answers"),
    (|_| http(400, "text/plain", None), "did not understand the request (HTTP 400)"),
    (|_| http(404, "text/html", None), "is the path right? (HTTP 404)"),
    (|_| http(429, "text/html", Some("7")), "too many requests (HTTP 429); it asks to wait 7 s"),
    (|_| http(503, "text/html", None), "out of order (HTTP 503)"),
    (
        |_| http(200, "text/html; charset=utf-8", None),
        "answered with text/html; charset=utf-8, not with a DNS",
    ),
    (|_| http(200, "application/dns-message", None), "not a DNS message: shorter than a header"),
    (|ask| fetched(ask.wire.clone()), "not a DNS message: a query, or not a message"),
    (|_| fetched(vec![0; 70_000]), "the answer is 70000 octets long"),
    (cut_short, "not a DNS message: it ends within"),
    (truncated, "cut short (TC)"),
    (other_id, "another id (4711)"),
    (other_question, "an answer to another question: other.example. SOA"),
    (with_errors, "SERVFAIL); it says: extended error 9 (DNSKEY Missing): “no\\u{a} key”, 4242"),
    (|ask| fetched(message(ask, Rcode::REFUSED, &[])), "does not answer this question (REFUSED)"),
];

#[test]
fn faults_are_told() {
    for (answer, expected) in FAULTS {
        let mut check = LiveCheck::new(name("example"), settings(1, 2, Anchors::default()));
        drive(&mut check, answer);
        let said = check.stop().unwrap().to_string();
        assert!(said.contains(expected), "{said}");
    }
}

fn cut_short(ask: &Ask) -> Result<Fetched> {
    let soa = records(Section::Answer, "example. 60 IN SOA a. b. 1 1 1 1 1");
    let mut octets = message(ask, Rcode::NOERROR, &soa);
    octets.truncate(octets.len() - 20);
    fetched(octets)
}

fn truncated(ask: &Ask) -> Result<Fetched> {
    let mut octets = message(ask, Rcode::NOERROR, &[]);
    octets[2] |= 2;
    fetched(octets)
}

fn other_id(ask: &Ask) -> Result<Fetched> {
    let mut octets = message(ask, Rcode::NOERROR, &[]);
    octets[..2].copy_from_slice(&4711u16.to_be_bytes());
    fetched(octets)
}

fn other_question(_: &Ask) -> Result<Fetched> {
    let mut question = MessageBuilder::new_vec();
    question.header_mut().set_qr(true);
    let mut question = question.question();
    question.push((name("other.example"), Rtype::SOA)).unwrap();
    fetched(question.finish())
}

fn with_errors(ask: &Ask) -> Result<Fetched> {
    let query = Message::from_octets(ask.wire.clone()).unwrap();
    let mut answer = MessageBuilder::new_vec().start_answer(&query, Rcode::SERVFAIL).unwrap().additional();
    answer
        .opt(|opt| {
            use domain::dep::octseq::OctetsBuilder as _;
            // A line break in it must not begin a line of ours.
            opt.push_raw_option(OptionCode::EXTENDED_ERROR, 9, |out| out.append_slice(b"\0\x09no\n key"))?;
            opt.push_raw_option(OptionCode::EXTENDED_ERROR, 2, |out| out.append_slice(&4242u16.to_be_bytes()))
        })
        .unwrap();
    fetched(answer.finish())
}

#[test]
fn what_may_pass_is_asked_again_once() {
    for (fault, times) in [(FetchFault::Timeout, 2), (FetchFault::Refused, 1)] {
        let mut check = LiveCheck::new(name("example"), settings(1, 0, Anchors::default()));
        let mut soa = 0;
        drive(&mut check, |ask| {
            soa += usize::from(ask.question.rtype == Rtype::SOA);
            Err(fault.clone())
        });
        assert_eq!(soa, times, "{fault}");
    }
}

#[test]
fn a_clock_that_is_wrong_is_spoken_of() {
    let mut check = LiveCheck::new(name("example"), settings(1, 0, Anchors::default()));
    drive(&mut check, |ask| {
        let mut answer = fetched(message(ask, Rcode::NXDOMAIN, &[]));
        answer.as_mut().unwrap().meta.date = Some("Wed, 25 Nov 2026 14:00:00 GMT".into());
        answer
    });
    let skews = check.skews(&[], T0);
    assert_eq!(skews, [Skew::Http { resolver: "r0.example".into(), seconds: -7_200 }]);
    assert!(skews[0].to_string().contains("2 h behind the one of r0.example"), "{}", skews[0]);
}

#[test]
fn a_clock_that_is_years_off_shows_at_the_root() {
    let mut world = World::corpus("003-model2-ok");
    let zone = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().0.clone();
    let mut check = LiveCheck::new(name(&zone), settings(1, 0, corpus_anchor()));
    drive(&mut check, |ask| world.answer(ask));
    for days in [400, -4_000] {
        let now = Moment(T0.0 + days * 86_400);
        let cuts = pollster::block_on(check.chain(&RustCrypto, now));
        assert_eq!(check.skews(&cuts, now), [Skew::Root { now }], "{days} days");
    }
}

/// The resolver's own opinion never enters the evidence.
#[test]
fn its_own_verdict_is_asked_for_and_kept_apart() {
    let mut world = World::corpus("003-model2-ok");
    let zone = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().0.clone();
    let mut check = LiveCheck::new(name(&zone), settings(1, 2, corpus_anchor()));
    drive(&mut check, |ask| {
        let cd = ask.wire[3] & 0x10 != 0;
        assert_eq!(cd, ask.purpose != Purpose::Verdict);
        world.answer(ask)
    });
    assert_eq!(check.verdicts()[0].says, "not validated (no AD)");
    assert!(check.log().iter().all(|entry| matches!(entry.state, State::Answered(_) | State::Failed(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever octets come: it ends, and nothing is proven by them.
    #[test]
    fn arbitrary_answers_do_no_harm(bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 1..20)) {
        let mut check = LiveCheck::new(name("a.b.example"), settings(2, 2, Anchors::default()));
        let mut turn = 0;
        drive(&mut check, |ask| {
            turn += 1;
            let mut body = ask.wire[..12].to_vec();
            body[2] |= 0x80;
            body.extend(&bodies[turn % bodies.len()]);
            fetched(if turn % 2 == 0 { body } else { bodies[turn % bodies.len()].clone() })
        });
        prop_assert!(chain(&check).iter().all(|cut| cut.verdict != Verdict::Secure));
        let _ = (check.sources(), check.sampling(), check.remarks(), check.verdicts(), check.operators());
    }

    /// Real answers with some octets changed.
    #[test]
    fn damaged_answers_do_no_harm(damage in proptest::collection::vec((0usize..600, any::<u8>()), 1..6), seed in 0usize..7) {
        let mut world = World::corpus("003-model2-ok");
        let zone = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().0.clone();
        let mut check = LiveCheck::new(name(&zone), settings(2, 3, corpus_anchor()));
        let mut turn = seed;
        drive(&mut check, |ask| {
            turn += 1;
            let mut answer = world.answer(ask).unwrap();
            if turn % 3 == 0 {
                let mut body = answer.body.to_vec();
                for (at, octet) in &damage {
                    let at = at % body.len();
                    body[at] = *octet;
                }
                answer.body = Bytes::from(body);
            }
            Ok(answer)
        });
        let _ = (chain(&check), check.sources(), check.sampling(), check.remarks(), check.verdicts());
    }
}

/// A fault is data: the page tells them apart.
#[test]
fn faults_are_data() {
    assert!(Fault::Fetch(FetchFault::Timeout).passes());
    assert!(!Fault::Truncated.passes());
}
