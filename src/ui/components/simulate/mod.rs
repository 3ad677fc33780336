//! The page that simulates: settings, faults, and an ordinary report of what was signed.

mod card;
mod exchange;
mod faults;
mod gallery;
mod head;
mod outcome;
mod page;
mod resolver;
mod takeaway;
mod zone;

pub(crate) use page::Simulate;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Event, Html, TargetCast as _, html};

/// What a field holds.
fn text(event: &Event) -> String {
    event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

fn ticked(event: &Event) -> bool {
    event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
}

fn chosen(event: &Event) -> String {
    event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
}

/// One choice of a list.
fn option(value: &str, words: &str, selected: bool) -> Html {
    html! { <option value={value.to_owned()} {selected}>{ words.to_owned() }</option> }
}
