//! One box of the evidence column: a provider's data, the parent's, or everything in one paste.

use super::badge::{letter_badge, parent_badge};
use super::icon::{chevron, icon, status};
use super::textarea::TextArea;
use crate::check::outcome::SourceSummary;
use crate::evidence::{Gravity, NotRead};
use crate::ui::browser;
use crate::ui::state::{Action, Answer, Dispatch, Draft, Holds};
use crate::ui::text::{Given, Text};
use crate::ui::words;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, Properties, TargetCast as _, component, html, use_memo,
};

/// Unread pieces listed in the box itself; all of them are listed below the findings.
const LISTED: usize = 5;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) draft: Draft,
    pub(super) letter: char,
    /// Open from the start.
    pub(super) open: bool,
    pub(super) no_ds: bool,
    /// Whether no NS record leads to this provider, where that is a question.
    pub(super) unreached: Option<bool>,
    pub(super) alone: bool,
    pub(super) outcome: Option<Answer>,
    /// Where this box's summary stands in the outcome.
    pub(super) index: usize,
    pub(super) dispatch: Dispatch,
}

#[component]
pub(super) fn SourceBox(props: &Props) -> Html {
    let draft = &props.draft;
    let id = draft.id;
    let summary = props.outcome.as_ref().and_then(|outcome| outcome.sources.get(props.index));
    let summary = summary.filter(|_| !draft.text.is_empty());
    let (text, held) = match &draft.text {
        Text::Here(text) => (text.clone(), None),
        Text::Held { head, .. } => (head.clone(), Some(browser::octets(&draft.text))),
    };
    let lines = use_memo((props.outcome.clone(), props.index), |(outcome, index)| {
        outcome.as_ref().and_then(|o| o.sources.get(*index)).map(|s| s.lines.clone()).unwrap_or_default()
    });
    let typed = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |(text, hurry): (AttrValue, bool)| {
            dispatch.dispatch(Action::Typed { id, text, hurry, now: browser::now() });
        })
    };
    let large = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |given: Given| {
            dispatch.dispatch(Action::Given { id: Some(id), given: vec![given], now: browser::now() });
        })
    };
    let title = draft.title();
    let badge = match draft.holds {
        Holds::Provider => letter_badge(props.letter, false),
        Holds::Parent => parent_badge(false),
        Holds::All => html! { <span class="badge badge-all" aria-hidden="true">{ "∗" }</span> },
    };
    html! {
        <details class="src" name="src" id={format!("src-{id}")} open={props.open} data-draft={id.to_string()}>
            <summary>
                { badge }<b>{ title.clone() }</b>{ for summary.map(state) }
                <small>{ summary.map_or_else(|| said_nothing(draft), about) }</small>
                { chevron() }
            </summary>
            <div class="src-body">
                <TextArea id={format!("text-{id}")} label={format!("Data of {title}")} {text} lines={(*lines).clone()}
                    read_only={held.is_some()} placeholder={placeholder(draft.holds)} {typed} {large} />
                if let Some(bytes) = held {
                    <p class="note">{ format!("… {:.0} MB held, the first {:.0} kB shown. Remove it to paste something else.", bytes / 1e6, browser::HEAD / 1e3) }</p>
                }
                { for summary.map(readout) }
                { tools(props, id) }
            </div>
        </details>
    }
}

/// The mark in the box's head: what was not read, in a word.
fn state(summary: &SourceSummary) -> Html {
    match summary.lines_failed {
        _ if summary.private_key => status("bogus", "bogus", html! { "private key" }),
        0 if summary.lines_read > 0 => {
            status("secure", "read", html! { <span class="vh">{ "all read" }</span> })
        }
        0 => status("warning", "warning", html! { "nothing read" }),
        n => status("warning", "warning", html! { format!("{n} line{}", words::plural(n)) }),
    }
}

fn said_nothing(draft: &Draft) -> String {
    match draft.holds {
        Holds::All => "zone files, dig output, key files, DoH JSON".into(),
        Holds::Provider => "what this provider’s servers answer".into(),
        Holds::Parent => "DS and NS records of the zone".into(),
    }
}

fn about(summary: &SourceSummary) -> String {
    let lines = summary.lines_read + summary.lines_failed;
    let mut parts: Vec<String> = summary.servers.iter().take(2).cloned().collect();
    if lines == 0 {
        return "nothing here was used".into();
    }
    parts.push(format!("{} of {lines} line{}", summary.lines_read, words::plural(lines)));
    parts.join(" · ")
}

fn placeholder(holds: Holds) -> &'static str {
    match holds {
        Holds::All => {
            "Paste everything here:\n\ndig @ns1.a.example example.org DNSKEY +dnssec +multi\ndig @ns1.b.example example.org DNSKEY +dnssec +multi\ndig @PARENT-SERVER example.org DS +dnssec +norec\n\n(dig +short NS org names the parent’s servers)\n\nor each provider’s signed zone file."
        }
        Holds::Provider => {
            "dig @ns1.a.example example.org DNSKEY +dnssec +multi\ndig @ns1.a.example example.org SOA +dnssec\n\nor the whole signed zone."
        }
        Holds::Parent => {
            "dig @PARENT-SERVER example.org DS +dnssec +norec\n\n(dig +short NS org names its servers)\n\nor the contents of dsset-example.org."
        }
    }
}

fn readout(summary: &SourceSummary) -> Html {
    let split = (summary.went_to.len() > 1).then(|| {
        html! { <li>{ icon("read") }<span>{ format!("Split into {}", words::list(summary.went_to.iter().map(String::as_str))) }</span></li> }
    });
    let lost = summary.not_read.iter().filter(|piece| piece.gravity != Gravity::Note);
    let more = lost.clone().count().saturating_sub(LISTED);
    html! {
        <ul class="readout" role="list">
            if !summary.summary.is_empty() { <li>{ icon("read") }<span>{ &summary.summary }</span></li> }
            { for split }
            if summary.lines_skipped > 0 {
                <li>{ icon("skip") }<span>{ format!("{} line{} not used", summary.lines_skipped, words::plural(summary.lines_skipped)) }</span></li>
            }
            { for lost.take(LISTED).map(piece) }
            if more > 0 { <li>{ icon("warning") }<span>{ format!("and {more} more, listed below") }</span></li> }
        </ul>
    }
}

fn piece(piece: &NotRead) -> Html {
    html! {
        <li>
            { icon(if piece.gravity == Gravity::Refused { "bogus" } else { "warning" }) }
            <span>
                <strong>{ format!("Line {}, column {}:", piece.line, piece.column) }</strong>
                { " " }{ words::sentence(&piece.reason) }
                if let Some(hint) = &piece.hint { { " " }{ words::sentence(hint) } }
            </span>
        </li>
    }
}

fn tools(props: &Props, id: u32) -> Html {
    let (draft, dispatch) = (&props.draft, props.dispatch.clone());
    let rename = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                dispatch.dispatch(Action::Rename { id, name: input.value().into() });
            }
        })
    };
    let no_ds = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                dispatch.dispatch(Action::NoDs(input.checked()));
            }
        })
    };
    let unreached = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                dispatch.dispatch(Action::Unreached { id, yes: input.checked() });
            }
        })
    };
    let remove = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.dispatch(Action::Remove { id }))
    };
    let opened = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let (Some(files), dispatch) = (input.files(), dispatch.clone()) else { return };
            spawn_local(async move {
                let given = browser::read_files(files).await;
                dispatch.dispatch(Action::Given { id: Some(id), given, now: browser::now() });
                input.set_value("");
            });
        })
    };
    html! {
        <div class="toolbar">
            <label class="btn btn-sm file">
                { icon("file") }{ "Open file" }
                <input class="vh" type="file" multiple=true onchange={opened} />
            </label>
            if draft.holds == Holds::Provider {
                <label class="rename">
                    <span>{ "Name" }</span>
                    <input class="field" value={draft.name.clone()} maxlength="40" autocomplete="off" spellcheck="false" oninput={rename} />
                </label>
            }
            if draft.holds == Holds::Parent {
                <label class="tick-box"><input type="checkbox" checked={props.no_ds} onchange={no_ds} />{ "There is no DS" }</label>
            }
            if let Some(checked) = props.unreached.filter(|_| draft.holds == Holds::Provider) {
                <label class="tick-box"><input type="checkbox" {checked} onchange={unreached} />{ "Not in the NS set yet" }</label>
            }
            if !(props.alone && draft.text.is_empty()) {
                <button class="btn btn-sm btn-quiet" type="button" aria-label={format!("Remove {}", draft.title())} onclick={remove}>{ "Remove" }</button>
            }
        </div>
    }
}
