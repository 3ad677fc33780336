//! What the menu shows, and what it says was done.

use crate::check::report::Report;
use crate::share::link::Leave;
use crate::ui::share::Link;
use crate::ui::words;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::UseStateHandle;

/// What the menu shows, besides the check itself.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Shown {
    pub(super) live: bool,
    pub(super) leave: Leave,
    pub(super) link: Option<Rc<Result<Link, String>>>,
    /// The question that the link is of.
    pub(super) of: (u32, Option<(usize, usize)>, Leave),
    /// What has just been done: `copied`, `Markdown copied`.
    pub(super) done: Option<&'static str>,
}

/// Says for a while what was done.
pub(super) fn done(shown: &UseStateHandle<Shown>, what: &'static str) {
    shown.set(Shown { done: Some(what), ..(**shown).clone() });
    let shown = shown.clone();
    Timeout::new(2_500, move || shown.set(Shown { done: None, ..(*shown).clone() })).forget();
}

/// `example.org-2026-11-25.json`, whatever is in the name.
pub(super) fn file_name(report: &Report, extension: &str) -> String {
    let zone: String = words::said(&report.zone)
        .chars()
        .take(80)
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let day: String = report.at.to_string().chars().take(10).collect();
    format!("{}-{day}.{extension}", zone.trim_start_matches('.'))
}
