//! `simulate`: the configuration from a file, the result into a folder.

use super::args::{Format, SimulateArgs, Validator};
use super::clock::now;
use super::failure::Failure;
use super::report::{Printed, judge_in, print};
use super::status::{FAILS, HOLDS, status};
use super::{inputs, text};
use crate::check::report::{Report, Verdict};
use crate::check::session::Session;
use crate::dns::Moment;
use crate::dnssec::profile::{self, Profile};
use crate::share::json;
use crate::simulate::backend::Native;
use crate::simulate::config::Config;
use crate::simulate::exchange::{DsState, Exchange, TransferState};
use crate::simulate::keys::Seed;
use crate::simulate::resolver::{self, Ask, Walk};
use crate::simulate::{Simulated, Simulator};
use crate::visible::Lines;
use ring::rand::{SecureRandom as _, SystemRandom};
use serde::Deserialize as _;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub(super) fn command(args: &SimulateArgs) -> Result<u8, Failure> {
    let (mut config, config_seed) = read(&args.config, args.at)?;
    // Who signs on the fly is asked what the resolver will be asked.
    config.asked.extend(args.ask.clone());
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
    let simulated = pollster::block_on(simulator.run(&config, &Native, &mut progress))?;
    let preface = preface(&simulated);
    let mut session = Session::new();
    let question = simulated.question(usize::MAX);
    let report = judge_in(&mut session, &question, &preface)?;
    if let Some(folder) = &args.out {
        write_all(folder, &simulated, &report, &preface)?;
        if args.private_keys {
            write_private_keys(folder, &simulated, &simulator)?;
        }
    }
    if let (Some(ask), Some(proven)) = (asked(args), session.proven()) {
        let walk = resolver::walk(proven, &ask, profile(args.validator), simulated.now)?;
        print_walk(&walk, args.output.format)?;
        return Ok(if walk.verdict == Verdict::Bogus { FAILS } else { HOLDS });
    }
    let printed = Printed { report: &report, live: None };
    print(&printed, &question, &args.output, &preface, |_| String::new())?;
    Ok(status(&report))
}

fn asked(args: &SimulateArgs) -> Option<Ask> {
    Some(Ask {
        name: args.ask.clone()?,
        rtype: args.rtype.clone(),
        dnskey_from: args.dnskey_from.clone()?,
        answer_from: args.answer_from.clone()?,
    })
}

fn profile(validator: Validator) -> &'static Profile {
    match validator {
        Validator::Rfc => &profile::REFERENCE,
        Validator::Unbound => &profile::UNBOUND,
        Validator::HardenedUnbound => &profile::UNBOUND_HARDENED,
        Validator::Bind => &profile::BIND,
        Validator::Powerdns => &profile::POWERDNS,
        Validator::Knot => &profile::KNOT,
    }
}

fn print_walk(walk: &Walk, format: Format) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    if format == Format::Json {
        out.write_all(json(walk).as_bytes())?;
        return Ok(());
    }
    let mut lines = Lines::default();
    for (number, step) in walk.steps.iter().enumerate() {
        let _ = writeln!(lines, "{}. {}: {}: {}", number + 1, step.title, step.verdict.word(), step.reason);
        for line in step.records.iter().chain(&step.signatures) {
            let _ = writeln!(lines, "   {line}");
        }
    }
    let _ = writeln!(lines, "{}: {}: {}", walk.rcode, walk.verdict.word(), walk.reason);
    out.write_all(String::from(lines).as_bytes())?;
    Ok(())
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
            let file = path.parent().unwrap_or_else(|| Path::new("")).join(file);
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
    let mut out = Lines::default();
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
    exchange(&simulated.exchange, &mut out);
    out.into()
}

/// Who needs which key from whom.
fn exchange(exchange: &Exchange, out: &mut Lines) {
    if let Some(holder) = &exchange.ksk_holder {
        let _ = writeln!(out, "Model 1: {holder} holds the KSK and signs the DNSKEY RRset");
    }
    let name = |key: usize| {
        let key = exchange.keys.get(key);
        key.map(|key| format!("{} {}/{}", key.role.word(), key.tag, key.algorithm)).unwrap_or_default()
    };
    for transfer in &exchange.transfers {
        let state = match transfer.state {
            TransferState::Arrived => "published",
            TransferState::Missing => "missing",
            TransferState::Altered => "published with a mistake in it",
        };
        let via = transfer.via.as_deref().map(|via| format!(", through {via}")).unwrap_or_default();
        let _ =
            writeln!(out, "  {} of {} at {}{via}: {state}", name(transfer.key), transfer.from, transfer.to);
    }
    for ds in &exchange.parent {
        let state = match ds.state {
            DsState::Matches => "matches",
            DsState::WrongDigest => "the digest is wrong",
            DsState::Dangling => "signs nobody’s DNSKEY RRset",
        };
        let _ = writeln!(out, "  {} at the parent, digest type {}: {state}", name(ds.key), ds.digest_type);
    }
    for key in &exchange.without_ds {
        let _ = writeln!(out, "  {} at the parent: no DS", name(*key));
    }
    let _ = writeln!(out);
}

fn write_all(folder: &Path, simulated: &Simulated, report: &Report, preface: &str) -> Result<(), Failure> {
    for (path, text) in simulated.files() {
        write(&folder.join(path), text)?;
    }
    write(&folder.join("report.txt"), &format!("{preface}{}", text::report(report, None)))?;
    write(&folder.join("report.json"), &json(report))
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
