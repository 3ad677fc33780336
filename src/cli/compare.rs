//! `multisigner compare BEFORE AFTER`: links, reports or evidence.

use super::args::{CompareArgs, Plain};
use super::clock::now;
use super::failure::Failure;
use super::status::{FAILS, HOLDS};
use super::{inputs, link};
use crate::check::outcome::Question;
use crate::check::report::Report;
use crate::check::session::Session;
use crate::dns::Moment;
use crate::dnssec::backend::Native;
use crate::evidence::{Role, Source};
use crate::share::{compare, json};
use crate::visible::shown;
use std::io::Write as _;
use std::path::Path;

pub(super) fn command(args: &CompareArgs) -> Result<u8, Failure> {
    let (before, after) = (report(&args.before, args.at)?, report(&args.after, args.at)?);
    let changes = compare(&before, &after);
    let mut out = std::io::stdout().lock();
    match args.format {
        Plain::Json => {
            out.write_all(json(&changes).as_bytes())?;
        }
        Plain::Text => {
            if let Some((before, after)) = changes.at {
                writeln!(out, "{} and {}.", before.plain(), after.plain())?;
            }
            for line in changes.words() {
                writeln!(out, "{}", shown(&line))?;
            }
            if changes.is_same() {
                writeln!(out, "Nothing changed.")?;
            }
        }
    }
    Ok(if changes.is_same() { HOLDS } else { FAILS })
}

/// What one of the two is: a link, a report, or evidence to judge.
fn report(given: &Path, at: Option<Moment>) -> Result<Box<Report>, Failure> {
    let what = given.display().to_string();
    let question = match link::frozen(given, at)? {
        Some(question) => question,
        None => {
            let text = inputs::text(given)?;
            if let Ok(report) = serde_json::from_str(&text) {
                return Ok(Box::new(report));
            }
            let sources = vec![Source { name: what.clone(), role: Role::Auto, text }];
            let at = at.unwrap_or_else(now);
            Question { sources, zone: None, no_ds: false, unreached: None, at, rrsets_per_mix: usize::MAX }
        }
    };
    let outcome = pollster::block_on(Session::new().ask(&question, &Native, &mut |_| {}));
    // An address is too long to repeat.
    let what = what.chars().take(60).collect();
    outcome.result.map_err(|problem| Failure::Compared { what, problem })
}
