//! The page that plans: what is to be done, the proof, the timeline, the steps, and why one waits.

mod drawing;
mod emergencies;
mod form;
mod head;
mod page;
mod steps;
mod timeline;
mod why;

pub(crate) use page::Planner;

use crate::dns::Moment;
use crate::ui::words;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Event, Html, TargetCast as _, html};

/// What a field holds.
fn text(event: &Event) -> String {
    event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

fn chosen(event: &Event) -> String {
    event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
}

/// One choice of a list.
fn option(value: &str, words: &str, selected: bool) -> Html {
    html! { <option value={value.to_owned()} {selected}>{ words.to_owned() }</option> }
}

/// A moment of a plan as people read it.
fn when(at: i64) -> String {
    Moment::from_unix(at)
        .map_or_else(|| format!("{at} s"), |moment| format!("{} UTC", words::day_time(moment)))
}

/// A moment for a field that can be edited.
fn field_time(at: i64) -> String {
    Moment::from_unix(at).map_or_else(|| at.to_string(), words::field_time)
}

/// A text in which code stands between backticks.
fn ticked(text: &str) -> Html {
    let parts = text.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            html! { <code>{ part.to_owned() }</code> }
        } else {
            html! { part.to_owned() }
        }
    });
    html! { <>{ for parts }</> }
}
