//! The proof behind one cell of the matrix: each RRset, its key, and the reason.

use super::badge::Letters;
use super::icon::{icon, status};
use crate::check::report::{KeyInfo, Mix, MixRrset, Report};
use crate::ui::browser;
use crate::ui::state::{Action, Answer, Dispatch};
use crate::ui::words;
use yew::{Callback, Html, KeyboardEvent, Properties, component, html, use_effect_with};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) report: Answer,
    pub(super) cell: (usize, usize),
    pub(super) dispatch: Dispatch,
}

#[component]
pub(super) fn Proof(props: &Props) -> Html {
    // The keyboard goes on where the person asked to look.
    use_effect_with(props.cell, |_| browser::focus("h-proof"));
    let cell = props.cell;
    let close = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |()| {
            dispatch.dispatch(Action::Cell(None));
            browser::focus(&format!("cell-{}-{}", cell.0, cell.1));
        })
    };
    let Ok(report) = &props.report.result else { return html! {} };
    let Some(mix) = report.mixes.get(cell.0 * report.providers.len() + cell.1) else { return html! {} };
    let letters = Letters::of_report(report);
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        })
    };
    let word = mix.verdict.word();
    let shown = mix.rrsets.len();
    html! {
        <section class="panel proof-panel" id="proof" aria-labelledby="h-proof" data-test="proof" {onkeydown}>
            <header>
                <h2 id="h-proof" tabindex="-1">
                    { "DNSKEY from " }{ letters.badge(&mix.dnskey_from, false) }{ format!(" {}, answer from ", mix.dnskey_from) }
                    { letters.badge(&mix.answer_from, false) }{ format!(" {}", mix.answer_from) }
                </h2>
                { status(word, word, html! { words::capital(mix.verdict) }) }
                <button class="btn btn-sm" type="button" onclick={close.reform(|_| ())}>{ "Close" }</button>
            </header>
            <div class="body stack">
                if !mix.reason.is_empty() { <p>{ words::sentence(&mix.reason) }</p> }
                { keys(report, mix, &letters) }
                { differing(mix) }
            </div>
            <div class="scroll proof-scroll" tabindex="0" role="region" aria-label="RRsets of this mix">
                <table class="data proof-table">
                    <caption class="vh">{ "Each RRset of this mix" }</caption>
                    <thead><tr>
                        <th scope="col">{ "RRset" }</th><th scope="col">{ "Verdict" }</th>
                        <th scope="col">{ "Key" }</th><th scope="col">{ "Reason" }</th>
                    </tr></thead>
                    <tbody>{ for mix.rrsets.iter().map(|rrset| row(report, rrset, &letters)) }</tbody>
                </table>
            </div>
            if shown < mix.rrsets_total {
                <footer>{ format!("{shown} of {} RRsets shown, failing ones first.", mix.rrsets_total) }</footer>
            }
        </section>
    }
}

fn row(report: &Report, rrset: &MixRrset, letters: &Letters) -> Html {
    let word = rrset.verdict.word();
    html! {
        <tr>
            <th scope="row"><span class="mono">{ &rrset.name }</span>{ " " }<b>{ &rrset.rtype }</b></th>
            <td>{ status(word, word, html! { word }) }</td>
            <td>{ key(report, rrset.key_tag.zip(rrset.algorithm), letters) }</td>
            <td>{ words::sentence(&rrset.reason) }</td>
        </tr>
    }
}

fn key(report: &Report, name: Option<(u16, u8)>, letters: &Letters) -> Html {
    let Some((tag, algorithm)) = name else { return html! { <span class="muted">{ "none" }</span> } };
    match report.keys.iter().find(|k| (k.tag, k.algorithm) == (tag, algorithm)) {
        Some(key) => letters.key(key),
        None => html! { <span class="key"><b>{ tag }</b><span>{ format!("/{algorithm}") }</span></span> },
    }
}

/// What the resolver holds, and what it would need.
fn keys(report: &Report, mix: &Mix, letters: &Letters) -> Html {
    let find = |label: &str| report.providers.iter().find(|p| p.label == label);
    let (Some(from), Some(to)) = (find(&mix.dnskey_from), find(&mix.answer_from)) else { return html! {} };
    let line = |keys: Vec<&KeyInfo>| {
        if keys.is_empty() {
            return html! { <span class="muted">{ "none" }</span> };
        }
        html! { <span class="key-row">{ for keys.into_iter().map(|key| letters.key(key)) }</span> }
    };
    let held: Vec<&KeyInfo> = from.publishes.iter().filter_map(|k| report.keys.get(*k)).collect();
    let signing: Vec<usize> = to.data_signed_by.iter().map(|(key, _)| *key).collect();
    let signers: Vec<&KeyInfo> = signing.iter().filter_map(|k| report.keys.get(*k)).collect();
    let missing: Vec<&KeyInfo> =
        signing.iter().filter(|k| !from.publishes.contains(k)).filter_map(|k| report.keys.get(*k)).collect();
    html! {
        <dl class="pairs">
            <div><dt>{ "The resolver holds" }</dt><dd>{ line(held) }</dd></div>
            <div><dt>{ "The answer is signed by" }</dt><dd>{ line(signers) }</dd></div>
            if !missing.is_empty() {
                <div data-status="bogus"><dt>{ "Missing" }</dt><dd class="st">{ icon("bogus") }{ line(missing) }</dd></div>
            }
        </dl>
    }
}

fn differing(mix: &Mix) -> Html {
    let rows = mix.differs.iter().map(|differs| {
        let word = differs.verdict.word();
        html! { <li>{ status(word, word, html! { format!("{}: {word}.", differs.profile) }) }{ " " }{ words::sentence(&differs.reason) }</li> }
    });
    html! {
        <>
        if !mix.differs.is_empty() {
            <div><h3>{ "Validators that differ" }</h3><ul class="plain" role="list">{ for rows }</ul></div>
        }
        if mix.hidden_by_retry {
            <p class="note">{ "A resolver that asks another provider again after a failure does not show this, as long as that one answers." }</p>
        }
        </>
    }
}
