//! What to do when something has gone wrong already.

use super::super::icon::chevron;
use super::coded;
use crate::plan::Emergency;
use yew::{Html, html};

pub(super) fn emergencies() -> Html {
    html! {
        <details class="panel fold-panel" data-test="emergencies">
            <summary>{ chevron() }<h2>{ "Something has gone wrong already" }</h2><span class="note">{ "A provider is down, bogus, gone, or has lost a key: what to do now, and what not." }</span></summary>
            <div class="body stack">{ for crate::plan::emergencies().iter().map(one) }</div>
        </details>
    }
}

fn one(emergency: &Emergency) -> Html {
    html! {
        <details class="fold">
            <summary>{ chevron() }{ format!("{}. {}", emergency.id, emergency.title) }</summary>
            <div class="stack-s emergency">
                <p>{ coded(emergency.signs) }</p>
                <h3>{ "Now" }</h3>
                <ol>{ for emergency.now.iter().map(|line| html! { <li>{ coded(line) }</li> }) }</ol>
                <h3>{ "Not" }</h3>
                <ul class="bul">{ for emergency.not.iter().map(|line| html! { <li>{ coded(line) }</li> }) }</ul>
                <p><b>{ "How long: " }</b>{ coded(emergency.lasts) }</p>
                <p><b>{ "Then: " }</b>{ coded(emergency.then) }</p>
                <p class="note muted">{ emergency.source }</p>
            </div>
        </details>
    }
}
