//! The chain of trust: the parent's DS on top, one band for each provider, a line for each verified step,
//! a cut line for each step that is missing.

mod keys;
mod lanes;
mod parent;
mod text;

#[cfg(test)]
pub(crate) mod tests;

use crate::check::report::{Report, Verdict};
use crate::dns::span;
use crate::ui::words;
use keys::{Slot, slots};
use text::{cut_text, cut_types};

/// The drawing, in its own units (about pixels).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    pub width: f64,
    pub height: f64,
    /// Wider than a page: drawn at its own size and scrolled.
    pub scrolls: bool,
    /// Height of the parent's band.
    pub parent_height: f64,
    pub parent_note: String,
    pub bands: Vec<Band>,
    pub chips: Vec<Chip>,
    pub lines: Vec<Line>,
    pub ticks: Vec<(f64, f64)>,
    pub cuts: Vec<Cut>,
}

/// One provider's band, with its DNSKEY RRset and its data.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub label: String,
    pub host: String,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub set: Frame,
    pub set_title: String,
    pub set_note: String,
    /// `set` (verified), `set-no` (cannot be), `box` (nothing to verify).
    pub set_class: &'static str,
    pub data: Frame,
    pub data_title: String,
    pub data_types: String,
    pub data_note: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A key, a DS, or the place where a key should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    pub frame: Frame,
    /// Whose it is; nobody's (shared, or unknown) when `None`.
    pub owner: Option<String>,
    pub name: String,
    pub note: String,
    pub missing: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub path: String,
    /// `edge`, `edge-x`, `edge-x dim` or `miss`.
    pub class: &'static str,
}

/// Where a missing step cuts its line.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    pub x: f64,
    pub y: f64,
    /// Empty where there is no room for it: the slot says it already.
    pub label: String,
    pub width: f64,
}

const SET_Y: f64 = 50.0;
const CHIP_H: f64 = 36.0;
const GAP: f64 = 10.0;

/// Draws a report. `narrow`: for a phone, with two providers at most.
pub fn chain(report: &Report, narrow: bool) -> Chain {
    let mut plan = Plan::new(report, narrow);
    plan.place_bands();
    plan.place_keys();
    plan.place_parent();
    plan.place_lanes();
    plan.chain
}

struct Plan<'a> {
    report: &'a Report,
    narrow: bool,
    slots: Vec<Vec<Slot>>,
    chip_width: f64,
    /// Centre of each placed key: (provider, key, chip).
    placed: Vec<(usize, usize, Frame, bool)>,
    chain: Chain,
}

impl<'a> Plan<'a> {
    fn new(report: &'a Report, narrow: bool) -> Self {
        let slots = (0..report.providers.len()).map(|i| slots(report, i, narrow)).collect();
        Self { report, narrow, slots, chip_width: 119.0, placed: Vec::new(), chain: Chain::default() }
    }

    fn place_bands(&mut self) {
        let count = self.report.providers.len().max(1) as f64;
        let most = self.slots.iter().map(Vec::len).max().unwrap_or(0).max(1) as f64;
        let (width, gap) = match (self.narrow, self.report.providers.len()) {
            (true, _) => (328.0, 35.0),
            (_, 0..=2) => (1000.0, 57.0),
            (_, 3) => (1180.0, 17.0),
            (_, n) => (n as f64 * 317.0 - 17.0, 17.0),
        };
        let mut band = (width - gap * (count - 1.0)) / count;
        if count < 2.0 {
            band = (width - gap) / 2.0;
        }
        if !self.narrow {
            self.chip_width = ((band - 28.0 - GAP * (most - 1.0)) / most).min(126.0);
            if self.chip_width < 82.0 {
                self.chip_width = 82.0;
                band = most * (82.0 + GAP) - GAP + 28.0;
            }
        } else {
            self.chip_width = band - 27.0;
        }
        let total = (band * count + gap * (count - 1.0)).max(width);
        self.chain.width = total;
        self.chain.scrolls = total > 1200.0;
        let left = (total - band * count - gap * (count - 1.0)) / 2.0;
        let set_height = if self.narrow { 26.0 + most * (CHIP_H + GAP) } else { 30.0 + CHIP_H + 18.0 };
        for (i, provider) in self.report.providers.iter().enumerate() {
            let x = left + i as f64 * (band + gap);
            let set = Frame { x: x + 7.5, y: SET_Y, width: band - 15.0, height: set_height };
            let keys = |keys: &mut dyn Iterator<Item = usize>| {
                let names: Vec<String> =
                    keys.filter_map(|k| self.report.keys.get(k)).map(words::key_name).collect();
                words::list(names.iter().map(String::as_str))
            };
            let signers = keys(&mut provider.dnskey_signed_by.iter().copied());
            let data_signers = keys(&mut provider.data_signed_by.iter().map(|(key, _)| *key));
            let chars = (band / 7.0) as usize;
            let title = if provider.label.len() == 1 {
                format!("Provider {}", provider.label)
            } else {
                provider.label.clone()
            };
            let host = provider.servers.first().cloned().unwrap_or_default();
            let ttl = provider.dnskey_ttl.filter(|_| !self.narrow);
            let ttl = ttl.map(|ttl| format!(", TTL {}", span(i64::from(ttl)))).unwrap_or_default();
            self.chain.bands.push(Band {
                host: if self.narrow || title.chars().count() + host.chars().count() + 8 < chars {
                    cut_text(&host, chars.saturating_sub(5))
                } else {
                    String::new()
                },
                label: provider.label.clone(),
                x,
                y: 0.0,
                width: band,
                height: 0.0,
                set,
                set_title: if provider.publishes.is_empty() {
                    "no DNSKEY RRset".into()
                } else {
                    format!("DNSKEY RRset{ttl}")
                },
                set_note: match (self.narrow, signers.is_empty()) {
                    (true, _) => String::new(),
                    (_, true) if provider.publishes.is_empty() => String::new(),
                    (_, true) => "not signed".into(),
                    (_, false) => cut_text(&format!("signed by {signers}"), chars / 2),
                },
                set_class: match provider.dnskey_verdict {
                    Verdict::Secure => "set",
                    Verdict::Bogus => "set-no",
                    Verdict::Insecure | Verdict::Indeterminate => "box",
                },
                data: Frame {
                    x: set.x,
                    y: 0.0,
                    width: set.width,
                    height: if self.narrow { 74.0 } else { 58.0 },
                },
                data_title: format!("{} RRset{}", provider.rrsets, words::plural(provider.rrsets)),
                data_types: if self.narrow {
                    String::new()
                } else {
                    cut_types(&provider.types, chars.saturating_sub(24))
                },
                data_note: if data_signers.is_empty() { "not signed".into() } else { data_signers },
            });
        }
    }
}
