//! Answers, and what waits for them.

use crate::check::outcome::Outcome;
use crate::check::report::Finding;
use crate::ui::again::Look;
use crate::ui::shared::Shared;
use implicit_clone::unsync::IString as AttrValue;
use std::rc::Rc;

/// An answer, shared. Two are equal when they are the same one: a report is large, and only ever replaced.
pub(crate) type Answer = Shared<Outcome>;

/// A finding that is looked at again.
#[derive(Clone, PartialEq)]
pub(crate) struct Again {
    /// As it was when that was asked for, and the answer that it was in.
    pub(crate) finding: Rc<Finding>,
    pub(super) before: Answer,
    /// The texts that it was in: an answer about others says what became of it.
    pub(super) texts: u32,
    pub(crate) look: Look,
}

/// A place on the page to go to, once it is there.
#[derive(Clone, PartialEq)]
pub(crate) struct Goal {
    /// Counts them.
    pub(crate) number: u32,
    pub(crate) place: AttrValue,
    /// There was an answer since, so it was found or is not there.
    pub(super) past: bool,
}
