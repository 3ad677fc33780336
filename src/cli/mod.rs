//! The command line: arguments, files and exit codes around the same core as the page.

mod args;
mod clock;
mod compare;
mod drive;
mod explore;
mod failure;
mod fetch;
mod hosts;
mod inputs;
mod limit;
mod link;
mod live;
mod plan;
mod probe;
mod report;
mod simulate;
mod special;
mod status;
mod text;
mod transport;

use crate::check::outcome::Question;
use crate::visible::shown;
use args::{Args, CheckArgs, Command};
use clap::Parser as _;
use clock::now;
use failure::Failure;
use report::report_on;
use status::UNUSABLE;
use std::io::Write as _;
use std::process::ExitCode;

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
        Command::Plan(args) => plan::command(&args),
        Command::Gate(args) => plan::gate(&args),
        Command::Explore(document) => explore::command(&document),
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
