//! What a person can do with a plan, and what that sets off.

use super::protocol::{Ask, Evidence, Reply};
use super::state::{Planner, Step};
use crate::plan::{Kept, Wanted};
use crate::ui::line::Line;
use crate::ui::room::Room;
use crate::ui::state::{Holds, Simulated};
use crate::ui::{beside, browser};
use gloo::events::EventListener;
use gloo::utils::window;
use js_sys::{Array, Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::{
    Callback, UseReducerDispatcher, UseReducerHandle, hook, use_callback, use_effect_with, use_memo,
    use_mut_ref, use_reducer,
};

/// What a person does, beside changing what is wanted.
pub(crate) enum Act {
    /// Begin with the zone that was checked last.
    TakeCase,
    /// Try a step at another time.
    Try {
        step: usize,
        at: i64,
    },
    /// Look whether a step may be made, in what was checked last.
    Gate {
        step: usize,
    },
    Cancel,
}

/// The plan, and what can be done with it.
#[derive(Clone, PartialEq)]
pub(crate) struct Planning {
    pub(crate) state: UseReducerHandle<Planner>,
    pub(crate) act: Callback<Act>,
}

impl Planning {
    /// Changes what is wanted by what an event says.
    pub(crate) fn edit<E: 'static>(&self, change: impl Fn(&mut Wanted, E) + 'static) -> Callback<E> {
        let (steps, change) = (self.state.dispatcher(), Rc::new(change));
        Callback::from(move |event: E| {
            let change = Rc::clone(&change);
            steps.dispatch(Step::Edit(Box::new(move |wanted: &mut Wanted| change(wanted, event))));
        })
    }

    pub(crate) fn on<E: 'static>(&self, act: impl Fn() -> Act + 'static) -> Callback<E> {
        self.act.reform(move |_| act())
    }

    pub(crate) fn step<E: 'static>(&self, step: impl Fn(E) -> Step + 'static) -> Callback<E> {
        let steps = self.state.dispatcher();
        Callback::from(move |event: E| steps.dispatch(step(event)))
    }
}

/// The page's side of its worker.
struct Desk {
    steps: UseReducerDispatcher<Planner>,
    line: RefCell<Option<Line>>,
}

impl Desk {
    fn say(self: &Rc<Self>, ask: &Ask, texts: &Array) {
        if self.line.borrow().is_none() {
            let (hears, breaks) = (Rc::downgrade(self), Rc::downgrade(self));
            let hear = move |said: JsValue| {
                if said == JsValue::TRUE {
                    return true;
                }
                let reply = said.as_string().and_then(|json| serde_json::from_str(&json).ok());
                if let (Some(this), Some(reply)) = (hears.upgrade(), reply) {
                    this.hear(reply);
                }
                false
            };
            let broke = move || {
                if let Some(this) = breaks.upgrade() {
                    this.stop();
                    this.steps.dispatch(Step::Trouble(
                        "The planner stopped unexpectedly: change something to try again.".into(),
                    ));
                }
            };
            *self.line.borrow_mut() = Line::listen(Room::Plan.program(), hear, broke);
        }
        let message = Object::new();
        let made = serde_json::to_string(ask).is_ok_and(|json| {
            Reflect::set(&message, &"ask".into(), &json.into()).is_ok()
                && Reflect::set(&message, &"texts".into(), texts).is_ok()
        });
        match self.line.borrow().as_ref() {
            Some(line) if made => line.say(message.into()),
            _ => self.steps.dispatch(Step::Trouble("This browser starts no worker.".into())),
        }
    }

    fn hear(&self, reply: Reply) {
        match reply {
            Reply::Planned { id, outcome } => self.steps.dispatch(Step::Planned { id, outcome }),
            Reply::Attempted { id, outcome } => {
                self.steps.dispatch(Step::Attempted { id, outcome: outcome.ok().flatten() });
            }
            Reply::Observed { outcome: Ok(observed) } => self.steps.dispatch(Step::From(Some(observed))),
            Reply::Observed { outcome: Err(why) } => self.steps.dispatch(Step::Trouble(why.into())),
            Reply::Gated { step, outcome } => self.steps.dispatch(Step::Gated { step, outcome }),
        }
    }

    fn stop(&self) {
        if let Some(line) = self.line.take() {
            line.end();
        }
    }
}

/// What was checked last, with its texts.
fn evidence() -> Option<(Evidence, Array)> {
    let Simulated { boxes, zone, no_ds, at, .. } = beside::case()?;
    let filled: Vec<_> = boxes.into_iter().filter(|(.., text)| !text.is_empty()).collect();
    let texts = filled.iter().map(|(.., text)| browser::shared(text)).collect();
    let whose = filled.into_iter().map(|(holds, name, _)| match holds {
        Holds::All => Some(String::new()),
        Holds::Provider => Some(name.to_string()),
        Holds::Parent => None,
    });
    let zone = zone.map(|zone| zone.to_string()).filter(|zone| !zone.is_empty());
    Some((Evidence { whose: whose.collect(), zone, no_ds, at }, texts))
}

#[hook]
pub(crate) fn use_planner() -> Planning {
    let state = use_reducer(|| Planner::new(browser::now(), &browser::fragment()));
    let desk = {
        let steps = state.dispatcher();
        use_memo((), move |()| Rc::new(Desk { steps, line: RefCell::default() }))
    };
    {
        let (desk, kept) = (Rc::clone(&desk), state.kept());
        use_effect_with(state.asked, move |id| {
            desk.say(&Ask::Plan { id: *id, kept }, &Array::new());
        });
    }
    // What is shown is in the address: it survives a reload, and can be sent.
    {
        let state = state.clone();
        use_effect_with(state.answered, move |answered| {
            if *answered > 0 && state.refused.is_none() && Room::of(&browser::fragment()) == Some(Room::Plan)
            {
                browser::set_fragment(&state.kept().write());
            }
        });
    }
    {
        let latest = use_mut_ref(|| state.kept());
        *latest.borrow_mut() = state.kept();
        let steps = state.dispatcher();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "hashchange", move |_| {
                let fragment = browser::fragment();
                match Kept::read(&fragment) {
                    Ok(kept) if Room::of(&fragment) == Some(Room::Plan) && kept != *latest.borrow() => {
                        steps.dispatch(Step::Open(Box::new(kept)));
                    }
                    _ if fragment == "plan" => browser::set_fragment(&latest.borrow().write()),
                    _ => {}
                }
            });
            move || drop(listener)
        });
    }
    // The same as long as the state is: what is drawn anew with it takes a text that is being typed out of its field.
    let act = use_callback(state.clone(), move |act, state| match act {
        Act::TakeCase => {
            if let Some((evidence, texts)) = evidence() {
                desk.say(&Ask::Observe { evidence }, &texts);
            }
        }
        Act::Try { step, at } => {
            let id = state.tries + 1;
            desk.say(&Ask::Attempt { id, kept: state.kept(), step, at }, &Array::new());
            state.dispatch(Step::Try(id));
        }
        Act::Gate { step } => match evidence() {
            Some((evidence, texts)) => {
                let ask = Ask::Gate { kept: state.kept(), step, now: browser::now().0, evidence };
                desk.say(&ask, &texts);
            }
            None => state.dispatch(Step::Gated {
                step,
                outcome: Err("Nothing was checked yet: check the zone first, then come back.".into()),
            }),
        },
        Act::Cancel => {
            desk.stop();
            state.dispatch(Step::Trouble("Cancelled. Change something to plan again.".into()));
        }
    });
    Planning { state, act }
}
