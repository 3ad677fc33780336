//! What one person sees, another sees: the check link, the report in other forms, what changed between two, and the
//! commands for a fix.
//!
//! All of it is pure: texts and reports in, texts out.

pub mod commands;
mod compare;
mod doc;
mod html;
mod json;
pub mod link;
pub(crate) mod markdown;
mod matrix_svg;

pub use compare::{Changed, Comparison, FindingRef, KeyAt, MixChange, compare};
pub use html::html;
pub use json::{json, write_json};
pub use markdown::markdown;
pub use matrix_svg::matrix_svg;
