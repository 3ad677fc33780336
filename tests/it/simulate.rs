//! The simulator, judged by the ordinary way: text, evidence, session, report.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use crate::common::ask;
use crate::explain::explained;
use crate::start::ZONE;
use multisigner::check::report::{Report, Severity, Verdict};
use multisigner::dns::Moment;
use multisigner::dnssec::profile::REFERENCE;
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::{Config, Provider};
use multisigner::simulate::faults::{CATALOGUE, Fault, choices};
use multisigner::simulate::keys::Seed;
use multisigner::simulate::presets::{Imports, PRESETS};
use multisigner::simulate::resolver::{Ask, NoWalk, walk};
use multisigner::simulate::terms::{Denial, Model, Nsec3, Span};
use multisigner::simulate::{Failure, Simulated, Simulator, Unusable};
use proptest::prelude::*;
use rstest::rstest;
use serde::Deserialize as _;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

const NOW: Moment = Moment(1_795_608_000);

fn config(model: Model, names: &[&str]) -> Config {
    let provider = |name: &&str| Provider { name: (*name).into(), ..Provider::default() };
    crate::start::config(model, NOW, names.iter().map(provider).collect())
}

fn run(simulator: &mut Simulator, config: &Config) -> Result<Simulated, Failure> {
    let mut progress = |_| ControlFlow::Continue(());
    pollster::block_on(simulator.run(config, &RustCrypto, &mut progress))
}

fn simulator() -> Simulator {
    Simulator::new(Seed::from_text("tests"))
}

fn report(simulated: &Simulated) -> Box<Report> {
    let (outcome, _) = ask(&simulated.question(50));
    for source in &outcome.sources {
        assert_eq!(
            (source.lines_failed, source.not_read.len()),
            (0, 0),
            "{}: {:?}",
            source.name,
            source.not_read
        );
    }
    outcome.result.unwrap()
}

/// `S` secure, `I` insecure, `?` indeterminate, `B` bogus: row by row.
fn letters(verdicts: impl Iterator<Item = Verdict>) -> String {
    let letter = |verdict| match verdict {
        Verdict::Secure => 'S',
        Verdict::Insecure => 'I',
        Verdict::Indeterminate => '?',
        Verdict::Bogus => 'B',
    };
    verdicts.map(letter).collect()
}

/// The gallery: each fault at each place, with the verdict of each mix at each validator and what is found.
#[rstest]
#[case("model-2", Model::Two, None)]
#[case("model-1", Model::One, None)]
#[case("model-1-held-by-a", Model::One, Some("A"))]
fn every_fault_has_its_verdict(#[case] name: &str, #[case] model: Model, #[case] holder: Option<&str>) {
    let mut simulator = simulator();
    let mut config = config(model, &["A", "B"]);
    config.ksk_holder = holder.map(str::to_string);
    let mut gallery = String::new();
    for choice in choices(&config).unwrap() {
        let Fault { kind, at, of } = &choice.fault;
        // Faults at A are those at B with the letters changed.
        if at.as_deref() == Some("A") && of.is_none() {
            continue;
        }
        let _ = writeln!(gallery, "{kind:?}: {}", choice.title);
        config.faults = vec![choice.fault.clone()];
        if let Some(reason) = choice.impossible {
            let _ = writeln!(gallery, "  impossible: {reason}");
            let fault = Unusable::Fault { title: choice.title, reason };
            assert_eq!(run(&mut simulator, &config).unwrap_err(), fault.into());
            continue;
        }
        let report = report(&run(&mut simulator, &config).unwrap());
        explained(&report, &choice.title);
        let verdicts = |pick: fn(&multisigner::check::report::ProfileVerdicts) -> Verdict| {
            letters(report.mixes.iter().map(|mix| pick(&mix.profiles)))
        };
        let reference = letters(report.mixes.iter().map(|mix| mix.verdict));
        let profiles = [
            verdicts(|p| p.unbound),
            verdicts(|p| p.unbound_hardened),
            verdicts(|p| p.bind),
            verdicts(|p| p.powerdns),
            verdicts(|p| p.knot),
        ];
        let mut codes: Vec<(Severity, &str)> =
            report.findings.iter().map(|f| (f.severity, f.code.as_str())).collect();
        codes.dedup();
        let codes: Vec<String> =
            codes.iter().map(|(severity, code)| format!("{code} {severity:?}").to_lowercase()).collect();
        let _ = writeln!(gallery, "  {reference} ({}) {}", profiles.join(" "), codes.join(", "));
    }
    insta::assert_snapshot!(name, gallery);
}

/// The KSK of model 1 is nobody's in particular: neither a fault nor a finding calls it a provider's.
#[rstest]
#[case(None, "The owner rolled the shared KSK, and the parent still has the old DS")]
#[case(Some("B"), "B rolled the shared KSK, and the parent still has the old DS")]
fn a_shared_ksk_is_called_shared(#[case] holder: Option<&str>, #[case] rolled: &str) {
    let mut simulator = simulator();
    let mut config = config(Model::One, &["A", "B"]);
    config.ksk_holder = holder.map(str::to_string);
    let choices = choices(&config).unwrap();
    assert!(choices.iter().any(|choice| choice.title == rolled), "{choices:#?}");
    for choice in choices.iter().filter(|choice| choice.impossible.is_none()) {
        assert!(!choice.title.contains("’s KSK"), "{}", choice.title);
        config.faults = vec![choice.fault.clone()];
        let simulated = run(&mut simulator, &config).unwrap();
        let report = report(&simulated);
        let mut seen: Vec<&str> = Vec::new();
        for finding in &report.findings {
            let said = format!("{} {}", finding.title, finding.detail);
            assert!(!said.contains("’s KSK"), "{}: {said}", choice.title);
            assert!(!seen.contains(&finding.title.as_str()), "{}: twice: {}", choice.title, finding.title);
            seen.push(&finding.title);
        }
    }
}

/// Lines of a zone file, of all kinds that a signer treats differently.
fn names() -> impl Strategy<Value = Vec<String>> {
    let label = prop::sample::select(vec!["a", "b", "WWW", "x-1", "_sip", "zz", "m"]);
    // A `*` in front only: validators do not agree on wildcards that are empty non-terminals.
    let name = (any::<bool>(), prop::collection::vec(label, 1..4))
        .prop_map(|(wild, labels)| format!("{}{}", if wild { "*." } else { "" }, labels.join(".")));
    let kind = prop::sample::select(vec![
        "A 192.0.2.1",
        "TXT \"text\"",
        "NS ns.elsewhere.example.",
        "AAAA 2001:db8::1",
        "MX 10 mail.other.example.",
        "DS 1 13 2 49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE2A1F6F2F2A0E1B2D3C4D5E6F",
        "SRV 1 2 3 A.example.com.",
    ]);
    // Delegations at a wildcard mean nothing that is defined (RFC 4592 §4.2).
    let line = (name, kind).prop_map(|(name, kind)| {
        let cut = kind.starts_with("NS") || kind.starts_with("DS");
        format!("{} {kind}", if cut { name.replace('*', "star") } else { name })
    });
    prop::collection::vec(line, 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The validator and the resolver agree that all is well, whatever the zone looks like.
    #[test]
    fn whatever_is_in_the_zone_it_validates(
        lines in names(),
        asked in names(),
        nsec3 in any::<Option<(u8, bool)>>(),
        on_the_fly in any::<bool>(),
    ) {
        let mut config = config(Model::Two, &["A", "B"]);
        let head = "$ORIGIN example.com.\n$TTL 300\n@ SOA ns h 1 2 3 4 5\n@ NS ns.other.example.\n";
        let opt_out = nsec3.is_some_and(|(_, opt_out)| opt_out);
        // With opt-out, an empty non-terminal above an insecure delegation may have no NSEC3 record (RFC 5155 §7.1),
        // and then nothing proves that a wildcard beside it does not stand for it. BIND signs in the same way.
        let lines: Vec<String> =
            lines.into_iter().map(|line| if opt_out { line.replace("*.", "") } else { line }).collect();
        config.data = format!("{head}{}\n", lines.join("\n"));
        config.asked =
            asked.iter().chain(&lines).filter_map(|line| line.split(' ').next()).map(|name| format!("{name}.example.com.")).collect();
        for provider in &mut config.providers {
            provider.denial = nsec3.map(|_| Denial::Nsec3).or_else(|| on_the_fly.then_some(Denial::Compact));
            provider.nsec3 = nsec3.map(|(salt, opt_out)| {
                Nsec3 { iterations: u16::from(salt % 3), salt: format!("{salt:02x}"), opt_out }
            });
        }
        let simulated = run(&mut simulator(), &config).unwrap();
        let (outcome, proven) = ask(&simulated.question(50));
        let report = outcome.result.unwrap();
        let most = if opt_out { Verdict::Insecure } else { Verdict::Secure };
        for mix in &report.mixes {
            prop_assert!(mix.verdict <= most, "{:?} {}\n{}", mix.verdict, mix.reason, simulated.providers[0].text);
        }
        let proven = proven.unwrap();
        for name in asked.iter().chain(&lines).filter_map(|line| line.split(' ').next()) {
            for rtype in ["A", "DS", "HINFO"] {
                let question = Ask {
                    name: format!("{name}.example.com."),
                    rtype: rtype.into(),
                    dnskey_from: "A".into(),
                    answer_from: "B".into(),
                };
                match walk(&proven, &question, &REFERENCE, NOW) {
                    Ok(walk) => prop_assert!(walk.verdict <= most, "{question:?} {walk:?}\n{}", simulated.providers[1].text),
                    Err(no) => prop_assert!(matches!(no, NoWalk::Delegated { .. }), "{question:?} {no}"),
                }
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_octets() {
    let config = config(Model::Two, &["A", "B"]);
    let first = run(&mut simulator(), &config).unwrap();
    assert_eq!(run(&mut simulator(), &config).unwrap(), first);
    let other = run(&mut Simulator::new(Seed::from_text("another")), &config).unwrap();
    assert_ne!(other.parent, first.parent);
    // What was signed before is not signed again.
    let mut simulator = simulator();
    assert_eq!(run(&mut simulator, &config).unwrap().signatures_made, first.signatures);
    let again = run(&mut simulator, &config).unwrap();
    assert_eq!((again.signatures_made, again.providers), (0, first.providers));
}

#[test]
fn signing_can_be_stopped() {
    let mut calls = 0;
    let mut progress = |_| {
        calls += 1;
        ControlFlow::Break(())
    };
    let config = config(Model::Two, &["A"]);
    let mut simulator = simulator();
    let stopped = pollster::block_on(simulator.run(&config, &RustCrypto, &mut progress));
    assert_eq!((stopped.unwrap_err(), calls), (Failure::Stopped, 1));
}

#[test]
fn private_keys_are_in_nothing_that_is_handed_out() {
    let mut config = config(Model::One, &["A", "B"]);
    config.providers[1].algorithm = Some(8);
    let mut simulator = simulator();
    let simulated = run(&mut simulator, &config).unwrap();
    let keys = simulator.expose_private_keys(NOW);
    let holders: Vec<Option<usize>> = keys.iter().map(|key| key.holder).collect();
    assert_eq!(holders, [None, Some(0), Some(1)]);
    let public =
        serde_json::to_string(&simulated).unwrap() + &format!("{simulated:?} {simulator:?} {keys:?}");
    for key in keys {
        let fields = key.expose().lines().filter(|line| {
            let public = [
                "Modulus",
                "PublicExponent",
                "Algorithm",
                "Private-key-format",
                "Created",
                "Publish",
                "Activate",
            ];
            !public.iter().any(|field| line.starts_with(field))
        });
        let mut secrets = 0;
        for field in fields {
            let value = field.split_once(": ").unwrap().1;
            assert!(!public.contains(value), "{field}");
            secrets += 1;
        }
        assert!(secrets > 0, "{}", key.stem);
    }
}

#[rstest]
#[case("model = 3", "there is no model 3")]
#[case("", "there has to be a provider")]
#[case("[[provider]]\nname = \"A\"\n[[provider]]\nname = \"a\"", "two providers are called a")]
#[case("[[provider]]\nname = \"\"", "a provider has no name")]
#[case("[[provider]]\nname = \"../x\"", "the name “../x” cannot be used")]
#[case("[[provider]]\nname = \"owner\"", "cannot be used")]
#[case("[[provider]]\nname = \"A\"\npreset = \"x\"", "A: there is no preset “x”; there are generic, bind")]
#[case(
    "[[provider]]\nname = \"A\"\npreset = \"ns1\"\nalgorithm = 8",
    "A: NS1 Connect does not sign with algorithm 8, only with 13"
)]
#[case(
    "[[provider]]\nname = \"A\"\npreset = \"desec\"\nkeys = \"ksk-zsk\"",
    "A: deSEC has a key layout of its own"
)]
#[case("[[provider]]\nname = \"A\"\nalgorithm = 5", "does not sign with algorithm 5")]
#[case(
    "[[provider]]\nname = \"A\"\ndenial = \"nsec3\"\nnsec3 = { salt = \"xyz\" }",
    "A: the NSEC3 salt is hexadecimal"
)]
#[case(
    "[[provider]]\nname = \"A\"\ndenial = \"nsec3\"\nnsec3 = { iterations = 2501 }",
    "more than 2500 NSEC3 iterations"
)]
#[case("[[provider]]\nname = \"A\"\nvalidity = 0", "A: signatures have to be valid")]
#[case("[[provider]]\nname = \"A\"\nvalidity = \"1d\"\njitter = \"1d\"", "A: the jitter has to be shorter")]
#[case("[[provider]]\nname = \"A\"\nvalidity = \"soon\"", "a number of seconds, or a time like \"1h\"")]
#[case("model = 1\n[[provider]]\nname = \"A\"\nkeys = \"csk\"", "model 1 is for a KSK and ZSKs")]
#[case("model = 1\nksk_holder = \"B\"\n[[provider]]\nname = \"A\"", "nobody called “B”")]
#[case("ttl = { dnskey = 2147483648 }\n[[provider]]\nname = \"A\"", "a TTL is at most")]
#[case("zone = \"b.example.\"\n[[provider]]\nname = \"A\"", "no SOA record of b.example.")]
#[case("[[provider]]\nname = \"A\"\n[[fault]]\nid = \"unsigned\"", "it needs “at”, the name of a provider")]
#[case(
    "[[provider]]\nname = \"A\"\n[[fault]]\nid = \"unsigned\"\nat = \"B\"",
    "there is no provider called “B”"
)]
#[case(
    "[[provider]]\nname = \"A\"\n[[fault]]\nid = \"denial-mix\"\nat = \"A\"",
    "there is one provider only"
)]
#[case("[[provider]]\nname = \"A\"\n[[fault]]\nid = \"nonsense\"", "unknown variant `nonsense`")]
#[case("private = 1", "unknown field `private`")]
fn what_cannot_be_simulated(#[case] text: &str, #[case] reason: &str) {
    let mut table: toml::Table = text.parse().unwrap();
    table.insert("data".into(), ZONE.into());
    table.entry("provider").or_insert(toml::Value::Array(Vec::new()));
    table.insert("now".into(), NOW.to_string().into());
    let said = match Config::deserialize(table) {
        Ok(config) => run(&mut simulator(), &config).unwrap_err().to_string(),
        Err(error) => error.to_string(),
    };
    assert!(said.contains(reason), "{said}");
}

#[rstest]
#[case("", "the zone has no data")]
#[case("hello world", "there is no SOA record: give the whole zone")]
#[case("example. SOA a. b. 1 2 3 4 5", "example. has no NS record")]
#[case(
    "example. SOA a. b. 1 2 3 4 5\nexample. SOA a. b. 2 2 3 4 5\nexample. NS a.",
    "example. has several SOA records"
)]
#[case("a. SOA a. b. 1 2 3 4 5\nb. SOA a. b. 1 2 3 4 5", "there are SOA records of several zones (a., b.)")]
#[case("Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: AAAA", "a private key stands in the zone")]
fn no_zone(#[case] data: &str, #[case] reason: &str) {
    let config = Config { data: data.into(), ..config(Model::Two, &["A"]) };
    let said = run(&mut simulator(), &config).unwrap_err().to_string();
    assert!(said.contains(reason), "{said}");
}

#[test]
fn a_signed_zone_is_taken_without_its_signatures() {
    let unsigned = run(&mut simulator(), &config(Model::Two, &["A", "B"])).unwrap();
    let again = Config { data: unsigned.providers[1].text.clone(), ..config(Model::Two, &["A", "B"]) };
    let again = run(&mut simulator(), &again).unwrap();
    assert_eq!(again.providers, unsigned.providers);
    let dropped: Vec<&str> = again.input.dropped.iter().map(|dropped| dropped.rtype.as_str()).collect();
    assert_eq!(dropped, ["RRSIG", "NSEC", "DNSKEY", "CDS", "CDNSKEY"]);
}

#[test]
fn jitter_spreads_the_ends_of_signatures() {
    let mut config = config(Model::Two, &["A", "B"]);
    for provider in &mut config.providers {
        provider.jitter = Some(Span(86_400));
    }
    let report = report(&run(&mut simulator(), &config).unwrap());
    assert!(report.mixes.iter().all(|mix| mix.verdict == Verdict::Secure));
    assert!(!report.findings.iter().any(|finding| finding.code.as_str() == "SIG-ALL-AT-ONCE"));
}

/// Presets are set-ups that work, but for those that take no foreign keys.
#[test]
fn every_preset_signs() {
    for preset in PRESETS {
        let mut config = config(Model::Two, &["A", "B"]);
        config.providers[1].preset = Some(preset.id.into());
        let simulated = run(&mut simulator(), &config).unwrap();
        let verdicts = letters(report(&simulated).mixes.iter().map(|mix| mix.verdict));
        let expected = if preset.imports == Imports::Never { "SSBS" } else { "SSSS" };
        assert_eq!(verdicts, expected, "{}", preset.id);
        let on_the_fly = simulated.providers[1].text.contains(" NSEC \\000.");
        assert_eq!(on_the_fly, preset.denial == Denial::Compact, "{}", preset.id);
    }
}

/// One that signs on the fly (RFC 9824) beside another that does, or that has a chain.
#[rstest]
#[case(Denial::Compact, "DEN-COMPACT")]
#[case(Denial::Nsec, "DEN-COMPACT-MIX")]
#[case(Denial::Nsec3, "DEN-COMPACT-MIX")]
fn black_lies(#[case] beside: Denial, #[case] code: &str) {
    let mut config = config(Model::Two, &["A", "B"]);
    config.providers[0].denial = Some(beside);
    config.providers[1].denial = Some(Denial::Compact);
    config.asked = ["nobody", "below.nobody", "x.wild", "terminal", "mail"]
        .map(|name| format!("{name}.example.com."))
        .into();
    let simulated = run(&mut simulator(), &config).unwrap();
    let (outcome, proven) = ask(&simulated.question(usize::MAX));
    let (report, proven) = (outcome.result.unwrap(), proven.unwrap());
    assert_eq!(letters(report.mixes.iter().map(|mix| mix.verdict)), "SSSS");
    let of_denial = ["DEN-", "MS-DATA-DIFF", "SIG-"];
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    let codes: Vec<&str> =
        codes.into_iter().filter(|code| of_denial.iter().any(|start| code.starts_with(start))).collect();
    assert_eq!(codes, ["SIG-ALL-AT-ONCE", code]);
    assert_eq!(report.providers[1].denial, "compact NSEC");
    // The names that a check asks for are there, and so are those that were named.
    let text = &simulated.providers[1].text;
    for (name, types) in [
        ("nonexistent", "NSEC RRSIG TYPE128"),
        ("nobody", "NSEC RRSIG TYPE128"),
        ("below.nobody", "NSEC RRSIG TYPE128"),
        ("x.wild", "A TXT RRSIG NSEC"),
        ("terminal", "RRSIG NSEC"),
    ] {
        let line = format!("{name}.example.com. 300 IN NSEC \\000.{name}.example.com. ");
        let types_of =
            |line: &str| -> BTreeSet<String> { line.split_whitespace().map(str::to_string).collect() };
        let found = text.lines().find_map(|known| known.strip_prefix(&line));
        assert_eq!(found.map(types_of), Some(types_of(types)), "{line}\n{text}");
    }
    let walked = |name: &str, rtype: &str| {
        let question = Ask {
            name: format!("{name}.example.com."),
            rtype: rtype.into(),
            dnskey_from: "A".into(),
            answer_from: "B".into(),
        };
        walk(&proven, &question, &REFERENCE, NOW).map(|walk| (walk.rcode, walk.verdict, walk.steps.len()))
    };
    // The DS, the keys, the SOA record and one NSEC record.
    let nodata = || Ok(("NOERROR".to_string(), Verdict::Secure, 4));
    for (name, rtype) in [
        ("nobody", "A"),
        ("below.nobody", "A"),
        ("nobody", "DS"),
        ("terminal", "A"),
        ("mail", "AAAA"),
        ("insecure", "DS"),
    ] {
        assert_eq!(walked(name, rtype), nodata(), "{name} {rtype}");
    }
    // Signed as if it were in the zone: nothing else to prove.
    assert_eq!(walked("x.wild", "A"), Ok(("NOERROR".into(), Verdict::Secure, 3)));
    let asked = walked("unheard-of", "A").unwrap_err();
    assert!(asked.to_string().contains("sign again with unheard-of.example.com. among the names"), "{asked}");
}

/// The configurations in `tests/simulate` work, the explained one among them, and so does the command.
#[rstest]
fn the_command(#[files("tests/simulate/*.toml")] path: PathBuf) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let folder = std::env::temp_dir().join(format!("multisigner-{name}-{}", std::process::id()));
    let simulate = |out: &str, more: &[&str]| {
        let out = folder.join(out);
        let output = Command::new(env!("CARGO_BIN_EXE_multisigner"))
            .args(["simulate", "--seed", "command", "--config"])
            .arg(&path)
            .arg("--out")
            .arg(&out)
            .args(more)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
        (said, files(&out), output.status.code())
    };
    let (said, written, code) = simulate("first", &[]);
    assert!(!written.keys().any(|file| file.ends_with(".private")), "{written:?}");
    assert!(written["report.txt"].1.contains("Simulated: "));
    assert_eq!(said, written["report.txt"].1);
    let (_, again, _) = simulate("second", &["--private-keys"]);
    let private: Vec<&String> = again.keys().filter(|file| file.ends_with(".private")).collect();
    let public = again.keys().filter(|file| file.ends_with(".key")).count();
    assert_eq!(private.len(), public);
    for file in &private {
        assert_eq!(again[*file].0, 0o600, "{file}");
        assert!(again[*file].1.starts_with("Private-key-format: v1.3\n"));
    }
    let (mut first, mut second) = (written, again.clone());
    second.retain(|file, _| !file.ends_with(".private"));
    assert_eq!(first.len(), second.len());
    first.retain(|file, text| second.get(file) != Some(text));
    assert!(first.is_empty(), "differs: {:?}", first.keys());
    // What was written reads back to the same mixes.
    let mut check = Command::new(env!("CARGO_BIN_EXE_multisigner"));
    check.args(["check", "--at", &NOW.to_string(), "--format", "json", "--ds"]);
    check.arg(folder.join("first/parent-ds.txt"));
    for file in second.keys().filter_map(|file| file.strip_suffix("/zone.signed")) {
        let zone = folder.join("first").join(file).join("zone.signed");
        check.args(["--provider", &format!("{file}={}", zone.display())]);
    }
    let output = check.output().unwrap();
    let checked: Report = serde_json::from_slice(&output.stdout).unwrap();
    let report: Report = serde_json::from_str(&second["report.json"].1).unwrap();
    assert_eq!((checked.mixes, output.status.code()), (report.mixes, code));
    std::fs::remove_dir_all(folder).unwrap();
}

/// Every file below the folder: its mode and its text.
fn files(folder: &Path) -> BTreeMap<String, (u32, String)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            #[cfg(unix)]
            let mode =
                std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o777;
            #[cfg(not(unix))]
            let mode = 0o600;
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_string();
            found.insert(name, (mode, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

#[test]
fn faults_and_presets_are_documented() {
    let page = std::fs::read_to_string("docs/simulate.md").unwrap();
    for known in CATALOGUE {
        let id = serde_json::to_string(&known.kind).unwrap();
        let line = format!("| `{}` |", id.trim_matches('"'));
        let row =
            page.lines().find(|row| row.starts_with(&line)).unwrap_or_else(|| panic!("{line} is missing"));
        let title = known.title.replace("{at}", "`at`").replace("{of}", "`of`");
        assert!(row.contains(&title) && row.contains(known.why), "{row}");
    }
    for preset in PRESETS {
        assert!(page.contains(&format!("\n| `{}` |", preset.id)), "{}", preset.id);
    }
}
