//! What is drawn, and where.

use crate::check::report::Verdict;

/// The drawing, in its own units (about pixels).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    pub width: f64,
    pub height: f64,
    /// Wider than a page: drawn at its own size and scrolled.
    pub scrolls: bool,
    /// From the root to the parent, as far as it was seen.
    pub above: Vec<Above>,
    /// Where nothing above the parent was seen.
    pub above_note: String,
    /// Height of what stands above the parent: the rest is drawn so much lower.
    pub above_height: f64,
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
    /// Every type, in as many lines as it takes.
    pub data_types: Vec<String>,
    pub data_note: String,
    /// `data_note` names keys.
    pub data_signed: bool,
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
    /// Whose it is: several share it, nobody is known to own it when empty.
    pub owners: Vec<String>,
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

/// A zone above: its place, its name, and whether the step to it verifies.
#[derive(Clone, Debug, PartialEq)]
pub struct Above {
    pub frame: Frame,
    pub name: String,
    pub verdict: Verdict,
    /// `DS of the zone`, `no DS`: how it stands.
    pub note: String,
}
