//! The pages beside the check: which of them is looked at, and what the check does with and for them.

use crate::ui::room::Room;
use crate::ui::state::{Case, Dispatch};
use crate::ui::{beside, browser};
use gloo::events::EventListener;
use gloo::utils::window;
use std::cell::RefCell;
use std::rc::Rc;
use yew::{hook, use_effect_with, use_mut_ref, use_state};

/// Which of them is shown.
#[hook]
pub(crate) fn use_room() -> Option<Room> {
    let shown = use_state(room);
    {
        let shown = shown.clone();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "hashchange", move |_| shown.set(room()));
            move || drop(listener)
        });
    }
    *shown
}

/// Where the address leads.
pub(crate) fn room() -> Option<Room> {
    Room::of(&browser::fragment())
}

/// Loads a page's program when it is looked at, and does what they ask of the check.
#[hook]
pub(crate) fn use_rooms(shown: Option<Room>, case: &Rc<Case>, dispatch: Dispatch) {
    let latest = use_mut_ref(|| Rc::clone(case));
    *latest.borrow_mut() = Rc::clone(case);
    use_effect_with((), move |()| {
        let asked = EventListener::new(&window(), beside::CASE, move |event| {
            beside::give_case(&latest.borrow(), event);
        });
        let open = EventListener::new(&window(), beside::OPEN, move |event| {
            if let Some(action) = beside::opened(event) {
                browser::enter("check");
                dispatch.dispatch(action);
            }
        });
        move || drop((asked, open))
    });
    let loading = use_mut_ref(|| Rc::new(RefCell::new(Vec::<Room>::new())));
    use_effect_with(shown, move |shown| {
        for room in Room::ALL {
            if let Some(place) = browser::by_id(room.place()) {
                place.set_hidden(*shown != Some(room));
            }
        }
        let loading = Rc::clone(&loading.borrow());
        if let Some(room) = *shown
            && !loading.borrow().contains(&room)
        {
            loading.borrow_mut().push(room);
            let called = room.called();
            beside::say(room, &format!("Loading the {called}."));
            beside::load(room.program(), move || {
                loading.borrow_mut().retain(|known| *known != room);
                beside::say(
                    room,
                    &format!(
                        "The {called} could not be loaded. Everything else works; coming back here tries again."
                    ),
                );
            });
        }
    });
}
