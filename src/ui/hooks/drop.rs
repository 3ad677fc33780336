//! Files dropped anywhere on the page, and text pasted on the first page.

use super::room::room;
use crate::ui::browser;
use crate::ui::state::{Action, Dispatch, View};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ClipboardEvent, DragEvent, Element, Event};
use yew::{hook, use_effect_with};

/// Listens for drops and pastes as long as the page is there.
#[hook]
pub(crate) fn use_drops(view: View, dispatch: Dispatch) {
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let options = EventListenerOptions::enable_prevent_default();
            let over = EventListener::new_with_options(&document(), "dragover", options, |event| {
                if has_files(event) {
                    event.prevent_default();
                }
            });
            let drop_ = EventListener::new_with_options(&document(), "drop", options, move |event| {
                dropped(event, dispatch.clone());
            });
            move || drop((over, drop_))
        });
    }
    use_effect_with(view, move |view| {
        let paste = (*view == View::Gallery).then(|| {
            EventListener::new(&document(), "paste", move |event| {
                let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
                // What is pasted beside the check is not for it.
                if let Some(given) = data.as_ref().and_then(browser::pasted).filter(|_| room().is_none()) {
                    dispatch.dispatch(Action::Given { id: None, given: vec![given], now: browser::now() });
                    browser::set_fragment("check");
                }
            })
        });
        move || drop(paste)
    });
}

fn has_files(event: &Event) -> bool {
    let types = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).map(|data| data.types());
    types.is_some_and(|types| types.iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
}

fn dropped(event: &Event, dispatch: Dispatch) {
    let files = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).and_then(|data| data.files());
    let Some(files) = files.filter(|files| files.length() > 0) else { return };
    event.prevent_default();
    if room().is_some() {
        return;
    }
    // A drop on a box is meant for it.
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let id = target.and_then(|element| element.closest("[data-draft]").ok().flatten());
    let id = id.and_then(|element| element.get_attribute("data-draft")).and_then(|id| id.parse().ok());
    spawn_local(async move {
        let given = browser::read_files(files).await;
        dispatch.dispatch(Action::Given { id, given, now: browser::now() });
        browser::set_fragment("check");
    });
}
