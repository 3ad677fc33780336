//! Every fault as a switch: off, on with what it breaks, or not possible here and why.

use super::super::icon::{chevron, status};
use super::{chosen, option};
use crate::check::report::Report;
use crate::simulate::faults::{CATALOGUE, Choice, Fault, Group, Kind, Takes};
use crate::ui::simulate::{Alone, Sim, Simulation, Step};
use yew::{Event, Html, MouseEvent, html};

pub(super) const GROUPS: [Group; 5] =
    [Group::Keys, Group::Parent, Group::Signatures, Group::Denial, Group::Content];

pub(super) fn faults(simulation: &Simulation, report: Option<&Report>) -> Html {
    let state = &simulation.state;
    let groups = GROUPS.iter().enumerate().map(|(at, group)| {
        let kinds = CATALOGUE.iter().filter(|known| known.group == *group);
        let on = state.config.faults.iter().filter(|f| f.kind.known().is_some_and(|k| k.group == *group)).count();
        html! {
            <details class="fold fault-group" open={at == 0}>
                <summary>{ chevron() }{ group.word() }if on > 0 { <span class="st" data-status="bogus">{ format!("{on} on") }</span> }</summary>
                { for kinds.map(|known| rows(simulation, report, known.kind)) }
            </details>
        }
    });
    html! {
        <section class="panel" aria-labelledby="h-faults" data-test="faults">
            <header>
                <h2 id="h-faults">{ "Faults" }</h2>
                <button class="btn btn-sm btn-quiet" type="button" disabled={state.config.faults.is_empty()}
                    onclick={simulation.step(|_: MouseEvent| Step::ClearFaults)}>{ "Clear all" }</button>
            </header>
            <div class="body faults">{ for groups }</div>
        </section>
    }
}

/// The fault's places that are switched on, and one more.
fn rows(simulation: &Simulation, report: Option<&Report>, kind: Kind) -> Html {
    let state = &simulation.state;
    let (on, off): (Vec<&Choice>, Vec<&Choice>) =
        state.choices().iter().filter(|choice| choice.fault.kind == kind).partition(|c| state.has(&c.fault));
    let one = off
        .iter()
        .copied()
        .find(|choice| Some(&choice.fault) == usual(state, kind).map(|usual| &usual.fault));
    html! {
        <>
            { for on.iter().map(|choice| row(simulation, choice, true, effect(state, report, &choice.fault), &[])) }
            { for one.map(|choice| row(simulation, choice, false, None, &off)) }
        </>
    }
}

/// The place where a fault that is off would come: chosen by the person, else at the last provider; of two, the last
/// one's at the first.
pub(super) fn usual(state: &Sim, kind: Kind) -> Option<&Choice> {
    let off = || state.choices().iter().filter(|c| c.fault.kind == kind && !state.has(&c.fault));
    let picked = state.picked.get(&kind);
    let possible = || off().filter(|choice| choice.impossible.is_none());
    let first = state.config.providers.first().map(|provider| provider.name.as_str());
    let of_two = || {
        let at_first = possible().rev().find(|choice| choice.fault.at.as_deref() == first);
        at_first.filter(|choice| choice.takes == Takes::AtAndOf)
    };
    off()
        .find(|choice| Some(&choice.fault) == picked)
        .or_else(of_two)
        .or_else(|| possible().next_back())
        .or_else(|| off().next_back())
}

/// What a fault that is on does by itself.
fn effect(state: &Sim, report: Option<&Report>, fault: &Fault) -> Option<Alone> {
    let only = state.config.faults.len() == 1 && state.settled();
    report.filter(|_| only).map(Alone::of).or_else(|| state.alone.get(fault).cloned())
}

fn row(
    simulation: &Simulation,
    choice: &Choice,
    on: bool,
    effect: Option<Alone>,
    places: &[&Choice],
) -> Html {
    let fault = choice.fault.clone();
    let onchange = simulation.step(move |_: Event| Step::Fault { fault: fault.clone(), on: !on });
    let impossible = choice.impossible.as_deref();
    let pick = {
        let faults: Vec<Fault> = places.iter().map(|choice| choice.fault.clone()).collect();
        let now = choice.fault.clone();
        simulation.step(move |event: Event| {
            let at: Option<usize> = chosen(&event).parse().ok();
            Step::Pick(at.and_then(|at| faults.get(at)).unwrap_or(&now).clone())
        })
    };
    html! {
        <div class="fault-row" key={name(&choice.fault)} data-test={name(&choice.fault)}>
            <label class="switch">
                <input type="checkbox" role="switch" checked={on} disabled={!on && impossible.is_some()} {onchange} />
                <span>{ &choice.title }</span>
                if let Some(effect) = effect { { status(effect.status, effect.status, html! { effect.word }) } }
                <small>
                    if let Some(reason) = impossible { { format!("Not possible: {reason}.") } } else { { &choice.why } }
                </small>
            </label>
            if places.len() > 1 {
                <select class="field field-sm" aria-label={format!("Where: {}", choice.title)} onchange={pick}>
                    { for places.iter().enumerate().map(|(at, place)| option(&at.to_string(), &place_of(&place.fault), place.fault == choice.fault)) }
                </select>
            }
        </div>
    }
}

/// `zsk-withheld/A/B`.
fn name(fault: &Fault) -> String {
    let kind = format!("{:?}", fault.kind);
    let part = |name: &Option<String>| name.as_ref().map(|name| format!("/{name}")).unwrap_or_default();
    format!("{kind}{}{}", part(&fault.at), part(&fault.of))
}

fn place_of(fault: &Fault) -> String {
    match (&fault.at, &fault.of) {
        (Some(at), Some(of)) => format!("at {at}, {of}’s key"),
        (Some(at), None) => format!("at {at}"),
        _ => String::new(),
    }
}
