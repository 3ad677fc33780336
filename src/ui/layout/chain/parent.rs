//! The parent's band, and its lines to what it vouches for.

use super::drawing::{Chip, Cut, Frame, Line};
use super::plan::{CHIP_H, GAP, Plan, keys_seen};
use super::text::{cut_text, elbow, keep, label_width, spread};
use crate::check::report::{KeyRole, ParentState, Verdict};
use crate::dns::span;
use crate::order;
use crate::ui::words;

impl Plan<'_> {
    pub(super) fn place_parent(&mut self) {
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
        order::sort_by(&mut wanted, |a, b| a.0.total_cmp(&b.0));
        let rows = wanted.len().div_ceil(per_row).max(1);
        self.chain.parent_height = if wanted.is_empty() { 30.0 } else { 26.0 + rows as f64 * (CHIP_H + 4.0) };
        let top = 4.0 + self.chain.parent_height + 48.0;
        self.shift(top);
        for (row, wanted) in wanted.chunks(per_row).enumerate() {
            let xs = spread(wanted, width, self.chain.width);
            for ((_, group), x) in wanted.iter().zip(xs) {
                let Some((tag, algorithm, key, digests)) = groups.get(*group) else { continue };
                let frame = Frame { x, y: 30.0 + row as f64 * (CHIP_H + 4.0), width, height: 34.0 };
                let owners = key
                    .and_then(|key| self.report.keys.get(key))
                    .map(|k| k.owners.clone())
                    .unwrap_or_default();
                // Two badges leave room for a word.
                let what = if owners.len() > 1 && width < 116.0 { "" } else { "DS, " };
                self.chain.chips.push(Chip {
                    frame,
                    owners,
                    name: format!("{tag}/{algorithm}"),
                    note: cut_text(
                        &match (key, self.all_keys_seen()) {
                            (Some(_), _) => format!("{what}{}", digests.join(" + ")),
                            (None, true) => "DS, no such key".to_string(),
                            (None, false) => "key not seen".to_string(),
                        },
                        (width / 6.0) as usize,
                    ),
                    missing: key.is_none() && self.all_keys_seen(),
                });
                if let Some(key) = *key {
                    self.vouch(frame, key, top);
                }
            }
        }
        self.unvouched(top);
    }

    /// No provider is known whose DNSKEY RRset was not seen: what is nowhere does not exist.
    fn all_keys_seen(&self) -> bool {
        self.report.providers.len() > 1 && self.report.providers.iter().all(keys_seen)
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
            if provider.dnskey_verdict != Verdict::Bogus {
                continue;
            }
            let brief = match provider.dnskey_brief.as_str() {
                "" => "not verified".to_owned(),
                brief => brief.to_owned(),
            };
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
                Some((_, frame)) => (frame.x + frame.width / 2.0, brief),
                None => (band.x + band.width / 2.0, brief),
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
}
