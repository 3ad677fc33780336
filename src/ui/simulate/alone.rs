//! What a fault does on its own.

use crate::check::report::{Report, Tone, Verdict};
use yew::AttrValue;

/// The verdict on a zone with one fault.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Alone {
    pub(crate) status: &'static str,
    /// Secure, insecure, bogus, or told differently by the validators, row by row, for the small drawing.
    pub(crate) cells: AttrValue,
    /// `2 of 4 mixes fail`.
    pub(crate) word: AttrValue,
    /// The verdict in a sentence.
    pub(crate) sentence: AttrValue,
}

impl Alone {
    pub(crate) fn of(report: &Report) -> Self {
        let cell = |mix: &crate::check::report::Mix| match mix.verdict {
            Verdict::Bogus => 'b',
            _ if !mix.differs.is_empty() => 'd',
            Verdict::Secure => 's',
            Verdict::Insecure | Verdict::Indeterminate => 'i',
        };
        let cells: String = report.mixes.iter().map(cell).collect();
        let failing = cells.chars().filter(|cell| *cell == 'b').count();
        let all = report.mixes.len();
        let word = match (failing, report.headline.tone) {
            (0, _) if cells.contains('d') => "validators differ".to_owned(),
            (0, Tone::Insecure) => "insecure".to_owned(),
            (0, _) => "nothing fails".to_owned(),
            (1, _) => format!("1 of {all} mixes fails"),
            (many, _) => format!("{many} of {all} mixes fail"),
        };
        Self {
            status: report.headline.tone.word(),
            cells: cells.into(),
            word: word.into(),
            sentence: format!("{} {}", report.headline.lead, report.headline.text).into(),
        }
    }
}
