//! The page that simulates: `#simulate`.

use crate::ui::browser;
use gloo::events::EventListener;
use gloo::utils::window;
use yew::{hook, use_effect_with, use_state};

/// Whether it is shown now; nothing when it was not looked at yet.
#[hook]
pub(crate) fn use_simulate_page() -> Option<bool> {
    let at = use_state(|| named().then_some(true));
    {
        let at = at.clone();
        use_effect_with((), move |()| {
            let seen = std::cell::Cell::new(at.is_some());
            let listener = EventListener::new(&window(), "hashchange", move |_| {
                let named = named();
                seen.set(seen.get() || named);
                at.set(seen.get().then_some(named));
            });
            move || drop(listener)
        });
    }
    *at
}

fn named() -> bool {
    browser::fragment() == "simulate"
}
