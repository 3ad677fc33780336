//! The live check as the page shows it.

use super::choice::Choice;
use super::protocol::News;
use crate::doh::Seen;
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::{AttrValue, Reducible};

/// What stands below the field of the domain.
#[derive(Clone, Default, PartialEq)]
pub(crate) enum Field {
    #[default]
    Nothing,
    Refused(AttrValue),
}

#[derive(Clone, PartialEq)]
pub(crate) struct LiveState {
    pub(crate) choice: Rc<Choice>,
    /// What stands in the field.
    pub(crate) typed: AttrValue,
    pub(crate) field: Field,
    /// Counts the checks.
    pub(crate) run: u32,
    /// What is or was checked.
    pub(crate) name: AttrValue,
    /// What was done to what was typed, to get there.
    pub(crate) cleaned: Option<AttrValue>,
    /// A link led here, and nobody has said yet that it may be asked.
    pub(crate) offered: bool,
    pub(crate) asking: bool,
    /// Some of it was asked again.
    pub(crate) again: bool,
    /// The person ended it.
    pub(crate) stopped: bool,
    pub(crate) seen: Option<Shared<Seen>>,
    /// Why it could not begin or go on.
    pub(crate) trouble: Option<AttrValue>,
}

pub(crate) enum Step {
    Typed(AttrValue),
    Refused(AttrValue),
    Choose(Choice),
    Offer { name: AttrValue },
    Start { name: AttrValue, cleaned: Option<AttrValue> },
    Again,
    Stop,
    News(News),
    Broke,
}

impl LiveState {
    pub(super) fn new() -> Self {
        Self {
            choice: Rc::new(Choice::remembered()),
            typed: AttrValue::default(),
            field: Field::Nothing,
            run: 0,
            name: AttrValue::default(),
            cleaned: None,
            offered: false,
            asking: false,
            again: false,
            stopped: false,
            seen: None,
            trouble: None,
        }
    }

    /// Another check than before, of which nothing is known yet.
    fn begin(&mut self, name: AttrValue) {
        self.run += 1;
        self.typed = name.clone();
        self.name = name;
        self.field = Field::Nothing;
        self.cleaned = None;
        (self.offered, self.asking, self.again, self.stopped) = (false, false, false, false);
        (self.seen, self.trouble) = (None, None);
    }
}

impl Reducible for LiveState {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        match step {
            Step::Typed(text) => {
                state.typed = text;
                state.field = Field::Nothing;
            }
            Step::Refused(why) => state.field = Field::Refused(why),
            Step::Choose(choice) => state.choice = Rc::new(choice),
            Step::Offer { name } => {
                state.begin(name);
                state.offered = true;
            }
            Step::Start { name, cleaned } => {
                state.begin(name);
                state.cleaned = cleaned;
                state.asking = true;
            }
            Step::Again => (state.asking, state.again, state.stopped) = (true, true, false),
            Step::Stop => state.stopped = state.asking,
            Step::News(News::Refused(why)) => {
                (state.asking, state.trouble) = (false, Some(why.into()));
            }
            Step::News(News::Asking(seen)) => state.seen = Some(Shared::new(seen)),
            Step::News(News::Done(seen, _)) => {
                state.seen = Some(Shared::new(seen));
                state.asking = false;
            }
            Step::Broke => {
                state.asking = false;
                state.trouble = Some("the part of the page that asks has stopped".into());
            }
        }
        Rc::new(state)
    }
}
