//! Every way in which the state changes.

use super::answer::Answer;
use super::case::{Case, Holds, Whole};
use super::notice::Notice;
use super::page::View;
use crate::check::report::Finding;
use crate::dns::Moment;
use crate::evidence::Source;
use crate::ui::protocol::Progress;
use crate::ui::sift::Sift;
use crate::ui::text::{Given, Text};
use implicit_clone::unsync::IString as AttrValue;
use std::rc::Rc;

/// What was simulated, or checked last, in boxes.
pub(crate) struct Simulated {
    pub(crate) boxes: Vec<(Holds, AttrValue, Text)>,
    pub(crate) zone: Option<AttrValue>,
    pub(crate) no_ds: bool,
    pub(crate) at: Moment,
    /// As a case to look at, beside the person's own; else in the place of what was simulated before.
    pub(crate) fresh: bool,
}

pub(crate) enum Action {
    /// A sample was fetched: to look at in the gallery, or to open.
    Sample {
        id: AttrValue,
        whole: Whole,
        view: View,
    },
    /// What was in a link.
    Open {
        /// When the link was made.
        made: Moment,
        cell: Option<(usize, usize)>,
        whole: Box<Whole>,
    },
    /// A case that was on the page before, by its link.
    Restore {
        case: Rc<Case>,
        cell: Option<(usize, usize)>,
    },
    /// The link that was given in place of data is taken care of.
    LinkTaken,
    /// The person's own case: the kept one, or empty boxes.
    Own {
        now: Moment,
    },
    Typed {
        id: u32,
        text: AttrValue,
        hurry: bool,
        now: Moment,
    },
    Given {
        id: Option<u32>,
        given: Vec<Given>,
        now: Moment,
    },
    Rename {
        id: u32,
        name: AttrValue,
    },
    AddProvider,
    /// A live check begins (or is offered): its boxes come later.
    Live {
        run: u32,
        now: Moment,
    },
    /// What it saw.
    Seen {
        run: u32,
        sources: Vec<Source>,
        zone: Option<AttrValue>,
        at: Moment,
    },
    Remove {
        id: u32,
    },
    /// What was simulated, in boxes.
    Simulated(Simulated),
    /// From one box for everything to a box each.
    Split,
    NoDs(bool),
    /// The person says that no NS record leads to this box’s provider, or that one does.
    Unreached {
        id: u32,
        yes: bool,
    },
    Zone(Option<AttrValue>),
    At(Moment),
    Progress {
        id: u32,
        progress: Progress,
    },
    /// The check would take long, and was not begun.
    Long {
        id: u32,
        seconds: u32,
    },
    /// It is to be done all the same.
    Patient,
    Answer {
        id: u32,
        outcome: Answer,
        now: Moment,
    },
    Cancel,
    Stopped,
    Cell(Option<(usize, usize)>),
    /// Narrows the findings.
    Sift(Sift),
    /// A finding is to be looked at again.
    Again(Rc<Finding>),
    /// What came of it was read.
    Forget(Rc<Finding>),
    /// Goes to a place on the page, now or when it is there.
    Go(AttrValue),
    Notice(Option<Notice>),
}
