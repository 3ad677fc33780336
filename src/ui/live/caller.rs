//! The page's side of the worker that asks: started for the first check, not before.

use super::protocol::{Ask, News, Reply};
use super::state::{LiveState, Step};
use crate::ui::browser;
use crate::ui::line::Line;
use crate::ui::state::{Action, Dispatch};
use crate::ui::wire;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::UseReducerDispatcher;

pub(super) struct Caller {
    steps: UseReducerDispatcher<LiveState>,
    page: Dispatch,
    line: RefCell<Option<Line>>,
    /// The check that replies are awaited of.
    run: Cell<u32>,
    /// The address is being changed by a check that begins.
    entering: Cell<bool>,
}

impl Caller {
    pub(super) fn new(steps: UseReducerDispatcher<LiveState>, page: Dispatch) -> Rc<Self> {
        Rc::new(Self { steps, page, line: RefCell::new(None), run: Cell::new(0), entering: Cell::new(false) })
    }

    /// From here on replies to this check are heard alone.
    pub(super) fn listen_for(&self, run: u32) {
        self.run.set(run);
    }

    /// Writes into the address what is checked; the page shows the check.
    pub(super) fn enter(&self, fragment: &str) {
        self.entering.set(true);
        browser::enter(fragment);
        self.entering.set(false);
    }

    pub(super) fn is_entering(&self) -> bool {
        self.entering.get()
    }

    pub(super) fn ask(self: &Rc<Self>, ask: &Ask) {
        if self.line.borrow().is_none() {
            let (hears, breaks) = (Rc::downgrade(self), Rc::downgrade(self));
            let hear = move |reply| {
                if let Some(this) = hears.upgrade() {
                    this.hear(reply);
                }
            };
            let broke = move || {
                if let Some(this) = breaks.upgrade() {
                    if let Some(line) = this.line.take() {
                        line.end();
                    }
                    this.steps.dispatch(Step::Broke);
                }
            };
            *self.line.borrow_mut() = Line::open("live-worker", Reply::is_ready, hear, broke);
        }
        match (self.line.borrow().as_ref(), wire::pack(ask)) {
            (Some(line), Some(message)) => line.say(message),
            _ => self.steps.dispatch(Step::Broke),
        }
    }

    fn hear(&self, reply: Reply) {
        let Reply::News { run, news } = reply else { return };
        if run != self.run.get() {
            return;
        }
        if let News::Done(seen, sources) = &*news {
            let zone = seen.zone.clone().map(Into::into);
            self.page.dispatch(Action::Seen { run, sources: sources.clone(), zone, at: seen.at });
        }
        self.steps.dispatch(Step::News(*news));
    }
}
