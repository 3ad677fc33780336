//! The page that simulates, `#simulate`: whether it is looked at, and what the check does with and for it.

use crate::ui::state::{Case, Dispatch};
use crate::ui::{beside, browser};
use gloo::events::EventListener;
use gloo::utils::window;
use std::cell::Cell;
use std::rc::Rc;
use yew::{hook, use_effect_with, use_mut_ref, use_state};

/// Whether it is shown.
#[hook]
pub(crate) fn use_simulate_page() -> bool {
    let shown = use_state(simulating);
    {
        let shown = shown.clone();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "hashchange", move |_| shown.set(simulating()));
            move || drop(listener)
        });
    }
    *shown
}

pub(crate) fn simulating() -> bool {
    browser::fragment() == "simulate"
}

/// Loads the page's program when it is looked at, and does what it asks of the check.
#[hook]
pub(crate) fn use_simulator(shown: bool, case: &Rc<Case>, dispatch: Dispatch) {
    let latest = use_mut_ref(|| Rc::clone(case));
    *latest.borrow_mut() = Rc::clone(case);
    use_effect_with((), move |()| {
        let zone = EventListener::new(&window(), beside::ZONE, move |event| {
            beside::give_zone(&latest.borrow(), event);
        });
        let open = EventListener::new(&window(), beside::OPEN, move |event| {
            if let Some(action) = beside::opened(event) {
                browser::enter("check");
                dispatch.dispatch(action);
            }
        });
        move || drop((zone, open))
    });
    let loading = use_mut_ref(|| Rc::new(Cell::new(false)));
    use_effect_with(shown, move |shown| {
        if let Some(place) = browser::by_id(beside::PLACE) {
            place.set_hidden(!shown);
        }
        let loading = Rc::clone(&loading.borrow());
        if *shown && !loading.replace(true) {
            beside::say("Loading the simulator.");
            beside::load("simulate", move || {
                loading.set(false);
                beside::say(
                    "The simulator could not be loaded. Everything else works; coming back here tries again.",
                );
            });
        }
    });
}
