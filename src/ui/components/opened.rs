//! What is said of a link that was opened, asks to be, or cannot be.

use super::icon::icon;
use crate::ui::share::{Opening, Sharing};
use crate::ui::state::State;
use crate::ui::{browser, words};
use yew::{Callback, Html, Properties, component, html, use_effect_with};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) sharing: Sharing,
}

/// Above the result: a link that waits for an answer, or is broken.
#[component]
pub(super) fn Arrived(props: &Props) -> Html {
    let asks = matches!(*props.sharing.opening, Opening::Asks(_));
    use_effect_with(asks, |asks| {
        if *asks {
            browser::go_to("arrived");
        }
    });
    let decide = |yes: bool| {
        let decide = props.sharing.decide.clone();
        Callback::from(move |_| decide.emit(yes))
    };
    match &*props.sharing.opening {
        Opening::None => html! {},
        Opening::Broken { why, hint } => html! {
            <div class="banner" data-status="warning" role="alert" data-test="broken-link">
                { icon("warning") }<span>{ why }{ " " }{ hint }{ " The address was left as it is." }</span>
                <button class="btn btn-sm" type="button" onclick={decide(false)}>{ "Close" }</button>
            </div>
        },
        Opening::Asks(opened) => html! {
            <div class="banner" data-status="warning" role="alertdialog" aria-labelledby="arrived" data-test="asks">
                { icon("warning") }
                <span id="arrived" tabindex="-1">
                    { format!("This link holds another check, made {}. Opening it replaces what is in the boxes.", opened.made.plain()) }
                </span>
                <button class="btn btn-sm btn-primary" type="button" onclick={decide(true)}>{ "Open the link" }</button>
                <button class="btn btn-sm" type="button" onclick={decide(false)}>{ "Keep my data" }</button>
            </div>
        },
    }
}

/// Above the result of an opened link: how old it is, and the way to a new check.
pub(super) fn frozen(state: &State) -> Html {
    let Some(made) = state.case.frozen else { return html! {} };
    let zone = state.report().map(|report| words::said(&report.zone).to_owned());
    html! {
        <div class="banner" data-test="frozen">
            { icon("link") }
            <span>{ format!("A check link of {}. It shows what was seen then; nothing was asked.", made.plain()) }</span>
            if let Some(zone) = zone {
                <a class="btn btn-sm" href={format!("#check={zone}")}>{ "Check again now" }</a>
            }
        </div>
    }
}
