//! Provider badges and key names: a colour, and always a letter.

use crate::check::report::{KeyInfo, Report};
use crate::ui::words;
use std::rc::Rc;
use yew::{Html, classes, html};

/// The letter of each provider, by label.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Letters(Rc<[(String, char)]>);

impl Letters {
    pub(super) fn of<'a>(labels: impl Iterator<Item = &'a str> + Clone) -> Self {
        let letters = words::letters(labels.clone());
        Self(labels.map(str::to_owned).zip(letters).collect())
    }

    pub(super) fn of_report(report: &Report) -> Self {
        Self::of(report.providers.iter().map(|p| p.label.as_str()))
    }

    pub(super) fn letter(&self, label: &str) -> char {
        self.0.iter().find(|(l, _)| l == label).map_or('?', |(_, letter)| *letter)
    }

    pub(super) fn badge(&self, label: &str, small: bool) -> Html {
        letter_badge(self.letter(label), small)
    }

    /// Badge and label; the label only once where it is the letter.
    pub(super) fn named(&self, label: &str) -> Html {
        html! { <>{ self.badge(label, false) }{ " " }<b>{ label.to_owned() }</b></> }
    }

    /// A key with its owner's badge, tag and algorithm.
    pub(super) fn key(&self, key: &KeyInfo) -> Html {
        let badges = key.owners.iter().map(|owner| self.badge(owner, true));
        html! {
            <span class="key">
                { for badges }<b>{ key.tag }</b><span>{ format!("/{}", key.algorithm) }</span>
                <span class="kd">{ key.role.word() }</span>
            </span>
        }
    }
}

pub(super) fn letter_badge(letter: char, small: bool) -> Html {
    let class = classes!("badge", small.then_some("badge-sm"));
    html! { <span {class} data-p={hue(letter)}>{ letter }</span> }
}

pub(super) fn parent_badge(small: bool) -> Html {
    let class = classes!("badge", small.then_some("badge-sm"));
    html! { <span {class} data-p="P" role="img" aria-label="parent">{ "▲" }</span> }
}

/// There are eight hues; the letter is the identity.
pub(super) fn hue(letter: char) -> String {
    let n = u32::from(letter).wrapping_sub(u32::from('A')) % 8;
    char::from_u32(u32::from('A') + n).unwrap_or('A').to_string()
}
