//! A plan in other forms: pure functions of it.

mod calendar;
mod markdown;
mod text;

pub use calendar::calendar;
pub use markdown::markdown;
pub use text::text;
