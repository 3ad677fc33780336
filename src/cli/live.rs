//! `multisigner check DOMAIN --doh URL`: the browser's way, from the command line.

use super::args::CheckArgs;
use super::clock::now;
use super::drive::{drive_within, some, unanswered};
use super::failure::Failure;
use super::fetch::Fetcher;
use super::limit::Limit;
use super::report::{Live, report_on};
use super::{inputs, special};
use crate::check::outcome::Question;
use crate::check::report::Verdict;
use crate::dns::dotted;
use crate::dnssec::backend::Native;
use crate::doh::anchors::Anchors;
use crate::doh::chain::{self, Cut};
use crate::doh::public;
use crate::doh::query;
use crate::doh::typed::{self, Typed};
use crate::doh::{LiveCheck, Resolver, Seen, Settings};
use crate::visible::Lines;
use std::path::Path;
use tokio::runtime::Runtime;

/// Asking one resolver often shows more of its caches; more than this is not polite.
const DNSKEY_TRIES: usize = 3;

pub(super) fn command(args: &CheckArgs) -> Result<u8, Failure> {
    let runtime = runtime()?;
    let code = check(args, &runtime);
    // A look-up of a host name cannot be broken off; it is not waited for.
    runtime.shutdown_background();
    code
}

fn check(args: &CheckArgs, runtime: &Runtime) -> Result<u8, Failure> {
    let [domain] = args.files.as_slice() else { return Err(Failure::OneDomain) };
    let typed = typed(&domain.to_string_lossy())?;
    let resolvers: Vec<Resolver> = args.doh.iter().map(|text| resolver(text)).collect();
    // A link may name addresses near the one who opens it.
    let near = |one: &Resolver| special::kind(public::host(&one.url).parse().ok()?);
    if args.ask
        && let Some((kind, one)) = resolvers.iter().find_map(|one| Some((near(one)?, one)))
    {
        return Err(Failure::NearBy { host: public::host(&one.url).to_string(), kind });
    }
    let settings = Settings {
        anchors: anchors(args.anchor.as_deref())?,
        labels: labels(args.samples.saturating_mul(resolvers.len()))?,
        resolvers,
        dnskey_tries: DNSKEY_TRIES,
        padding: None,
    };
    let mut check = LiveCheck::new(typed.name.clone(), settings);
    let ended = runtime.block_on(async {
        let (limit, fetcher) = (Limit::start(args.timeout), Fetcher::new(args.ask)?);
        drive_within(&mut check, &limit, |ask| fetcher.get(ask)).await?;
        limit.all_asked();
        Ok::<_, Failure>(limit.ended())
    })?;
    if let Some(stop) = check.stop() {
        return Err(stop.clone().into());
    }
    let (unanswered, matters) = unanswered(&check);
    let ended = ended.filter(|_| !unanswered.is_empty());
    if let Some(why) = ended.filter(|_| check.zone().is_none()) {
        return Err(Failure::Early {
            why,
            what: format!("it was not known yet which zone {} is in", dotted(&typed.name)),
        });
    }
    let ended = ended.map(|why| format!("{why}; without an answer: {}", some(&unanswered)));
    let at = args.at.unwrap_or_else(now);
    let chain = pollster::block_on(check.chain(&Native, at));
    let question = Question {
        sources: check.sources(),
        zone: check.zone().map(dotted),
        no_ds: false,
        unreached: None,
        at,
        rrsets_per_mix: usize::MAX,
    };
    let mut preface = ended.as_ref().map(|ended| format!("Asking {ended}.\n")).unwrap_or_default();
    preface.push_str(&seen(&typed, &check, &chain, at));
    let live = Live {
        broken: broken(&chain),
        cut_short: ended.is_some() && matters,
        seen: Seen { ended, ..check.seen(&chain, at, false) },
    };
    report_on(&question, &args.output, &preface, Some(&live), |_| String::new())
}

pub(super) fn typed(text: &str) -> Result<Typed, Failure> {
    Ok(typed::clean(text, |text| idna::domain_to_ascii(text).ok())?)
}

pub(super) fn anchors(file: Option<&Path>) -> Result<Anchors, Failure> {
    let Some(path) = file else { return Ok(Anchors::default()) };
    let text = inputs::text(path)?;
    Anchors::read(&text).map_err(|error| Failure::Anchor { path: path.to_path_buf(), error })
}

pub(super) fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(|error| Failure::Network(error.to_string()))
}

/// Labels that nobody has asked for before.
pub(super) fn labels(count: usize) -> Result<Vec<String>, Failure> {
    use ring::rand::SecureRandom as _;
    let random = ring::rand::SystemRandom::new();
    let label = |_| {
        let mut octets = [0; 8];
        random.fill(&mut octets).map_err(|_| Failure::Random)?;
        Ok(query::label(octets))
    };
    (0..count.min(1_000)).map(label).collect()
}

/// `LABEL=URL` or a URL.
fn resolver(text: &str) -> Resolver {
    match text.split_once('=') {
        Some((label, url)) if !label.contains(['/', ':', '?']) => {
            Resolver { url: url.to_string(), provider: Some(label.to_string()) }
        }
        _ => Resolver { url: text.to_string(), provider: None },
    }
}

/// A sentence of its own; names end in a dot already.
pub(super) fn note(text: impl std::fmt::Display) -> String {
    format!("Note: {}.", text.to_string().trim_end_matches('.'))
}

/// What goes before the report: how the zone was found, the chain above it, and how much was seen.
fn seen(typed: &Typed, check: &LiveCheck, chain: &[Cut], at: crate::dns::Moment) -> String {
    let mut out = Lines::default();
    // Writing to a String cannot fail.
    let _ = write_seen(typed, check, chain, at, &mut out);
    out.into()
}

fn write_seen(
    typed: &Typed,
    check: &LiveCheck,
    chain: &[Cut],
    at: crate::dns::Moment,
    out: &mut Lines,
) -> std::fmt::Result {
    for remark in &typed.remarks {
        writeln!(out, "{}", note(remark))?;
    }
    for remark in check.remarks() {
        writeln!(out, "{}", note(remark))?;
    }
    for skew in check.skews(chain, at) {
        writeln!(out, "Clock: {skew}.")?;
    }
    write_chain(chain, out)?;
    for verdict in check.verdicts() {
        writeln!(out, "{} says: {}", verdict.resolver, verdict.says)?;
    }
    if let Some(sampling) = check.sampling() {
        let coverage = check.coverage(&sampling);
        writeln!(out, "{}", coverage.words)?;
        if sampling.clusters.len() == coverage.providers.len() {
            writeln!(out, "{}", sampling.words())?;
        }
        let commands = check.commands();
        if !coverage.complete {
            let mut before = "To see every server's own answers:";
            for command in commands {
                writeln!(out, "{before} {command}")?;
                before = "  or:";
            }
        }
    }
    let mut faults: Vec<String> = Vec::new();
    for (url, fault) in check.faults() {
        let line = format!("{url}: {fault}");
        if !faults.contains(&line) {
            faults.push(line);
        }
    }
    for line in faults {
        writeln!(out, "Not answered by {line}")?;
    }
    writeln!(out, "{} questions asked.", check.log().len())?;
    writeln!(out)
}

/// The chain of trust, one zone a line.
pub(super) fn write_chain(chain: &[Cut], out: &mut Lines) -> std::fmt::Result {
    for cut in chain {
        let keys: Vec<String> = cut
            .keys
            .iter()
            .map(|key| format!("{}/{}{}", key.tag, key.algorithm, if key.trusted { "*" } else { "" }))
            .collect();
        let keys = if keys.is_empty() { String::new() } else { format!("; keys {}", keys.join(" ")) };
        let reason = if cut.reason.is_empty() { String::new() } else { format!(" ({})", cut.reason) };
        writeln!(out, "Chain: {} {}{reason}; DS {}{keys}", cut.zone, cut.standing.words(), cut.ds.len())?;
    }
    match chain::above(chain) {
        Some((_, words)) => writeln!(out, "{words}."),
        None => Ok(()),
    }
}

/// Nothing validates, whatever the zone serves.
pub(super) fn broken(chain: &[Cut]) -> bool {
    chain::above(chain).is_some_and(|(verdict, _)| verdict == Verdict::Bogus)
}
