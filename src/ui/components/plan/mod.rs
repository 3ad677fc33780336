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

use super::field::{Field, Reads, chosen, option};
use crate::dns::Moment;
use crate::ui::words;
use yew::{Html, html};

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
fn coded(text: &str) -> Html {
    let parts = text.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            html! { <code>{ part.to_owned() }</code> }
        } else {
            html! { part.to_owned() }
        }
    });
    html! { <>{ for parts }</> }
}
