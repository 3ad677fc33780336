//! The providers' bands, side by side.

use super::drawing::{Band, Frame};
use super::plan::{CHIP_H, CHIP_LEAST, GAP, PAGE, Plan, SET_Y, keys_seen};
use super::text::{cut_text, lines_of};
use crate::check::report::{Model, Verdict};
use crate::dns::span;
use crate::ui::words;

impl Plan<'_> {
    /// What is said of a provider’s data that no known key was seen to sign.
    fn no_signer(&self, provider: usize) -> &'static str {
        let count = self.report.providers.len();
        let own = self.report.mixes.get(provider * count + provider);
        match (self.report.model, own.filter(|own| own.rrsets_total > 0).map(|own| own.verdict)) {
            (Model::Unsigned | Model::PartlyUnsigned, _) => "not signed",
            (_, None) => "not seen",
            (_, Some(Verdict::Bogus)) => "no signature verifies",
            (_, Some(_)) => "not checked",
        }
    }

    pub(super) fn place_bands(&mut self) {
        let count = self.report.providers.len().max(1) as f64;
        let most = self.slots.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let (width, gap) = match (self.narrow, self.report.providers.len()) {
            (true, _) => (328.0, 35.0),
            (_, 0..=2) => (1000.0, 57.0),
            (_, 3..=4) => (PAGE, 13.0),
            (_, n) => (n as f64 * 331.0 - 17.0, 17.0),
        };
        let mut band = (width - gap * (count - 1.0)) / count;
        if count < 2.0 {
            band = (width - gap) / 2.0;
        }
        if !self.narrow {
            let room = band - 28.0;
            self.per_row = (((room + GAP) / (CHIP_LEAST + GAP)) as usize).clamp(1, most);
            let side = self.per_row as f64;
            self.chip_width = ((room - GAP * (side - 1.0)) / side).min(126.0);
        } else {
            self.chip_width = band - 27.0;
        }
        let rows = if self.narrow { most } else { most.div_ceil(self.per_row) };
        if rows > 1 && !self.narrow {
            // What is reached from above stands on top, what reaches down at the bottom.
            for slots in &mut self.slots {
                slots.sort_by_key(|slot| slot.tier);
            }
        }
        self.chain.width = width;
        self.chain.scrolls = width > PAGE;
        let left = (width - band * count - gap * (count - 1.0)) / 2.0;
        let rows_height = rows as f64 * (CHIP_H + GAP);
        let set_height = if self.narrow { 26.0 + rows_height } else { 30.0 + rows_height - GAP + 18.0 };
        let letters = ((band - 35.0) / 7.4) as usize;
        let types: Vec<Vec<String>> = self
            .report
            .providers
            .iter()
            .map(|provider| if self.narrow { Vec::new() } else { lines_of(&provider.types, letters) })
            .collect();
        let type_lines = types.iter().map(Vec::len).max().unwrap_or(0) as f64;
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
            let ttl = provider.dnskey_ttl.filter(|_| !self.narrow && band > 290.0);
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
                set_title: match (provider.publishes.is_empty(), keys_seen(provider)) {
                    (true, true) => "no DNSKEY RRset".into(),
                    (true, false) => "DNSKEY RRset not seen".into(),
                    (false, _) => format!("DNSKEY RRset{ttl}"),
                },
                set_note: match (self.narrow, signers.is_empty()) {
                    (true, _) => String::new(),
                    (_, true) if provider.publishes.is_empty() => String::new(),
                    (_, true) if provider.dnskey_verdict == Verdict::Bogus => "no signature verifies".into(),
                    (_, true) => "signature not seen".into(),
                    (_, false) => {
                        cut_text(&format!("signed by {signers}"), chars.saturating_sub(15).min(chars / 2 + 4))
                    }
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
                    height: if self.narrow { 74.0 } else { 54.0 + 15.0 * type_lines },
                },
                data_title: format!("{} RRset{}", provider.rrsets, words::plural(provider.rrsets)),
                data_types: types.get(i).cloned().unwrap_or_default(),
                data_signed: !data_signers.is_empty(),
                data_note: match (data_signers.is_empty(), self.narrow) {
                    (true, _) => self.no_signer(i).into(),
                    (false, true) => data_signers,
                    (false, false) => cut_text(&data_signers, letters.saturating_sub(10)),
                },
            });
        }
    }
}
