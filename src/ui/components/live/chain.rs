//! The chain of trust from the root to the zone, cut by cut.

use super::super::icon::icon;
use super::status;
use crate::doh::Seen;
use crate::doh::chain::{Cut, CutKey};
use crate::ui::words;
use yew::{Html, html};

pub(super) fn chain(seen: &Seen) -> Html {
    if seen.zones.is_empty() && seen.chain.is_empty() {
        return html! {};
    }
    let rows = if seen.chain.is_empty() {
        seen.zones.iter().map(|zone| found(zone)).collect::<Html>()
    } else {
        let root = if seen.private_root { "private trust anchor" } else { "trust anchor" };
        seen.chain.iter().enumerate().map(|(n, cut)| row(cut, if n == 0 { root } else { "DS" })).collect()
    };
    html! {
        <section class="stack-s" aria-labelledby="h-above">
            <h3 id="h-above">{ "From the root" }</h3>
            <ol class="cuts" role="list" data-test="cuts">{ rows }</ol>
        </section>
    }
}

/// On the way up, not proven yet.
fn found(zone: &str) -> Html {
    html! {
        <li class="cut" data-status="info">
            { icon("skip") }<b class="mono">{ called(zone) }</b><span class="muted">{ "found" }</span>
        </li>
    }
}

fn row(cut: &Cut, above: &str) -> Html {
    let status = status(cut.verdict);
    let reason = (!cut.reason.is_empty()).then(|| words::sentence(&cut.reason));
    html! {
        <li class="cut" data-status={status} data-test="cut">
            { icon(status) }
            <b class="mono">{ called(&cut.zone) }</b>
            <span class="st">{ cut.standing.words() }</span>
            if let Some(reason) = reason { <small>{ reason }</small> }
            <span class="keys">
                if !cut.ds.is_empty() {
                    <span class="muted">{ above }</span>
                    { for cut.ds.iter().map(|ds| html! { <span class="key">{ ds_name(ds) }</span> }) }
                }
                if !cut.keys.is_empty() { <span class="muted">{ "keys" }</span> }
                { for cut.keys.iter().map(key) }
            </span>
        </li>
    }
}

fn key(key: &CutKey) -> Html {
    let role = match (key.trusted, key.sep) {
        (true, _) => "signs, trusted",
        (false, true) => "SEP",
        (false, false) => "",
    };
    html! {
        <span class="key">
            <b>{ key.tag }</b><span>{ format!("/{}", key.algorithm) }</span>
            if !role.is_empty() { <span class="kd">{ role }</span> }
        </span>
    }
}

/// `20326/8 SHA-256`, of a DS record's data.
fn ds_name(data: &str) -> String {
    let mut parts = data.split_ascii_whitespace();
    match (parts.next(), parts.next(), parts.next().and_then(|number| number.parse().ok())) {
        (Some(tag), Some(algorithm), Some(digest)) => format!("{tag}/{algorithm} {}", words::digest(digest)),
        _ => data.to_owned(),
    }
}

fn called(zone: &str) -> String {
    if zone == "." { "root".into() } else { words::said(zone).to_owned() }
}
