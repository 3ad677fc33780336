//! The page's parts in their order.

use super::super::badge::Letters;
use super::super::foot::foot;
use super::super::icon::icon;
use super::coded;
use super::emergencies::emergencies;
use super::form::form;
use super::head::head;
use super::steps::Steps;
use super::timeline::Timeline;
use super::why::Why;
use crate::explore::Witness;
use crate::ui::hooks::{use_announcement, use_room};
use crate::ui::plan::{Act, Planning, Refusal, Shown, use_planner};
use crate::ui::room::Room;
use crate::ui::{beside, browser, words};
use yew::{Html, component, html, use_effect_with, use_memo};

#[component]
pub(crate) fn Planner() -> Html {
    // Else the page shows something else, and the plan waits.
    let shown = use_room() == Some(Room::Plan);
    let planning = use_planner();
    let said = use_announcement(sentence(&planning).into());
    use_effect_with(shown, |shown| {
        if *shown {
            browser::go_to("main");
        }
    });
    // The check does not change while the plan is looked at.
    let checked = use_memo(shown, |shown| *shown && beside::case().is_some());
    if !shown {
        return html! {};
    }
    let state = &planning.state;
    let plan = state.shown.clone().filter(|_| state.refused.is_none());
    let letters = plan
        .as_ref()
        .map(|shown| Letters::of(shown.plan.providers.iter().map(String::as_str)))
        .unwrap_or_default();
    let busy = (!state.settled()).to_string();
    html! {
        <>
        <main class="page plan" id="main" tabindex="-1" data-test="plan" aria-busy={busy}>
            { head(&planning, plan.as_ref(), &letters) }
            { form(&planning, plan.as_deref(), *checked) }
            if let Some(trouble) = &state.trouble {
                <div class="banner" data-status="warning" role="status">{ icon("warning") }<span>{ trouble }</span></div>
            }
            if let Some(refusal) = state.refused.as_deref() { { refused(refusal) } }
            if !state.settled() && state.trouble.is_none() {
                <div class="banner progress" data-test="progress">
                    <label class="progress-label">{ "Planning, and looking at every cache" }<progress></progress></label>
                    <button class="btn btn-sm" type="button" onclick={planning.on(|| Act::Cancel)}>{ "Cancel" }</button>
                </div>
            }
            if let Some(shown) = plan {
                { proof(&shown) }
                <Timeline planning={planning.clone()} shown={shown.clone()} letters={letters.clone()} />
                <div class="planner">
                    <Steps planning={planning.clone()} shown={shown.clone()} letters={letters.clone()} />
                    <Why planning={planning.clone()} {shown} />
                </div>
            }
            { emergencies() }
            <p class="vh" role="status" aria-live="polite" data-test="plan-said">{ said }</p>
        </main>
        { foot() }
        </>
    }
}

/// Why there is no plan, and what can be done instead.
fn refused(refusal: &Refusal) -> Html {
    html! {
        <>
            <div class="proven" data-status="bogus" role="status" data-test="refused">
                { icon("bogus") }<b>{ "No plan." }</b><span>{ words::sentence(&refusal.why) }</span>
            </div>
            if !refusal.instead.is_empty() {
                <section class="panel" aria-labelledby="h-instead" data-test="instead">
                    <header><h2 id="h-instead">{ "What can be done instead, best first" }</h2></header>
                    <ol class="body stack ways" role="list">
                        { for refusal.instead.iter().map(|way| html! {
                            <li class="stack-s">
                                <h3>{ &way.title }</h3>
                                <ul class="bul">{ for way.what.iter().map(|line| html! { <li>{ coded(line) }</li> }) }</ul>
                                <p class="note"><b>{ "Cost: " }</b>{ &way.cost }</p>
                                if !way.source.is_empty() { <p class="note muted">{ &way.source }</p> }
                            </li>
                        }) }
                    </ol>
                </section>
            }
        </>
    }
}

/// Whether the plan is safe, first of all.
fn proof(shown: &Shown) -> Html {
    let proof = &shown.plan.proof;
    let (status, symbol) = if proof.safe { ("secure", "proof") } else { ("bogus", "bogus") };
    let lead = match (proof.safe, proof.combinations) {
        (true, 0) => "Nothing can fail.".to_owned(),
        (true, n) => format!("Proven: {n} cache combinations, none fails."),
        (false, _) => "Counter-example found: some caches fail.".to_owned(),
    };
    let first =
        proof.failing.iter().take(1).flat_map(|failing| failing.witness.iter()).flat_map(Witness::words);
    html! {
        <div class="proven" data-status={status} role="status" data-test="proof">
            { icon(symbol) }
            <b>{ lead }</b>
            <span>
                if proof.safe {
                    { "Every pair of DS, DNSKEY and data versions that a cache can hold together, at every second, also for validators that want a signature of every algorithm." }
                } else {
                    { for first.map(|line| html! { <>{ line }{ " " }</> }) }
                }
            </span>
        </div>
    }
}

/// The plan in a sentence, for the live region.
fn sentence(planning: &Planning) -> String {
    let state = &planning.state;
    match (&state.refused, &state.shown) {
        (Some(refusal), _) => format!("No plan: {}", refusal.why),
        (None, Some(shown)) => {
            format!("{}: {} steps. {}", shown.plan.title(), shown.plan.steps.len(), shown.plan.proof.words())
        }
        (None, None) => String::new(),
    }
}
