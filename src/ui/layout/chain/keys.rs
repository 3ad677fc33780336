//! The keys of each DNSKEY RRset, and the empty places of those that should be there.

use super::drawing::{Chip, Frame};
use super::plan::{CHIP_H, GAP, Plan, SET_Y, Slot};
use crate::check::report::{CoverageState, KeyRole, Report};
use crate::order;
use crate::ui::words;

impl Plan<'_> {
    pub(super) fn place_keys(&mut self) {
        for (i, slots) in self.slots.iter().enumerate() {
            let Some(band) = self.chain.bands.get(i) else { continue };
            // The last row is full; what is over stands in the first.
            let over = slots.len() % self.per_row;
            let first = if over == 0 { self.per_row } else { over };
            for (n, slot) in slots.iter().enumerate() {
                let Some(key) = self.report.keys.get(slot.key) else { continue };
                let frame = if self.narrow {
                    Frame {
                        x: band.x + 13.5,
                        y: SET_Y + 26.0 + n as f64 * (CHIP_H + GAP),
                        width: self.chip_width,
                        height: CHIP_H,
                    }
                } else {
                    let (row, column, side) = if n < first {
                        (0, n, first.min(slots.len()))
                    } else {
                        (1 + (n - first) / self.per_row, (n - first) % self.per_row, self.per_row)
                    };
                    let row_width = side as f64 * (self.chip_width + GAP) - GAP;
                    let left = band.x + (band.width - row_width) / 2.0;
                    Frame {
                        x: left + column as f64 * (self.chip_width + GAP),
                        y: SET_Y + 30.0 + row as f64 * (CHIP_H + GAP),
                        width: self.chip_width,
                        height: CHIP_H,
                    }
                };
                let own = key.owners.contains(&band.label);
                let wide = self.chip_width >= 104.0;
                let signs = matches!(key.role, KeyRole::Zsk | KeyRole::Csk) && own;
                let what = match (own, signs) {
                    (true, true) if wide => "signs ↓",
                    (false, _) if key.owners.is_empty() => "",
                    (false, _) if wide => "imported",
                    _ => "",
                };
                let role = key.role.word();
                self.chain.chips.push(Chip {
                    frame,
                    owners: key.owners.clone(),
                    name: match (slot.missing, wide) {
                        (true, _) | (false, true) => words::key_name(key),
                        (false, false) => key.tag.to_string(),
                    },
                    note: match (slot.missing, wide, what.is_empty()) {
                        (true, ..) => "not here".into(),
                        // Two badges leave room for a word.
                        _ if key.owners.len() > 1 && self.chip_width < 116.0 => "shared".into(),
                        _ if key.owners.len() > 2 => format!("shared by {}", key.owners.len()),
                        _ if key.owners.len() > 1 => format!("{role}, shared"),
                        (_, true, false) if self.chip_width < 116.0 => what.into(),
                        (_, true, false) => format!("{role}, {what}"),
                        (_, true, true) => role.into(),
                        (_, false, _) => format!("{role} /{}", key.algorithm),
                    },
                    missing: slot.missing,
                });
                self.placed.push((i, slot.key, frame, slot.missing));
            }
        }
    }
}

/// Own keys together, foreign ones on the side of their owner, in the providers' order.
pub(super) fn slots(report: &Report, provider: usize, narrow: bool) -> Vec<Slot> {
    let Some(summary) = report.providers.get(provider) else { return Vec::new() };
    let place = |key: usize| {
        let Some(info) = report.keys.get(key) else { return (1, 9) };
        let own = info.owners.is_empty() || info.owners.contains(&summary.label);
        let ksk = matches!(info.role, KeyRole::Ksk);
        let within = match info.role {
            KeyRole::Idle => 5,
            _ if narrow => u8::from(!ksk),
            _ if provider == 0 => u8::from(ksk),
            _ => u8::from(!ksk),
        };
        let home = report.providers.iter().position(|p| info.owners.contains(&p.label));
        match home {
            _ if narrow && own => (if ksk { 0 } else { 2 }, within),
            _ if narrow => (1, within),
            _ if own => (1, within),
            Some(home) if home < provider => (0, within),
            _ => (2, within),
        }
    };
    let tier = |key: usize| {
        let Some(info) = report.keys.get(key) else { return 1 };
        let own = info.owners.is_empty() || info.owners.contains(&summary.label);
        match (own, info.role) {
            (true, KeyRole::Ksk) => 0,
            (_, KeyRole::Ksk | KeyRole::Idle) => 1,
            (false, _) => 2,
            (true, _) => 3,
        }
    };
    let here = summary.publishes.iter().map(|key| Slot {
        key: *key,
        missing: false,
        rank: place(*key),
        tier: tier(*key),
    });
    let lacks = report.coverage.iter().filter(|row| {
        matches!(row.cells.get(provider), Some(CoverageState::Missing))
            && !summary.publishes.contains(&row.key)
    });
    let lacks = lacks.map(|row| Slot { key: row.key, missing: true, rank: place(row.key), tier: 4 });
    let mut slots: Vec<Slot> = here.chain(lacks).collect();
    order::sort_by_key(&mut slots, |slot| (slot.rank, report.home(slot.key)));
    slots
}
