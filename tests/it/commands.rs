//! Every command that is offered to be pasted, made of hostile names, labels, servers and key data, is split by a real
//! `sh`: each word stays one word, nothing runs but what the command names, and no program is given an option.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crate::common::world::{World, drive, name, records, settings};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use multisigner::check::outcome::Question;
use multisigner::check::report::{Action, ActionKind, FixStep, Report};
use multisigner::dns::{Moment, Name, dotted};
use multisigner::doh::LiveCheck;
use multisigner::doh::anchors::Anchors;
use multisigner::evidence::{Role, Section, Source};
use multisigner::share::commands::{SOFTWARE, Table};
use multisigner::simulate::Simulator;
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::Config;
use multisigner::simulate::keys::Seed;
use multisigner::ui::again;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a stranger may call anything. Redirections need no program: each would leave a file.
const HOSTILE: [&str; 24] = [
    "`>pwned`",
    "$(>pwned)",
    "${IFS}>pwned",
    ";>pwned;",
    "|>pwned",
    "&>pwned&",
    ">pwned",
    "'>pwned'",
    "'`>pwned`'",
    "\">pwned\"",
    "\\\\>pwned",
    "\\'>pwned",
    "`{>pwned,x}`",
    "-x",
    "--help",
    "-f/etc/passwd",
    "+short",
    "@192.0.2.66",
    "!!",
    "~",
    "#pwned",
    "ns1’`>pwned`’",
    "ns\u{ff04}(>pwned)",
    "\u{202e}`>pwned`",
];

/// The same as one label in presentation format: the octets of zone syntax escaped.
fn label(word: &str) -> String {
    let octet = |octet: u8| match octet {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(octet).to_string(),
        _ => format!("\\{octet:03}"),
    };
    word.bytes().map(octet).collect()
}

/// Programs that commands may name.
const PROGRAMS: [&str; 9] =
    ["dig", "multisigner", "nsupdate", "rndc", "knotc", "pdnsutil", "curl", "gcloud", "host"];

/// Options that commands have by themselves.
const OPTIONS: [&str; 12] = [
    "+dnssec",
    "+norec",
    "+norecurse",
    "+norecurse,",
    "+short",
    "-l",
    "-status",
    "-X",
    "-H",
    "--data",
    "--dnssec-state",
    "--zone=",
];

struct Shell {
    folder: PathBuf,
}

impl Shell {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("multisigner-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// The words of each program that a text runs.
    fn run(&self, text: &str) -> Vec<Vec<String>> {
        let mut script = String::from("PATH=/nonexistent\n");
        for program in PROGRAMS {
            script
                .push_str(&format!("{program}() {{ printf '%s\\0' {program} \"$@\"; printf '\\n\\0'; }}\n"));
        }
        script.push_str(text);
        let mut sh = Command::new("sh");
        let sh = sh.current_dir(&self.folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = sh.stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && stderr.is_empty(), "{text}: {stderr}");
        assert_eq!(std::fs::read_dir(&self.folder).unwrap().count(), 0, "it ran: {text}");
        let out = String::from_utf8(output.stdout).unwrap();
        let commands = out.split("\n\0").filter(|words| !words.is_empty());
        commands.map(|words| words.split_terminator('\0').map(str::to_owned).collect()).collect()
    }

    /// Runs it and looks at the words.
    fn check(&self, text: &str) {
        let commands = self.run(text);
        assert!(!commands.is_empty(), "{text}");
        for words in &commands {
            for word in words {
                let option = word.starts_with('-') || (words[0] == "dig" && word.starts_with('+'));
                let known = OPTIONS.iter().any(|known| word == known)
                    || ["--zone=", "--type=", "--ttl=", "--rrdatas="].iter().any(|o| word.starts_with(o));
                assert!(!option || known, "{word} is an option in {text}");
                assert!(!word.contains(char::is_control), "{word:?} in {text:?}");
            }
            if words[0] == "dig" {
                let servers: Vec<&String> = words.iter().filter(|word| word.starts_with('@')).collect();
                assert!(servers.len() == 1 || words.iter().any(|word| word == "+short"), "{text}");
                for server in servers {
                    assert!(!server.contains("192.0.2.66"), "{text}");
                }
            }
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// All commands in a report and beside it.
fn commands(report: &Report) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let table = Table::built_in();
    let mut in_words = |text: &str| {
        for (at, _) in text.match_indices("dig ").chain(text.match_indices("multisigner ")) {
            // The sentence may go on behind.
            let command = text[at..].split(['”', ')', '(']).next().unwrap();
            all.insert(command.trim_end_matches('.').to_owned());
        }
    };
    for finding in &report.findings {
        in_words(&finding.detail);
        in_words(&finding.title);
        for step in &finding.fix {
            in_words(&step.text);
        }
    }
    in_words(&report.headline.why);
    for finding in &report.findings {
        for one in again::commands(finding, report) {
            all.extend(one.lines.iter().cloned());
            if let Some(whom) = one.whom(&report.zone) {
                all.extend(whom.split('“').skip(1).map(|text| text.split('”').next().unwrap().to_owned()));
            }
        }
        let table = &table;
        let software = |step| SOFTWARE.iter().filter_map(move |software| table.command(software, step));
        let steps = finding.fix.iter().flat_map(software).map(|command| command.text);
        all.extend(steps.filter(|text| PROGRAMS.iter().any(|program| text.starts_with(program))));
    }
    all
}

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
        let Ok(report) = crate::common::ask(&question).0.result else { continue };
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
    let kinds = [
        ActionKind::AddDnskey,
        ActionKind::AddCds,
        ActionKind::AddNs,
        ActionKind::RemoveDnskey,
        ActionKind::RemoveCds,
        ActionKind::SignAnew,
    ];
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
                for kind in kinds {
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
