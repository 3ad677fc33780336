//! Judging a question and printing what came of it.

use super::args::{Format, Output};
use super::failure::Failure;
use super::status::{FAILS, UNUSABLE, status};
use super::{link, text};
use crate::check::effort::{Costs, LONG, about};
use crate::check::outcome::{Outcome, Question};
use crate::check::report::Report;
use crate::check::session::Session;
use crate::dnssec::backend::{Native, Progress};
use crate::doh::Seen;
use crate::share;
use crate::snapshot::DsSeen;
use serde::Serialize;
use std::io::{IsTerminal as _, Write as _};

/// What a live check adds to the evidence.
pub(super) struct Live {
    /// The chain of trust above the zone does not hold, so that nothing validates whatever the zone serves.
    pub(super) broken: bool,
    /// Asking ended before every provider could be judged.
    pub(super) cut_short: bool,
    /// Goes into the JSON beside the report.
    pub(super) seen: Seen,
}

/// Judges and prints. Before a report as text goes the `preface`, and what `more` makes of the report.
pub(super) fn report_on(
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

/// Reads and judges, in a session that keeps the proofs.
pub(super) fn judge_in(
    session: &mut Session,
    question: &Question,
    preface: &str,
) -> Result<Box<Report>, Failure> {
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
pub(super) fn print(
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
pub(super) struct Printed<'a> {
    #[serde(flatten)]
    pub(super) report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) live: Option<&'a Seen>,
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
