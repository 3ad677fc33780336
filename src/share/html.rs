//! The report as one HTML file: no script, nothing fetched, readable without this project.

use super::doc::{self, Block, Cell};
use crate::check::report::{Report, Verdict};
use crate::visible::shown;
use std::fmt::{self, Display, Write as _};

/// Nothing is fetched and nothing runs, whatever stands in the zone data.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The whole report.
pub fn html(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = document(report, &mut out);
    out
}

fn document(report: &Report, out: &mut String) -> fmt::Result {
    let title = Text(&report.zone);
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>{title}: {}</title>", Text(&report.headline.lead))?;
    writeln!(out, "<style>\n{}</style>\n</head>\n<body>\n<main>", include_str!("report.css"))?;
    for block in doc::of(report) {
        write(&block, out)?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

/// Text in an element or in an attribute, of HTML or XML.
pub(super) fn escaped(text: &str) -> String {
    Text(text).to_string()
}

/// Text in an element or in an attribute, on one line.
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in shown(self.0).chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

fn write(block: &Block, out: &mut String) -> fmt::Result {
    match block {
        Block::Heading(level, text) => writeln!(out, "<h{level}>{}</h{level}>", Text(text)),
        Block::Verdict(tone, lead, text) => {
            let (tone, lead) = (tone.word(), Text(lead));
            writeln!(out, "<p class=\"verdict {tone}\"><strong>{lead}</strong> {}</p>", Text(text))
        }
        Block::Text(text) => writeln!(out, "<p>{}</p>", Text(text)),
        Block::Facts(facts) => {
            writeln!(out, "<dl>")?;
            for (name, value) in facts {
                writeln!(out, "<dt>{}</dt><dd>{}</dd>", Text(name), Text(value))?;
            }
            writeln!(out, "</dl>")
        }
        Block::Table { head, rows } => table(head, rows, out),
        Block::Items(first, items) => {
            let list = if first.is_some() { "ol" } else { "ul" };
            match first {
                Some(first) if *first > 1 => writeln!(out, "<ol start=\"{first}\">")?,
                _ => writeln!(out, "<{list}>")?,
            }
            for item in items {
                writeln!(out, "<li>{}</li>", Text(item))?;
            }
            writeln!(out, "</{list}>")
        }
        Block::Code(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
            writeln!(out, "<pre>{}</pre>", lines.join("\n"))
        }
    }
}

fn table(head: &[String], rows: &[Vec<Cell>], out: &mut String) -> fmt::Result {
    write!(out, "<div class=\"wide\"><table>\n<thead><tr>")?;
    for name in head {
        write!(out, "<th scope=\"col\">{}</th>", Text(name))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for cells in rows {
        write!(out, "<tr>")?;
        for (at, Cell { text, verdict }) in cells.iter().enumerate() {
            let text = Text(text);
            match verdict.map(Verdict::word) {
                _ if at == 0 => write!(out, "<th scope=\"row\">{text}</th>")?,
                Some(word) => write!(out, "<td class=\"{word}\">{text}</td>")?,
                None => write!(out, "<td>{text}</td>")?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table></div>")
}
