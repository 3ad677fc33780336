//! Exit codes.

use crate::check::report::{Report, Verdict};

/// No mix fails.
pub(super) const HOLDS: u8 = 0;
/// Some mix fails.
pub(super) const FAILS: u8 = 1;
/// Nothing could be judged, or asking ended before every provider could be.
pub(super) const UNUSABLE: u8 = 2;

/// The exit status that tells of a report.
pub(super) fn status(report: &Report) -> u8 {
    if report.fails() {
        return FAILS;
    }
    let judged = report.mixes.iter().any(|mix| mix.reached && mix.verdict != Verdict::Indeterminate);
    if judged { HOLDS } else { UNUSABLE }
}
