//! What a person can do with a simulation, and what that sets off.

use super::protocol::Ask;
use super::signer::Signer;
use super::state::{Origin, Sim, Step, Trouble};
use crate::simulate::config::Config;
use crate::simulate::faults::Fault;
use crate::ui::hooks::use_checker_with;
use crate::ui::state::{Action, State};
use crate::ui::walk::{Question, Walked};
use crate::ui::{beside, browser, wire};
use gloo::timers::callback::Timeout;
use js_sys::{Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::{
    AttrValue, Callback, UseReducerHandle, hook, use_effect_with, use_memo, use_mut_ref, use_reducer,
    use_state,
};

/// A pause in typing.
const PAUSE_MS: u32 = 250;

/// What a person does, beside changing the set-up.
pub(crate) enum Act {
    Cancel,
    /// All over again, with new keys.
    Anew,
    Archive {
        private: bool,
    },
    OpenAsCheck,
    /// See what these faults do on their own.
    Try(Vec<Fault>),
    /// Take these data.
    Data(Origin, AttrValue),
}

/// The simulation, its report, and what can be done with it.
#[derive(Clone, PartialEq)]
pub(crate) struct Simulation {
    pub(crate) state: UseReducerHandle<Sim>,
    /// An ordinary check of what was signed.
    pub(crate) judged: UseReducerHandle<State>,
    pub(crate) act: Callback<Act>,
    /// Asks a simulated resolver.
    pub(crate) ask: Callback<Question>,
    /// What it found.
    pub(crate) walked: Option<Rc<Walked>>,
}

impl Simulation {
    /// What is shown was signed and judged as it is wanted now.
    pub(crate) fn fresh(&self) -> bool {
        self.state.settled() && self.judged.answered == self.judged.asked
    }

    /// Changes the set-up by what an event says.
    pub(crate) fn edit<E: 'static>(&self, change: impl Fn(&mut Config, E) + 'static) -> Callback<E> {
        let (steps, change) = (self.state.dispatcher(), Rc::new(change));
        Callback::from(move |event: E| {
            let change = Rc::clone(&change);
            let change = Box::new(move |config: &mut Config| change(config, event));
            steps.dispatch(Step::Edit { change, hurry: true });
        })
    }

    pub(crate) fn step<E: 'static>(&self, step: impl Fn(E) -> Step + 'static) -> Callback<E> {
        let steps = self.state.dispatcher();
        Callback::from(move |event: E| steps.dispatch(step(event)))
    }

    pub(crate) fn on<E: 'static>(&self, act: impl Fn() -> Act + 'static) -> Callback<E> {
        self.act.reform(move |_| act())
    }
}

#[hook]
pub(crate) fn use_simulation() -> Simulation {
    let state = use_reducer(|| Sim::new(browser::now()));
    let judged = use_reducer(|| State::new(browser::now()));
    let walked = use_state(|| None::<(u32, Rc<Walked>)>);
    let checker = {
        let (walked, answered) = (walked.setter(), use_mut_ref(|| 0));
        *answered.borrow_mut() = judged.answered;
        let more = Callback::from(move |said: JsValue| {
            let walked_now = Reflect::get(&said, &"walked".into()).ok();
            if let Some(proof) = walked_now.and_then(|proof| wire::unpack(&proof)) {
                walked.set(Some((*answered.borrow(), Rc::new(proof))));
            }
        });
        use_checker_with(&judged, more, true)
    };
    let signer = {
        let (steps, judge) = (state.dispatcher(), judged.dispatcher());
        use_memo((), move |()| Signer::new(steps, judge))
    };
    {
        let (signer, config, hurry) = (Rc::clone(&signer), Rc::clone(&state.config), state.hurry);
        use_effect_with(state.asked, move |asked| {
            let asked = *asked;
            let timer = {
                let sign = move || signer.sign(asked, &config);
                if hurry {
                    sign();
                    None
                } else {
                    Some(Timeout::new(PAUSE_MS, sign))
                }
            };
            move || drop(timer)
        });
    }
    let act = {
        let (state, judged, signer, checker) =
            (state.clone(), judged.clone(), Rc::clone(&signer), Rc::clone(&checker));
        Callback::from(move |act| match act {
            Act::Cancel => {
                signer.stop();
                checker.stop();
                judged.dispatch(Action::Cancel);
                state.dispatch(Step::Trouble(Trouble::Cancelled));
            }
            Act::Anew => {
                signer.stop();
                state.dispatch(Step::Anew(browser::now()));
            }
            Act::Archive { private } => {
                signer.say(&Ask::Archive { config: (*state.config).clone(), private });
            }
            Act::OpenAsCheck => beside::open(&judged.case),
            Act::Try(faults) => signer.tries.begin(&state.config, faults.into_iter()),
            Act::Data(origin, data) => state.dispatch(Step::Data { origin, data, hurry: true }),
        })
    };
    let ask = Callback::from(move |question: Question| {
        let message = Object::new();
        let made = wire::pack(&question)
            .is_some_and(|question| Reflect::set(&message, &"walk".into(), &question).is_ok());
        if made {
            checker.say(message.into());
        }
    });
    // A proof is of what was judged when it was asked for.
    let walked =
        (*walked).clone().filter(|(answered, _)| *answered == judged.answered).map(|(_, walked)| walked);
    Simulation { state, judged, act, ask, walked }
}
