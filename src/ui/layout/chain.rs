//! The chain of trust: the parent's DS on top, one band for each provider, a line for each verified step,
//! a cut line for each step that is missing.

use crate::check::report::{CoverageState, KeyRole, ParentState, Report, Verdict};
use crate::dns::span;
use crate::ui::words;

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

/// What a provider's DNSKEY RRset holds, and lacks, left to right.
struct Slot {
    key: usize,
    missing: bool,
    rank: (u8, u8),
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

    fn place_keys(&mut self) {
        for (i, slots) in self.slots.iter().enumerate() {
            let Some(band) = self.chain.bands.get(i) else { continue };
            let row = slots.len() as f64 * (self.chip_width + GAP) - GAP;
            for (n, slot) in slots.iter().enumerate() {
                let Some(key) = self.report.keys.get(slot.key) else { continue };
                let n = n as f64;
                let frame = if self.narrow {
                    Frame {
                        x: band.x + 13.5,
                        y: SET_Y + 26.0 + n * (CHIP_H + GAP),
                        width: self.chip_width,
                        height: CHIP_H,
                    }
                } else {
                    let left = band.x + (band.width - row) / 2.0;
                    Frame {
                        x: left + n * (self.chip_width + GAP),
                        y: SET_Y + 30.0,
                        width: self.chip_width,
                        height: CHIP_H,
                    }
                };
                let own = key.owners.contains(&band.label);
                let wide = self.chip_width >= 104.0;
                let signs = matches!(key.role, KeyRole::Zsk | KeyRole::Csk) && own;
                let what = match (own, signs) {
                    _ if key.owners.len() > 1 => "shared",
                    (true, true) if wide => "signs ↓",
                    (false, _) if key.owners.is_empty() => "",
                    (false, _) if wide => "imported",
                    _ => "",
                };
                let role = key.role.word();
                self.chain.chips.push(Chip {
                    frame,
                    owner: owner(report_owner(self.report, slot.key)),
                    name: match (slot.missing, wide) {
                        (true, _) | (false, true) => words::key_name(key),
                        (false, false) => key.tag.to_string(),
                    },
                    note: match (slot.missing, wide, what.is_empty()) {
                        (true, ..) => "not here".into(),
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

    fn place_parent(&mut self) {
        let parent = &self.report.parent;
        let name = words::parent_of(&self.report.zone);
        let ttl = parent.ttl.filter(|_| !self.narrow).map(|ttl| format!(", TTL {}", span(i64::from(ttl))));
        self.chain.parent_note = match parent.state {
            ParentState::Unseen => "not seen: each provider’s own KSKs are trusted".into(),
            ParentState::NoDs => format!("{name} · no DS"),
            ParentState::Ds if self.narrow => cut_text(name, 30),
            ParentState::Ds => format!("{name} · DS RRset{}", ttl.unwrap_or_default()),
        };
        if self.narrow && parent.state == ParentState::Unseen {
            self.chain.parent_note = "not seen".into();
        }
        // One chip for each key, whatever the number of its digests.
        let mut groups: Vec<(u16, u8, Option<usize>, Vec<String>)> = Vec::new();
        for ds in &parent.ds {
            let digest = words::digest(ds.digest_type);
            match groups.iter_mut().find(|(tag, algorithm, key, _)| {
                (*tag, *algorithm) == (ds.key_tag, ds.algorithm) && *key == ds.key
            }) {
                Some((.., digests)) => digests.push(digest),
                None => groups.push((ds.key_tag, ds.algorithm, ds.key, vec![digest])),
            }
        }
        let width = self.chip_width.max(104.0);
        let per_row = (((self.chain.width - 12.0) / (width + GAP)) as usize).max(1);
        // Each above the key it names; several places: in the middle of them; no place: at the end.
        let centre = |key: Option<usize>| {
            let at: Vec<f64> = self
                .placed
                .iter()
                .filter(|(i, k, ..)| {
                    Some(*k) == key
                        && self.report.providers.get(*i).is_some_and(|p| p.dnskey_signed_by.contains(k))
                })
                .map(|(_, _, frame, _)| frame.x + frame.width / 2.0)
                .collect();
            if at.is_empty() { self.chain.width } else { at.iter().sum::<f64>() / at.len() as f64 }
        };
        let mut wanted: Vec<(f64, usize)> =
            groups.iter().enumerate().map(|(i, g)| (centre(g.2), i)).collect();
        wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let rows = wanted.len().div_ceil(per_row).max(1);
        self.chain.parent_height = if wanted.is_empty() { 30.0 } else { 26.0 + rows as f64 * (CHIP_H + 4.0) };
        let top = 4.0 + self.chain.parent_height + 48.0;
        self.shift(top);
        for (row, wanted) in wanted.chunks(per_row).enumerate() {
            let xs = spread(wanted, width, self.chain.width);
            for ((_, group), x) in wanted.iter().zip(xs) {
                let Some((tag, algorithm, key, digests)) = groups.get(*group) else { continue };
                let frame = Frame { x, y: 30.0 + row as f64 * (CHIP_H + 4.0), width, height: 34.0 };
                self.chain.chips.push(Chip {
                    frame,
                    owner: key.and_then(|key| owner(report_owner(self.report, key))),
                    name: format!("{tag}/{algorithm}"),
                    note: if key.is_some() {
                        cut_text(&format!("DS, {}", digests.join(" + ")), (width / 6.0) as usize)
                    } else {
                        "DS, no such key".into()
                    },
                    missing: key.is_none(),
                });
                if let Some(key) = *key {
                    self.vouch(frame, key, top);
                }
            }
        }
        self.unvouched(top);
    }

    /// Lines from a DS to each DNSKEY RRset that its key signs.
    fn vouch(&mut self, ds: Frame, key: usize, top: f64) {
        let from = ds.x + ds.width * if self.narrow { 0.83 } else { 0.5 };
        let mut lines = Vec::new();
        for (i, k, frame, missing) in &self.placed {
            // Where the RRset does not verify, a cut line says so.
            let signs = self
                .report
                .providers
                .get(*i)
                .is_some_and(|p| p.dnskey_signed_by.contains(&key) && p.dnskey_verdict != Verdict::Bogus);
            if *k != key || *missing || !signs {
                continue;
            }
            let to = frame.x + frame.width * if self.narrow { 0.83 } else { 0.5 };
            lines.push((elbow(from, ds.y + ds.height, top - 26.0, to, frame.y), to));
        }
        for (path, to) in lines {
            self.chain.lines.push(Line { path, class: "edge" });
            self.chain.ticks.push((to, top - 14.0));
        }
    }

    /// A cut line to each DNSKEY RRset that no DS vouches for.
    fn unvouched(&mut self, top: f64) {
        if self.report.parent.state != ParentState::Ds {
            return;
        }
        let mut cuts = Vec::new();
        for (i, (provider, band)) in self.report.providers.iter().zip(&self.chain.bands).enumerate() {
            if provider.dnskey_verdict != Verdict::Bogus || provider.publishes.is_empty() {
                continue;
            }
            let own =
                self.placed.iter().find(|(p, k, _, missing)| {
                    *p == i
                        && !missing
                        && self.report.keys.get(*k).is_some_and(|key| {
                            key.owners.contains(&provider.label) && key.role != KeyRole::Zsk
                        })
                });
            let (x, label) = match own.and_then(|(_, k, frame, _)| Some((self.report.keys.get(*k)?, frame))) {
                Some((key, frame)) if !key.has_ds => {
                    (frame.x + frame.width / 2.0, format!("no DS for {}", words::key_name(key)))
                }
                Some((_, frame)) => (frame.x + frame.width / 2.0, "not verified".into()),
                None => (band.x + band.width / 2.0, "not verified".into()),
            };
            cuts.push((x, label, band.set.y));
        }
        for (x, label, bottom) in cuts {
            let path = format!("M{x:.1} {:.1}V{bottom:.1}", 4.0 + self.chain.parent_height);
            self.chain.lines.push(Line { path, class: "miss" });
            let width = label_width(&label);
            self.chain.cuts.push(Cut { x: keep(x, width, self.chain.width), y: top - 24.0, label, width });
        }
    }

    /// The bands were laid out from zero: moves them below the parent.
    fn shift(&mut self, top: f64) {
        for band in &mut self.chain.bands {
            band.y += top;
            band.set.y += top;
        }
        for chip in &mut self.chain.chips {
            chip.frame.y += top;
        }
        for (_, _, frame, _) in &mut self.placed {
            frame.y += top;
        }
    }

    fn place_lanes(&mut self) {
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
        lanes.retain(|(.., missing)| *missing || count <= 3);
        lanes.sort_by_key(|(.., missing)| !missing);
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
            if self.verifies(*k, *i) {
                self.chain.lines.push(Line { path, class: "edge" });
                self.chain.ticks.push((x, y));
            } else {
                self.chain.lines.push(Line { path, class: "miss" });
                self.chain.cuts.push(Cut { x, y, label: String::new(), width: 0.0 });
            }
        }
    }

    /// Whether what a provider's key signs at home verifies for anybody. A DNSKEY RRset that does not
    /// verify says nothing about it.
    fn verifies(&self, key: usize, home: usize) -> bool {
        let mut seen =
            (0..self.report.providers.len()).filter_map(|row| self.step(row, key, home)).peekable();
        seen.peek().is_none() || seen.any(|ok| ok)
    }

    /// Whether the key as published in `row` verifies some of `column`'s data; `None` when that is not known.
    fn step(&self, row: usize, key: usize, column: usize) -> Option<bool> {
        let provider = self.report.providers.get(row)?;
        if !provider.publishes.contains(&key) || provider.dnskey_verdict == Verdict::Bogus {
            return None;
        }
        let mix = self.report.mixes.get(row * self.report.providers.len() + column)?;
        Some(mix.verdict != Verdict::Bogus || mix.rrsets_failing < mix.rrsets_total)
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
            let fails = lanes.get(n).is_some_and(|lane| self.step(lane.0, *k, *to) == Some(false));
            let class = match (missing, count) {
                (true, _) => "miss",
                (false, _) if fails => "miss",
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
            } else if fails {
                let label = "not verified".to_owned();
                let width = label_width(&label);
                self.chain.cuts.push(Cut { x: keep(middle, width, self.chain.width), y, label, width });
            } else if count <= 2 {
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
            let fails = *missing || self.step(*from, *k, *to) == Some(false);
            self.chain.lines.push(Line { path, class: if fails { "miss" } else { "edge-x" } });
            if fails {
                let x = f64::midpoint(x1, x2);
                self.chain.cuts.push(Cut { x, y: f64::midpoint(y1, y2), label: String::new(), width: 0.0 });
            }
        }
    }
}

/// From provider, key, its chip, to provider, missing.
type Lane = (usize, usize, Frame, usize, bool);

/// Own keys together, foreign ones on the side of their owner.
fn slots(report: &Report, provider: usize, narrow: bool) -> Vec<Slot> {
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
    let here = summary.publishes.iter().map(|key| Slot { key: *key, missing: false, rank: place(*key) });
    let lacks = report.coverage.iter().filter(|row| {
        matches!(row.cells.get(provider), Some(CoverageState::Missing))
            && !summary.publishes.contains(&row.key)
    });
    let lacks = lacks.map(|row| Slot { key: row.key, missing: true, rank: place(row.key) });
    let mut slots: Vec<Slot> = here.chain(lacks).collect();
    slots.sort_by_key(|slot| slot.rank);
    slots
}

/// Whose key it is, when it is one provider's.
fn report_owner(report: &Report, key: usize) -> &[String] {
    report.keys.get(key).map_or(&[], |key| &key.owners)
}

fn owner(owners: &[String]) -> Option<String> {
    match owners {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Down, across and down again, with round corners.
fn elbow(x1: f64, y1: f64, y: f64, x2: f64, y2: f64) -> String {
    let across = x2 - x1;
    if across.abs() < 2.0 {
        return format!("M{x1:.1} {y1:.1}V{y2:.1}");
    }
    let r = (across.abs() / 2.0).min(10.0);
    let s = r * across.signum();
    format!(
        "M{x1:.1} {y1:.1}V{:.1}Q{x1:.1} {y:.1} {:.1} {y:.1}H{:.1}Q{x2:.1} {y:.1} {x2:.1} {:.1}V{y2:.1}",
        y - r,
        x1 + s,
        x2 - s,
        y + r
    )
}

/// Left edges for chips of one width, as near above their places as they fit side by side.
fn spread(wanted: &[(f64, usize)], width: f64, total: f64) -> Vec<f64> {
    let mut xs: Vec<f64> = Vec::with_capacity(wanted.len());
    for (centre, _) in wanted {
        let least = xs.last().map_or(6.0, |last| last + width + GAP);
        xs.push((centre - width / 2.0).max(least));
    }
    let mut most = total - 6.0 - width;
    for x in xs.iter_mut().rev() {
        *x = x.min(most);
        most = *x - width - GAP;
    }
    xs
}

fn label_width(label: &str) -> f64 {
    label.chars().count() as f64 * 7.4 + 34.0
}

/// Keeps something of a width inside the drawing.
fn keep(centre: f64, width: f64, total: f64) -> f64 {
    centre.min(total - width / 2.0 - 2.0).max(width / 2.0 + 2.0)
}

fn cut_text(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

fn cut_types(types: &[String], most: usize) -> String {
    let mut line = String::new();
    for (n, rtype) in types.iter().enumerate() {
        if line.chars().count() + rtype.len() + 1 > most {
            line.push_str(&format!(" and {} more", types.len() - n));
            break;
        }
        if n > 0 {
            line.push(' ');
        }
        line.push_str(rtype);
    }
    line
}
