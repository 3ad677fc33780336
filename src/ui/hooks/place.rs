//! A place on the page in the address: `#sample=soon&finding-SIG-EXPIRES-SOON`. A link on the page names the place
//! alone; what is looked at stays in the address before it.

use crate::ui::browser;
use crate::ui::state::{Action, Dispatch};
use gloo::events::EventListener;
use gloo::utils::window;
use yew::{hook, use_effect_with};

/// Goes where the address points to.
#[hook]
pub(crate) fn use_place(dispatch: Dispatch) {
    use_effect_with((), move |()| {
        let go = move || {
            if let Some(place) = browser::place() {
                dispatch.dispatch(Action::Go(place.into()));
            }
        };
        go();
        let listener = EventListener::new(&window(), "hashchange", move |event| {
            go();
            if let (Some(page), Some(place)) = (browser::page_kept(event), browser::place())
                && !page.is_empty()
            {
                browser::set_fragment(&format!("{page}&{place}"));
            }
        });
        move || drop(listener)
    });
}
