//! The fault gallery: each fault on its own, its verdict, and why.

use super::super::glyph::glyph;
use super::super::icon::{chevron, status};
use super::faults::usual;
use crate::simulate::faults::{CATALOGUE, Fault};
use crate::ui::browser;
use crate::ui::simulate::{Act, Sim, Simulation, Step};
use web_sys::HtmlDetailsElement;
use yew::{
    Callback, Event, Html, MouseEvent, Properties, TargetCast as _, component, html, use_effect_with,
    use_state,
};

/// A zone with more signatures takes too long to be judged forty times.
const MOST_SIGNATURES: usize = 2_000;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) simulation: Simulation,
}

#[component]
pub(super) fn Gallery(props: &Props) -> Html {
    let simulation = &props.simulation;
    let state = &simulation.state;
    let open = use_state(|| false);
    let small = state.signed.as_ref().is_some_and(|signed| signed.signatures <= MOST_SIGNATURES);
    {
        let simulation = simulation.clone();
        let ready = state.settled() && state.trouble.is_none() && small;
        use_effect_with((*open, state.answered, ready), move |(open, _, ready)| {
            let wanted = wanted(&simulation.state, *open);
            if *ready && !wanted.is_empty() {
                simulation.act.emit(Act::Try(wanted));
            }
        });
    }
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            if let Some(details) = event.target_dyn_into::<HtmlDetailsElement>() {
                open.set(details.open());
            }
        })
    };
    let cards = CATALOGUE.iter().filter_map(|known| {
        let on = state.config.faults.iter().find(|fault| fault.kind == known.kind);
        let fault = on.or_else(|| usual(state, known.kind).map(|choice| &choice.fault))?.clone();
        Some(card(simulation, fault, known.why))
    });
    html! {
        <section class="panel" aria-labelledby="h-gallery" data-test="gallery">
            <details class="gallery" {ontoggle}>
                <summary>{ chevron() }<h2 id="h-gallery">{ "Fault gallery" }</h2><span class="note">{ format!("each of the {} faults on its own, in this set-up", CATALOGUE.len()) }</span></summary>
                if *open {
                    <div class="body">
                        if !small && state.signed.is_some() {
                            <p class="note">{ "This zone is too large to try every fault on its own. Start from the sample to see them." }</p>
                        }
                        <ul class="samples" role="list">{ for cards }</ul>
                    </div>
                }
            </details>
        </section>
    }
}

/// What has not been tried yet and is to be shown: what is on beside others, and with the gallery everything.
fn wanted(state: &Sim, open: bool) -> Vec<Fault> {
    let on = state.config.faults.iter().filter(|_| state.config.faults.len() > 1);
    let all = CATALOGUE.iter().filter(|_| open).filter_map(|known| {
        let on = state.config.faults.iter().find(|fault| fault.kind == known.kind);
        on.or_else(|| {
            let usual = usual(state, known.kind).filter(|choice| choice.impossible.is_none());
            usual.map(|choice| &choice.fault)
        })
    });
    let mut wanted: Vec<Fault> = Vec::new();
    for fault in on.chain(all) {
        if !state.alone.contains_key(fault) && !wanted.contains(fault) {
            wanted.push(fault.clone());
        }
    }
    wanted
}

fn card(simulation: &Simulation, fault: Fault, why: &'static str) -> Html {
    let state = &simulation.state;
    let choice = state.choices().iter().find(|choice| choice.fault == fault);
    let impossible = choice.and_then(|choice| choice.impossible.clone());
    let alone = state.alone.get(&fault);
    let on = state.has(&fault);
    let title = choice.map_or_else(
        || fault.title(state.config.model, state.config.ksk_holder.as_deref()),
        |choice| choice.title.clone(),
    );
    let kind = format!("{:?}", fault.kind);
    let onclick = simulation.step(move |_: MouseEvent| {
        browser::go_to("h-faults");
        Step::Only(fault.clone())
    });
    html! {
        <li key={kind.clone()}>
            <button class="sample" type="button" aria-current={on.then_some("true")} disabled={impossible.is_some()} {onclick} data-test={format!("gallery-{kind}")}>
                { glyph(alone.map_or("", |alone| alone.cells.as_str())) }
                <b>{ title }</b>
                if let Some(reason) = impossible {
                    <small>{ format!("Not possible: {reason}.") }</small>
                } else {
                    <small>{ why }</small>
                    if let Some(alone) = alone {
                        { status(alone.status, alone.status, html! { alone.word.clone() }) }
                    } else {
                        <small class="muted">{ "not tried yet" }</small>
                    }
                }
            </button>
        </li>
    }
}
