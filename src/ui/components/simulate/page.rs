//! The page's parts in their order.

use super::super::chain::chain_of_trust;
use super::super::coverage::coverage;
use super::super::expiry::expiry;
use super::super::findings::findings;
use super::super::proof::Proof;
use super::card::cards;
use super::exchange::exchange;
use super::faults::faults;
use super::gallery::Gallery;
use super::head::head;
use super::outcome::outcome;
use super::takeaway::TakeAway;
use super::zone::Zone;
use crate::ui::hooks::use_announcement;
use crate::ui::simulate::{Simulation, Trouble, use_simulation};
use crate::ui::state::State;
use crate::ui::{browser, words};
use yew::{Html, Properties, UseReducerHandle, component, html, use_effect_with};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// Else the page shows something else, and the simulation waits.
    pub(crate) shown: bool,
    /// The page's own check.
    pub(crate) page: UseReducerHandle<State>,
}

#[component]
pub(crate) fn Simulate(props: &Props) -> Html {
    let simulation = use_simulation(props.page.dispatcher());
    let said = use_announcement(sentence(&simulation).into());
    use_effect_with(props.shown, |shown| {
        if *shown {
            browser::go_to("main");
        }
    });
    if !props.shown {
        return html! {};
    }
    let answer = simulation.judged.outcome.clone().filter(|_| simulation.state.trouble.is_none());
    let dispatch = simulation.judged.dispatcher();
    let report = answer.as_ref().and_then(|answer| answer.result.as_deref().ok());
    html! {
        <main class="page simulate" id="main" tabindex="-1" data-test="simulate">
            { head(&simulation) }
            <Zone simulation={simulation.clone()} case={props.page.case.clone()} />
            { cards(&simulation, report) }
            <div class="planner">
                { faults(&simulation, report) }
                { outcome(&simulation) }
            </div>
            if let (Some(answer), Some(cell)) = (&answer, simulation.judged.cell) {
                <Proof report={answer.clone()} {cell} dispatch={dispatch.clone()} />
            }
            if let Some(report) = report {
                { exchange(&simulation, report) }
                { findings(report) }
                { chain_of_trust(report) }
                { coverage(report) }
                { expiry(report) }
            }
            <Gallery simulation={simulation.clone()} />
            <TakeAway simulation={simulation.clone()} />
            <p class="vh" role="status" aria-live="polite" data-test="simulate-said">{ said }</p>
        </main>
    }
}

/// The verdict in a sentence, for the live region.
fn sentence(simulation: &Simulation) -> String {
    match (&simulation.state.trouble, simulation.judged.report()) {
        (Some(Trouble::Refused(why)), _) => why.to_string(),
        (Some(_), _) | (None, None) => String::new(),
        (None, Some(report)) => {
            format!("{}: {} {}", words::said(&report.zone), report.headline.lead, report.headline.text)
        }
    }
}
