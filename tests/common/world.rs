//! Recorded and made-up answers for the live check's state machine.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use bytes::Bytes;
use domain::base::iana::Rcode;
use domain::base::{Message, MessageBuilder, Rtype, StaticCompressor, ToName as _};
use multisigner::check::outcome::Question as Judged;
use multisigner::check::report::Verdict;
use multisigner::check::session::Session;
use multisigner::dns::{Moment, Name, Rdata, Record};
use multisigner::dnssec::backend::RustCrypto;
use multisigner::doh::anchors::Anchors;
use multisigner::doh::chain::Cut;
use multisigner::doh::live::MOST_IN_FLIGHT;
use multisigner::doh::{Ask, FetchFault, Fetched, HttpMeta, LiveCheck, Resolver, Settings};
use multisigner::evidence::{self, Role, Section, Source};
use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr as _;

/// The corpus was recorded for this moment.
pub const T0: Moment = Moment(1_795_608_000);

pub type Result<T> = std::result::Result<T, FetchFault>;

pub fn name(text: &str) -> Name {
    Name::from_str(text).unwrap()
}

pub fn settings(resolvers: usize, samples: usize, anchors: Anchors) -> Settings {
    Settings {
        resolvers: (0..resolvers)
            .map(|number| Resolver { url: format!("https://r{number}.example/dns-query"), provider: None })
            .collect(),
        anchors,
        labels: vec!["nope".into(); samples * resolvers],
        dnskey_tries: 3,
        padding: None,
    }
}

pub fn fetched(body: Vec<u8>) -> Result<Fetched> {
    let content_type = Some("application/dns-message".to_string());
    let meta = HttpMeta { status: 200, content_type, ..HttpMeta::default() };
    Ok(Fetched { meta, body: Bytes::from(body) })
}

/// Answers every question until there are no more; gives the number of questions.
pub fn drive(check: &mut LiveCheck, mut answer: impl FnMut(&Ask) -> Result<Fetched>) -> usize {
    let mut waiting: Vec<Ask> = Vec::new();
    let mut asked = 0;
    loop {
        waiting.extend(check.next_asks());
        let mut load: BTreeMap<usize, usize> = BTreeMap::new();
        for ask in &waiting {
            *load.entry(ask.resolver).or_default() += 1;
        }
        assert!(load.values().all(|under_way| *under_way <= MOST_IN_FLIGHT), "{load:?}");
        if waiting.is_empty() {
            assert!(check.is_done());
            return asked;
        }
        let ask = waiting.remove(0);
        asked += 1;
        assert!(asked < 2_000, "it does not end");
        let answer = answer(&ask);
        check.feed(ask.id, answer, T0);
    }
}

/// A message in wire form.
pub fn message(ask: &Ask, rcode: Rcode, records: &[(Section, Record)]) -> Vec<u8> {
    reply(&ask.wire, false, rcode, records)
}

/// The same for a query in wire form, with or without AA.
pub fn reply(query: &[u8], authoritative: bool, rcode: Rcode, records: &[(Section, Record)]) -> Vec<u8> {
    let query = Message::from_octets(query).unwrap();
    let answer = MessageBuilder::from_target(StaticCompressor::new(Vec::new())).unwrap();
    let mut answer = answer.start_answer(&query, rcode).unwrap();
    answer.header_mut().set_aa(authoritative);
    let of = |wanted| records.iter().filter(move |(section, _)| *section == wanted).map(|(_, record)| record);
    for record in of(Section::Answer) {
        answer.push(record).unwrap();
    }
    let mut authority = answer.authority();
    for record in of(Section::Authority) {
        authority.push(record).unwrap();
    }
    let mut additional = authority.additional();
    for record in of(Section::Additional) {
        additional.push(record).unwrap();
    }
    additional
        .opt(|opt| {
            opt.set_dnssec_ok(true);
            Ok(())
        })
        .unwrap();
    additional.finish().into_target()
}

/// Records from zone file lines, all in one section.
pub fn records(section: Section, text: &str) -> Vec<(Section, Record)> {
    let source = Source { name: "t".into(), role: Role::Auto, text: text.into() };
    let reading = evidence::read(&source, 0);
    let seen = reading.observations.into_iter().flat_map(|observation| observation.records);
    seen.map(|seen| (section, seen.record)).collect()
}

pub type Recorded = (Rcode, Vec<(Section, Record)>);

/// Recorded answers by question; several for one question are given in turn.
#[derive(Default)]
pub struct World {
    pub answers: BTreeMap<(String, u16), Vec<Recorded>>,
    turns: BTreeMap<(String, u16), usize>,
}

impl World {
    pub fn put(&mut self, name: &Name, rtype: Rtype, answer: Recorded) {
        self.answers.entry((name.to_string(), rtype.to_int())).or_default().push(answer);
    }

    /// A scenario of the corpus with the chain above it.
    pub fn corpus(scenario: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let mut world = Self::default();
        let chain = records(Section::Answer, &std::fs::read_to_string(root.join("chain.txt")).unwrap());
        for (zone, rtype) in [(".", Rtype::DNSKEY), ("multi.", Rtype::DS), ("multi.", Rtype::DNSKEY)] {
            let zone = name(zone);
            let covered = |record: &Record| match record.data() {
                Rdata::Rrsig(sig) => sig.type_covered(),
                _ => record.rtype(),
            };
            let of = |(_, record): &&(Section, Record)| *record.owner() == zone && covered(record) == rtype;
            world.put(&zone, rtype, (Rcode::NOERROR, chain.iter().filter(of).cloned().collect()));
        }
        for provider in ["A", "B", "C", "parent"] {
            let only = if provider == "parent" { "dig-DS" } else { "dig-" };
            world.put_folder(&root.join(scenario).join(provider), only);
        }
        world
    }

    /// What one server of a scenario answers.
    pub fn server(scenario: &str, provider: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let mut world = Self::default();
        world.put_folder(&root.join(scenario).join(provider), "dig-");
        world
    }

    /// That a name right below the apex does not exist, by the NSEC records of a signed zone.
    pub fn denial(zone: &[(Section, Record)], name: &Name) -> Recorded {
        let covers = |record: &&Record| match record.data() {
            Rdata::Rrsig(sig) => sig.type_covered() == Rtype::NSEC,
            _ => record.rtype() == Rtype::NSEC,
        };
        let mut chain: Vec<&Record> = zone.iter().map(|(_, record)| record).filter(covers).collect();
        chain.sort_by(|a, b| a.owner().name_cmp(b.owner()));
        let apex = chain.first().unwrap().owner();
        let of_soa = |record: &&Record| match record.data() {
            Rdata::Rrsig(sig) => sig.type_covered() == Rtype::SOA,
            _ => record.rtype() == Rtype::SOA,
        };
        let mut proof: Vec<&Record> = zone.iter().map(|(_, record)| record).filter(of_soa).collect();
        let before = chain.iter().rev().find(|record| record.owner().name_cmp(name).is_lt()).unwrap().owner();
        let wanted = |record: &&&Record| record.owner() == before || record.owner() == apex;
        proof.extend(chain.iter().filter(wanted));
        (Rcode::NXDOMAIN, proof.into_iter().map(|record| (Section::Authority, record.clone())).collect())
    }

    /// What `dig` printed into the files whose names begin so.
    fn put_folder(&mut self, folder: &Path, begin: &str) {
        let Ok(files) = std::fs::read_dir(folder) else { return };
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if !name.starts_with(begin) || name.contains("multiline") {
                continue;
            }
            let text = std::fs::read_to_string(file).unwrap();
            let source = Source { name: "t".into(), role: Role::Auto, text };
            for observation in evidence::read(&source, 0).observations {
                let asked = observation.question.unwrap();
                let seen = observation.records.into_iter().map(|seen| (seen.section, seen.record)).collect();
                self.put(&asked.name, asked.rtype, (observation.rcode.unwrap(), seen));
            }
        }
    }

    pub fn answer(&mut self, ask: &Ask) -> Result<Fetched> {
        let key = (ask.question.name.to_string(), ask.question.rtype.to_int());
        let Some(known) = self.answers.get(&key) else { return fetched(message(ask, Rcode::SERVFAIL, &[])) };
        let turn = self.turns.entry(key).or_default();
        let (rcode, seen) = &known[*turn % known.len()];
        *turn += 1;
        fetched(message(ask, *rcode, seen))
    }
}

pub fn corpus_anchor() -> Anchors {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/root.key");
    Anchors::read(&std::fs::read_to_string(file).unwrap()).unwrap()
}

pub fn chain(check: &LiveCheck) -> Vec<Cut> {
    pollster::block_on(check.chain(&RustCrypto, T0))
}

pub fn verdict(check: &LiveCheck) -> Verdict {
    judge(check.sources(), check.zone().unwrap())
}

pub fn judge(sources: Vec<Source>, zone: &Name) -> Verdict {
    let question = Judged {
        sources,
        zone: Some(zone.fmt_with_dot().to_string()),
        no_ds: false,
        unreached: None,
        at: T0,
        rrsets_per_mix: usize::MAX,
    };
    let outcome = pollster::block_on(Session::new().ask(&question, &RustCrypto, &mut |_| {}));
    outcome.result.unwrap().verdict
}
