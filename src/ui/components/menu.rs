//! A menu that opens below its button, and closes when the person goes on elsewhere.

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, HtmlDetailsElement, HtmlElement, Node};
use yew::{Callback, KeyboardEvent, NodeRef, hook, use_effect_with};

/// Escape closes it and goes back to its button.
pub(super) fn closing_key(menu: &NodeRef) -> Callback<KeyboardEvent> {
    let menu = menu.clone();
    Callback::from(move |event: KeyboardEvent| {
        if let (true, Some(menu)) = (event.key() == "Escape", menu.cast::<HtmlDetailsElement>())
            && menu.open()
        {
            event.stop_propagation();
            menu.set_open(false);
            let summary = menu.query_selector("summary").ok().flatten();
            if let Some(summary) = summary.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                let _ = summary.focus();
            }
        }
    })
}

/// A click or a focus elsewhere closes the menu.
#[hook]
pub(super) fn use_closing(menu: &NodeRef) {
    let menu = menu.clone();
    use_effect_with((), move |()| {
        let close = move |event: &Event| {
            let Some(open) = menu.cast::<HtmlDetailsElement>().filter(HtmlDetailsElement::open) else {
                return;
            };
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            // What a click removed from the menu is nowhere by now.
            let outside = |target: &Node| target.is_connected() && !open.contains(Some(target));
            if target.as_ref().is_some_and(outside) {
                open.set_open(false);
            }
        };
        let again = close.clone();
        let pointer = EventListener::new(&document(), "pointerdown", move |event| close(event));
        let focus = EventListener::new(&document(), "focusin", move |event| again(event));
        move || drop((pointer, focus))
    });
}
