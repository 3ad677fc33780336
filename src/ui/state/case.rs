//! What is asked: the boxes with their texts, and what is said beside them.

use super::State;
use crate::dns::Moment;
use crate::evidence::{Role, Source};
use crate::share::link::is_whole;
use crate::ui::browser;
use crate::ui::samples::Sample;
use crate::ui::share::Opened;
use crate::visible::shown;
use std::rc::Rc;
use yew::AttrValue;

/// Whose data a box holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Everything in one paste.
    All,
    Provider,
    Parent,
}

/// A box of the evidence column.
#[derive(Clone, PartialEq)]
pub(crate) struct Draft {
    /// Stays the same while the box is there.
    pub(crate) id: u32,
    pub(crate) holds: Holds,
    /// The provider's label, or the file's name.
    pub(crate) name: AttrValue,
    pub(crate) text: Text,
    /// What messages call it, where a link says so; else its title.
    pub(crate) called: Option<AttrValue>,
}

/// A box's text.
#[derive(Clone, PartialEq)]
pub(crate) enum Text {
    Here(AttrValue),
    /// Too large to show: it never enters the page's memory as a whole.
    Held {
        blob: web_sys::Blob,
        head: AttrValue,
    },
}

/// A new text for a box, or for a new one.
#[derive(Clone, PartialEq)]
pub(crate) struct Given {
    pub(crate) name: AttrValue,
    pub(crate) text: Text,
}

impl Text {
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Here(text) if text.trim().is_empty())
    }
}

impl Draft {
    /// What messages call it.
    pub(crate) fn source_name(&self) -> AttrValue {
        self.called.clone().unwrap_or_else(|| self.title())
    }

    pub(crate) fn role(&self) -> Role {
        match self.holds {
            // An empty box says nothing of anybody.
            _ if self.text.is_empty() => Role::Auto,
            Holds::All => Role::Auto,
            Holds::Provider => Role::Provider(self.name.to_string()),
            Holds::Parent => Role::Parent,
        }
    }

    pub(crate) fn title(&self) -> AttrValue {
        match self.holds {
            Holds::All if self.name.is_empty() => "All in one paste".into(),
            Holds::All => self.name.clone(),
            Holds::Provider if self.name.len() == 1 => format!("Provider {}", self.name).into(),
            Holds::Provider => self.name.clone(),
            Holds::Parent => "Parent".into(),
        }
    }
}

/// Where a case came from that was asked for.
#[derive(Clone, PartialEq)]
pub(crate) struct FromLive {
    pub(crate) run: u32,
    pub(crate) boxes: Rc<[LiveBox]>,
}

/// A box that a live check filled: the person may rename it, and may change the text.
#[derive(Clone, PartialEq)]
pub(crate) struct LiveBox {
    /// As the live check calls it.
    pub(crate) label: AttrValue,
    pub(crate) draft: u32,
    pub(crate) text: AttrValue,
}

impl Case {
    /// What the person calls a provider of the live check.
    pub(crate) fn called(&self, label: &str) -> AttrValue {
        let boxes = self.live.iter().flat_map(|live| live.boxes.iter());
        let id = boxes.filter(|b| *b.label == *label).map(|b| b.draft).next();
        let draft = self.drafts.iter().find(|d| Some(d.id) == id && d.holds == Holds::Provider);
        draft.map_or_else(|| label.to_owned().into(), |d| d.name.clone())
    }
}

/// Everything that is asked.
#[derive(Clone, PartialEq)]
pub(crate) struct Case {
    /// The sample it was opened from, untouched.
    pub(crate) sample: Option<AttrValue>,
    /// When the link was made that it was opened from, untouched.
    pub(crate) frozen: Option<Moment>,
    /// The live check it came from.
    pub(crate) live: Option<FromLive>,
    pub(crate) drafts: Rc<[Draft]>,
    pub(crate) zone: Option<AttrValue>,
    pub(crate) no_ds: bool,
    /// Providers of which the person says that no NS record leads there; `None`: the NS records tell.
    pub(crate) unreached: Option<Vec<String>>,
    pub(crate) at: Moment,
    /// The person (or the sample) chose `at`; else it follows the clock.
    pub(crate) at_chosen: bool,
}

/// One box for everything: how a person begins who has just copied some output.
pub(super) fn empty(now: Moment) -> Case {
    let all = Draft { id: 0, holds: Holds::All, name: "".into(), text: Text::Here("".into()), called: None };
    Case {
        sample: None,
        frozen: None,
        live: None,
        drafts: Rc::new([all]),
        zone: None,
        no_ds: false,
        unreached: None,
        at: now,
        at_chosen: false,
    }
}

pub(super) fn open(state: &mut State, sample: Sample) -> Case {
    Case {
        sample: Some(sample.id.into()),
        zone: sample.zone.map(Into::into),
        no_ds: sample.no_ds,
        at_chosen: true,
        drafts: drafts_of(state, sample.sources),
        ..empty(sample.at)
    }
}

pub(super) fn open_link(state: &mut State, opened: Opened) -> Case {
    Case {
        frozen: Some(opened.made),
        zone: opened.zone.map(Into::into),
        no_ds: opened.no_ds,
        unreached: opened.unreached.map(|labels| labels.iter().map(|l| shown(l).into_owned()).collect()),
        at_chosen: true,
        drafts: drafts_of(state, opened.sources),
        ..empty(opened.at)
    }
}

/// The check link that was given, if it is one and nothing else.
pub(super) fn link_in(given: &[Given]) -> Option<Text> {
    let [Given { text, .. }] = given else { return None };
    let head = match text {
        Text::Here(text) => text,
        Text::Held { head, .. } => head,
    };
    is_whole(head).then(|| text.clone())
}

pub(super) fn drafts_of(state: &mut State, sources: Vec<Source>) -> Rc<[Draft]> {
    sources
        .into_iter()
        .map(|source| {
            let id = state.next_id;
            state.next_id += 1;
            let called = source.name.clone();
            let (holds, name) = match source.role {
                Role::Auto if called == "All in one paste" => (Holds::All, String::new()),
                Role::Auto => (Holds::All, source.name),
                Role::Provider(label) => (Holds::Provider, label),
                Role::Parent => (Holds::Parent, source.name),
            };
            let (called, name) = (shown(&called).into_owned(), shown(&name).into_owned());
            let draft =
                Draft { id, holds, name: name.into(), text: browser::text(source.text), called: None };
            Draft { called: Some(called.into()).filter(|called| *called != draft.title()), ..draft }
        })
        .collect()
}
