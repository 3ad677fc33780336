//! A private key in any box of the page is gone before anything has it: before the page's own handlers, and before what is
//! remembered on the device. The boxes of evidence have their own way: the worker tells, and the box is emptied.

use crate::evidence::is_private_key;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, HtmlInputElement, HtmlTextAreaElement, InputEvent};
use yew::{Callback, hook, use_effect_with};

/// From this size on a text is long, in octets.
const LONG: usize = 1 << 16;

/// Listens in all boxes as long as the page is there; `refuse` says what happened.
#[hook]
pub(crate) fn use_refusal(refuse: Callback<()>) {
    use_effect_with((), move |()| {
        let first = EventListenerOptions::run_in_capture_phase();
        let listener = EventListener::new_with_options(&document(), "input", first, move |event| {
            if emptied(event).is_some() {
                // After those who hear of the empty box.
                let refuse = refuse.clone();
                Timeout::new(0, move || refuse.emit(())).forget();
            }
        });
        move || drop(listener)
    });
}

/// Empties the box of the event, if a private key is in it.
fn emptied(event: &Event) -> Option<()> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return is_private_key(&input.value()).then(|| input.set_value(""));
    }
    let area = target.dyn_ref::<HtmlTextAreaElement>()?;
    let evidence = area.closest("[data-draft]").ok().flatten().is_some();
    // A long text is looked at when it comes, not with every letter that is typed behind it.
    let pasted =
        event.dyn_ref::<InputEvent>().is_some_and(|input| input.input_type().starts_with("insertFrom"));
    let text = area.value();
    let due = !evidence && (pasted || text.len() < LONG);
    (due && is_private_key(&text)).then(|| area.set_value(""))
}
