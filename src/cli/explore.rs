//! `multisigner explore FILE`: a publication document, and what resolvers' caches make of it.

use super::args::{ExploreArgs, Plain};
use super::failure::Failure;
use super::inputs;
use super::status::{FAILS, HOLDS};
use crate::explore::{Document, Exploration, FailingInterval, Kind, explore, interval_words};
use crate::share::json;
use crate::visible::Lines;
use std::io::Write as _;

pub(super) fn command(args: &ExploreArgs) -> Result<u8, Failure> {
    let text = inputs::text(&args.file)?;
    let what = || args.file.display().to_string();
    let document = Document::read(&text).map_err(|unusable| Failure::Document { what: what(), unusable })?;
    let found = explore(&document).map_err(|error| Failure::Unexplored { what: what(), error })?;
    let text = match args.format {
        Plain::Json => json(&found),
        Plain::Text => words(&document, &found),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(if found.safe { HOLDS } else { FAILS })
}

fn words(document: &Document, found: &Exploration) -> String {
    let mut out = Lines::default();
    // Writing to a String cannot fail.
    let _ = write_words(document, found, &mut out);
    out.into()
}

fn write_words(document: &Document, found: &Exploration, out: &mut Lines) -> std::fmt::Result {
    writeln!(out, "{}", document.zone)?;
    writeln!(out)?;
    writeln!(out, "{}", found.headline())?;
    let fresh = |failure: &&FailingInterval| failure.kind == Kind::Data;
    // What every resolver meets, those behind a cache meet too: said once.
    let known = |failure: &FailingInterval| {
        failure.kind == Kind::DataCached
            && found.failing.iter().filter(fresh).any(|fresh| fresh.interval == failure.interval)
    };
    for failure in found.failing.iter().filter(|failure| !known(failure)) {
        let (heading, steps) = failure.words(document);
        writeln!(out)?;
        writeln!(out, "{heading}")?;
        for (number, step) in (1..).zip(steps) {
            writeln!(out, "  {number}. {step}")?;
        }
    }
    if !found.degraded.is_empty() {
        writeln!(out)?;
        writeln!(
            out,
            "Slower, not failing: a resolver may ask a server that does not answer, and then another."
        )?;
        for interval in &found.degraded {
            writeln!(out, "  {}", interval_words(*interval, document))?;
        }
    }
    Ok(())
}
