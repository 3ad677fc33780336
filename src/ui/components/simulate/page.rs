//! The page's parts in their order.

use super::super::chain::Chain;
use super::super::coverage::coverage;
use super::super::expiry::expiry;
use super::super::findings::Findings;
use super::super::foot::foot;
use super::super::proof::Proof;
use super::card::cards;
use super::exchange::exchange;
use super::faults::faults;
use super::gallery::Gallery;
use super::head::head;
use super::outcome::outcome;
use super::resolver::Resolver;
use super::takeaway::TakeAway;
use super::zone::Zone;
use crate::ui::hooks::{use_announcement, use_room};
use crate::ui::room::Room;
use crate::ui::simulate::{Simulation, Trouble, use_simulation};
use crate::ui::{browser, words};
use yew::{Html, component, html, use_effect_with};

#[component]
pub(crate) fn Simulate() -> Html {
    // Else the page shows something else, and the simulation waits.
    let shown = use_room() == Some(Room::Simulate);
    let simulation = use_simulation();
    let said = use_announcement(sentence(&simulation).into());
    use_effect_with(shown, |shown| {
        if *shown {
            browser::go_to("main");
        }
    });
    if !shown {
        return html! {};
    }
    let answer = simulation.judged.outcome.clone().filter(|_| simulation.state.trouble.is_none());
    let dispatch = simulation.judged.dispatcher();
    let report = answer.as_ref().and_then(|answer| answer.result.as_deref().ok());
    html! {
        <>
        <main class="page simulate" id="main" tabindex="-1" data-test="simulate">
            { head(&simulation) }
            <Zone simulation={simulation.clone()} />
            { cards(&simulation, report) }
            <div class="planner">
                { outcome(&simulation) }
                { faults(&simulation, report) }
            </div>
            if let (Some(answer), Some(cell)) = (&answer, simulation.judged.cell) {
                <Proof report={answer.clone()} {cell} dispatch={dispatch.clone()} />
            }
            if let Some(report) = report {
                { exchange(&simulation, report) }
                <Resolver simulation={simulation.clone()} zone={report.zone.clone()} labels={report.providers.iter().map(|p| p.label.clone()).collect::<Vec<_>>()} />
                { for answer.clone().map(|answer| html! { <><Findings answer={answer.clone()} /><Chain {answer} /></> }) }
                { coverage(report) }
                { expiry(report) }
            }
            <Gallery simulation={simulation.clone()} />
            <TakeAway simulation={simulation.clone()} />
            <p class="vh" role="status" aria-live="polite" data-test="simulate-said">{ said }</p>
        </main>
        { foot() }
        </>
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
