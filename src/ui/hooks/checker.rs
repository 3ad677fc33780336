//! Asks the worker whenever the case changes: at once, or after a pause in typing.

use crate::ui::checker::Checker;
use crate::ui::share::Asking;
use crate::ui::state::State;
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::{Callback, UseReducerHandle, hook, use_callback, use_effect_with, use_memo};

/// A pause in typing.
const PAUSE_MS: u32 = 150;

/// Keeps the worker asked. The first callback ends a running check, the other asks about what it found.
#[hook]
pub(crate) fn use_checker(state: &UseReducerHandle<State>) -> (Callback<()>, Asking) {
    let checker = use_checker_with(state, Callback::noop(), false);
    let ask = {
        let checker = Rc::clone(&checker);
        use_callback((), move |(ask, hear), ()| checker.request(ask, hear))
    };
    (Callback::from(move |()| checker.stop()), ask)
}

/// The checker itself; `more` hears what else its worker says. `patient`: the person made the data on this page, and they
/// are checked however long it takes.
#[hook]
pub(crate) fn use_checker_with(
    state: &UseReducerHandle<State>,
    more: Callback<JsValue>,
    patient: bool,
) -> Rc<Checker> {
    let checker = {
        let dispatch = state.dispatcher();
        Rc::clone(&*use_memo((), move |()| Checker::new(dispatch, more)))
    };
    {
        let (checker, case) = (Rc::clone(&checker), Rc::clone(&state.case));
        let (hurry, texts, patient) = (state.hurry, state.texts, patient || state.is_patient());
        use_effect_with(state.asked, move |asked| {
            let asked = *asked;
            // Nothing was asked before the first sample or the first text came.
            let timer = (asked > 0).then(|| {
                let ask = move || checker.ask(asked, texts, &case, patient);
                if hurry {
                    ask();
                    None
                } else {
                    Some(Timeout::new(PAUSE_MS, ask))
                }
            });
            move || drop(timer)
        });
    }
    checker
}
