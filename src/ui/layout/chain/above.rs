//! The zones from the root down to the parent, side by side, as a live check has proven them.

use super::drawing::{Above, Frame};
use super::plan::Plan;
use super::text::cut_text;
use crate::doh::chain::Cut as ZoneCut;
use crate::ui::words;

/// Between two of them, with room for a mark.
const STEP: f64 = 40.0;

impl Plan<'_> {
    pub(super) fn place_above(&mut self, cuts: &[ZoneCut]) {
        let zones: Vec<&ZoneCut> = cuts.iter().filter(|cut| cut.zone != self.report.zone).collect();
        if zones.is_empty() {
            self.chain.above_note = "Chain from the root: not checked (paste only)".into();
            self.chain.above_height = 26.0;
            return;
        }
        let most = if self.narrow { 12 } else { 24 };
        let named = |cut: &ZoneCut| {
            let name = if cut.zone == "." { "root" } else { words::said(&cut.zone) };
            cut_text(name, most)
        };
        let width = |name: &str| name.chars().count() as f64 * 7.6 + 22.0;
        // The root and the nearest, as many as there is room for.
        let mut left = self.chain.width - 12.0;
        let mut kept = 0;
        for cut in zones.iter().rev() {
            left -= width(&named(cut)) + STEP;
            if left < -STEP {
                break;
            }
            kept += 1;
        }
        let skipped = zones.len() - kept;
        let mut x = 6.0;
        for cut in zones.into_iter().skip(skipped) {
            let name = named(cut);
            let width = width(&name);
            let frame = Frame { x, y: 5.0, width, height: 28.0 };
            let note = cut.standing.words().to_owned();
            self.chain.above.push(Above { frame, name, verdict: cut.verdict, note });
            x += width + STEP;
        }
        if skipped > 0 {
            self.chain.above_note = format!("{skipped} more above");
        }
        self.chain.above_height = 48.0;
    }
}
