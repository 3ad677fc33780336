//! The panel of a live check: while it asks, and what it says afterwards.

use super::super::icon::{chevron, icon};
use super::{chain, count, questions, seen};
use crate::doh::Seen;
use crate::ui::live::{Act, Live, LiveState};
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
    let seen = state.seen.as_deref();
    // A first check shows its steps; afterwards what they led to comes first.
    let first = state.asking && !state.again;
    html! {
        <section class="panel" aria-labelledby="h-live" aria-busy={state.asking.then_some("true")} data-test="live">
            <header>
                <h2 id="h-live">{ "Live check" }</h2>
                { button(props) }
            </header>
            <div class="body stack live">
                if state.asking { { progress(seen) } }
                if state.stopped { <p class="note">{ "Stopped before all was answered." }</p> }
                if let Some(seen) = seen {
                    if !first { { found(seen, state) } }
                    { chain::chain(seen) }
                    if !first { { rest(seen, &props.case) } }
                }
            </div>
            if let Some(seen) = seen {
                <footer>
                    if !state.asking { <p class="note">{ asked(seen) }</p> }
                    <details class="fold" open={first || state.again}>
                        <summary>{ chevron() }{ "Every question" }</summary>
                        { questions::questions(seen, &props.live) }
                    </details>
                </footer>
            }
        </section>
    }
}

fn button(props: &Props) -> Html {
    let state = &props.live.state;
    let act = props.live.act.clone();
    if state.asking {
        let stop = Callback::from(move |_| act.emit(Act::Stop));
        html! { <button class="btn btn-sm" type="button" disabled={state.stopped} onclick={stop}>{ "Cancel" }</button> }
    } else {
        let name = state.name.to_string();
        let again = Callback::from(move |_| act.emit(Act::Check(name.clone())));
        html! { <button class="btn btn-sm" type="button" onclick={again}>{ "Ask all again" }</button> }
    }
}

fn progress(seen: Option<&Seen>) -> Html {
    let (settled, _, all) = count(seen.iter().flat_map(|seen| &seen.questions));
    html! {
        <label class="progress-label">
            { if all == 0 { "Beginning".to_owned() } else { format!("{settled} of {all} answered") } }
            <progress max={all.max(1).to_string()} value={(all > 0).then(|| settled.to_string())}></progress>
        </label>
    }
}

/// How much was seen, and what to know about it.
fn found(seen: &Seen, state: &LiveState) -> Html {
    let cleaned = state.cleaned.iter().map(ToString::to_string);
    let remarks = cleaned.chain(seen.remarks.iter().map(|remark| words::sentence(remark)));
    let remarks: Vec<Html> =
        remarks.map(|remark| html! { <li>{ icon("info") }<span>{ remark }</span></li> }).collect();
    let clock = seen.clock.iter().map(|skew| {
        html! { <div class="banner" data-status="warning" data-test="clock">{ icon("warning") }<span>{ words::sentence(skew) }</span></div> }
    });
    html! {
        <>
            { for clock }
            { seen::coverage(seen) }
            if !remarks.is_empty() { <ul class="readout" role="list" data-test="remarks">{ for remarks }</ul> }
        </>
    }
}

fn rest(seen: &Seen, case: &Case) -> Html {
    html! { <>{ seen::providers(seen, case) }{ seen::commands(seen) }{ seen::resolvers(seen) }</> }
}

/// `46 questions to dns.google and cloudflare-dns.com, 2026-11-25 12:00:00 UTC.`
fn asked(seen: &Seen) -> String {
    let mut hosts: Vec<&str> = Vec::new();
    for one in &seen.resolvers {
        if !hosts.contains(&one.host.as_str()) {
            hosts.push(&one.host);
        }
    }
    let count = seen.questions.len();
    let hosts = words::list(hosts.into_iter());
    format!("{count} question{} to {hosts}, {}.", words::plural(count), words::field_time(seen.at))
}
