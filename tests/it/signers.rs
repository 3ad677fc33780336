//! The simulator's zones before other people's tools. They have to be installed (`tools/setup.sh test`), so these
//! tests are left out unless asked for: `make test-live` does.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use multisigner::check::report::{Action, ActionKind, FixStep, Verdict};
use multisigner::check::session::Session;
use multisigner::dns::Moment;
use multisigner::dnssec::backend::Native;
use multisigner::share::commands::{Table, software};
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::{Config, Provider};
use multisigner::simulate::keys::{SecretKey, Seed};
use multisigner::simulate::terms::{Denial, Layout, Model, Nsec3};
use multisigner::simulate::{Simulated, Simulator};
use rstest::rstest;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("multisigner-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The present, for tools that read the clock.
fn now() -> Moment {
    Moment(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap())
}

fn run(folder: &Path, command: &[&str]) -> Result<String, String> {
    let output = Command::new(command[0])
        .args(&command[1..])
        .current_dir(folder)
        .env("PATH", format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap()))
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}; tools/setup.sh test installs it", command[0]));
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    if output.status.success() { Ok(said) } else { Err(said) }
}

fn config(model: Model, providers: Vec<Provider>) -> Config {
    Config { cross_ksks: true, ..crate::start::config(model, now(), providers) }
}

fn simulate(simulator: &mut Simulator, config: &Config) -> Simulated {
    let mut progress = |_| ControlFlow::Continue(());
    pollster::block_on(simulator.run(config, &RustCrypto, &mut progress)).unwrap()
}

/// Every mix as our own validator sees it.
fn mixes(simulated: &Simulated) -> Vec<Verdict> {
    let question = simulated.question(10);
    let outcome = pollster::block_on(Session::new().ask(&question, &Native, &mut |_| {}));
    let lost: usize = outcome.sources.iter().map(|source| source.lines_failed).sum();
    assert_eq!(lost, 0, "lines of our own zone that cannot be read");
    outcome.result.unwrap().mixes.iter().map(|mix| mix.verdict).collect()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    Nsec,
    Nsec3,
    /// With iterations and salt.
    Salted,
    /// The same with opt-out.
    OptOut,
}

fn provider(name: &str, algorithm: u8, how: How, layout: Layout) -> Provider {
    let nsec3 = match how {
        How::Nsec => None,
        How::Nsec3 => Some(Nsec3::default()),
        How::Salted | How::OptOut => {
            Some(Nsec3 { iterations: 7, salt: "ab12CD".into(), opt_out: how == How::OptOut })
        }
    };
    Provider {
        name: name.into(),
        algorithm: Some(algorithm),
        keys: Some(layout),
        denial: Some(if nsec3.is_some() { Denial::Nsec3 } else { Denial::Nsec }),
        nsec3,
        ..Provider::default()
    }
}

/// Each zone of each set-up is accepted by BIND's, ldns's and Knot's checkers, and by our own.
#[rstest]
#[ignore = "needs other signers' tools: make test-live"]
fn other_tools_accept_the_zones(
    #[values(8, 10, 13, 14, 15, 16)] algorithm: u8,
    #[values(How::Nsec, How::Nsec3, How::OptOut)] how: How,
) {
    let folder = Folder::new(&format!("accept-{algorithm}-{how:?}"));
    // One for all, so that its keys are made once.
    let mut simulator = Simulator::new(Seed::from_text("other tools"));
    let set_ups = [
        (Model::One, None, Layout::KskZsk),
        // A provider holds the KSK.
        (Model::One, Some("B"), Layout::KskZsk),
        (Model::Two, None, Layout::KskZsk),
        (Model::Two, None, Layout::Csk),
    ];
    for (model, holder, layout) in set_ups {
        for names in [&["A", "B"][..], &["A", "B", "C"]] {
            let providers = names.iter().map(|name| provider(name, algorithm, how, layout)).collect();
            let ksk_holder = holder.map(str::to_string);
            let simulated = simulate(&mut simulator, &Config { ksk_holder, ..config(model, providers) });
            for zone in &simulated.providers {
                let file = folder.write("zone.signed", &zone.text);
                let file = file.to_str().unwrap();
                let what = format!("{model:?} {holder:?} {layout:?} {} of {names:?}", zone.label);
                let one_key = if layout == Layout::Csk { "-z" } else { "-q" };
                // kzonecheck 3.2 wants a signature by every combined key, those of others included (dnssec-signzone's
                // zones are refused by it all the same).
                let dnssec = if layout == Layout::Csk { "off" } else { "on" };
                for command in [
                    &["dnssec-verify", one_key, "-o", "example.com.", file][..],
                    &["ldns-verify-zone", "-V", "1", file],
                    &["kzonecheck", "-d", dnssec, "-o", "example.com.", file],
                ] {
                    if let Err(said) = run(&folder.0, command) {
                        panic!("{} does not accept {what}:\n{said}", command[0]);
                    }
                }
            }
            let expected = if how == How::OptOut { Verdict::Insecure } else { Verdict::Secure };
            assert_eq!(
                mixes(&simulated),
                vec![expected; names.len().pow(2)],
                "{model:?} {holder:?} {layout:?} {names:?}"
            );
        }
    }
}

/// RRSIG lines as sets of words, so that case of names and breaks of base64 do not matter.
fn rrsigs(text: &str, algorithm: u8) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with(';')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some(at) = words.iter().position(|word| *word == "RRSIG") else { continue };
        if at > 3 || words[at + 2] != algorithm.to_string() {
            continue;
        }
        let fixed = words[at..at + 9].join(" ");
        found.insert(format!("{} {fixed} {}", words[0], words[at + 9..].concat()).to_lowercase());
    }
    found
}

/// The private keys of one provider, as files in the folder; gives the stems of KSK and ZSK.
fn export(simulator: &Simulator, simulated: &Simulated, folder: &Folder) -> Vec<String> {
    let keys = simulator.expose_private_keys(simulated.now);
    let public = &simulated.providers[0].keys;
    for key in &keys {
        folder.write(&format!("{}.private", key.stem), key.expose());
        let public = public.iter().find(|public| public.stem == key.stem).unwrap();
        folder.write(&format!("{}.key", key.stem), &public.text);
    }
    public.iter().map(|key| key.stem.clone()).collect()
}

/// The zone's data with the records that a signer of files expects in the file.
fn unsigned(simulated: &Simulated) -> String {
    let made = ["RRSIG", "NSEC", "NSEC3", "DNSKEY", "NSEC3PARAM"];
    let keep = |line: &&str| line.split_whitespace().nth(3).is_some_and(|rtype| !made.contains(&rtype));
    simulated.providers[0].text.lines().filter(keep).map(|line| format!("{line}\n")).collect()
}

/// With the same keys and times our signatures are octet for octet those of signers that are deterministic too.
#[rstest]
#[ignore = "needs other signers' tools: make test-live"]
fn the_same_signatures_as_other_signers(
    #[values(8, 10, 15, 16)] algorithm: u8,
    #[values(
        (How::Nsec, "ldns-signzone"),
        (How::Nsec3, "ldns-signzone"),
        (How::Salted, "ldns-signzone"),
        // With opt-out, ldns-signzone keeps the records of insecure delegations, which is allowed too.
        (How::Nsec, "dnssec-signzone"),
        (How::Nsec3, "dnssec-signzone"),
        (How::Salted, "dnssec-signzone"),
        (How::OptOut, "dnssec-signzone"),
    )]
    signer: (How, &str),
) {
    let (how, signer) = signer;
    let folder = Folder::new(&format!("same-{algorithm}-{how:?}-{signer}"));
    let mut simulator = Simulator::new(Seed::from_text("same"));
    let mut alone = provider("A", algorithm, how, Layout::KskZsk);
    alone.cds = Some(false);
    let simulated = simulate(&mut simulator, &config(Model::Two, vec![alone]));
    let keys = export(&simulator, &simulated, &folder);
    let mut text = unsigned(&simulated);
    let stamp = |seconds: i64| -> String {
        let text = Moment(simulated.now.0 + seconds).to_string();
        text.chars().filter(char::is_ascii_digit).collect()
    };
    let (from, until) = (stamp(-3600), stamp(14 * 86_400));
    let mut command: Vec<&str> = Vec::new();
    if signer == "ldns-signzone" {
        command.extend(["ldns-signzone", "-f", "out", "-i", &from, "-e", &until, "-o", "example.com."]);
        match how {
            How::Nsec => {}
            How::Nsec3 => command.extend(["-n", "-t", "0"]),
            How::Salted | How::OptOut => command.extend(["-n", "-t", "7", "-s", "ab12cd"]),
        }
        command.push("zone");
    } else {
        for line in simulated.providers[0].dnskey.lines().filter(|line| line.contains(" DNSKEY 25")) {
            text.push_str(line);
            text.push('\n');
        }
        command.extend(["dnssec-signzone", "-P", "-x", "-O", "full", "-f", "out", "-s", &from, "-e", &until]);
        command.extend(["-o", "example.com.", "-K", "."]);
        match how {
            How::Nsec => {}
            How::Nsec3 => command.extend(["-3", "-"]),
            How::Salted => command.extend(["-3", "ab12cd", "-H", "7"]),
            How::OptOut => command.extend(["-3", "ab12cd", "-H", "7", "-A"]),
        }
        command.extend(["-k", &keys[0], "zone", &keys[1]]);
    }
    if signer == "ldns-signzone" {
        command.extend(keys.iter().map(String::as_str));
    }
    folder.write("zone", &text);
    let said = run(&folder.0, &command);
    assert!(said.is_ok(), "{command:?}: {said:?}");
    let theirs = std::fs::read_to_string(folder.0.join("out")).unwrap();
    let (mut ours, mut theirs) =
        (rrsigs(&simulated.providers[0].text, algorithm), rrsigs(&theirs, algorithm));
    if signer == "ldns-signzone" {
        // ldns-signzone gives NSEC3PARAM the TTL of the SOA record, we (and BIND) zero.
        ours.retain(|line| !line.contains(" nsec3param "));
        theirs.retain(|line| !line.contains(" nsec3param "));
    }
    assert!(ours.len() > 25, "{} signatures", ours.len());
    let differ: Vec<&String> = ours.symmetric_difference(&theirs).collect();
    assert!(differ.is_empty(), "{} of {}: {differ:#?}", differ.len(), ours.len());
}

/// BIND makes keys, we read them: the public half is the same, and so is the file when written again.
#[rstest]
#[ignore = "needs other signers' tools: make test-live"]
fn private_keys_of_bind(#[values(8, 10, 13, 14, 15, 16)] algorithm: u8) {
    let folder = Folder::new(&format!("import-{algorithm}"));
    let number = algorithm.to_string();
    let bits: &[&str] = if algorithm <= 10 { &["-b", "2048"] } else { &[] };
    let stem =
        run(&folder.0, &[&["dnssec-keygen", "-q", "-a", &number], bits, &["example.com"]].concat()).unwrap();
    let read = |end: &str| std::fs::read_to_string(folder.0.join(format!("{}{end}", stem.trim()))).unwrap();
    let private = read(".private");
    let key = SecretKey::from_private_key_file(&private).unwrap();
    let public = data_encoding::BASE64.encode(key.public_key());
    let theirs: Vec<String> = read(".key")
        .lines()
        .filter(|line| !line.starts_with(';'))
        .map(|line| line.split_whitespace().skip(6).collect())
        .collect();
    assert_eq!(theirs, [public]);
    let written = key.expose_private_key_file(now());
    let fields = |text: &str| -> BTreeSet<String> {
        let time = ["Created", "Publish", "Activate"];
        text.lines().filter(|line| !time.iter().any(|t| line.starts_with(t))).map(str::to_string).collect()
    };
    assert_eq!(fields(&written), fields(&private));
}

/// The commands that the table (`www/commands.json`) has for tools that are here are commands of theirs.
#[test]
#[ignore = "needs knotc and rndc"]
fn commands_for_fixes_are_those_of_the_tools() {
    let table: serde_json::Value = serde_json::from_str(include_str!("../../www/commands.json")).unwrap();
    let folder = Folder::new("commands");
    let help = |command: &[&str]| run(&folder.0, command).unwrap_or_else(|said| said);
    let tools = [("knot", "knotc", help(&["knotc", "--help"])), ("bind", "rndc", help(&["rndc"]))];
    let mut seen = 0;
    for row in table.as_array().unwrap() {
        for line in row["lines"].as_array().unwrap() {
            let words: Vec<&str> = line.as_str().unwrap().split(' ').collect();
            for (software, tool, help) in &tools {
                if row["software"] != *software || words[0] != *tool {
                    continue;
                }
                let known = help.lines().any(|line| line.split_whitespace().next() == Some(words[1]));
                assert!(known, "{line}: not in\n{help}");
                let option = words.get(2).filter(|word| word.starts_with('-'));
                let known = option.is_none_or(|option| help.contains(option) || is_newer(option, help));
                assert!(known, "{line}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 6, "{seen}");
}

/// Whether an option came with a later version than the one that is here, as `Version: 9.18.49` says in its help.
fn is_newer(option: &str, help: &str) -> bool {
    const SINCE: [(&str, [u32; 3]); 1] = [("-step", [9, 20, 13])];
    let here = help.lines().find_map(|line| line.trim().strip_prefix("Version: "));
    let here: Vec<u32> = here.unwrap().split(['.', '-', '+']).take(3).map(|n| n.parse().unwrap()).collect();
    SINCE.iter().any(|(name, since)| *name == option && here < since.to_vec())
}

/// A name server of its own, stopped at the end.
struct Server(std::process::Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The commands for Knot DNS do at a running one what their step says: what was added is served, signed, beside its own
/// keys, and what was removed is not.
#[test]
#[ignore = "needs knotd and knotc"]
fn knot_does_what_the_commands_say() {
    let folder = Folder::new("knotc");
    let place = folder.0.display();
    folder.write(
        "knot.conf",
        &format!(
            "server:\n    rundir: {place}\nlog:\n  - target: stdout\n    any: info\n\
             database:\n    storage: {place}\npolicy:\n  - id: shared\n    algorithm: ecdsap256sha256\n    \
             dnskey-management: incremental\n    delete-delay: 1d\n    cds-cdnskey-publish: none\nzone:\n  - domain: \
             example.com\n    storage: {place}\n    dnssec-signing: on\n    dnssec-policy: shared\n"
        ),
    );
    folder.write(
        "example.com.zone",
        "example.com. 3600 SOA ns1.example.com. host.example.com. 1 7200 3600 1209600 300\n\
         example.com. 3600 NS ns1.example.com.\nns1.example.com. 3600 A 192.0.2.1\n",
    );
    // What a person types finds the server without an option: so does this shell.
    folder.write("knotc", "#!/bin/sh\nexec /usr/sbin/knotc -b -c \"${0%/*}/knot.conf\" \"$@\"\n");
    run(&folder.0, &["chmod", "+x", "knotc"]).unwrap();
    let log = std::fs::File::create(folder.0.join("log")).unwrap();
    let knotd = Command::new("/usr/sbin/knotd").arg("-c").arg(folder.0.join("knot.conf")).stdout(log).spawn();
    let _server = Server(knotd.unwrap());
    let shell = |text: &str| run(&folder.0, &["sh", "-c", &format!("PATH=\"$PWD:$PATH\"; set -e\n{text}")]);
    let read = |rtype: &str| {
        let said = shell(&format!("knotc zone-read example.com example.com. {rtype}"));
        let lines = said.as_deref().unwrap_or_default().lines();
        lines.map(|line| line.split_once(&format!(" {rtype} ")).unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    let signed = Instant::now() + Duration::from_secs(30);
    while read("DNSKEY").is_empty() {
        let log = || std::fs::read_to_string(folder.0.join("log")).unwrap();
        assert!(Instant::now() < signed, "{}", log());
    }
    let own = read("DNSKEY");
    assert!(!own.is_empty(), "it has keys of its own");
    let key =
        "256 3 13 oJMRESz5E4gYzS/q6XDrvU1qMPYIjCWzJaOau8XNEZeqCYKD5ar0IRd8KqXXFJkqmVfRvMGPmM1x8fGAa2XhSA==";
    let cds = "34505 13 2 5D3FE2B4C6F96B5B3B8D2C9AA0C54A5D1E0A4D3F9C0E7A8B6C5D4E3F2A1B0C9D";
    for (rtype, data, add, remove) in [
        ("DNSKEY", key, ActionKind::AddDnskey, ActionKind::RemoveDnskey),
        ("CDS", cds, ActionKind::AddCds, ActionKind::RemoveCds),
        ("NS", "ns1.example.net.", ActionKind::AddNs, ActionKind::SignAnew),
    ] {
        let step = |kind| {
            let action = Action { kind, zone: "example.com.".into(), operator: None };
            let records = vec![format!("example.com. 3600 IN {rtype} {data}")];
            FixStep { text: String::new(), provider: None, records, action: Some(action) }
        };
        let table = Table::built_in();
        let does = |kind| {
            let command = table.command(software("knot").unwrap(), &step(kind)).unwrap();
            shell(&command.text).unwrap_or_else(|said| panic!("{}\n{said}", command.text));
        };
        let before = read(rtype);
        does(add);
        assert_eq!(read(rtype).len(), before.len() + 1, "{rtype}: {:?}", read(rtype));
        assert!(read(rtype).contains(&data.to_owned()), "{data} is not in {:?}", read(rtype));
        assert!(before.iter().all(|other| read(rtype).contains(other)), "{rtype}: {:?}", read(rtype));
        does(remove);
        let gone = remove != ActionKind::SignAnew;
        assert_eq!(read(rtype).contains(&data.to_owned()), !gone, "{rtype}: {:?}", read(rtype));
    }
    assert_eq!(read("DNSKEY").len(), own.len());
}
