//! What is planned, for whom, and what can be taken along.

use super::super::badge::Letters;
use super::super::icon::icon;
use super::super::menu::{closing_key, use_closing};
use super::{chosen, option, when};
use crate::plan::{Model, OPERATIONS, Wanted, export, operation_title};
use crate::ui::plan::{Planning, Shown};
use crate::ui::share::{png, save, save_blob, svg_of};
use crate::ui::{browser, words};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlDetailsElement;
use yew::{Callback, Event, Html, MouseEvent, Properties, component, html, use_node_ref};

/// The drawing that is saved.
const DRAWING: &str = ".plan-time";

pub(super) fn head(planning: &Planning, shown: Option<&Rc<Shown>>, letters: &Letters) -> Html {
    let wanted = &planning.state.wanted;
    let operation = planning.edit(|wanted: &mut Wanted, event: Event| {
        let id = chosen(&event);
        if let Some(operation) = OPERATIONS.into_iter().find(|operation| operation.id() == id) {
            wanted.operation = operation;
            wanted.model = None;
            (wanted.who, wanted.to) = (None, None);
            wanted.seen.clear();
        }
    });
    html! {
        <div class="head">
            <div class="stack-s">
                <div class="over">
                    if let Some(plan) = shown.map(|shown| &shown.plan) {
                        <span class="zone">{ words::said(&plan.zone).to_owned() }</span>
                        <span class="tag"><strong>{ if plan.model == Model::One { "Model 1" } else { "Model 2" } }</strong></span>
                        { for plan.providers.iter().map(|label| html! { <span>{ letters.badge(label, true) }{ if label.len() > 1 { format!(" {label}") } else { String::new() } }</span> }) }
                    }
                </div>
                <h1>{ shown.map_or_else(|| operation_title(wanted.operation).to_owned(), |shown| shown.plan.heading()) }</h1>
                <p>{ shown.map_or_else(|| "Ordered steps, the earliest time of each, and a proof over every resolver cache.".to_owned(), |shown| summary(shown)) }</p>
            </div>
            <div class="toolbar">
                <label class="vh" for="operation">{ "Operation" }</label>
                <select id="operation" class="field" onchange={operation} data-test="operation">
                    { for OPERATIONS.into_iter().map(|it| option(it.id(), operation_title(it), it == wanted.operation)) }
                </select>
                if let Some(shown) = shown { <TakeAlong shown={shown.clone()} /> }
            </div>
        </div>
    }
}

fn summary(shown: &Shown) -> String {
    let plan = &shown.plan;
    let made = plan.steps.iter().filter(|step| step.done).count();
    let steps = format!("{} step{}", plan.steps.len(), words::plural(plan.steps.len()));
    let made = if made > 0 { format!(", {made} of them made") } else { String::new() };
    format!("{steps}{made}. All is over by {} at the earliest.", when(plan.finished))
}

#[derive(PartialEq, Properties)]
struct Props {
    shown: Rc<Shown>,
}

/// Everything that a person may want to keep.
#[component]
fn TakeAlong(props: &Props) -> Html {
    let shown = &props.shown;
    let menu = use_node_ref();
    use_closing(&menu);
    let file = format!("{}-{}", words::said(&shown.plan.zone).replace('/', "-"), shown.plan.operation.id());
    let runbook = {
        let plan = shown.plan.clone();
        Callback::from(move |_: MouseEvent| {
            let text = export::markdown(&plan);
            spawn_local(async move {
                // Where the clipboard is not given, the file is there too.
                browser::copy(&text).await;
            });
        })
    };
    let saves = |name: String, kind: &'static str, text: Box<dyn Fn() -> String>| {
        Callback::from(move |_: MouseEvent| save(&name, kind, &text()))
    };
    let (a, b, c) = (shown.plan.clone(), shown.plan.clone(), shown.plan.clone());
    let calendar = saves(format!("{file}.ics"), "text/calendar", Box::new(move || export::calendar(&a)));
    let markdown = saves(format!("{file}.md"), "text/markdown", Box::new(move || export::markdown(&b)));
    let json = saves(format!("{file}.json"), "application/json", Box::new(move || crate::share::json(&c)));
    let svg = saves(format!("{file}.svg"), "image/svg+xml", Box::new(|| svg_of(DRAWING).unwrap_or_default()));
    let picture = {
        let name = format!("{file}.png");
        Callback::from(move |_: MouseEvent| {
            let name = name.clone();
            spawn_local(async move {
                if let Some(svg) = svg_of(DRAWING)
                    && let Some(blob) = png(&svg).await
                {
                    save_blob(&name, &blob);
                }
            });
        })
    };
    let row = |symbol: &'static str,
               words: &'static str,
               onclick: Callback<MouseEvent>,
               test: &'static str| {
        // Done: the menu has nothing more to say.
        let menu = menu.clone();
        let onclick = move |event: MouseEvent| {
            onclick.emit(event);
            if let Some(menu) = menu.cast::<HtmlDetailsElement>() {
                menu.set_open(false);
            }
        };
        html! { <button class="row" type="button" {onclick} data-test={test}>{ icon(symbol) }<span>{ words }</span></button> }
    };
    html! {
        <>
            <button class="btn" type="button" onclick={runbook} data-test="copy-runbook">{ icon("copy") }{ "Copy as runbook" }</button>
            <details class="menu" ref={menu.clone()} onkeydown={closing_key(&menu)}>
                <summary class="btn">{ icon("dl") }{ "Save" }<span class="vh">{ ", opens a menu" }</span></summary>
                <div class="pop" role="group" aria-label="Save the plan">
                    { row("clock", "Calendar (.ics)", calendar, "save-ics") }
                    { row("file", "Runbook (Markdown)", markdown, "save-md") }
                    { row("file", "JSON, for gates and programs", json, "save-json") }
                    { row("dl", "Timeline (SVG)", svg, "save-svg") }
                    { row("dl", "Timeline (PNG)", picture, "save-png") }
                    <p class="note">{ "The address of this page is a link to the plan with its progress." }</p>
                </div>
            </details>
        </>
    }
}
