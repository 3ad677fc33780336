//! Signing 10,000 names (25,000 RRsets, 35,000 signatures with NSEC, algorithm 13) beside `dnssec-signzone`,
//! `ldns-signzone` and `kzonesign`, with the same zone file and the same keys: `cargo bench --bench sign`.
//!
//! Each reads the zone file and writes the signed one; the best of three. The ratio is of processor time (Linux), for
//! wall clock says little on a machine that does other things too. What is not installed is left out.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "common/clock.rs"]
mod clock;

use clock::processor_time;
use multisigner::dns::Moment;
use multisigner::dnssec::algorithm;
use multisigner::simulate::backend::Native;
use multisigner::simulate::config::{Config, Provider};
use multisigner::simulate::keys::Seed;
use multisigner::simulate::terms::{Model, Ttls};
use multisigner::simulate::{Simulated, Simulator};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const NAMES: usize = 10_000;
const RUNS: usize = 3;

fn main() {
    let algorithm = std::env::var("ALGORITHM").ok().and_then(|text| text.parse().ok()).unwrap_or(13);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    println!("signing {NAMES} names, algorithm {algorithm}, {cores} cores");
    let bench = Bench::new(algorithm);
    let ours = bench.ours();
    row("multisigner", ours, ours);
    let keys = bench.keys.join(" ");
    let ldns = format!("ldns-signzone -f ldns.signed -o bench.example. zone {keys}");
    let [ksk, zsk] = bench.keys.as_slice() else { return };
    let bind = format!(
        "dnssec-signzone -P -x -O full -o bench.example. -K . -k {ksk} -f bind.signed zone.keys {zsk}"
    );
    for (name, command) in [("ldns-signzone", ldns), ("dnssec-signzone", bind), ("kzonesign", bench.knot())] {
        match bench.time(&command) {
            Ok(took) => row(name, took, ours),
            Err(reason) => println!("  {name:<18} left out: {}", reason.lines().next().unwrap_or_default()),
        }
    }
}

fn row(name: &str, took: Took, ours: Took) {
    let ratio = took.cpu / ours.cpu.max(1e-9);
    println!(
        "  {name:<18} {:>6.2} s processor time {:>6.2} s wall clock   {ratio:.2} times ours",
        took.cpu, took.wall
    );
}

/// Seconds.
#[derive(Clone, Copy)]
struct Took {
    wall: f64,
    cpu: f64,
}

/// The best of several runs, processor time and wall clock each on its own.
fn best(mut work: impl FnMut() -> Result<(), String>) -> Result<Took, String> {
    let mut best = Took { wall: f64::MAX, cpu: f64::MAX };
    for _ in 0..RUNS {
        let (started, before) = (Instant::now(), processor_time());
        work()?;
        best.wall = best.wall.min(started.elapsed().as_secs_f64());
        best.cpu = best.cpu.min(processor_time() - before);
    }
    Ok(best)
}

/// The zone and the keys in a temporary folder, removed at the end.
struct Bench {
    folder: PathBuf,
    config: Config,
    /// File names of KSK and ZSK.
    keys: Vec<String>,
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Bench {
    fn new(algorithm: u8) -> Self {
        let folder = std::env::temp_dir().join(format!("multisigner-sign-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut zone =
            String::from("$ORIGIN bench.example.\n$TTL 300\n@ SOA ns1 host 1 7200 3600 1209600 300\n");
        zone.push_str("@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n");
        for number in 0..NAMES {
            let _ =
                writeln!(zone, "n{number} A 192.0.2.{}\nn{number} AAAA 2001:db8::{number:x}", number % 256);
            if number % 2 == 0 {
                let _ = writeln!(zone, "n{number} TXT \"number {number}\"");
            }
        }
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let now = Moment(seconds.try_into().unwrap());
        let provider = Provider {
            name: "A".into(),
            algorithm: Some(algorithm),
            cds: Some(false),
            ..Provider::default()
        };
        let config = Config {
            zone: None,
            data: zone.clone(),
            ttl: Ttls::default(),
            model: Model::Two,
            ksk_holder: None,
            cross_ksks: false,
            now: Some(now),
            providers: vec![provider],
            asked: Vec::new(),
            faults: Vec::new(),
        };
        let mut simulator = Simulator::new(Seed::from_text("bench"));
        let small = Config {
            data: "bench.example. 300 SOA ns1.bench.example. h.bench.example. 1 2 3 4 5\nbench.example. 300 NS ns1.bench.example.\n".into(),
            ..config.clone()
        };
        let simulated = run(&mut simulator, &small);
        let mut keys = Vec::new();
        let mut records = String::new();
        let private = simulator.expose_private_keys(now);
        for (key, private) in simulated.providers.iter().flat_map(|provider| &provider.keys).zip(&private) {
            write(&folder.join(format!("{}.key", key.stem)), &key.text);
            write(&folder.join(format!("{}.private", private.stem)), private.expose());
            records.push_str(&key.text);
            keys.push(key.stem.clone());
        }
        write(&folder.join("zone"), &zone);
        write(&folder.join("zone.keys"), &(zone + &records));
        Self { folder, config, keys }
    }

    /// From the file to the file, as the others do it.
    fn ours(&self) -> Took {
        best(|| {
            let mut simulator = Simulator::new(Seed::from_text("bench"));
            let data = std::fs::read_to_string(self.folder.join("zone")).unwrap();
            let simulated = run(&mut simulator, &Config { data, ..self.config.clone() });
            let text = simulated.providers.first().map_or("", |provider| provider.text.as_str());
            write(&self.folder.join("ours.signed"), text);
            Ok(())
        })
        .unwrap()
    }

    /// Knot's configuration and key database; gives the command.
    fn knot(&self) -> String {
        let place = self.folder.display();
        let conf = format!(
            "database:\n  storage: \"{place}/knot\"\npolicy:\n  - id: p\n    manual: on\n    algorithm: {}\nzone:\n  \
             - domain: bench.example.\n    storage: \"{place}\"\n    file: zone\n    dnssec-signing: on\n    \
             dnssec-policy: p\n    semantic-checks: off\n",
            algorithm::name(self.config.providers.first().and_then(|one| one.algorithm).unwrap_or(13))
                .to_lowercase()
        );
        write(&self.folder.join("knot.conf"), &conf);
        let _ = std::fs::create_dir_all(self.folder.join("knot"));
        for key in &self.keys {
            let _ = self.run(&format!("keymgr -c knot.conf bench.example. import-bind {key}"));
        }
        "kzonesign -c knot.conf -o . bench.example.".into()
    }

    fn time(&self, command: &str) -> Result<Took, String> {
        best(|| self.run(command))
    }

    fn run(&self, command: &str) -> Result<(), String> {
        let mut words = command.split_whitespace();
        let tool = words.next().unwrap_or_default();
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new(tool)
            .args(words)
            .current_dir(&self.folder)
            .env("PATH", format!("{path}:/usr/sbin:/sbin"))
            .stdin(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}

fn run(simulator: &mut Simulator, config: &Config) -> Simulated {
    let mut progress = |_| ControlFlow::Continue(());
    pollster::block_on(simulator.run(config, &Native, &mut progress)).unwrap()
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}
