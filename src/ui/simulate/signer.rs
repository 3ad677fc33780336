//! The page's side of the worker that signs: started for the first simulation, ended to cancel one.

use super::alone::Tries;
use super::protocol::{Ask, Reply, Run, Signed};
use super::state::{Sim, Step, Trouble};
use crate::simulate::config::Config;
use crate::ui::browser;
use crate::ui::line::Line;
use crate::ui::share::save_blob;
use crate::ui::state::{Action, Dispatch, Holds, Simulated, Text};
use js_sys::{Array, Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use yew::{AttrValue, UseReducerDispatcher};

pub(super) struct Signer {
    pub(super) steps: UseReducerDispatcher<Sim>,
    judge: Dispatch,
    line: RefCell<Option<Line>>,
    pub(super) tries: RefCell<Tries>,
}

impl Signer {
    pub(super) fn new(steps: UseReducerDispatcher<Sim>, judge: Dispatch) -> Rc<Self> {
        Rc::new(Self { steps, judge, line: RefCell::new(None), tries: RefCell::default() })
    }

    pub(super) fn sign(self: &Rc<Self>, id: u32, config: &Config) {
        self.say(&Ask::Sign { run: Run::Shown(id), config: config.clone() });
    }

    /// Ends the worker, and with it the keys.
    pub(super) fn stop(&self) {
        self.tries.take();
        if let Some(line) = self.line.take() {
            line.end();
        }
    }

    pub(super) fn say(self: &Rc<Self>, ask: &Ask) {
        if self.line.borrow().is_none() {
            let (hears, breaks) = (Rc::downgrade(self), Rc::downgrade(self));
            let hear = move |said: JsValue| {
                if said == JsValue::TRUE {
                    return true;
                }
                let get = |name: &str| Reflect::get(&said, &name.into()).unwrap_or_default();
                if let (Some(this), Ok(reply)) =
                    (hears.upgrade(), serde_wasm_bindgen::from_value(get("reply")))
                {
                    this.hear(reply, get("beside"));
                }
                false
            };
            let broke = move || {
                if let Some(this) = breaks.upgrade() {
                    this.stop();
                    this.steps.dispatch(Step::Trouble(Trouble::Stopped));
                }
            };
            *self.line.borrow_mut() = Line::listen("crypto", hear, broke);
        }
        let message = Object::new();
        let made = serde_wasm_bindgen::to_value(ask)
            .is_ok_and(|ask| Reflect::set(&message, &"simulate".into(), &ask).is_ok());
        match self.line.borrow().as_ref() {
            Some(line) if made => line.say(message.into()),
            _ => self.steps.dispatch(Step::Trouble(Trouble::Stopped)),
        }
    }

    fn hear(self: &Rc<Self>, reply: Reply, beside: JsValue) {
        match reply {
            Reply::Progress { id, progress } => self.steps.dispatch(Step::Progress { id, progress }),
            Reply::Signed { run: Run::Shown(id), signed } => {
                self.judge.dispatch(simulated(&signed, &beside, false));
                self.steps.dispatch(Step::Signed { id, signed });
            }
            Reply::Refused { run: Run::Shown(id), why } => {
                let why = crate::ui::words::sentence(&why);
                self.steps.dispatch(Step::Refused { id, why: why.into() });
            }
            Reply::Signed { run: Run::Alone(id), signed } => self.judge_alone(id, &signed, &beside),
            Reply::Refused { run: Run::Alone(id), .. } => self.tried(id, None),
            Reply::Archive { name } => {
                if let Ok(blob) = beside.dyn_into() {
                    save_blob(&name, &blob);
                }
            }
            Reply::NoArchive { why } => self.steps.dispatch(Step::Trouble(Trouble::NoArchive(why.into()))),
        }
    }
}

/// What was signed as the boxes of a case: the providers, and the parent.
pub(super) fn boxes(signed: &Signed, texts: &JsValue) -> Vec<(Holds, AttrValue, Text)> {
    let texts = texts.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_default();
    let providers = signed.members.iter().zip(texts).filter_map(|(member, text)| {
        Some((Holds::Provider, member.label.clone().into(), browser::received(&text)?))
    });
    let mut boxes: Vec<_> = providers.collect();
    if !signed.parent.is_empty() {
        boxes.push((Holds::Parent, "".into(), Text::Here(signed.parent.clone().into())));
    }
    boxes
}

fn simulated(signed: &Signed, texts: &JsValue, fresh: bool) -> Action {
    Action::Simulated(Simulated {
        boxes: boxes(signed, texts),
        zone: signed.zone.clone().into(),
        no_ds: signed.parent.is_empty(),
        at: signed.now,
        fresh,
    })
}
