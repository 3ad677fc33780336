//! The evidence column: a box for each source, and ways to add more.

use super::badge::Letters;
use super::icon::icon;
use super::source::SourceBox;
use crate::check::outcome::Outcome;
use crate::ui::state::{Action, Case, Dispatch, Holds};
use std::rc::Rc;
use yew::{Callback, Html, MouseEvent, Properties, component, html};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) case: Rc<Case>,
    pub(super) outcome: Option<Rc<Outcome>>,
    pub(super) open_files: Callback<MouseEvent>,
    /// There is room beside the result: the first box is open.
    pub(super) roomy: bool,
    pub(super) dispatch: Dispatch,
}

#[component]
pub(super) fn Evidence(props: &Props) -> Html {
    let case = &props.case;
    let providers = || case.drafts.iter().filter(|d| d.holds == Holds::Provider).map(|d| d.name.as_str());
    let letters = Letters::of(providers());
    let nothing = case.drafts.iter().all(|d| d.text.is_empty());
    let boxes = case.drafts.iter().enumerate().map(|(index, draft)| {
        let letter = letters.letter(&draft.name);
        html! {
            <SourceBox key={draft.id} draft={draft.clone()} {letter} {index} open={(props.roomy || nothing) && index == 0}
                no_ds={case.no_ds} alone={case.drafts.len() == 1} outcome={props.outcome.clone()} dispatch={props.dispatch.clone()} />
        }
    });
    let act = |action: fn() -> Action| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action()))
    };
    let split = case.drafts.iter().any(|d| d.holds == Holds::All) && nothing;
    html! {
        <aside class="inputs" aria-label="Evidence">
            <header>
                <h2>{ "Evidence" }</h2>
                if let Some(zone) = &case.zone {
                    <span class="tag">
                        { format!("only {}", crate::ui::words::said(zone)) }
                        <button class="chip-x" type="button" aria-label="Judge whatever zone is found" onclick={act(|| Action::Zone(None))}>{ "×" }</button>
                    </span>
                }
            </header>
            { for boxes }
            <div class="drop">
                if split {
                    <button class="btn btn-sm" type="button" onclick={act(|| Action::Split)}>{ icon("plus") }{ "A box for each provider" }</button>
                } else {
                    <button class="btn btn-sm" type="button" onclick={act(|| Action::AddProvider)}>{ icon("plus") }{ "Add provider" }</button>
                }
                <button class="btn btn-sm" type="button" onclick={props.open_files.clone()}>{ icon("file") }{ "Open files" }</button>
                <span>{ "or drop zone files, dig output, key files, DoH JSON anywhere. The kind is detected." }</span>
            </div>
        </aside>
    }
}
