//! The planner as the page holds it: what is wanted, and what became of it.

use super::protocol::{Gated, Refusal, Shown};
use crate::dns::Moment;
use crate::plan::{Assumptions, Attempt, Kept, LINK_MARK, Observed, Operation, Wanted};
use std::rc::Rc;
use yew::{AttrValue, Reducible};

#[derive(Clone, PartialEq)]
pub(crate) struct Planner {
    pub(crate) wanted: Rc<Wanted>,
    /// The zone as it was seen; `None`: a group with keys of the usual names.
    pub(crate) from: Option<Rc<Observed>>,
    /// Counts what has to be planned again.
    pub(crate) asked: u32,
    pub(crate) answered: u32,
    pub(crate) shown: Option<Rc<Shown>>,
    /// Why there is no plan.
    pub(crate) refused: Option<Rc<Refusal>>,
    /// A step at another time.
    pub(crate) attempt: Option<Rc<Attempt>>,
    /// Counts attempts.
    pub(crate) tries: u32,
    pub(crate) tried: u32,
    /// What a gate said, by step.
    pub(crate) gate: Option<(usize, Result<Gated, AttrValue>)>,
    /// What else went wrong.
    pub(crate) trouble: Option<AttrValue>,
}

pub(crate) enum Step {
    Edit(Box<dyn FnOnce(&mut Wanted)>),
    From(Option<Box<Observed>>),
    Open(Box<Kept>),
    Planned {
        id: u32,
        outcome: Result<Box<Shown>, Refusal>,
    },
    Try(u32),
    Attempted {
        id: u32,
        outcome: Option<Attempt>,
    },
    /// The attempt is not looked at any more.
    Drop,
    Gated {
        step: usize,
        outcome: Result<Gated, String>,
    },
    Trouble(AttrValue),
}

/// The next full minute.
fn minute(now: Moment) -> i64 {
    now.0 - now.0.rem_euclid(60) + 60
}

impl Planner {
    pub(crate) fn new(now: Moment, link: &str) -> Self {
        let mut wanted = Wanted::of(Operation::AddProvider, Assumptions::from(minute(now)));
        wanted.providers = vec!["A".into(), "B".into()];
        let mut planner = Self {
            wanted: Rc::new(wanted),
            from: None,
            asked: 1,
            answered: 0,
            shown: None,
            refused: None,
            attempt: None,
            tries: 0,
            tried: 0,
            gate: None,
            trouble: None,
        };
        planner.open(link);
        planner
    }

    /// Takes what a link carries, if it is one.
    fn open(&mut self, link: &str) {
        if !link.starts_with(LINK_MARK) {
            return;
        }
        match Kept::read(link) {
            Ok(kept) => self.take(kept),
            Err(why) => self.trouble = Some(why.to_string().into()),
        }
    }

    fn take(&mut self, kept: Kept) {
        self.wanted = Rc::new(kept.wanted);
        self.from = kept.from.map(Rc::new);
        self.gate = None;
        self.trouble = None;
        self.again();
    }

    fn again(&mut self) {
        self.asked += 1;
        self.attempt = None;
    }

    /// What a link carries.
    pub(crate) fn kept(&self) -> Kept {
        Kept::new((*self.wanted).clone(), self.from.as_deref().cloned())
    }

    /// What is shown is of what is wanted now.
    pub(crate) fn settled(&self) -> bool {
        self.asked == self.answered
    }
}

impl Reducible for Planner {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut next = (*self).clone();
        match step {
            Step::Edit(change) => {
                let mut wanted = (*next.wanted).clone();
                change(&mut wanted);
                if wanted == *next.wanted {
                    return self;
                }
                next.wanted = Rc::new(wanted);
                next.again();
            }
            Step::From(observed) => {
                let mut wanted = (*next.wanted).clone();
                // Names and times are of the zone now.
                wanted.providers =
                    observed.as_ref().map_or_else(|| vec!["A".into(), "B".into()], |_| Vec::new());
                (wanted.who, wanted.to, wanted.zone, wanted.model) = (None, None, None, None);
                wanted.ttls.clear();
                wanted.seen.clear();
                next.wanted = Rc::new(wanted);
                next.from = observed.map(|observed| Rc::new(*observed));
                next.trouble = None;
                next.gate = None;
                next.again();
            }
            Step::Open(kept) => next.take(*kept),
            Step::Planned { id, .. } if id != next.asked => return self,
            Step::Planned { id, outcome } => {
                next.answered = id;
                match outcome {
                    Ok(shown) => (next.shown, next.refused) = (Some(Rc::new(*shown)), None),
                    Err(why) => next.refused = Some(Rc::new(why)),
                }
            }
            Step::Try(id) => next.tries = id,
            Step::Attempted { id, outcome } => {
                if id != next.tries {
                    return self;
                }
                next.tried = id;
                next.attempt = outcome.map(Rc::new);
            }
            Step::Drop => next.attempt = None,
            Step::Gated { step, outcome } => {
                next.gate = Some((step, outcome.map_err(Into::into)));
            }
            Step::Trouble(why) => {
                next.answered = next.asked;
                next.trouble = Some(why);
            }
        }
        Rc::new(next)
    }
}
