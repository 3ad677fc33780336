//! The whole page, around its one state.

use super::chain::ChainOfTrust;
use super::clock::Clock;
use super::coverage::Coverage;
use super::evidence::Evidence;
use super::expiry::Expiry;
use super::findings::Findings;
use super::gallery::Gallery;
use super::header::Header;
use super::icon::icon;
use super::matrix::Matrix;
use super::not_read::NotReadList;
use super::notice::Banner;
use super::problem::NoVerdict;
use super::progress::ProgressBar;
use super::proof::Proof;
use super::verdict::Verdict;
use crate::ui::hooks::{use_announcement, use_checker, use_drops, use_route};
use crate::ui::samples::card_of;
use crate::ui::state::{Action, Notice, State, View};
use crate::ui::{browser, words};
use gloo::utils::{document, window};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlDetailsElement, HtmlInputElement};
use yew::{
    Callback, Event, Html, MouseEvent, TargetCast as _, UseReducerHandle, component, html, use_effect_with,
    use_node_ref, use_reducer,
};

/// Wide enough for evidence and verdict side by side; the styles say the same.
const ROOMY: f64 = 1120.0;

#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(|| State::new(browser::now()));
    let stop = use_checker(&state);
    use_route(state.dispatcher());
    use_drops(state.view, state.dispatcher());
    let sentence = sentence(&state);
    let said = use_announcement(sentence.clone().into());
    use_effect_with(title(&state), |title| document().set_title(title));
    use_effect_with((state.focus, state.view), |(focus, _)| {
        if let Some(id) = focus {
            open_box(*id);
        }
    });
    let picker = use_node_ref();
    let open_files = {
        let picker = picker.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = picker.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let opened = {
        let dispatch = state.dispatcher();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let (Some(files), dispatch) = (input.files(), dispatch.clone()) else { return };
            spawn_local(async move {
                let given = browser::read_files(files).await;
                dispatch.dispatch(Action::Given { id: None, given, now: browser::now() });
                browser::set_fragment("check");
                input.set_value("");
            });
        })
    };
    html! {
        <>
            <a class="vh vh-focus" href="#main">{ "Skip to the verdict" }</a>
            <Header />
            if state.view == View::Gallery { { first(&state, &open_files) } } else { { bench(&state, &open_files, &stop) } }
            <footer class="foot">
                <span>{ "Nothing you paste leaves this browser." }</span>
                <span>{ concat!("multisigner ", env!("CARGO_PKG_VERSION")) }</span>
            </footer>
            <p class="vh" role="status" aria-live="polite" data-test="said">{ said }</p>
            <input class="vh" type="file" multiple=true ref={picker} onchange={opened} tabindex="-1" aria-hidden="true" data-test="picker" />
        </>
    }
}

/// The first visit: what this is, and one sample already judged.
fn first(state: &UseReducerHandle<State>, open_files: &Callback<MouseEvent>) -> Html {
    let current = state.case.sample.clone();
    let judged = state.outcome.as_ref().filter(|outcome| outcome.result.is_ok());
    let card = current.as_deref().and_then(card_of);
    html! {
        <main class="page" id="main" tabindex="-1">
            <Gallery current={current.clone()} open_files={open_files.clone()} own={state.own.is_some()} />
            { for state.notice.as_ref().map(|notice| banner(state, notice)) }
            <div class="stack worked" data-test="worked">
                if let Some(card) = card {
                    <div class="banner">
                        { icon("info") }
                        <span>{ "Sample " }<strong>{ card.title }</strong>{ ", really signed. No request was made." }</span>
                        <a class="btn btn-sm" href={format!("#sample={}", card.id)}>{ "Edit its data" }</a>
                    </div>
                }
                if let Some(outcome) = judged {
                    <div class="panel clip"><Verdict report={Rc::clone(outcome)} second=true /></div>
                    <div class="pair">
                        <Matrix report={Rc::clone(outcome)} open={state.cell} dispatch={state.dispatcher()} />
                        <Coverage report={Rc::clone(outcome)} />
                    </div>
                    { proof(state) }
                    <ChainOfTrust report={Rc::clone(outcome)} />
                }
            </div>
        </main>
    }
}

/// Evidence beside verdict. In the source the verdict comes first.
fn bench(state: &UseReducerHandle<State>, open_files: &Callback<MouseEvent>, stop: &Callback<()>) -> Html {
    let dispatch = state.dispatcher();
    let judged = state.outcome.as_ref().filter(|outcome| outcome.result.is_ok());
    let roomy =
        window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width > ROOMY);
    let cancel = {
        let (dispatch, stop) = (dispatch.clone(), stop.clone());
        Callback::from(move |_| {
            stop.emit(());
            dispatch.dispatch(Action::Cancel);
        })
    };
    html! {
        <main class="bench" id="main" tabindex="-1">
            if let Some(outcome) = judged {
                <Verdict report={Rc::clone(outcome)} />
            } else {
                <NoVerdict problem={state.problem().cloned()} dispatch={dispatch.clone()} />
            }
            <Evidence case={Rc::clone(&state.case)} outcome={state.outcome.clone()} open_files={open_files.clone()} {roomy} dispatch={dispatch.clone()} />
            <div class="results">
                { for state.notice.as_ref().map(|notice| banner(state, notice)) }
                { for state.progress.map(|progress| html! { <ProgressBar {progress} {cancel} /> }) }
                if let Some(outcome) = judged {
                    <Clock report={Rc::clone(outcome)} at={state.case.at} dispatch={dispatch.clone()} />
                    <div class="pair">
                        <Matrix report={Rc::clone(outcome)} open={state.cell} dispatch={dispatch.clone()} />
                        <Coverage report={Rc::clone(outcome)} />
                    </div>
                    { proof(state) }
                    <ChainOfTrust report={Rc::clone(outcome)} />
                    <Findings report={Rc::clone(outcome)} />
                    <Expiry report={Rc::clone(outcome)} />
                }
                if let Some(outcome) = &state.outcome { <NotReadList outcome={Rc::clone(outcome)} /> }
            </div>
        </main>
    }
}

fn proof(state: &UseReducerHandle<State>) -> Html {
    match (state.cell, &state.outcome) {
        (Some(cell), Some(outcome)) => {
            html! { <Proof report={Rc::clone(outcome)} {cell} dispatch={state.dispatcher()} /> }
        }
        _ => html! {},
    }
}

fn banner(state: &UseReducerHandle<State>, notice: &Notice) -> Html {
    html! { <Banner notice={notice.clone()} dispatch={state.dispatcher()} /> }
}

/// Opens a box and puts the cursor into it.
fn open_box(id: u32) {
    let details = document().get_element_by_id(&format!("src-{id}"));
    if let Some(details) = details.and_then(|e| wasm_bindgen::JsCast::dyn_into::<HtmlDetailsElement>(e).ok())
    {
        details.set_open(true);
    }
    browser::focus(&format!("text-{id}"));
}

/// The verdict in a sentence, for the live region.
fn sentence(state: &State) -> String {
    match (state.report(), state.problem()) {
        (Some(report), _) => {
            format!("{}: {} {}", words::said(&report.zone), report.headline.lead, report.headline.text)
        }
        (None, Some(problem)) if state.view == View::Bench => problem.to_string(),
        _ => String::new(),
    }
}

fn title(state: &State) -> String {
    match state.report().filter(|_| state.view == View::Bench) {
        Some(report) => {
            let lead = report.headline.lead.trim_end_matches('.').to_lowercase();
            format!("{}: {lead} · multisigner", words::said(&report.zone))
        }
        None => "multisigner: can any resolver fail to validate this zone?".into(),
    }
}
