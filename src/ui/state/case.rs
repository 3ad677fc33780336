//! What is asked: the boxes with their texts, and what is said beside them.

use crate::dns::Moment;
use crate::evidence::Role;
use crate::share::link::is_whole;
use crate::ui::text::{Filled, Given, Text};
use crate::visible::shown;
use implicit_clone::unsync::IString as AttrValue;
use std::rc::Rc;

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

/// The check link that was given, if it is one and nothing else.
pub(super) fn link_in(given: &[Given]) -> Option<Text> {
    let [Given { text, .. }] = given else { return None };
    let head = match text {
        Text::Here(text) => text,
        Text::Held { head, .. } => head,
    };
    is_whole(head).then(|| text.clone())
}

/// A case to open: what a sample or a link holds.
#[derive(Clone, PartialEq)]
pub(crate) struct Whole {
    pub(crate) sources: Vec<Filled>,
    pub(crate) zone: Option<String>,
    pub(crate) no_ds: bool,
    pub(crate) unreached: Option<Vec<String>>,
    pub(crate) at: Moment,
}

/// The case that a sample or a link holds, in boxes numbered from `next_id` on.
pub(super) fn open(next_id: &mut u32, whole: Whole) -> Case {
    Case {
        zone: whole.zone.map(Into::into),
        no_ds: whole.no_ds,
        unreached: whole.unreached.map(|labels| labels.iter().map(|l| shown(l).into_owned()).collect()),
        at_chosen: true,
        drafts: drafts_of(next_id, whole.sources),
        ..empty(whole.at)
    }
}

fn drafts_of(next_id: &mut u32, sources: Vec<Filled>) -> Rc<[Draft]> {
    sources
        .into_iter()
        .map(|source| {
            let id = *next_id;
            *next_id += 1;
            let called = source.name.clone();
            let (holds, name) = match source.role {
                Role::Auto if called == "All in one paste" => (Holds::All, String::new()),
                Role::Auto => (Holds::All, source.name),
                Role::Provider(label) => (Holds::Provider, label),
                Role::Parent => (Holds::Parent, source.name),
            };
            let (called, name) = (shown(&called).into_owned(), shown(&name).into_owned());
            let draft = Draft { id, holds, name: name.into(), text: source.text, called: None };
            Draft { called: Some(called.into()).filter(|called| *called != draft.title()), ..draft }
        })
        .collect()
}
