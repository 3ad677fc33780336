//! The Share menu: the check link, the report in other forms, drawings, comparing, and other checkers.

use super::icon::icon;
use super::menu::{closing_key, use_closing};
use crate::check::report::Report;
use crate::share::link::Leave;
use crate::ui::others::CHECKERS;
use crate::ui::share::{Ask, Compared, Form, Link, Said, Sharing, png, rest, save, save_blob, small, svg_of};
use crate::ui::state::State;
use crate::ui::{browser, words};
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlDetailsElement, HtmlInputElement};
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, Properties, SubmitEvent, TargetCast as _, UseReducerHandle,
    UseStateHandle, component, html, use_effect_with, use_node_ref, use_state,
};

/// Some programs cut longer addresses.
const LONG: usize = 8_000;

/// Whatever is asked for by hand is worth the work up to the bound of links.
const MOST: u32 = u32::MAX;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) state: UseReducerHandle<State>,
    pub(super) sharing: Sharing,
}

/// What the menu shows, besides the check itself.
#[derive(Clone, Default, PartialEq)]
struct Shown {
    live: bool,
    leave: Leave,
    link: Option<Rc<Result<Link, String>>>,
    /// The question that the link is of.
    of: (u32, Option<(usize, usize)>, Leave),
    /// What has just been done: `copied`, `Markdown copied`.
    done: Option<&'static str>,
}

#[component]
pub(super) fn ShareMenu(props: &Props) -> Html {
    let menu = use_node_ref();
    use_closing(&menu);
    let onkeydown = closing_key(&menu);
    let open = use_state(|| false);
    let shown = use_state(Shown::default);
    let state = &props.state;
    let report = state.report();
    let of = (state.asked, state.cell, shown.leave);
    {
        // The link is made when the menu is open, and anew when the check behind it changes.
        let (shown, sharing, case) = (shown.clone(), props.sharing.clone(), Rc::clone(&state.case));
        let ready = *open && report.is_some() && state.answered == state.asked;
        use_effect_with((ready, of), move |(ready, of)| {
            if *ready && (shown.link.is_none() || shown.of != *of) {
                let (of, cell, leave) = (*of, of.1, of.2);
                let heard = Callback::from(move |said| {
                    let link = match said {
                        Said::Link(link) => Ok(link),
                        Said::No { why, .. } => Err(why),
                        _ => return,
                    };
                    shown.set(Shown { link: Some(Rc::new(link)), of, ..(*shown).clone() });
                });
                let link =
                    Ask::Link { rest: rest(&case), made: sharing.made, cell: small(cell), leave, most: MOST };
                sharing.ask.emit((link, heard));
            }
        });
    }
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            if let Some(menu) = event.target_dyn_into::<HtmlDetailsElement>() {
                open.set(menu.open());
            }
        })
    };
    let body = match report {
        Some(report) if *open => html! {
            <div class="pop share-pop" role="group" aria-label="Share">
                { link_part(report, &shown, shown.of == of) }
                { report_part(props, report, &shown) }
                <hr />
                <Compare state={state.clone()} sharing={props.sharing.clone()} />
                <hr />
                { others(report) }
            </div>
        },
        None if *open => html! {
            <div class="pop share-pop"><p class="note">{ "There is no verdict to share yet." }</p></div>
        },
        _ => html! {},
    };
    html! {
        <details class="menu share" ref={menu} {onkeydown} {ontoggle} data-test="share">
            <summary class="btn">{ icon("share") }<span class="hide-sm">{ "Share" }</span><span class="vh show-sm">{ "Share" }</span></summary>
            { body }
        </details>
    }
}

/// The address of a page with this fragment.
fn address(fragment: &str) -> String {
    let here = window().location().href().unwrap_or_default();
    format!("{}{fragment}", here.split('#').next().unwrap_or_default())
}

/// Says for a while what was done.
fn done(shown: &UseStateHandle<Shown>, what: &'static str) {
    shown.set(Shown { done: Some(what), ..(**shown).clone() });
    let shown = shown.clone();
    Timeout::new(2_500, move || shown.set(Shown { done: None, ..(*shown).clone() })).forget();
}

/// `fresh`: the link is of what is on the page.
fn link_part(report: &Report, shown: &UseStateHandle<Shown>, fresh: bool) -> Html {
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

/// `example.org-2026-11-25.json`, whatever is in the name.
fn file_name(report: &Report, extension: &str) -> String {
    let zone: String = words::said(&report.zone)
        .chars()
        .take(80)
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let day: String = report.at.to_string().chars().take(10).collect();
    format!("{}-{day}.{extension}", zone.trim_start_matches('.'))
}

fn report_part(props: &Props, report: &Report, shown: &UseStateHandle<Shown>) -> Html {
    let ask = |form: Form, then: Callback<String>| {
        let (ask, rest) = (props.sharing.ask.clone(), rest(&props.state.case));
        Callback::from(move |_: web_sys::MouseEvent| {
            let then = then.clone();
            let heard = Callback::from(move |said| {
                if let Said::Text(text) = said {
                    then.emit(text);
                }
            });
            ask.emit((Ask::Export { rest: rest.clone(), form }, heard));
        })
    };
    let file = |extension: &'static str, media_type: &'static str, form: Form| {
        let name = file_name(report, extension);
        ask(form, Callback::from(move |text: String| save(&name, media_type, &text)))
    };
    let copy = {
        let shown = shown.clone();
        Callback::from(move |text: String| {
            let shown = shown.clone();
            spawn_local(async move {
                let copied = browser::copy(&text).await;
                done(&shown, if copied { "Markdown copied" } else { "The browser does not allow copying" });
            });
        })
    };
    let as_png = |name: String| {
        Callback::from(move |svg: String| {
            let name = name.clone();
            spawn_local(async move {
                if let Some(blob) = png(&svg).await {
                    save_blob(&name, &blob);
                }
            });
        })
    };
    let chain = |then: Callback<String>| {
        Callback::from(move |_: web_sys::MouseEvent| {
            if let Some(svg) = svg_of("[data-test=chain]") {
                then.emit(svg);
            }
        })
    };
    let named = file_name(report, "chain.svg");
    let chain_svg = chain(Callback::from(move |svg: String| save(&named, "image/svg+xml", &svg)));
    let chain_png = chain(as_png(file_name(report, "chain.png")));
    let matrix_png = ask(Form::Matrix, as_png(file_name(report, "matrix.png")));
    html! {
        <>
            <hr />
            <h2>{ "Report" }</h2>
            <div class="rows">
                <button class="row" type="button" onclick={ask(Form::Markdown, copy)}>
                    { icon("copy") }<span>{ if shown.done == Some("Markdown copied") { "Copied" } else { "Copy as Markdown" } }</span>
                    <small>{ "for a ticket" }</small>
                </button>
            </div>
            <div class="files" role="group" aria-label="Download the report">
                <span class="note">{ "Report" }</span>
                <button class="btn btn-sm" type="button" onclick={file("md", "text/markdown", Form::Markdown)}>{ "Markdown" }</button>
                <button class="btn btn-sm" type="button" onclick={file("json", "application/json", Form::Json)}>{ "JSON" }</button>
                <button class="btn btn-sm" type="button" onclick={file("html", "text/html", Form::Html)}>{ "HTML" }</button>
            </div>
            <div class="files" role="group" aria-label="Download the mix matrix">
                <span class="note">{ "Matrix" }</span>
                <button class="btn btn-sm" type="button" onclick={file("matrix.svg", "image/svg+xml", Form::Matrix)}>{ "SVG" }</button>
                <button class="btn btn-sm" type="button" onclick={matrix_png}>{ "PNG" }</button>
            </div>
            <div class="files" role="group" aria-label="Download the chain of trust">
                <span class="note">{ "Chain" }</span>
                <button class="btn btn-sm" type="button" onclick={chain_svg}>{ "SVG" }</button>
                <button class="btn btn-sm" type="button" onclick={chain_png}>{ "PNG" }</button>
            </div>
        </>
    }
}

fn others(report: &Report) -> Html {
    let zone = words::said(&report.zone);
    let links = CHECKERS.iter().filter_map(|checker| Some((checker, checker.address(zone)?)));
    html! {
        <>
            <h2>{ format!("Ask others about {zone}") }</h2>
            <ul class="others" role="list">
                { for links.map(|(checker, href)| html! {
                    <li><a class="link" {href} target="_blank" rel="noreferrer noopener">{ checker.name }</a><small>{ checker.shows }</small></li>
                }) }
            </ul>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct CompareProps {
    state: UseReducerHandle<State>,
    sharing: Sharing,
}

/// “Compare with…”: another link, and what changed from there to here.
#[component]
fn Compare(props: &CompareProps) -> Html {
    let text = use_state(AttrValue::default);
    let said = use_state(|| None::<Result<Compared, String>>);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                text.set(input.value().into());
            }
        })
    };
    let onsubmit = {
        let (text, said, ask) = (text.clone(), said.clone(), props.sharing.ask.clone());
        let rest = rest(&props.state.case);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let said = said.clone();
            let heard = Callback::from(move |answer| match answer {
                Said::Compared(compared) => said.set(Some(Ok(compared))),
                Said::No { why, hint } => said.set(Some(Err(format!("{why} {hint}")))),
                _ => {}
            });
            ask.emit((Ask::Compare { rest: rest.clone(), link: text.to_string() }, heard));
        })
    };
    html! {
        <form class="stack-s" {onsubmit}>
            <h2>{ "Compare with an earlier check" }</h2>
            <div class="linkbox">
                <input class="field mono" aria-label="Another check link" placeholder="its link" autocomplete="off" spellcheck="false"
                    value={(*text).clone()} {oninput} />
                <button class="btn" type="submit" disabled={text.trim().is_empty()}>{ "Compare" }</button>
            </div>
            <div role="status" data-test="compared">
                if let Some(said) = &*said { { compared(said) } }
            </div>
        </form>
    }
}

fn compared(said: &Result<Compared, String>) -> Html {
    match said {
        Err(why) => html! { <p class="note">{ why }</p> },
        Ok(compared) => html! {
            <>
                <p class="note">{ format!("From {} to this check:", compared.before.plain()) }</p>
                if compared.lines.is_empty() { <p class="small">{ "Nothing changed." }</p> } else {
                    <ul class="bul small">{ for compared.lines.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                }
            </>
        },
    }
}
