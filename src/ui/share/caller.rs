//! The page's side of the worker of links and reports: started when the first is asked for, not before.

use super::protocol::{Ask, Asked, Reply, Said};
use crate::ui::line::Line;
use crate::ui::wire;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use web_sys::MessageChannel;
use yew::Callback;

/// It asks the worker that judges, and ends with it.
#[derive(Default)]
pub(crate) struct Caller {
    line: RefCell<Option<Line>>,
    /// Who waits for which answer, and the number of the next question.
    waiting: RefCell<BTreeMap<u32, Callback<Said>>>,
    next: Cell<u32>,
}

impl Caller {
    /// Asks something about the check that the judge was asked last, or about a link. The answer never comes when
    /// the worker is ended before.
    pub(crate) fn ask(self: &Rc<Self>, judge: &Line, ask: Ask, hear: Callback<Said>) {
        let id = self.next.get();
        self.next.set(id + 1);
        self.waiting.borrow_mut().insert(id, hear);
        if self.line.borrow().is_none() {
            *self.line.borrow_mut() = self.start(judge);
        }
        let message = wire::pack(&Asked { id, ask });
        if let (Some(line), Some(message)) = (self.line.borrow().as_ref(), message) {
            return line.say(message);
        }
        self.broke();
    }

    pub(crate) fn stop(&self) {
        if let Some(line) = self.line.take() {
            line.end();
        }
        self.waiting.borrow_mut().clear();
    }

    fn start(self: &Rc<Self>, judge: &Line) -> Option<Line> {
        let (hears, breaks) = (Rc::downgrade(self), Rc::downgrade(self));
        let hear = move |reply| {
            if let (Some(this), Reply::Said { id, said }) = (hears.upgrade(), reply) {
                let hear = this.waiting.borrow_mut().remove(&id);
                if let Some(hear) = hear {
                    hear.emit(said);
                }
            }
        };
        let broke = move || {
            if let Some(this) = breaks.upgrade() {
                this.broke();
            }
        };
        let channel = MessageChannel::new().ok()?;
        let line = Line::open("share", |reply| matches!(reply, Reply::Ready), hear, broke)?;
        judge.connect(&channel.port1());
        line.connect(&channel.port2());
        Some(line)
    }

    /// Whoever waits is told; the next question tries again.
    fn broke(&self) {
        if let Some(line) = self.line.take() {
            line.end();
        }
        for hear in self.waiting.take().into_values() {
            hear.emit(Said::No {
                why: "The part of this page that makes links and reports could not be loaded, or stopped."
                    .into(),
                hint: "The check itself is as it was. Try again.".into(),
            });
        }
    }
}
