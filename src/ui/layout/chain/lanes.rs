//! Lines from keys to the data they sign: straight down at home, in lanes to the other providers.

use super::drawing::{Cut, Frame, Line};
use super::plan::{MANY, Plan};
use super::text::{cut_text, elbow, keep, label_width};
use crate::check::report::{Mix, MixRrset, Verdict};
use crate::order;
use crate::ui::words;

/// From provider, key, its chip, to provider, missing.
type Lane = (usize, usize, Frame, usize, bool);

/// How a key does with the data that it signs.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Good,
    /// Why not, in a word or two.
    Bad(String),
    /// The DNSKEY RRset with it does not verify, or does not have it: that says nothing of the data.
    Unknown,
}

/// Who rejects what holds by the RFC.
fn rejected(mix: &Mix) -> Option<String> {
    let who = mix.differs.iter().filter(|other| other.verdict == Verdict::Bogus);
    let names: Vec<&str> = who.map(|other| other.profile.as_str()).collect();
    match names.as_slice() {
        [] => None,
        [one] if one.len() < 12 => Some(format!("{one} rejects it")),
        [_] => Some("1 validator rejects it".into()),
        several => Some(format!("{} validators reject it", several.len())),
    }
}

impl Plan<'_> {
    pub(super) fn place_lanes(&mut self) {
        let count = self.report.providers.len();
        let set_bottom = self.chain.bands.first().map_or(0.0, |band| band.set.y + band.set.height);
        // (from provider, key, its chip, to provider, missing)
        let mut lanes = Vec::new();
        for (i, k, frame, missing) in &self.placed {
            for (j, provider) in self.report.providers.iter().enumerate() {
                if provider.data_signed_by.iter().any(|(key, _)| key == k) && (*i != j || *missing) {
                    lanes.push((*i, *k, *frame, j, *missing));
                }
            }
        }
        lanes.extend(self.to_unsigned());
        let chosen = |provider: usize| self.selected == Some(provider);
        lanes.retain(|(from, k, _, to, missing)| {
            let bad = *missing || matches!(self.step(*from, *k, *to), Step::Bad(_));
            bad || count < MANY || chosen(*from) || chosen(*to)
        });
        order::sort_by_key(&mut lanes, |(.., missing)| !missing);
        let step = if count > 2 { 24.0 } else { 30.0 };
        let first = set_bottom + 42.0;
        let data_y = if self.narrow || lanes.is_empty() {
            set_bottom + if self.narrow { 70.0 } else { 60.0 }
        } else {
            first + (lanes.len() as f64 - 1.0) * step + 38.0
        };
        for band in &mut self.chain.bands {
            band.data.y = data_y;
            band.height = data_y + band.data.height + 14.0 - band.y;
        }
        self.chain.height =
            self.chain.bands.first().map_or(self.chain.parent_height + 8.0, |b| b.y + b.height + 2.0);
        self.own_lines(set_bottom, data_y);
        if self.narrow { self.curves(&lanes, data_y) } else { self.elbows(&lanes, first, step, data_y) }
    }

    /// From each key straight down to what it signs at home.
    fn own_lines(&mut self, set_bottom: f64, data_y: f64) {
        for (i, k, frame, missing) in &self.placed {
            let signs = self
                .report
                .providers
                .get(*i)
                .is_some_and(|p| p.data_signed_by.iter().any(|(key, _)| key == k));
            if !signs || *missing {
                continue;
            }
            let x = frame.x + frame.width * if self.narrow { 0.83 } else { 0.5 };
            let y = if self.narrow { f64::midpoint(set_bottom, data_y) } else { set_bottom + 18.0 };
            let path = format!("M{x:.1} {:.1}V{data_y:.1}", frame.y + frame.height);
            match self.at_home(*k, *i) {
                Step::Bad(label) => {
                    let label = if self.narrow { String::new() } else { label };
                    let width = if self.narrow { 0.0 } else { label_width(&label) };
                    self.chain.lines.push(Line { path, class: "miss" });
                    self.chain.cuts.push(Cut { x: keep(x, width, self.chain.width), y, label, width });
                }
                Step::Good => {
                    self.chain.lines.push(Line { path, class: "edge" });
                    self.chain.ticks.push((x, y));
                }
                // Neither good nor bad: the fault is above, and drawn there.
                Step::Unknown => self.chain.lines.push(Line { path, class: "edge dim" }),
            }
        }
    }

    /// Whether what a provider's key signs at home verifies: for those that hold its own DNSKEY RRset, or, where that
    /// does not verify and says nothing of it, another's.
    fn at_home(&self, key: usize, home: usize) -> Step {
        let others = (0..self.report.providers.len()).filter(|row| *row != home);
        let mut seen = std::iter::once(home).chain(others).map(|row| self.step(row, key, home));
        seen.find(|step| *step != Step::Unknown).unwrap_or(Step::Unknown)
    }

    /// From the keys of those that are trusted to data that nobody is known to have signed, and that fails.
    fn to_unsigned(&self) -> Vec<Lane> {
        let count = self.report.providers.len();
        let mut lanes = Vec::new();
        for (j, to) in self.report.providers.iter().enumerate().filter(|(_, p)| p.data_signed_by.is_empty()) {
            for (i, from) in self.report.providers.iter().enumerate().filter(|(i, _)| *i != j) {
                let fails =
                    self.report.mixes.get(i * count + j).is_some_and(|mix| mix.verdict == Verdict::Bogus);
                let own = self.placed.iter().find(|(p, k, _, missing)| {
                    *p == i && !missing && from.data_signed_by.iter().any(|(key, _)| key == k)
                });
                if let Some((_, k, frame, _)) = own.filter(|_| fails && to.rrsets > 0) {
                    lanes.push((i, *k, *frame, j, false));
                }
            }
        }
        lanes
    }

    /// How the key as published in `row` does with what it signs of `column`’s data.
    fn step(&self, row: usize, key: usize, column: usize) -> Step {
        let count = self.report.providers.len();
        let (Some(provider), Some(info)) = (self.report.providers.get(row), self.report.keys.get(key)) else {
            return Step::Unknown;
        };
        if !provider.publishes.contains(&key) || provider.dnskey_verdict == Verdict::Bogus {
            return Step::Unknown;
        }
        let Some(mix) = self.report.mixes.get(row * count + column) else { return Step::Unknown };
        if mix.verdict != Verdict::Bogus {
            return rejected(mix).map_or(Step::Good, Step::Bad);
        }
        // What names no key fails for all.
        let about = |set: &&MixRrset| {
            set.key_tag.is_none_or(|tag| (tag, set.algorithm) == (info.tag, Some(info.algorithm)))
        };
        let (mut bad, mut all) = (mix.rrsets_failing, mix.rrsets_total);
        if mix.rrsets.len() == mix.rrsets_total && all > 0 {
            let of_key = || mix.rrsets.iter().filter(about);
            all = of_key().count();
            bad = of_key().filter(|set| set.verdict == Verdict::Bogus).count();
        }
        let brief = if mix.brief.is_empty() { "not verified" } else { &mix.brief };
        match bad {
            0 if all > 0 => Step::Good,
            bad if bad < all => Step::Bad(format!("{bad} of {all}: {brief}")),
            _ => Step::Bad(brief.to_owned()),
        }
    }

    fn elbows(&mut self, lanes: &[Lane], first: f64, step: f64, data_y: f64) {
        let count = self.report.providers.len();
        for (n, (_, k, frame, to, missing)) in lanes.iter().enumerate() {
            let Some(band) = self.chain.bands.get(*to) else { continue };
            let arrivals = lanes.iter().filter(|lane| lane.3 == *to).count() as f64;
            let nth = lanes.iter().take(n).filter(|lane| lane.3 == *to).count() as f64;
            let mut x2 = band.data.x + band.data.width * (nth + 1.0) / (arrivals + 1.0);
            // Not on top of a line that comes straight down.
            let taken =
                self.placed.iter().any(|(p, _, f, _)| p == to && (f.x + f.width / 2.0 - x2).abs() < 10.0);
            if taken {
                x2 += 18.0;
            }
            let x1 = frame.x + frame.width / 2.0;
            let y = first + n as f64 * step;
            let fails = lanes.get(n).and_then(|lane| match self.step(lane.0, *k, *to) {
                Step::Bad(label) => Some(label),
                _ => None,
            });
            let class = match (missing, count) {
                (true, _) => "miss",
                (false, _) if fails.is_some() => "miss",
                (false, 3) => "edge-x dim",
                (false, _) => "edge-x",
            };
            let path = elbow(x1, frame.y + frame.height, y, x2, data_y);
            self.chain.lines.push(Line { path, class });
            let middle = f64::midpoint(x1, x2);
            if *missing {
                let Some(key) = self.report.keys.get(*k) else { continue };
                let at = lanes.get(n).and_then(|lane| self.report.providers.get(lane.0));
                let at = at.map(|p| cut_text(&p.label, 16)).unwrap_or_default();
                let label = format!("{} not at {at}", words::key_name(key));
                let width = label_width(&label);
                self.chain.cuts.push(Cut { x: keep(middle, width, self.chain.width), y, label, width });
            } else if let Some(label) = fails {
                let width = label_width(&label);
                self.chain.cuts.push(Cut { x: keep(middle, width, self.chain.width), y, label, width });
            } else {
                self.chain.ticks.push((middle, y));
            }
        }
    }

    fn curves(&mut self, lanes: &[Lane], data_y: f64) {
        for (n, (from, k, frame, to, missing)) in lanes.iter().enumerate() {
            let Some(band) = self.chain.bands.get(*to) else { continue };
            let nth = lanes.iter().take(n).filter(|lane| lane.3 == *to).count() as f64;
            let (x1, x2, bend) = match from.cmp(to) {
                std::cmp::Ordering::Less => (frame.x + frame.width, band.data.x, 38.0),
                std::cmp::Ordering::Greater => (frame.x, band.data.x + band.data.width, -38.0),
                std::cmp::Ordering::Equal => (frame.x + frame.width, band.data.x + band.data.width, 24.0),
            };
            let y1 = frame.y + frame.height / 2.0;
            let y2 = data_y + 20.0 + nth * 14.0;
            let back = if from == to { -bend } else { bend };
            let path =
                format!("M{x1:.1} {y1:.1}C{:.1} {y1:.1} {:.1} {y2:.1} {x2:.1} {y2:.1}", x1 + bend, x2 - back);
            let fails = *missing || matches!(self.step(*from, *k, *to), Step::Bad(_));
            self.chain.lines.push(Line { path, class: if fails { "miss" } else { "edge-x" } });
            if fails {
                let x = f64::midpoint(x1, x2);
                self.chain.cuts.push(Cut { x, y: f64::midpoint(y1, y2), label: String::new(), width: 0.0 });
            }
        }
    }
}
