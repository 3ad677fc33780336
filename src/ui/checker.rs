//! The page's side of the worker that judges: starts it, asks it, ends it when a check is cancelled.

use super::browser;
use super::line::Line;
use super::protocol::{Ask, Given, Reply};
use super::share;
use super::state::{Action, Answer, Case, Dispatch};
use super::text::Text;
use super::wire;
use js_sys::{Array, Object, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::Callback;

/// The worker, and what it was told.
pub(crate) struct Checker {
    dispatch: Dispatch,
    /// Hears what else the worker says.
    more: Callback<JsValue>,
    line: RefCell<Option<Line>>,
    /// The texts that this worker has.
    told: Cell<Option<u32>>,
    /// When the question was asked that has no answer yet.
    open: Cell<Option<f64>>,
    /// Links and reports are made by another worker, which asks this one.
    share: Rc<share::Caller>,
    /// What this worker said last.
    last: RefCell<Option<Answer>>,
}

/// A check that runs for so long, in milliseconds, is given up when other texts are there to check.
const PATIENCE: f64 = 500.0;

impl Checker {
    pub(crate) fn new(dispatch: Dispatch, more: Callback<JsValue>) -> Rc<Self> {
        let checker = Rc::new(Self {
            dispatch,
            more,
            line: RefCell::new(None),
            told: Cell::new(None),
            open: Cell::new(None),
            share: Rc::default(),
            last: RefCell::new(None),
        });
        checker.start();
        checker
    }

    /// Asks. `texts` counts the changes of the sources: those that the worker has are not sent again.
    /// `patient`: however long it takes.
    pub(crate) fn ask(self: &Rc<Self>, id: u32, texts: u32, case: &Case, patient: bool) {
        let late = self.open.get().is_some_and(|since| js_sys::Date::now() - since > PATIENCE);
        if late && self.told.get() != Some(texts) {
            self.stop();
        }
        if self.line.borrow().is_none() {
            self.start();
        }
        let fresh = self.told.get() != Some(texts);
        let blobs = Array::new();
        let sources = fresh.then(|| {
            case.drafts
                .iter()
                .map(|draft| {
                    let (text, blob) = match &draft.text {
                        Text::Here(text) => (Some(text.to_string()), JsValue::UNDEFINED),
                        Text::Held { kept, .. } => (None, kept.blob().into()),
                    };
                    blobs.push(&blob);
                    Given { name: draft.source_name().to_string(), role: draft.role(), text }
                })
                .collect()
        });
        let zone = case.zone.as_ref().map(ToString::to_string);
        let unreached = case.unreached.clone();
        let ask = Ask { id, sources, zone, no_ds: case.no_ds, unreached, at: case.at, patient };
        let line = self.line.borrow();
        if let (Some(message), Some(line)) = (message(&ask, &blobs), line.as_ref()) {
            self.told.set(Some(texts));
            self.open.set(self.open.get().or_else(|| Some(js_sys::Date::now())));
            line.say(message);
        }
    }

    /// Says something else to the worker, after the questions.
    pub(crate) fn say(&self, message: JsValue) {
        if let Some(line) = self.line.borrow().as_ref() {
            line.say(message);
        }
    }

    /// Asks something about the check that was asked last, or about a link. The answer never comes when the worker
    /// is ended before.
    pub(crate) fn request(self: &Rc<Self>, ask: share::Ask, hear: Callback<share::Said>) {
        if self.line.borrow().is_none() {
            self.start();
        }
        if let Some(line) = self.line.borrow().as_ref() {
            self.share.ask(line, ask, hear);
        }
    }

    /// Ends the check that runs; the next question starts a new worker.
    pub(crate) fn stop(&self) {
        if let Some(line) = self.line.take() {
            line.end();
        }
        self.told.set(None);
        self.open.set(None);
        self.share.stop();
    }

    fn start(self: &Rc<Self>) {
        self.told.set(None);
        *self.last.borrow_mut() = None;
        let (hears, breaks) = (Rc::downgrade(self), Rc::downgrade(self));
        let hear = move |said: JsValue| {
            let Some(this) = hears.upgrade() else { return false };
            match wire::unpack(&said) {
                Some(Reply::Ready) => return true,
                Some(reply) => this.hear(reply),
                None => this.more.emit(said),
            }
            false
        };
        let broke = move || {
            if let Some(this) = breaks.upgrade() {
                this.dispatch.dispatch(Action::Stopped);
                this.stop();
            }
        };
        match Line::listen("worker", hear, broke) {
            Some(line) => *self.line.borrow_mut() = Some(line),
            None => self.dispatch.dispatch(Action::Stopped),
        }
    }

    fn hear(&self, reply: Reply) {
        match reply {
            Reply::Progress { id, progress } => self.dispatch.dispatch(Action::Progress { id, progress }),
            Reply::Long { id, seconds } => {
                self.open.set(None);
                self.dispatch.dispatch(Action::Long { id, seconds });
            }
            Reply::Done { id, patch } => {
                self.open.set(None);
                let outcome = patch.apply(self.last.borrow().as_deref());
                // The worker speaks of what it said before, and all of that came here.
                let Some(outcome) = outcome.map(Answer::new) else { return };
                *self.last.borrow_mut() = Some(outcome.clone());
                self.dispatch.dispatch(Action::Answer { id, outcome, now: browser::now() });
            }
            Reply::Ready => {}
        }
    }
}

/// A question as the worker takes it.
pub(super) fn message(ask: &Ask, blobs: &Array) -> Option<JsValue> {
    let message = Object::new();
    let ask = wire::pack(ask)?;
    Reflect::set(&message, &"ask".into(), &ask).ok()?;
    Reflect::set(&message, &"blobs".into(), blobs).ok()?;
    Some(message.into())
}
