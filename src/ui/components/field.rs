//! What fields of a form hold.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Event, Html, TargetCast as _, html};

/// What a field holds.
pub(super) fn text(event: &Event) -> String {
    event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

pub(super) fn ticked(event: &Event) -> bool {
    event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
}

pub(super) fn chosen(event: &Event) -> String {
    event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
}

/// One choice of a list.
pub(super) fn option(value: &str, words: &str, selected: bool) -> Html {
    html! { <option value={value.to_owned()} {selected}>{ words.to_owned() }</option> }
}
