//! The panel of a live check: while it asks, and what it says afterwards.

use super::super::icon::{chevron, icon};
use super::{chain, count, questions, seen};
use crate::ui::live::{Act, Live};
use crate::ui::state::Case;
use crate::ui::words;
use std::rc::Rc;
use yew::{Callback, Html, Properties, component, html};

#[derive(PartialEq, Properties)]
pub(in super::super) struct Props {
    pub(in super::super) live: Live,
    pub(in super::super) case: Rc<Case>,
}

#[component]
pub(in super::super) fn Panel(props: &Props) -> Html {
    let state = &props.live.state;
    if state.offered || state.trouble.is_some() {
        return html! {};
    }
    if state.asking { asking(props) } else { done(props) }
}

fn asking(props: &Props) -> Html {
    let state = &props.live.state;
    let (settled, _, all) = count(state.seen.iter().flat_map(|seen| &seen.questions));
    let stop = {
        let act = props.live.act.clone();
        Callback::from(move |_| act.emit(Act::Stop))
    };
    html! {
        <section class="panel" aria-labelledby="h-live" aria-busy="true" data-test="live">
            <header>
                <h2 id="h-live">{ "Live check" }</h2>
                <button class="btn btn-sm" type="button" disabled={state.stopped} onclick={stop}>{ "Cancel" }</button>
            </header>
            <div class="body stack">
                <label class="progress-label">
                    { if all == 0 { "Beginning".to_owned() } else { format!("{settled} of {all} answered") } }
                    <progress max={all.max(1).to_string()} value={(all > 0).then(|| settled.to_string())}></progress>
                </label>
                if let Some(seen) = &state.seen {
                    { chain::chain(seen) }
                    { questions::questions(seen, &props.live) }
                }
            </div>
        </section>
    }
}

fn done(props: &Props) -> Html {
    let state = &props.live.state;
    let Some(seen) = &state.seen else { return html! {} };
    let again = {
        let (act, name) = (props.live.act.clone(), state.name.to_string());
        Callback::from(move |_| act.emit(Act::Check(name.clone())))
    };
    let hosts: Vec<&str> = seen.resolvers.iter().map(|one| one.host.as_str()).collect();
    let asked = format!(
        "{} question{} to {}, {}",
        seen.questions.len(),
        words::plural(seen.questions.len()),
        words::list(hosts.into_iter()),
        words::field_time(seen.at)
    );
    let notes = seen.remarks.iter().map(|remark| {
        html! { <li>{ icon("info") }<span>{ words::sentence(remark) }</span></li> }
    });
    let clock = seen.clock.iter().map(|skew| {
        html! { <div class="banner" data-status="warning" data-test="clock">{ icon("warning") }<span>{ words::sentence(skew) }</span></div> }
    });
    html! {
        <section class="panel" aria-labelledby="h-live" data-test="live">
            <header>
                <h2 id="h-live">{ "Live check" }</h2>
                <button class="btn btn-sm" type="button" onclick={again}>{ "Ask all again" }</button>
            </header>
            <div class="body stack live">
                if state.stopped { <p class="note">{ "Stopped before all was answered." }</p> }
                { for clock }
                { seen::coverage(seen) }
                if !seen.remarks.is_empty() { <ul class="readout" role="list" data-test="remarks">{ for notes }</ul> }
                { chain::chain(seen) }
                { seen::providers(seen, &props.case) }
                { seen::commands(seen) }
                { seen::resolvers(seen) }
            </div>
            <footer>
                <p class="note">{ asked }{ "." }</p>
                <details class="fold">
                    <summary>{ chevron() }{ "Every question" }</summary>
                    { questions::questions(seen, &props.live) }
                </details>
            </footer>
        </section>
    }
}
