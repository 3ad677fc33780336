//! What each fault does on its own: signed by the same worker after what the page shows, judged by a checker of
//! its own, one after the other.

use super::protocol::{Ask, Run, Signed};
use super::signer::{Signer, boxes};
use super::state::Step;
use crate::check::outcome::Outcome;
use crate::check::report::{Report, Tone, Verdict};
use crate::evidence::Role;
use crate::simulate::config::Config;
use crate::simulate::faults::Fault;
use crate::ui::checker;
use crate::ui::line::Line;
use crate::ui::protocol::{self, Given};
use crate::ui::state::{Holds, Text};
use js_sys::Array;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::AttrValue;

/// The verdict on a zone with one fault.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Alone {
    pub(crate) status: &'static str,
    /// Secure, insecure, bogus, or told differently by the validators, row by row, for the small drawing.
    pub(crate) cells: AttrValue,
    /// `2 of 4 mixes fail`.
    pub(crate) word: AttrValue,
    /// The verdict in a sentence.
    pub(crate) sentence: AttrValue,
}

impl Alone {
    pub(crate) fn of(report: &Report) -> Self {
        let cell = |mix: &crate::check::report::Mix| match mix.verdict {
            Verdict::Bogus => 'b',
            _ if !mix.differs.is_empty() => 'd',
            Verdict::Secure => 's',
            Verdict::Insecure | Verdict::Indeterminate => 'i',
        };
        let cells: String = report.mixes.iter().map(cell).collect();
        let failing = cells.chars().filter(|cell| *cell == 'b').count();
        let all = report.mixes.len();
        let word = match (failing, report.headline.tone) {
            (0, _) if cells.contains('d') => "validators differ".to_owned(),
            (0, Tone::Insecure) => "insecure".to_owned(),
            (0, _) => "nothing fails".to_owned(),
            (1, _) => format!("1 of {all} mixes fails"),
            (many, _) => format!("{many} of {all} mixes fail"),
        };
        Self {
            status: report.headline.tone.word(),
            cells: cells.into(),
            word: word.into(),
            sentence: format!("{} {}", report.headline.lead, report.headline.text).into(),
        }
    }
}

/// The tries that are still to be made.
#[derive(Default)]
pub(super) struct Tries {
    base: Option<Rc<Config>>,
    left: VecDeque<Fault>,
    /// The one being made, and its number.
    now: Option<(u32, Fault)>,
    last: u32,
    checker: Option<Line>,
}

impl Drop for Tries {
    fn drop(&mut self) {
        if let Some(checker) = self.checker.take() {
            checker.end();
        }
    }
}

impl Signer {
    /// Tries these faults on this set-up, in the place of whatever else was to be tried.
    pub(super) fn try_alone(self: &Rc<Self>, base: &Rc<Config>, faults: impl Iterator<Item = Fault>) {
        let mut tries = self.tries.borrow_mut();
        tries.base = Some(Rc::clone(base));
        tries.left = faults.collect();
        tries.now = None;
        drop(tries);
        self.next_try();
    }

    fn next_try(self: &Rc<Self>) {
        let mut tries = self.tries.borrow_mut();
        let (Some(base), Some(fault)) = (tries.base.clone(), tries.left.pop_front()) else {
            // Nothing is left to judge.
            if let Some(checker) = tries.checker.take() {
                checker.end();
            }
            return;
        };
        tries.last += 1;
        let run = Run::Alone(tries.last);
        tries.now = Some((tries.last, fault.clone()));
        drop(tries);
        self.say(&Ask::Sign { run, config: Config { faults: vec![fault], ..(*base).clone() } });
    }

    pub(super) fn judge_alone(self: &Rc<Self>, id: u32, signed: &Signed, texts: &JsValue) {
        let blobs = Array::new();
        let sources = boxes(signed, texts).into_iter().map(|(holds, label, text)| {
            let (text, blob) = match text {
                Text::Here(text) => (Some(text.to_string()), JsValue::UNDEFINED),
                Text::Held { blob, .. } => (None, blob.into()),
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
        let mut tries = self.tries.borrow_mut();
        if tries.now.as_ref().is_none_or(|(now, _)| *now != id) {
            return;
        }
        if tries.checker.is_none() {
            let (hears, breaks) = (Rc::downgrade(self), Rc::downgrade(self));
            let hear = move |reply| {
                if let (Some(this), protocol::Reply::Done { id, patch }) = (hears.upgrade(), reply) {
                    // New texts each time: nothing is left out.
                    this.tried(id, patch.apply(None).as_ref());
                }
            };
            let broke = move || {
                if let Some(this) = breaks.upgrade() {
                    this.tries.take();
                }
            };
            tries.checker =
                Line::open("worker", |reply| matches!(reply, protocol::Reply::Ready), hear, broke);
        }
        if let (Some(message), Some(checker)) = (checker::message(&ask, &blobs), &tries.checker) {
            checker.say(message);
        }
    }

    /// One is done; nothing: it could not be signed.
    pub(super) fn tried(self: &Rc<Self>, id: u32, outcome: Option<&Outcome>) {
        let Some((_, fault)) = self.tries.borrow_mut().now.take_if(|(now, _)| *now == id) else { return };
        if let Some(report) = outcome.and_then(|outcome| outcome.result.as_deref().ok()) {
            self.steps.dispatch(Step::Alone(fault, Alone::of(report)));
        }
        self.next_try();
    }
}
