//! The evidence column: a box for each source, and ways to add more.

use super::badge::Letters;
use super::icon::icon;
use super::source::SourceBox;
use crate::ui::state::{Action, Dispatch, Holds, State};
use yew::{Callback, Html, MouseEvent, html};

/// `roomy`: there is room beside the result, so the first box is open.
pub(super) fn evidence(
    state: &State,
    open_files: &Callback<MouseEvent>,
    roomy: bool,
    dispatch: &Dispatch,
) -> Html {
    let case = &state.case;
    let providers = || case.drafts.iter().filter(|d| d.holds == Holds::Provider).map(|d| d.name.as_str());
    let letters = Letters::of(providers());
    let nothing = case.drafts.iter().all(|d| d.text.is_empty());
    let boxes = case.drafts.iter().enumerate().map(|(index, draft)| {
        let letter = letters.letter(&draft.name);
        let report = state.outcome.as_ref().and_then(|outcome| outcome.result.as_ref().ok());
        let several = report.filter(|report| report.providers.len() > 1);
        let unreached = several
            .and_then(|report| report.providers.iter().find(|provider| *provider.label == *draft.name))
            .map(|provider| !provider.reached);
        html! {
            <SourceBox key={draft.id} draft={draft.clone()} {letter} {index} open={(roomy || nothing) && index == 0}
                no_ds={case.no_ds} {unreached} alone={case.drafts.len() == 1} outcome={state.outcome.clone()} dispatch={dispatch.clone()} />
        }
    });
    let act = |action: fn() -> Action| {
        let dispatch = dispatch.clone();
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
                <button class="btn btn-sm" type="button" onclick={open_files.clone()}>{ icon("file") }{ "Open files" }</button>
                <span>{ "or drop zone files, dig output, key files, DoH JSON anywhere. The kind is detected." }</span>
            </div>
        </aside>
    }
}
