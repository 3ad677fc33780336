//! The moment of judgement: a field, a strip of the verdict over time, and when it changes next.

use super::badge::{Letters, parent_badge};
use super::field::{Field, Reads};
use super::icon::{chevron, icon};
use crate::check::report::{Caches, Change, Report, Verdict};
use crate::dns::{Moment, span};
use crate::ui::layout::strip::{Strip, strip};
use crate::ui::state::{Action, Answer, Dispatch};
use crate::ui::{browser, words};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, Properties, component, html};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) report: Answer,
    /// The moment asked for, which the report may be about to reach.
    pub(super) at: Moment,
    /// What caches may still hold of a fault that was put right.
    pub(super) eased: Option<Caches>,
    pub(super) dispatch: Dispatch,
}

/// More are folded away from the start.
const MOMENTS_SHOWN: usize = 4;

#[component]
pub(super) fn Clock(props: &Props) -> Html {
    let set = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |at: Moment| dispatch.dispatch(Action::At(at)))
    };
    let onchange = {
        let set = set.clone();
        Callback::from(move |typed: String| words::read_time(&typed).into_iter().for_each(|at| set.emit(at)))
    };
    let now = set.reform(|_| browser::now());
    let Ok(report) = &props.report.result else { return html! {} };
    html! {
        <section class="panel clock" aria-labelledby="h-clock" data-test="clock">
            <h2 id="h-clock" class="vh">{ "Moment of judgement" }</h2>
            <div class="at">
                <label for="at">{ "Judged at" }</label>
                <Field id="at" reads={Reads::Time} value={words::field_time(props.at)} {onchange} />
                <button class="btn btn-sm" type="button" onclick={now}>{ "Now" }</button>
            </div>
            { strip(&report.timeline, reached(report), props.at).map(|strip| slider(&strip, props.at, &set)).unwrap_or_default() }
            if others_fail(report) {
                <p class="next">{ icon("clock") }<span>{ "This strip follows the RFC. Validators that differ from it are marked in the matrix." }</span></p>
            }
            { offer(report, &set) }
            { next(report) }
            // One place, filled or not: the slider is not made anew while it is moved.
            { caches(report, props.eased.as_ref()).unwrap_or_default() }
            { moments(report, props.at, &set) }
        </section>
    }
}

fn slider(strip: &Strip, at: Moment, set: &Callback<Moment>) -> Html {
    let set = set.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            set.emit(Moment(input.value_as_number() as i64));
        }
    });
    let (from, until) = (strip.axis.from.0, strip.axis.until.0);
    // An arrow key moves by an hour at most, by a minute on a short strip.
    let step = if until - from > 3 * 86_400 { 3600 } else { 60 };
    let percent = |x: f64| format!("{x:.3}%");
    let parts = strip.parts.iter().map(|part| {
        html! { <rect class={format!("seg-{}", part.kind)} x={percent(part.x)} width={percent(part.width)} y="5" height="14" rx="2" /> }
    });
    let words = strip.parts.iter().filter(|part| part.width > 16.0).filter(|part| {
        let middle = part.x + part.width / 2.0;
        strip.labels.iter().all(|(x, _)| (x - middle).abs() > 12.0)
    });
    let words = words.map(|part| {
        html! { <text class="mid strip-word" x={percent(part.x + part.width / 2.0)} y="36">{ part.words }</text> }
    });
    let labels = strip.labels.iter().map(|(x, moment)| {
        html! { <text class="mid" x={percent(*x)} y="36">{ words::day(*moment) }</text> }
    });
    let here = strip.parts.iter().rev().find(|part| part.x <= strip.thumb).map_or("", |part| part.words);
    html! {
        <div class="strip">
            <svg height="40" aria-hidden="true">
                { for parts }{ for labels }{ for words }
                <rect class="thumb" x={percent(strip.thumb)} y="0" width="10" height="24" rx="4" transform="translate(-5 0)" />
            </svg>
            <input type="range" min={from.to_string()} max={until.to_string()} step={step.to_string()} value={at.0.to_string()}
                aria-label="Move the clock" aria-valuetext={format!("{}: {here}", at.plain())} {oninput} />
        </div>
    }
}

/// Only validators fail that are stricter than the standard.
fn others_fail(report: &Report) -> bool {
    report.fails() && !report.mixes.iter().any(|mix| mix.reached && mix.verdict == Verdict::Bogus)
}

fn offer(report: &Report, set: &Callback<Moment>) -> Html {
    let Some(moment) = report.timeline.offer else { return html! {} };
    let onclick = set.reform(move |_| moment);
    html! {
        <p class="next">
            <button class="btn btn-sm" type="button" data-test="offer" {onclick}>
                { icon("clock") }{ format!("Use {}, inside the signatures’ validity", moment.plain()) }
            </button>
        </p>
    }
}

fn next(report: &Report) -> Html {
    let Some(next) = &report.timeline.next else { return html! {} };
    html! {
        <p class="next">
            { icon("clock") }
            <span>
                <strong>{ format!("Next change in {}:", span(next.at.0 - report.at.0)) }</strong>
                { format!(" on {} {}", next.at.plain(), next.text.trim_end_matches('.')) }{ "." }
            </span>
        </p>
    }
}

/// How many mixes happen.
fn reached(report: &Report) -> usize {
    report.mixes.iter().filter(|mix| mix.reached).count()
}

/// How long what is in caches can fail, once the data are right.
fn caches(report: &Report, eased: Option<&Caches>) -> Option<Html> {
    let (lead, caches) = match (&report.timeline.caches, eased) {
        (Some(caches), _) => ("If you fix it now, caches that hold", caches),
        (None, Some(caches)) if caches.until > report.at => ("Put right. Caches that still hold", caches),
        _ => return None,
    };
    let Caches { ttl, until, held } = caches;
    Some(html! {
        <p class="next" data-test="caches">
            { icon("warning") }
            <span>{ format!("{lead} {held} can fail until ") }<strong>{ until.plain() }</strong>{ format!(" (its TTL, {}).", span(i64::from(*ttl))) }</span>
        </p>
    })
}

/// Every moment at which the verdict changes, to go to.
fn moments(report: &Report, at: Moment, set: &Callback<Moment>) -> Html {
    let changes = &report.timeline.changes;
    if changes.is_empty() {
        return html! {};
    }
    let letters = Letters::of_report(report);
    let total = reached(report);
    let one = |change: &Change| {
        let moment = change.at;
        let onclick = set.reform(move |_| moment);
        let status = match change.verdict {
            Verdict::Bogus if change.failing > 0 && change.failing < total => "bogus",
            verdict => verdict.word(),
        };
        let whose = change.causes.iter().map(|cause| {
            let badge = match &cause.provider {
                Some(label) => letters.badge(label, true),
                None => parent_badge(true),
            };
            html! { <li>{ badge }<span>{ words::sentence(&cause.text) }</span></li> }
        });
        html! {
            <li data-status={status}>
                <button class="btn btn-sm" type="button" aria-current={(moment == at).then_some("true")} {onclick}>{ moment.plain() }</button>
                <span class="st">{ icon(status) }{ words::sentence(&change.then) }</span>
                <ul class="plain" role="list">{ for whose }</ul>
            </li>
        }
    };
    let count = changes.len();
    html! {
        <details class="fold moments" open={count <= MOMENTS_SHOWN} data-test="moments">
            <summary>{ chevron() }{ format!("{count} moment{} at which the verdict changes", words::plural(count)) }</summary>
            <ol class="plain" role="list">{ for changes.iter().map(one) }</ol>
        </details>
    }
}
