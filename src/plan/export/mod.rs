//! A plan in other forms: pure functions of it.

mod calendar;
mod emergencies;
mod markdown;
mod text;

/// What a runbook says of [`Plan::has_placeholders`].
///
/// [`Plan::has_placeholders`]: crate::plan::Plan::has_placeholders
pub const PLACEHOLDERS: &str = "What stands in <angle brackets> is not known yet: fill it in once the key, or the name server, is there.";

pub use calendar::calendar;
pub use emergencies::{emergencies_markdown, emergencies_text};
pub use markdown::{markdown, markdown_with};
pub use text::{text, text_with};
