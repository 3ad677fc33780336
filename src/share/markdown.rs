//! The report as Markdown (CommonMark with GitHub's tables), for a ticket.

use super::doc::{self, Block, Cell};
use crate::check::report::Report;
use crate::visible::shown;

/// The whole report. Names and texts from zone data stay text, whatever marks are in them.
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    for block in doc::of(report) {
        write(&block, &mut out);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn write(block: &Block, out: &mut String) {
    match block {
        Block::Heading(level, text) => {
            out.push_str(&"#".repeat(usize::from(*level)));
            line(&format!(" {}", escaped(text)), out);
        }
        Block::Verdict(_, lead, text) => line(&format!("**{}** {}", escaped(lead), escaped(text)), out),
        Block::Text(text) => line(&escaped(text), out),
        Block::Facts(facts) => {
            for (name, value) in facts {
                line(&format!("- {}: {}", escaped(name), escaped(value)), out);
            }
        }
        Block::Table { head, rows } => {
            row(head.iter().map(String::as_str), out);
            line(&format!("|{}", "---|".repeat(head.len())), out);
            for cells in rows {
                row(cells.iter().map(|Cell { text, .. }| text.as_str()), out);
            }
        }
        Block::Items(first, items) => {
            for (at, item) in items.iter().enumerate() {
                let mark = first.map_or_else(|| "-".into(), |first| format!("{}.", first + at));
                line(&format!("{mark} {}", escaped(item)), out);
            }
        }
        Block::Code(lines) => code(lines, out),
    }
}

fn line(text: &str, out: &mut String) {
    out.push_str(text);
    out.push('\n');
}

fn row<'a>(cells: impl Iterator<Item = &'a str>, out: &mut String) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {} |", escaped(cell)));
    }
    out.push('\n');
}

/// The fence is longer than any within.
fn code(lines: &[String], out: &mut String) {
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    line(&fence, out);
    for text in lines {
        line(&shown(text), out);
    }
    line(&fence, out);
}

/// Every character that means something to Markdown, escaped (CommonMark 0.31 §2.4); one line.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for c in shown(text).chars() {
        // A dash, plus or number with a dot begins a list only at the start of a line.
        let begins = start && ("-+=:".contains(c) || (matches!(c, '.' | ')') && !out.trim().is_empty()));
        if begins || "\\`*_{}[]<>#|!~&@".contains(c) {
            out.push('\\');
        }
        start = start && (c == ' ' || c.is_ascii_digit());
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_text() {
        assert_eq!(escaped("a|b <img> [x](y) `z`"), "a\\|b \\<img\\> \\[x\\](y) \\`z\\`");
        assert_eq!(escaped("- a\n# b"), "\\- a\\\\u\\{a\\}\\# b");
        assert_eq!(escaped("12. a. 3) b"), "12\\. a. 3) b");
        let mut out = String::new();
        code(&["a ``` b".into(), "c\n````".into()], &mut out);
        assert_eq!(out, "`````\na ``` b\nc\\u{a}````\n`````\n");
    }
}
