//! What to do in emergencies, for a terminal and as Markdown.

use crate::plan::Emergency;
use crate::visible::Lines;
use std::fmt::Write as _;

/// For a terminal.
pub fn emergencies_text(all: &[Emergency]) -> String {
    let mut out = Lines::default();
    for (index, emergency) in all.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = text(emergency, index > 0, &mut out);
    }
    out.into()
}

fn text(emergency: &Emergency, after: bool, out: &mut Lines) -> std::fmt::Result {
    if after {
        writeln!(out)?;
    }
    writeln!(out, "{}  {}", emergency.id, emergency.title)?;
    writeln!(out, "   Signs: {}", emergency.signs)?;
    for (number, line) in (1..).zip(emergency.now) {
        writeln!(out, "   {number}. {line}")?;
    }
    for line in emergency.not {
        writeln!(out, "   Not: {line}")?;
    }
    writeln!(out, "   Lasts: {}", emergency.lasts)?;
    writeln!(out, "   Then: {}", emergency.then)?;
    writeln!(out, "   [{}]", emergency.source)
}

/// As Markdown: what `docs/processes.md` ends with.
pub fn emergencies_markdown(all: &[Emergency]) -> String {
    let mut out = String::new();
    for emergency in all {
        // Writing to a String cannot fail.
        let _ = markdown(emergency, &mut out);
    }
    out
}

fn markdown(emergency: &Emergency, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\n### {}. {}\n", emergency.id, emergency.title)?;
    writeln!(out, "{}\n", emergency.signs)?;
    for (number, line) in (1..).zip(emergency.now) {
        writeln!(out, "{number}. {line}")?;
    }
    writeln!(out)?;
    for line in emergency.not {
        writeln!(out, "- {line}")?;
    }
    writeln!(out, "\nHow long: {}\n\nThen: {}\n\n{}", emergency.lasts, emergency.then, emergency.source)
}
