//! Every command that is offered to be pasted, made of hostile names, labels, servers and key data, is split by a real
//! `sh`: each word stays one word, nothing runs but what the command names, and no program is given an option.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::shell::{HOSTILE, PROGRAMS, Shell, commands, label};
use crate::common::world::{World, drive, name, records, settings};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use multisigner::check::outcome::Question;
use multisigner::check::report::{ACTION_KINDS, Action, FixStep, Report};
use multisigner::dns::{Moment, Name, dotted};
use multisigner::doh::LiveCheck;
use multisigner::doh::anchors::Anchors;
use multisigner::evidence::{Role, Section, Source};
use multisigner::share::commands::{SOFTWARE, Table};
use multisigner::simulate::Simulator;
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::Config;
use multisigner::simulate::keys::Seed;
use std::ops::ControlFlow;
use std::path::PathBuf;

fn judged(sources: Vec<Source>, zone: Option<String>) -> Option<Report> {
    let at = Moment(1_795_608_000);
    let question = Question { sources, zone, no_ds: false, unreached: None, at, rrsets_per_mix: 20 };
    crate::common::ask(&question).0.result.ok().map(|report| *report)
}

fn source(role: Role, text: String) -> Source {
    Source { name: "box".into(), role, text }
}

fn recorded(file: &str) -> String {
    std::fs::read_to_string(format!("tests/corpus/006-missing-zsk-at-A/{file}")).unwrap()
}

/// Server lines, name servers and labels of providers.
#[test]
fn what_evidence_says() {
    let shell = Shell::new("evidence");
    let answers = |provider: &str| {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(format!("tests/corpus/006-missing-zsk-at-A/{provider}"))
                .unwrap()
                .map(|file| file.unwrap().path())
                .filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("dig-"))
                .collect();
        files.sort();
        files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<Vec<_>>()
    };
    let (a, b, ds) = (answers("A"), answers("B"), recorded("parent/dig-DS.txt"));
    let zone = judged(vec![source(Role::Auto, a.concat())], None).unwrap().zone;
    let mut seen = 0;
    for word in HOSTILE {
        let server = |text: &str| text.replace("127.0.0.21", word);
        let stranger = format!(
            "{zone} 3600 IN NS {host}.evil.example.\n;; communications error to {word}#53: timed out\n",
            host = label(word)
        );
        let whole = a.concat();
        for sources in [
            vec![source(Role::Auto, server(&whole)), source(Role::Parent, ds.clone())],
            // Too little: what is missing is to be asked for.
            vec![source(Role::Auto, format!("{}{}{}", server(&a[0]), b.concat(), ds))],
            vec![source(Role::Auto, format!("{}{}{}", server(&a[1]), b.concat(), ds))],
            vec![
                source(Role::Provider(word.into()), server(&whole)),
                source(Role::Provider("B".into()), format!("{}{stranger}", b.concat())),
                source(Role::Parent, ds.clone()),
            ],
        ] {
            let Some(report) = judged(sources, None) else { continue };
            for command in commands(&report) {
                shell.check(&command);
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen} commands");
}

/// What the zone itself is called.
#[test]
fn what_a_zone_is_called() {
    let shell = Shell::new("zone");
    let mut seen = 0;
    for word in HOSTILE.iter().filter(|word| word.len() < 30) {
        let apex = format!("{}.example.", label(word));
        let data = std::fs::read_to_string("tests/simulate/zone.txt").unwrap().replace("example.com.", &apex);
        let config = format!(
            "zone = {apex:?}\ndata = {data:?}\nnow = \"2026-11-25T12:00:00Z\"\n[[provider]]\nname = \"A\"\n\
             [[provider]]\nname = \"B\"\n[[fault]]\nid = \"zsk-withheld\"\nat = \"A\"\nof = \"B\"\n\
             [[fault]]\nid = \"ds-missing\"\nat = \"B\"\n"
        );
        let config: Config = toml::from_str(&config).unwrap();
        let mut simulator = Simulator::new(Seed::from_text("commands"));
        let mut progress = |_| ControlFlow::Continue(());
        let run = simulator.run(&config, &RustCrypto, &mut progress);
        let question = pollster::block_on(run).unwrap().question(10);
        let report = crate::common::ask(&question).0.result;
        let report = report.unwrap_or_else(|problem| panic!("{apex}: {problem}"));
        assert!(!report.findings.is_empty());
        for command in commands(&report) {
            shell.check(&command);
            for words in shell.run(&command).iter().filter(|words| words[0] == "dig") {
                let ours = words.iter().filter_map(|word| word.parse::<Name>().ok());
                let zone: Name = apex.parse().unwrap();
                assert!(
                    ours.into_iter()
                        .any(|name| name.ends_with(&zone) || Some(&name) == zone.parent().as_ref()),
                    "{command}: {words:?}"
                );
            }
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} commands");
}

/// A fix with whatever owner, type and data.
#[test]
fn what_a_record_says() {
    let shell = Shell::new("record");
    let table = Table::built_in();
    let extra = ["\nsend\nquit\n", "END\nid", "\"}' ; >pwned #", "a/../../b", "{zone}", "{1}", "\u{7f}"];
    for word in HOSTILE.iter().chain(&extra) {
        for record in [
            format!("{word} 3600 IN DNSKEY 257 3 13 AwEAAQ=="),
            format!("example.com. 3600 IN DNSKEY 257 3 13 {word}"),
            format!("example.com. {word} IN DNSKEY 257 3 13 AwEAAQ=="),
            format!("example.com. 3600 IN {word} 257 3 13 AwEAAQ=="),
            format!("example.com. 3600 IN NS {word}"),
        ] {
            for zone in ["example.com.", word] {
                for kind in ACTION_KINDS {
                    let action = Action { kind, zone: zone.into(), operator: None };
                    let step = FixStep {
                        text: String::new(),
                        provider: None,
                        records: vec![record.clone()],
                        action: Some(action),
                    };
                    for command in SOFTWARE.iter().filter_map(|software| table.command(software, &step)) {
                        if PROGRAMS.iter().any(|program| command.text.starts_with(program)) {
                            shell.check(&command.text);
                        }
                    }
                }
            }
        }
    }
}

/// The zone's name servers, as a live check found them.
#[test]
fn what_a_live_check_found() {
    let shell = Shell::new("live");
    let mut world = World::corpus("003-model2-ok");
    let (zone, _) = world.answers.keys().find(|(_, rtype)| *rtype == Rtype::SOA.to_int()).unwrap().clone();
    let hosts: String =
        HOSTILE.iter().map(|word| format!("{zone} 60 IN NS {}.evil.test.\n", label(word))).collect();
    let good = format!("{zone} 60 IN NS ns1.good.test.\n");
    world.answers.remove(&(zone.clone(), Rtype::NS.to_int()));
    world.put(&name(&zone), Rtype::NS, (Rcode::NOERROR, records(Section::Answer, &format!("{hosts}{good}"))));
    let mut check = LiveCheck::new(name(&zone), settings(2, 8, Anchors::default()));
    drive(&mut check, |ask| world.answer(ask));
    assert!(check.name_servers().len() > HOSTILE.len() / 2, "{:?}", check.name_servers());
    let commands = check.commands();
    assert!(commands.iter().any(|command| command.starts_with("dig @ns1.good.test. ")), "{commands:?}");
    for command in &commands {
        shell.check(command);
    }
    assert!(commands[0] == format!("multisigner probe {}", dotted(&name(&zone))), "{commands:?}");
}
