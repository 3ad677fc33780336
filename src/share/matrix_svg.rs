//! The mix matrix as an SVG picture that needs nothing around it.

use super::html::escaped;
use crate::check::report::{Mix, Report, Verdict};
use std::fmt::{self, Write as _};

/// Widths and heights, in pixels.
const LABEL: usize = 132;
const CELL: usize = 132;
const ROW: usize = 56;
const TOP: usize = 92;

/// Draws the matrix: rows are the DNSKEY RRsets held, columns the providers that answer.
pub fn matrix_svg(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = draw(report, &mut out);
    out
}

fn draw(report: &Report, out: &mut String) -> fmt::Result {
    let count = report.providers.len();
    let (width, height) = (LABEL + CELL * count.max(3) + 32, TOP + ROW * count + 44);
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#16191f\">"
    )?;
    let zone = escaped(&report.zone);
    writeln!(out, "<title>Mix matrix of {zone}</title>")?;
    writeln!(out, "<desc>{}</desc>", escaped(&words(report)))?;
    writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>")?;
    writeln!(out, "<text x=\"16\" y=\"28\" font-weight=\"600\" font-size=\"15\">{zone}</text>")?;
    let lead = escaped(&report.headline.lead);
    writeln!(out, "<text x=\"16\" y=\"48\" fill=\"#4a5261\">{lead} {}</text>", report.at.plain())?;
    writeln!(out, "<text x=\"{}\" y=\"70\" fill=\"#4a5261\">answer from</text>", LABEL + 16)?;
    for (column, provider) in report.providers.iter().enumerate() {
        let x = LABEL + 16 + column * CELL + CELL / 2;
        writeln!(
            out,
            "<text x=\"{x}\" y=\"86\" text-anchor=\"middle\" font-weight=\"600\">{}</text>",
            label(&provider.label)
        )?;
    }
    for (row, provider) in report.providers.iter().enumerate() {
        let y = TOP + row * ROW;
        writeln!(out, "<text x=\"16\" y=\"{}\" fill=\"#4a5261\">DNSKEY from</text>", y + 24)?;
        writeln!(
            out,
            "<text x=\"16\" y=\"{}\" font-weight=\"600\">{}</text>",
            y + 42,
            label(&provider.label)
        )?;
        for column in 0..count {
            if let Some(mix) = report.mixes.get(row * count + column) {
                cell(mix, LABEL + 16 + column * CELL, y, out)?;
            }
        }
    }
    let y = height - 14;
    writeln!(
        out,
        "<text x=\"16\" y=\"{y}\" font-size=\"11\" fill=\"#4a5261\">multisigner: RFC 8901, every mix of keys held and answers given</text>"
    )?;
    writeln!(out, "</svg>")
}

fn cell(mix: &Mix, x: usize, y: usize, out: &mut String) -> fmt::Result {
    // Fill, ink, and a shape, for those who see no colours.
    let (fill, ink, shape) = match mix.verdict {
        Verdict::Secure => ("#e7f5ed", "#0b6b3a", "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z"),
        Verdict::Bogus => ("#fde9ec", "#b3122b", "M-3-7h6l4 4v6l-4 4h-6l-4-4v-6z"),
        Verdict::Insecure => ("#f1f3f5", "#4a5261", "M-6-1h12v8h-12z"),
        Verdict::Indeterminate => ("#f3effa", "#5b3d8f", "M0-8l8 8-8 8-8-8z"),
    };
    let (width, height) = (CELL - 6, ROW - 6);
    // What does not happen is drawn dashed, without colour.
    let (fill, ink, dash) =
        if mix.reached { (fill, ink, "") } else { ("#ffffff", "#4a5261", " stroke-dasharray=\"4 3\"") };
    writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{fill}\" stroke=\"{ink}\"{dash}/>"
    )?;
    let (left, middle) = (x + 18, y + 20);
    writeln!(out, "<path transform=\"translate({left} {middle})\" d=\"{shape}\" fill=\"{ink}\"/>")?;
    let (left, middle) = (x + 32, y + 24);
    let word = mix.verdict.word();
    writeln!(out, "<text x=\"{left}\" y=\"{middle}\" fill=\"{ink}\" font-weight=\"600\">{word}</text>")?;
    let note = match (mix.rrsets_failing, mix.differs.first()) {
        (0, Some(other)) => format!("{}: {}", other.profile, other.verdict.word()),
        (0, None) => format!("{} RRsets", mix.rrsets_total),
        (failing, _) => format!("{failing} of {} fail", mix.rrsets_total),
    };
    writeln!(out, "<text x=\"{left}\" y=\"{}\" font-size=\"11\">{}</text>", y + 41, escaped(&note))
}

fn words(report: &Report) -> String {
    let mixes = report.mixes.iter().map(|mix| {
        format!("DNSKEY from {}, answer from {}: {}.", mix.dnskey_from, mix.answer_from, mix.verdict.word())
    });
    mixes.collect::<Vec<_>>().join(" ")
}

/// As much of a label as a cell has room for.
fn label(text: &str) -> String {
    const MOST: usize = 16;
    if text.chars().count() <= MOST {
        return escaped(text);
    }
    escaped(&format!("{}…", text.chars().take(MOST - 1).collect::<String>()))
}
