//! The live check on the bench: what stands in the verdict's place before there is one, and the panel that says
//! what was asked and how much was seen.

mod chain;
mod heading;
mod panel;
mod questions;
mod seen;

pub(super) use heading::heading;
pub(super) use panel::Panel;

use crate::check::report::Verdict;
use crate::doh::seen::{Progress, Said};

fn status(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Secure => "secure",
        Verdict::Insecure => "insecure",
        Verdict::Indeterminate => "indeterminate",
        Verdict::Bogus => "bogus",
    }
}

/// How many are settled, failed, and there in all.
fn count<'a>(questions: impl Iterator<Item = &'a Said>) -> (usize, usize, usize) {
    questions.fold((0, 0, 0), |(settled, failed, all), said| {
        let failed = failed + usize::from(said.state == Progress::Failed);
        (settled + usize::from(said.state.is_settled()), failed, all + 1)
    })
}
