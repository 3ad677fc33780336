//! The page's head: the name, where one is, and the theme.

use super::icon::icon;
use crate::ui::room::Room;
use gloo::storage::{LocalStorage, Storage as _};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::{Callback, Html, html};

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Check,
    Beside(Room),
    Rules,
}

/// `ask`: the form of the live check. `share`: the menu of a check.
pub(super) fn header(at: Tab, ask: Html, share: Html) -> Html {
    let current = |tab| (at == tab).then_some("page");
    let onclick = Callback::from(|_| toggle_theme());
    html! {
        <header class="bar">
            <a class="brand" href="#">
                <svg viewBox="0 0 20 20" aria-hidden="true"><use href="#i-brand" /></svg><span>{ "multisigner" }</span>
            </a>
            <nav class="tabs" aria-label="Main">
                <a href="#check" aria-current={current(Tab::Check)}>{ "Check" }</a>
                <a href="#simulate" aria-current={current(Tab::Beside(Room::Simulate))}>{ "Simulate" }</a>
                <a href="#plan" aria-current={current(Tab::Beside(Room::Plan))}>{ "Plan" }</a>
                <a href="#/rules" aria-current={current(Tab::Rules)}>{ "Rules" }</a>
            </nav>
            { ask }
            <div class="acts">
                <a class="btn btn-quiet" href="#samples">{ "Samples" }</a>
                { share }
                <button class="btn btn-icon" type="button" aria-label="Switch between light and dark" data-test="theme" {onclick}>
                    { icon("theme") }
                </button>
            </div>
        </header>
    }
}

/// The other theme from what is seen now, remembered for the next visit.
fn toggle_theme() {
    let Some(root) = document().document_element().and_then(|e| e.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let dark = match root.dataset().get("theme") {
        Some(theme) => theme == "dark",
        None => {
            window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|m| m.matches())
        }
    };
    let theme = if dark { "light" } else { "dark" };
    // Without storage the choice holds for this visit.
    let _ = root.dataset().set("theme", theme);
    let _ = LocalStorage::raw().set_item("theme", theme);
}
