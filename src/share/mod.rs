//! What one person sees, another sees: the check link, the report in other forms, what changed between two, and the
//! commands for a fix.
//!
//! All of it is pure: texts and reports in, texts out.

pub mod commands;
mod compare;
mod doc;
mod html;
pub mod link;
mod markdown;
mod matrix_svg;

pub use compare::{Changed, Comparison, FindingRef, KeyAt, MixChange, compare};
pub use html::html;
pub use markdown::markdown;
pub use matrix_svg::matrix_svg;

use crate::check::report::Report;

/// The report as JSON (`docs/report-format.md`), indented, with a final line break.
pub fn json(report: &Report) -> String {
    // Plain data: it can be written.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}
