//! The page's side of the worker that signs: started for the first simulation, ended to cancel one.

use super::boxes::boxes;
use super::protocol::{Ask, Reply, Run, Signed};
use super::state::{Sim, Step, Trouble};
use super::tries::Tries;
use crate::simulate::config::Config;
use crate::ui::line::Line;
use crate::ui::share::save_blob;
use crate::ui::state::{Action, Dispatch, Simulated};
use js_sys::{Object, Reflect};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast as _, JsValue};
use yew::UseReducerDispatcher;

pub(super) struct Signer {
    steps: UseReducerDispatcher<Sim>,
    judge: Dispatch,
    line: RefCell<Option<Line>>,
    pub(super) tries: Rc<Tries>,
}

impl Signer {
    pub(super) fn new(steps: UseReducerDispatcher<Sim>, judge: Dispatch) -> Rc<Self> {
        Rc::new_cyclic(|signer: &Weak<Self>| {
            let signer = Weak::clone(signer);
            let sign = move |ask: &Ask| {
                if let Some(signer) = signer.upgrade() {
                    signer.say(ask);
                }
            };
            let tries = Tries::new(steps.clone(), Box::new(sign));
            Self { steps, judge, line: RefCell::new(None), tries }
        })
    }

    pub(super) fn sign(self: &Rc<Self>, id: u32, config: &Config) {
        self.say(&Ask::Sign { run: Run::Shown(id), config: config.clone() });
    }

    /// Ends the worker, and with it the keys.
    pub(super) fn stop(&self) {
        self.tries.stop();
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
            Reply::Signed { run: Run::Alone(id), signed } => self.tries.judge(id, &signed, &beside),
            Reply::Refused { run: Run::Alone(id), .. } => self.tries.tried(id, None),
            Reply::Archive { name } => {
                if let Ok(blob) = beside.dyn_into() {
                    save_blob(&name, &blob);
                }
            }
            Reply::NoArchive { why } => self.steps.dispatch(Step::Trouble(Trouble::NoArchive(why.into()))),
        }
    }
}

fn simulated(signed: &Signed, texts: &JsValue, fresh: bool) -> Action {
    Action::Simulated(Simulated {
        boxes: boxes(signed, texts),
        zone: Some(signed.zone.clone().into()),
        no_ds: signed.parent.is_empty(),
        at: signed.now,
        fresh,
    })
}
