//! What a person can do with a simulation, and what that sets off.

use super::protocol::Ask;
use super::signer::Signer;
use super::state::{Origin, Sim, Step, Trouble};
use crate::simulate::config::Config;
use crate::simulate::faults::Fault;
use crate::ui::browser;
use crate::ui::hooks::use_checker;
use crate::ui::state::{Action, Dispatch, Holds, State, Text};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::{AttrValue, Callback, UseReducerHandle, hook, use_effect_with, use_memo, use_reducer};

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
}

impl Simulation {
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
pub(crate) fn use_simulation(page: Dispatch) -> Simulation {
    let state = use_reducer(|| Sim::new(browser::now()));
    let judged = use_reducer(|| State::new(browser::now()));
    let stop_judging = use_checker(&judged);
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
        let (state, judged, signer) = (state.clone(), judged.clone(), Rc::clone(&signer));
        Callback::from(move |act| match act {
            Act::Cancel => {
                signer.stop();
                stop_judging.emit(());
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
            Act::OpenAsCheck => {
                browser::enter("check");
                page.dispatch(opened(&judged));
            }
            Act::Try(faults) => signer.try_alone(&state.config, faults.into_iter()),
            Act::Data(origin, data) => state.dispatch(Step::Data { origin, data, hurry: true }),
        })
    };
    Simulation { state, judged, act }
}

/// What was signed, for the page's own check.
fn opened(judged: &State) -> Action {
    let case = &judged.case;
    Action::Simulated {
        boxes: case.drafts.iter().map(|draft| (draft.holds, draft.name.clone(), draft.text.clone())).collect(),
        zone: case.zone.clone().unwrap_or_default(),
        no_ds: case.no_ds,
        at: case.at,
        fresh: true,
    }
}

/// The zone's data in a case: the first provider's, or everything in one paste. A large text comes later.
pub(crate) fn zone_of(case: &crate::ui::state::Case) -> Option<Text> {
    let whole = case.drafts.iter().find(|draft| draft.holds != Holds::Parent && !draft.text.is_empty());
    whole.map(|draft| draft.text.clone())
}
