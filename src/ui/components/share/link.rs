//! The link: frozen or live, its length, and what may be left out of a long one.

use super::super::icon::icon;
use super::shown::{Shown, done, file_name};
use crate::check::report::Report;
use crate::share::link::Leave;
use crate::ui::share::{Link, save};
use crate::ui::{browser, words};
use gloo::utils::window;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Event, Html, TargetCast as _, UseStateHandle, html};

/// Some programs cut longer addresses.
const LONG: usize = 8_000;

/// The address of a page with this fragment.
fn address(fragment: &str) -> String {
    let here = window().location().href().unwrap_or_default();
    format!("{}{fragment}", here.split('#').next().unwrap_or_default())
}

/// `fresh`: the link is of what is on the page.
pub(super) fn link_part(report: &Report, shown: &UseStateHandle<Shown>, fresh: bool) -> Html {
    let kind = |live: bool| {
        let shown = shown.clone();
        Callback::from(move |_| shown.set(Shown { live, done: None, ..(*shown).clone() }))
    };
    let made = shown.link.as_deref();
    let length = match made {
        Some(Ok(link)) => format!("{} characters.", thousands(address(&link.link).len())),
        Some(Err(_)) | None => String::new(),
    };
    let link: AttrValue = match (shown.live, made) {
        (true, _) => address(&format!("#check={}", words::said(&report.zone))).into(),
        (false, Some(Ok(link))) if fresh => address(&link.link).into(),
        (false, _) => "".into(),
    };
    let onclick = {
        let (shown, link) = (shown.clone(), link.clone());
        Callback::from(move |_| {
            let (shown, link) = (shown.clone(), link.clone());
            spawn_local(async move {
                let copied = browser::copy(&link).await;
                done(&shown, if copied { "Link copied" } else { "The browser does not allow copying" });
            });
        })
    };
    html! {
        <>
            <h2>{ "Check link" }</h2>
            <div class="rows">
                <button class="row" type="button" aria-pressed={(!shown.live).to_string()} onclick={kind(false)}>
                    { icon("link") }<span>{ "Frozen link" }</span>
                    <small>{ "Carries the evidence. The reader sees this verdict, whenever they open it. " }{ length }</small>
                </button>
                <button class="row" type="button" aria-pressed={shown.live.to_string()} onclick={kind(true)}>
                    { icon("live") }<span>{ "Live link" }</span>
                    <small>{ "Carries the question. The reader’s browser asks again, at its own time." }</small>
                </button>
            </div>
            <div class="linkbox">
                <input class="field mono" readonly=true aria-label="Link" value={link.clone()} data-test="link" />
                <button class="btn btn-primary" type="button" disabled={link.is_empty()} {onclick}>
                    { if shown.done == Some("Link copied") { "Copied" } else { "Copy" } }
                </button>
            </div>
            if let (false, Some(Err(why))) = (shown.live, made) { <p class="note">{ why }</p> }
            if let (false, Some(Ok(link))) = (shown.live, made) { { long(report, link, shown, fresh) } }
            <p class="vh" role="status">{ shown.done.unwrap_or_default() }</p>
        </>
    }
}

/// What makes a long link long, and a file in its place.
fn long(report: &Report, link: &Link, shown: &UseStateHandle<Shown>, fresh: bool) -> Html {
    let Some((names, denial)) = link.without else { return html! {} };
    let leave = shown.leave;
    let tick = |name: &'static str, on: bool, without: u32, change: fn(&mut Leave, bool)| {
        let onchange = {
            let shown = shown.clone();
            Callback::from(move |event: Event| {
                if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                    let mut leave = shown.leave;
                    change(&mut leave, input.checked());
                    shown.set(Shown { leave, ..(*shown).clone() });
                }
            })
        };
        let saved = link.link.len().saturating_sub(without as usize);
        html! {
            <label class="row">
                <input type="checkbox" checked={on} {onchange} />
                <span>{ name }</span>
                <small>{ if on { "left out".into() } else { format!("{} characters less", thousands(saved)) } }</small>
            </label>
        }
    };
    let onclick = {
        let (link, name) = (link.link.clone(), file_name(report, "link"));
        Callback::from(move |_| save(&name, "text/plain", &format!("{}\n", address(&link))))
    };
    html! {
        <div class="stack-s" data-test="long">
            if link.link.len() > LONG {
                <p class="note">{ format!("Some chat and mail programs cut addresses of over {} characters. Leave out:", thousands(LONG)) }</p>
            } else {
                <p class="note">{ "Left out, so that the link is shorter:" }</p>
            }
            <div class="rows rows-tick">
                { tick("Names below the apex", leave.names, names, |leave, on| leave.names = on) }
                { tick("Proofs that names do not exist", leave.denial, denial, |leave, on| leave.denial = on) }
            </div>
            if !fresh {} else if let Some(told) = &link.told { <p class="note">{ icon("warning") }{ format!(" The reader is told something else: {told}") }</p> }
            else if leave != Leave::default() { <p class="note">{ "The verdict stays the same; the reader sees fewer RRsets." }</p> }
            <button class="btn btn-sm" type="button" {onclick}>{ icon("dl") }{ "Save the link as a file" }</button>
        </div>
    }
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
