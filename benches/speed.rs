//! How long each part takes, as a table: `cargo bench --bench speed`.
//!
//! Two inputs: the apex of a zone with three providers, and, where BIND's tools are installed, a zone
//! of 10,000 names signed by two providers. With `dnssec-verify` and `ldns-verify-zone` the same zone
//! is timed with these as well.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use multisigner::check::facts::{Facts, Proven};
use multisigner::check::matrix::Matrix;
use multisigner::check::outcome::Question;
use multisigner::check::session::Session;
use multisigner::dns::Moment;
use multisigner::dnssec::backend::{RustCrypto, prove};
use multisigner::dnssec::checks::Checks;
use multisigner::dnssec::keys::KeyTable;
use multisigner::dnssec::profile::REFERENCE;
use multisigner::evidence::{ReadOptions, Reading, Role, Source, read_with};
use multisigner::snapshot::build;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const NAMES: usize = 10_000;

fn main() {
    let apex = apex();
    println!("three providers, apex only ({})", size(&apex));
    table(&apex, None, 20);
    match Zone::signed() {
        Ok(zone) => {
            let sources = zone.sources();
            println!("\ntwo providers, {NAMES} names ({})", size(&sources));
            let proving = table(&sources, Some("bench.example."), 3);
            zone.compare(proving / 2);
        }
        Err(reason) => println!("\nno large zone: {reason}"),
    }
}

fn size(sources: &[Source]) -> String {
    let octets: usize = sources.iter().map(|source| source.text.len()).sum();
    format!("{} KiB of text", octets / 1024)
}

/// The best of several runs.
fn time<T>(runs: usize, mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut best = Duration::MAX;
    let mut last = None;
    for _ in 0..runs.max(1) {
        let started = Instant::now();
        last = Some(work());
        best = best.min(started.elapsed());
    }
    (last.unwrap(), best)
}

fn row(what: &str, took: Duration, note: &str) {
    println!("  {what:<28} {:>10.2} ms  {note}", took.as_secs_f64() * 1e3);
}

/// One table; returns the time of the signature checks.
fn table(sources: &[Source], zone: Option<&str>, runs: usize) -> Duration {
    let options = || ReadOptions { zone: zone.map(|zone| zone.parse().unwrap()), ..ReadOptions::default() };
    let (readings, took) = time(runs, || -> Vec<Reading> {
        sources.iter().enumerate().map(|(index, source)| read_with(source, index, options())).collect()
    });
    row("read", took, "");
    let named = zone.map(|zone| zone.parse().unwrap());
    let (built, took) = time(runs, || build(sources, &readings, named.as_ref(), false, None).unwrap());
    row("build the snapshot", took, "");
    let snapshot = built.snapshot;
    let ((table, checks), took) = time(runs, || {
        let table = KeyTable::of(&snapshot);
        let checks = Checks::of(&snapshot, &table);
        (table, checks)
    });
    row("list checks", took, &format!("{} checks", checks.list.len()));
    let (proofs, proving) =
        time(runs.min(3), || pollster::block_on(prove(&checks.list, &RustCrypto, &mut |_| {})));
    let each = proving.as_secs_f64() * 1e6 / checks.list.len().max(1) as f64;
    row("prove (RustCrypto)", proving, &format!("{each:.1} µs each"));
    let now = Moment(1_795_608_000);
    let started = Instant::now();
    let proven = Arc::new(Proven::new(snapshot, table, checks, proofs));
    row("denial and roles", started.elapsed(), "");
    let (matrix, took) = time(runs, || Matrix::of(proven.judge(&REFERENCE, now), &proven.items, None));
    row("judge, reference", took, &format!("{:?}", matrix.worst()));
    let (_, took) = time(runs, || Facts::new(proven.clone(), now));
    row("judge, all profiles", took, "");
    let mut question = Question {
        sources: sources.to_vec(),
        zone: zone.map(str::to_string),
        no_ds: false,
        unreached: None,
        at: now,
        rrsets_per_mix: 50,
    };
    let mut session = Session::new();
    let mut ask = |question: &Question| pollster::block_on(session.ask(question, &RustCrypto, &mut |_| {}));
    let (_, took) = time(1, || ask(&question));
    row("whole question", took, "");
    let (_, took) = time(runs, || {
        question.at.0 += 1;
        ask(&question)
    });
    row("another moment: report", took, "");
    proving
}

fn source(name: &str, role: Role, path: &Path) -> Source {
    Source { name: name.into(), role, text: std::fs::read_to_string(path).unwrap() }
}

fn apex() -> Vec<Source> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/004-model2-three");
    let mut sources = vec![source("DS", Role::Parent, &dir.join("parent/dig-DS.txt"))];
    for provider in ["A", "B", "C"] {
        for kind in ["DNSKEY", "SOA", "NS"] {
            let file = dir.join(provider).join(format!("dig-{kind}.txt"));
            sources.push(source(kind, Role::Provider(provider.into()), &file));
        }
    }
    sources
}

/// A generated zone in a temporary directory, removed at the end.
struct Zone {
    dir: PathBuf,
}

impl Drop for Zone {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

impl Zone {
    fn signed() -> Result<Self, String> {
        let dir = std::env::temp_dir().join(format!("multisigner-bench-{}", std::process::id()));
        std::fs::create_dir_all(&dir).map_err(|error| error.to_string())?;
        let zone = Self { dir };
        let keys: Vec<String> = ["-f KSK", "", "-f KSK", ""]
            .iter()
            .map(|flags| zone.run("dnssec-keygen", &format!("-q -a 13 {flags} bench.example")))
            .collect::<Result<_, _>>()?;
        let keys: Vec<&str> = keys.iter().map(|key| key.trim()).collect();
        let [ksk_a, zsk_a, ksk_b, zsk_b] = keys.as_slice() else { return Err("no keys".into()) };
        for (file, ksk, zsk, foreign) in [("A", ksk_a, zsk_a, zsk_b), ("B", ksk_b, zsk_b, zsk_a)] {
            let mut text =
                String::from("$TTL 300\n@ SOA ns1 host 1 7200 3600 1209600 300\n@ NS ns1\n@ NS ns2\n");
            for key in [ksk, zsk, foreign] {
                let _ = writeln!(text, "$INCLUDE {key}.key");
            }
            for number in 0..NAMES {
                let _ = writeln!(text, "n{number} A 192.0.2.{}", number % 256);
            }
            std::fs::write(zone.dir.join(file), text).map_err(|error| error.to_string())?;
            let dates = "-s 20261101000000 -e 20271101000000";
            let arguments = format!("-P -x {dates} -o bench.example. -k {ksk} -f {file}.signed {file} {zsk}");
            zone.run("dnssec-signzone", &arguments)?;
        }
        Ok(zone)
    }

    fn run(&self, tool: &str, arguments: &str) -> Result<String, String> {
        let output = Command::new(tool)
            .args(arguments.split_whitespace())
            .current_dir(&self.dir)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("{tool}: {error}"))?;
        if !output.status.success() {
            return Err(format!("{tool}: {}", String::from_utf8_lossy(&output.stderr)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn sources(&self) -> Vec<Source> {
        ["A", "B"]
            .iter()
            .map(|label| {
                let file = self.dir.join(format!("{label}.signed"));
                source(label, Role::Provider((*label).to_string()), &file)
            })
            .collect()
    }

    /// What the tools of others need for one of the two zones, reading included.
    fn compare(&self, ours: Duration) {
        row("  our checks of one zone", ours, "wall clock, all cores");
        for (tool, arguments) in [
            ("dnssec-verify", "-x -o bench.example. A.signed"),
            ("ldns-verify-zone", "-t 20261125120000 A.signed"),
        ] {
            let (outcome, took) = time(1, || self.run(tool, arguments));
            match outcome {
                Ok(_) => {
                    let ratio = took.as_secs_f64() / ours.as_secs_f64().max(1e-9);
                    row(&format!("  {tool}"), took, &format!("{ratio:.1} times as long"));
                }
                Err(reason) => println!("    {tool}: {}", reason.lines().next().unwrap_or_default()),
            }
        }
    }
}
