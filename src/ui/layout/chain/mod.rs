//! The chain of trust: the zones from the root on top, the parent's DS, one band for each provider, a line for each
//! verified step, a cut line for each step that is missing.

mod above;
mod bands;
mod drawing;
mod keys;
mod lanes;
mod parent;
mod plan;
mod text;

#[cfg(test)]
pub(crate) mod tests;

pub use drawing::{Above, Band, Chain, Chip, Cut, Frame, Line};
pub use plan::{Around, MANY};

use crate::check::report::Report;
use keys::slots;
use plan::Plan;

/// Draws a report. `narrow`: for a phone, with two providers at most.
pub fn chain(report: &Report, narrow: bool, around: Around<'_>) -> Chain {
    let slots = (0..report.providers.len()).map(|provider| slots(report, provider, narrow)).collect();
    let mut plan = Plan::new(report, narrow, around.selected, slots);
    plan.place_bands();
    plan.place_keys();
    plan.place_parent();
    plan.place_lanes();
    plan.place_above(around.cuts);
    plan.chain
}
