//! The command line: arguments, files and exit codes around the same core as the page.

mod args;
mod compare;
mod drive;
mod fetch;
mod hosts;
mod inputs;
mod limit;
mod link;
mod live;
mod probe;
mod simulate;
mod special;
mod text;
mod transport;

use crate::check::effort::{Costs, LONG, about};
use crate::check::outcome::{Outcome, Question};
use crate::check::report::{Report, Verdict};
use crate::check::session::Session;
use crate::dns::Moment;
use crate::dnssec::backend::{Native, Progress};
use crate::doh::Seen;
use crate::share;
use crate::shell;
use crate::snapshot::DsSeen;
use crate::visible::shown;
use args::{Args, CheckArgs, Command, Format, Output};
use clap::Parser as _;
use serde::Serialize;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use thiserror::Error;

/// No mix fails.
const HOLDS: u8 = 0;
/// Some mix fails.
const FAILS: u8 = 1;
/// Nothing could be judged, or asking ended before every provider could be.
const UNUSABLE: u8 = 2;

/// Why a command ended without a report.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Input(#[from] inputs::InputError),
    #[error(transparent)]
    Problem(#[from] crate::check::outcome::Problem),
    #[error("cannot write the report: {0}")]
    Write(#[from] std::io::Error),
    #[error("cannot write the report: {0}")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Typed(#[from] crate::doh::typed::NotTyped),
    #[error("{}: {error}", path.display())]
    Anchor { path: std::path::PathBuf, error: crate::doh::anchors::NoAnchor },
    #[error(transparent)]
    Stop(#[from] crate::doh::fault::Stop),
    #[error("give one domain with --doh: multisigner check example.com --doh URL")]
    OneDomain,
    #[error("cannot set up the network: {0}")]
    Network(String),
    #[error("cannot write {}: {error}", path.display())]
    Evidence { path: std::path::PathBuf, error: std::io::Error },
    #[error("no system resolver found: give one with --resolver")]
    NoResolver,
    #[error(
        "{notes}\nno name server of {zone} is known that can be asked; give them with --server HOST=ADDR"
    )]
    NoServers { zone: String, notes: String },
    #[error("no random numbers")]
    Random,
    #[error("{}: {error}", path.display())]
    Config { path: std::path::PathBuf, error: Box<toml::de::Error> },
    #[error("{}: {what}", path.display())]
    ConfigValue { path: std::path::PathBuf, what: &'static str },
    #[error(transparent)]
    Simulation(#[from] crate::simulate::Failure),
    #[error(transparent)]
    NoWalk(#[from] crate::simulate::resolver::NoWalk),
    #[error("{0}. {hint}", hint = .0.hint())]
    Link(#[from] share::link::BrokenLink),
    #[error("{0}")]
    Parent(String),
    #[error("no link: {0}")]
    NoLink(#[from] share::link::NotShareable),
    #[error("{what}: {problem}")]
    Compared { what: String, problem: crate::check::outcome::Problem },
    #[error("a check link holds the whole check: only --at, --format and --link go with it")]
    LinkAlone,
    #[error("a live link asks again: multisigner check {} --doh URL", shell::plain(domain).unwrap_or("DOMAIN"))]
    LiveLink { domain: String },
    #[error(
        "the link holds no data: it asks about {domain} at {}, and nobody was asked. `multisigner check LINK --ask` asks; \
         `multisigner check DOMAIN --doh URL` asks a resolver of your choice",
        resolvers.join(", ")
    )]
    NotAsked { domain: String, resolvers: Vec<String> },
    #[error("--ask goes with a live link; what was given holds its data itself")]
    NothingToAsk,
    #[error(
        "the link leads to {host}, a special-use address ({kind}), and nobody was asked; if that is meant: multisigner check DOMAIN --doh URL"
    )]
    NearBy { host: String, kind: String },
    #[error("asking {why}: {what}")]
    Early { why: limit::Ended, what: String },
    #[error("the resolver took half of the time (--timeout) and did not tell yet which servers {zone} has")]
    SlowResolver { zone: String },
}

/// Runs the command line and gives its exit code.
pub fn run() -> ExitCode {
    // clap exits with 2 on wrong arguments, and 0 after --help.
    let args = Args::parse();
    let result = match args.command {
        Command::Check(check) if check.doh.is_empty() => check_command(check),
        Command::Check(check) => live::command(&check),
        Command::Probe(probe) => probe::command(&probe),
        Command::Compare(two) => compare::command(&two),
        Command::Simulate(simulate) => simulate::command(&simulate),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(Failure::Write(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let words = format!("multisigner: {failure}");
            let lines: Vec<&str> = match failure {
                // Where in the person's own file it is wrong takes several.
                Failure::Config { .. } => words.lines().collect(),
                _ => vec![&words],
            };
            let lines: String = lines.into_iter().map(|line| format!("{}\n", shown(line))).collect();
            let _ = std::io::stderr().write_all(lines.as_bytes());
            ExitCode::from(UNUSABLE)
        }
    }
}

fn check_command(args: CheckArgs) -> Result<u8, Failure> {
    let (question, preface) = match link::given(&args)? {
        Some(link::Given::Live(live)) => return live::command(&live),
        Some(link::Given::Frozen(question, preface)) => (question, preface),
        None => {
            let sources = inputs::sources(&args)?;
            let at = args.at.unwrap_or_else(now);
            let (zone, no_ds) = (args.zone.clone(), args.no_ds());
            let unreached = args.unreached();
            (Question { sources, zone, no_ds, unreached, at, rrsets_per_mix: usize::MAX }, String::new())
        }
    };
    report_on(&question, &args.output, &preface, None, |_| String::new())
}

/// What a live check adds to the evidence.
struct Live {
    /// The chain of trust above the zone does not hold, so that nothing validates whatever the zone serves.
    broken: bool,
    /// Asking ended before every provider could be judged.
    cut_short: bool,
    /// Goes into the JSON beside the report.
    seen: Seen,
}

/// Judges and prints. Before a report as text goes the `preface`, and what `more` makes of the report.
fn report_on(
    question: &Question,
    output: &Output,
    preface: &str,
    live: Option<&Live>,
    more: impl FnOnce(&Report) -> String,
) -> Result<u8, Failure> {
    let mut session = Session::new();
    let report = judge_in(&mut session, question, preface)?;
    let unread = session.proven().filter(|proven| matches!(proven.snapshot.parent.ds, DsSeen::Unseen));
    if let Some(words) = unread.and_then(|proven| proven.snapshot.parent.unread.clone())
        && live.is_none()
    {
        return Err(Failure::Parent(words));
    }
    let printed = Printed { report: &report, live: live.map(|live| &live.seen) };
    print(&printed, question, output, preface, more)?;
    Ok(match live {
        Some(live) if live.broken => FAILS,
        Some(live) if live.cut_short && !report.fails() => UNUSABLE,
        _ => status(&report),
    })
}

/// The exit status that tells of a report.
fn status(report: &Report) -> u8 {
    if report.fails() {
        return FAILS;
    }
    let judged = report.mixes.iter().any(|mix| mix.reached && mix.verdict != Verdict::Indeterminate);
    if judged { HOLDS } else { UNUSABLE }
}

/// Reads and judges, in a session that keeps the proofs.
fn judge_in(session: &mut Session, question: &Question, preface: &str) -> Result<Box<Report>, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let time = session.effort(question).time(&Costs::native(cores));
    if time > LONG {
        let words = about(u32::try_from(time.as_secs()).unwrap_or(u32::MAX));
        let line = format!("multisigner: this check takes {words}; Ctrl-C ends it\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
    let outcome = pollster::block_on(session.ask(question, &Native, &mut progress()));
    let unread = text::unread(&outcome);
    let Outcome { result, .. } = outcome;
    result.map_err(|problem| {
        // What was found out on the way is worth knowing all the same.
        let _ = std::io::stderr().write_all(preface.as_bytes());
        let _ = std::io::stderr().write_all(unread.as_bytes());
        problem.into()
    })
}

/// Prints the report, or a link that carries the question.
fn print(
    printed: &Printed<'_>,
    question: &Question,
    output: &Output,
    preface: &str,
    more: impl FnOnce(&Report) -> String,
) -> Result<(), Failure> {
    let report = printed.report;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if let Some(address) = &output.link {
        let _ = std::io::stderr().write_all(preface.as_bytes());
        writeln!(out, "{}", link::made(question, address)?)?;
        out.flush()?;
        return Ok(());
    }
    match output.format {
        Format::Json | Format::Markdown | Format::Html => {
            let _ = std::io::stderr().write_all(preface.as_bytes());
            match output.format {
                Format::Markdown => out.write_all(share::markdown(report).as_bytes())?,
                Format::Html => out.write_all(share::html(report).as_bytes())?,
                _ => {
                    share::write_json(printed, &mut out)?;
                }
            }
        }
        Format::Text => {
            out.write_all(preface.as_bytes())?;
            out.write_all(more(report).as_bytes())?;
            out.write_all(text::report(report, output.software).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(())
}

/// The report as JSON, with what a live check saw beside it.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    live: Option<&'a Seen>,
}

fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    Moment(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// Tells of long work, on a terminal only.
fn progress() -> impl FnMut(Progress) {
    const WORTH_TELLING: usize = 20_000;
    let terminal = std::io::stderr().is_terminal();
    move |progress: Progress| {
        if terminal && progress.total >= WORTH_TELLING {
            let end = if progress.done == progress.total { "\n" } else { "" };
            let line = format!("\rchecking signatures: {} of {}{end}", progress.done, progress.total);
            let _ = std::io::stderr().write_all(line.as_bytes());
        }
    }
}
