//! `simulate`: the configuration from a file, the result into a folder.

use super::args::SimulateArgs;
use super::{FAILS, Failure, HOLDS, fails, inputs, judge, now, print, text};
use crate::check::report::Report;
use crate::dns::Moment;
use crate::simulate::backend::RustCrypto;
use crate::simulate::config::Config;
use crate::simulate::keys::Seed;
use crate::simulate::{Simulated, Simulator};
use ring::rand::{SecureRandom as _, SystemRandom};
use serde::Deserialize as _;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub(super) fn command(args: &SimulateArgs) -> Result<u8, Failure> {
    let (config, config_seed) = read(&args.config, args.at)?;
    let seed = match args.seed.as_deref().map(Seed::from_text).or(config_seed) {
        Some(seed) => seed,
        None => {
            let mut octets = [0u8; 32];
            SystemRandom::new().fill(&mut octets).map_err(|_| Failure::Random)?;
            Seed::new(octets)
        }
    };
    let mut simulator = Simulator::new(seed);
    let mut progress = |_| ControlFlow::Continue(());
    let simulated = pollster::block_on(simulator.run(&config, &RustCrypto, &mut progress))?;
    let preface = preface(&simulated);
    let report = judge(&simulated.question(usize::MAX), &preface)?;
    if let Some(folder) = &args.out {
        write_all(folder, &simulated, &report, &preface)?;
        if args.private_keys {
            write_private_keys(folder, &simulated, &simulator)?;
        }
    }
    print(&report, args.format, &preface, None, |_| String::new())?;
    Ok(if fails(&report) { FAILS } else { HOLDS })
}

/// The configuration, with what only a file can have: `zone_file`, a path beside it, and `seed`.
fn read(path: &Path, at: Option<Moment>) -> Result<(Config, Option<Seed>), Failure> {
    let fault = |error| Failure::Config { path: path.to_path_buf(), error: Box::new(error) };
    let wrong = |what| Failure::ConfigValue { path: path.to_path_buf(), what };
    let text = inputs::text(path)?;
    let mut table: toml::Table = text.parse().map_err(fault)?;
    let seed = match table.remove("seed") {
        Some(toml::Value::String(text)) => Some(Seed::from_text(&text)),
        Some(_) => return Err(wrong("seed has to be a text")),
        None => None,
    };
    match table.remove("zone_file") {
        Some(toml::Value::String(_)) if table.contains_key("data") => {
            return Err(wrong("give one of zone_file and data, not both"));
        }
        Some(toml::Value::String(file)) => {
            let file = path.parent().unwrap_or(Path::new("")).join(file);
            table.insert("data".into(), inputs::text(&file)?.into());
        }
        Some(_) => return Err(wrong("zone_file has to be a text")),
        None if !table.contains_key("data") => {
            return Err(wrong("give the zone with zone_file or data"));
        }
        None => {}
    }
    // TOML has times and numbers of its own.
    let moment = match table.get("now") {
        Some(toml::Value::Datetime(time)) => Some(time.to_string()),
        Some(toml::Value::Integer(seconds)) => Some(seconds.to_string()),
        _ => None,
    };
    if let Some(moment) = moment {
        table.insert("now".into(), moment.into());
    }
    let mut config = Config::deserialize(table).map_err(fault)?;
    config.now = Some(at.or(config.now).unwrap_or_else(now));
    Ok((config, seed))
}

/// What became of the zone's data.
fn preface(simulated: &Simulated) -> String {
    let mut out = String::new();
    let input = &simulated.input;
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(
        out,
        "Simulated: {} names, {} RRsets, {} providers, {} signatures",
        input.names,
        input.rrsets,
        simulated.providers.len(),
        simulated.signatures
    );
    for dropped in &input.dropped {
        let _ = writeln!(out, "  left out: {} {} ({})", dropped.count, dropped.rtype, dropped.reason);
    }
    for entry in input.not_read.iter().take(20) {
        let _ = writeln!(out, "  not read: line {}: {}: {}", entry.line, entry.reason, entry.text);
    }
    let _ = writeln!(out);
    out
}

fn write_all(folder: &Path, simulated: &Simulated, report: &Report, preface: &str) -> Result<(), Failure> {
    for (path, text) in simulated.files() {
        write(&folder.join(path), text)?;
    }
    write(&folder.join("report.txt"), &format!("{preface}{}", text::report(report)))?;
    write(&folder.join("report.json"), &format!("{}\n", serde_json::to_string_pretty(report)?))
}

fn write_private_keys(folder: &Path, simulated: &Simulated, simulator: &Simulator) -> Result<(), Failure> {
    for (path, key) in simulator.private_files(simulated) {
        let path = folder.join(path);
        let fault = |error| Failure::Evidence { path: path.clone(), error };
        private_file(&path).and_then(|mut file| file.write_all(key.expose().as_bytes())).map_err(fault)?;
    }
    Ok(())
}

/// A new file that only its owner can read, from its first octet on.
fn private_file(path: &Path) -> std::io::Result<fs::File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write(path: &PathBuf, text: &str) -> Result<(), Failure> {
    let fault = |error| Failure::Evidence { path: path.clone(), error };
    path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text)).map_err(fault)
}
