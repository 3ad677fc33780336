//! The mix matrix: whose keys a resolver holds against who answers.

use super::badge::Letters;
use super::icon::{icon, status};
use crate::check::report::{Mix, Report, Verdict};
use crate::ui::state::{Action, Dispatch};
use crate::ui::words;
use yew::{Callback, Html, classes, html};

pub(super) fn matrix(report: &Report, open: Option<(usize, usize)>, dispatch: &Dispatch) -> Html {
    let letters = Letters::of_report(report);
    let count = report.providers.len();
    let compact = count > 5;
    let columns = report.providers.iter().map(|p| {
        let host = p.servers.first().filter(|_| count <= 3).cloned().unwrap_or_default();
        html! {
            <th scope="col">
                if compact { { letters.badge(&p.label, false) } } else {
                    { letters.named(&p.label) }<span class="host">{ " " }{ host }</span>
                }
            </th>
        }
    });
    let rows = report.providers.iter().enumerate().map(|(row, p)| {
        let cells = (0..count).filter_map(|column| {
            let mix = report.mixes.get(row * count + column)?;
            Some(cell(report, mix, (row, column), open, dispatch))
        });
        html! {
            <tr>
                <th scope="row">
                    if compact { { letters.badge(&p.label, false) } } else {
                        <span class="host held">{ "DNSKEY held from" }</span>{ letters.named(&p.label) }
                    }
                </th>
                { for cells }
            </tr>
        }
    });
    let idle: Vec<&str> = report.providers.iter().filter(|p| !p.reached).map(|p| p.label.as_str()).collect();
    let zone = words::said(&report.zone);
    html! {
        <section class="panel" aria-labelledby="h-mix" data-test="matrix">
            <header><h2 id="h-mix">{ "Mix matrix" }</h2><span class="note">{ "rows: keys in the cache" }</span></header>
            <div class={classes!("mix-wrap", (count > 3).then_some("scroll"))} tabindex={(count > 3).then_some("0")}
                role={(count > 3).then_some("region")} aria-label={(count > 3).then_some("Mix matrix, scrolls sideways")}>
                <table class={classes!("mix", compact.then_some("mix-compact"), (count == 3).then_some("mix-3"), (count > 3).then_some("mix-many"))}>
                    <caption class="vh">{ format!("Mix matrix of {zone}: the verdict for each pair of DNSKEY source and answer source") }</caption>
                    <thead>
                        <tr>
                            <td rowspan="2" class="corner"></td>
                            <th class="axis" colspan={count.to_string()} scope="colgroup">{ "answer signed by" }</th>
                        </tr>
                        <tr>{ for columns }</tr>
                    </thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            <footer>
                { "A mix: keys that a cache got from one provider, and an answer from another. " }
                { agreement(report) }
                if !idle.is_empty() { { format!(" Dashed: does not happen, for no NS record leads to {}.", words::list(idle.into_iter())) } }
            </footer>
        </section>
    }
}

fn agreement(report: &Report) -> &'static str {
    if report.mixes.iter().any(|mix| !mix.differs.is_empty()) {
        "A cell carries the RFC’s verdict; a mark names each validator that says otherwise."
    } else {
        "Judged by the RFC. All five validators that are modelled agree on every mix."
    }
}

fn cell(
    report: &Report,
    mix: &Mix,
    at: (usize, usize),
    open: Option<(usize, usize)>,
    dispatch: &Dispatch,
) -> Html {
    let count = report.providers.len();
    let (word, own) = (mix.verdict.word(), mix.dnskey_from == mix.answer_from);
    let open = open == Some(at);
    let onclick = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.dispatch(Action::Cell((!open).then_some(at))))
    };
    let pair = format!("DNSKEY from {}, answer from {}: ", mix.dnskey_from, mix.answer_from);
    let body = match count {
        0..=3 => html! {
            <>
                { status(word, word, html! { words::capital(mix.verdict) }) }
                <small>{ words::tally(mix) }</small>
                if !mix.reached { <small class="idle-note">{ "does not happen" }</small> }
                if mix.verdict != Verdict::Secure && !mix.reason.is_empty() { <small>{ words::sentence(&mix.reason) }</small> }
                { marks(mix) }
                if own && count > 1 { <small class="muted">{ format!("{} on its own", mix.answer_from) }</small> }
            </>
        },
        4 | 5 => html! { <>{ status(word, word, html! { words::capital(mix.verdict) }) }{ marks(mix) }</> },
        _ if !mix.differs.is_empty() && mix.verdict != Verdict::Bogus => {
            status("warning", "warning", html! {})
        }
        _ => status(word, word, html! {}),
    };
    html! {
        <td data-status={word} class={(!mix.reached).then_some("idle")}>
            <button class="cell" type="button" id={format!("cell-{}-{}", at.0, at.1)}                aria-expanded={open.to_string()} aria-controls={open.then_some("proof")} {onclick}>
                <span class="vh">{ pair }</span>{ body }if !mix.reached && count > 3 { <span class="vh">{ ", does not happen" }</span> }<span class="vh">{ ". Show the proof" }</span>
            </button>
        </td>
    }
}

/// Validators that differ from the reference, grouped by what they say.
fn marks(mix: &Mix) -> Html {
    let by = |verdict: Verdict| {
        let names = mix.differs.iter().filter(|d| d.verdict == verdict).map(|d| d.profile.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        let word = verdict.word();
        html! {
            if !names.is_empty() {
                <span class="mark" data-status={word}>{ icon(word) }{ format!("{names}: {word}") }</span>
            }
        }
    };
    html! {
        if !mix.differs.is_empty() || mix.hidden_by_retry {
            <span class="marks">
                { by(Verdict::Bogus) }{ by(Verdict::Indeterminate) }{ by(Verdict::Insecure) }{ by(Verdict::Secure) }
                if mix.hidden_by_retry {
                    <span class="mark" data-status="warning">{ icon("warning") }{ "a retry can hide it" }</span>
                }
            </span>
        }
    }
}
