//! What each fault does on its own: signed by the same worker after what the page shows, judged by a checker of
//! its own, one after the other.

use super::alone::Alone;
use super::boxes::boxes;
use super::protocol::{Ask, Run, Signed};
use super::state::{Sim, Step};
use crate::check::outcome::Outcome;
use crate::evidence::Role;
use crate::simulate::config::Config;
use crate::simulate::faults::Fault;
use crate::ui::checker;
use crate::ui::line::Line;
use crate::ui::protocol::{self, Given};
use crate::ui::state::Holds;
use crate::ui::text::Text;
use js_sys::Array;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::UseReducerDispatcher;

/// The tries that are still to be made.
#[derive(Default)]
struct Work {
    base: Option<Rc<Config>>,
    left: VecDeque<Fault>,
    /// The one being made, and its number.
    now: Option<(u32, Fault)>,
    last: u32,
    checker: Option<Line>,
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Some(checker) = self.checker.take() {
            checker.end();
        }
    }
}

/// Says something to the worker that signs.
type Say = Box<dyn Fn(&Ask)>;

/// Who tries single faults.
pub(super) struct Tries {
    work: RefCell<Work>,
    steps: UseReducerDispatcher<Sim>,
    sign: Say,
}

impl Tries {
    pub(super) fn new(steps: UseReducerDispatcher<Sim>, sign: Say) -> Rc<Self> {
        Rc::new(Self { work: RefCell::default(), steps, sign })
    }

    /// Nothing more is tried.
    pub(super) fn stop(&self) {
        self.work.take();
    }

    /// Tries these faults on this set-up, in the place of whatever else was to be tried.
    pub(super) fn begin(self: &Rc<Self>, base: &Rc<Config>, faults: impl Iterator<Item = Fault>) {
        let mut work = self.work.borrow_mut();
        work.base = Some(Rc::clone(base));
        work.left = faults.collect();
        work.now = None;
        drop(work);
        self.next_try();
    }

    fn next_try(self: &Rc<Self>) {
        let mut work = self.work.borrow_mut();
        let (Some(base), Some(fault)) = (work.base.clone(), work.left.pop_front()) else {
            // Nothing is left to judge.
            if let Some(checker) = work.checker.take() {
                checker.end();
            }
            return;
        };
        work.last += 1;
        let run = Run::Alone(work.last);
        work.now = Some((work.last, fault.clone()));
        drop(work);
        (self.sign)(&Ask::Sign { run, config: Config { faults: vec![fault], ..(*base).clone() } });
    }

    pub(super) fn judge(self: &Rc<Self>, id: u32, signed: &Signed, texts: &JsValue) {
        let blobs = Array::new();
        let sources = boxes(signed, texts).into_iter().map(|(holds, label, text)| {
            let (text, blob) = match text {
                Text::Here(text) => (Some(text.to_string()), JsValue::UNDEFINED),
                Text::Held { kept, .. } => (None, kept.blob().into()),
            };
            blobs.push(&blob);
            let role = if holds == Holds::Parent { Role::Parent } else { Role::Provider(label.to_string()) };
            Given { name: label.to_string(), role, text }
        });
        let ask = protocol::Ask {
            id,
            sources: Some(sources.collect()),
            zone: Some(signed.zone.clone()),
            no_ds: signed.parent.is_empty(),
            unreached: None,
            at: signed.now,
            patient: true,
        };
        let mut work = self.work.borrow_mut();
        if work.now.as_ref().is_none_or(|(now, _)| *now != id) {
            return;
        }
        if work.checker.is_none() {
            let (hears, breaks) = (Rc::downgrade(self), Rc::downgrade(self));
            let hear = move |reply| {
                if let (Some(this), protocol::Reply::Done { id, patch }) = (hears.upgrade(), reply) {
                    // New texts each time: nothing is left out.
                    this.tried(id, patch.apply(None).as_ref());
                }
            };
            let broke = move || {
                if let Some(this) = breaks.upgrade() {
                    this.stop();
                }
            };
            work.checker = Line::open("worker", |reply| matches!(reply, protocol::Reply::Ready), hear, broke);
        }
        if let (Some(message), Some(checker)) = (checker::message(&ask, &blobs), &work.checker) {
            checker.say(message);
        }
    }

    /// One is done; nothing: it could not be signed.
    pub(super) fn tried(self: &Rc<Self>, id: u32, outcome: Option<&Outcome>) {
        let Some((_, fault)) = self.work.borrow_mut().now.take_if(|(now, _)| *now == id) else { return };
        if let Some(report) = outcome.and_then(|outcome| outcome.result.as_deref().ok()) {
            self.steps.dispatch(Step::Alone(fault, Alone::of(report)));
        }
        self.next_try();
    }
}
