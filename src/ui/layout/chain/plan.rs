//! A drawing under way: its measures, and what is placed so far.

use super::drawing::{Chain, Frame};
use crate::check::report::{ProviderSummary, Report, Verdict};
use crate::doh::chain::Cut as ZoneCut;

pub(super) const SET_Y: f64 = 50.0;
pub(super) const CHIP_H: f64 = 36.0;
pub(super) const GAP: f64 = 10.0;
/// Narrower than this a chip says nothing: keys stand in rows then.
pub(super) const CHIP_LEAST: f64 = 88.0;
/// As wide as a page has room for at the size of its text.
pub(super) const PAGE: f64 = 1040.0;

/// What is drawn beside the report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// The zones from the root to this one, where a live check has proven them.
    pub cuts: &'a [ZoneCut],
    /// The provider whose steps to the others are drawn where there are too many to draw all.
    pub selected: Option<usize>,
}

/// From so many providers on, of the steps from one provider to another only the failing ones are drawn.
pub const MANY: usize = 4;

/// What a provider's DNSKEY RRset holds, and lacks, left to right.
pub(super) struct Slot {
    pub(super) key: usize,
    pub(super) missing: bool,
    pub(super) rank: (u8, u8),
    /// From above (0) to below, where the keys of a set stand in rows.
    pub(super) tier: u8,
}

/// A drawing under way.
pub(super) struct Plan<'a> {
    pub(super) report: &'a Report,
    pub(super) narrow: bool,
    pub(super) selected: Option<usize>,
    pub(super) slots: Vec<Vec<Slot>>,
    pub(super) chip_width: f64,
    /// How many chips stand side by side.
    pub(super) per_row: usize,
    /// Centre of each placed key: (provider, key, chip).
    pub(super) placed: Vec<(usize, usize, Frame, bool)>,
    pub(super) chain: Chain,
}

/// Its DNSKEY RRset was seen, or that there is none.
pub(super) fn keys_seen(provider: &ProviderSummary) -> bool {
    !provider.publishes.is_empty() || provider.whole_zone || provider.dnskey_verdict == Verdict::Bogus
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        report: &'a Report,
        narrow: bool,
        selected: Option<usize>,
        slots: Vec<Vec<Slot>>,
    ) -> Self {
        Self {
            report,
            narrow,
            selected,
            slots,
            chip_width: 119.0,
            per_row: 1,
            placed: Vec::new(),
            chain: Chain::default(),
        }
    }
}
