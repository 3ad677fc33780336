//! The whole page, around its one state.

use super::ask::AskForm;
use super::desk::{Desk, LiveAgain};
use super::evidence::evidence;
use super::foot::foot;
use super::gallery::gallery;
use super::header::{Tab, header};
use super::icon::icon;
use super::live::{Panel, heading};
use super::notice::banner;
use super::opened::{Arrived, frozen};
use super::problem::{halt, halted, length, long, no_verdict};
use super::progress::progress_bar;
use super::results::Results;
use super::rules::Rules;
use super::share::ShareMenu;
use super::verdict::verdict;
use crate::check::outcome::Problem;
use crate::ui::hooks::{
    use_announcement, use_checker, use_drops, use_place, use_refusal, use_room, use_rooms, use_route,
    use_rule_page,
};
use crate::ui::live::{Act, Live, use_live};
use crate::ui::samples::card_of;
use crate::ui::share::{Sharing, use_sharing};
use crate::ui::state::{Action, Holds, Notice, State, View};
use crate::ui::{browser, words};
use gloo::utils::{document, window};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Event, Html, MouseEvent, TargetCast as _, UseReducerHandle, component, html,
    use_effect_with, use_mut_ref, use_node_ref, use_reducer,
};

/// Wide enough for evidence and verdict side by side; the styles say the same.
const ROOMY: f64 = 1120.0;

#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(|| State::new(browser::now()));
    let (stop, ask) = use_checker(&state);
    let sharing = use_sharing(&state, ask);
    let live = use_live(state.dispatcher());
    let follow = {
        let act = live.act.clone();
        Callback::from(move |name| act.emit(Act::Follow(name)))
    };
    use_place(state.dispatcher());
    use_route(state.dispatcher(), follow);
    let rule = use_rule_page();
    let room = use_room();
    use_rooms(room, &state.case, state.dispatcher());
    use_drops(state.view, state.dispatcher());
    use_refusal(live.act.reform(|()| Act::Secret));
    let sentence = sentence(&state, &live);
    let said = use_announcement(sentence.clone().into());
    let heading = room.map_or_else(|| title(&state), |room| room.title().to_owned());
    use_effect_with(heading, |title| document().set_title(title));
    use_effect_with((state.focus, state.view), |(focus, _)| {
        if let Some(id) = focus {
            open_box(*id);
        }
    });
    {
        let before = use_mut_ref(|| state.view);
        let focus = state.focus;
        use_effect_with(state.view, move |view| {
            // A link led here and is gone: the keyboard goes on at the top of what came instead.
            if std::mem::replace(&mut *before.borrow_mut(), *view) != *view && focus.is_none() {
                browser::go_to("main");
            }
        });
    }
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
    let at = match (&rule, room) {
        (Some(_), _) => Tab::Rules,
        (None, Some(room)) => Tab::Beside(room),
        (None, None) => Tab::Check,
    };
    let share = html! {
        if at == Tab::Check && state.view == View::Bench {
            <ShareMenu state={state.clone()} sharing={sharing.clone()} />
        }
    };
    html! {
        <>
            <a class="vh vh-focus" href="#main">{ "Skip to the verdict" }</a>
            { header(at, html! { <AskForm live={live.clone()} /> }, share) }
            if let Some(code) = rule {
                <Rules {code} />
            } else if room.is_some() {
                // A program of its own draws it, after this one.
            } else if state.view == View::Gallery { { first(&state, &open_files) } } else { { bench(&state, &live, &sharing, &open_files, &stop) } }
            if room.is_none() { { foot() } }
            <p class="vh" role="status" aria-live="polite" data-test="said">{ said }</p>
            <input class="vh" type="file" multiple=true ref={picker} onchange={opened} tabindex="-1" aria-hidden="true" data-test="picker" />
        </>
    }
}

/// The first visit: what this is, and one sample already judged.
fn first(state: &UseReducerHandle<State>, open_files: &Callback<MouseEvent>) -> Html {
    let dispatch = state.dispatcher();
    let card = state.case.sample.as_deref().and_then(card_of);
    let answer = state.outcome.as_ref();
    html! {
        <main class="page" id="main" tabindex="-1">
            { gallery(state.case.sample.as_deref(), open_files, state.own.is_some()) }
            { for state.notice.as_ref().map(|notice| banner(notice, &dispatch)) }
            <div class="stack worked" data-test="worked">
                if let Some(card) = card {
                    <div class="banner">
                        { icon("info") }
                        <span>{ "Sample " }<strong>{ card.title }</strong>{ ", really signed. No request was made." }</span>
                        <a class="btn btn-sm" href={format!("#sample={}", card.id)}>{ "Edit its data" }</a>
                    </div>
                }
                if let Some(report) = state.report() { <div class="panel clip">{ verdict(report, None, None) }</div> }
                if let Some(answer) = answer { <Results answer={answer.clone()} cell={state.cell} at={None} {dispatch} /> }
            </div>
        </main>
    }
}

/// Evidence beside verdict. In the source the verdict comes first.
fn bench(
    state: &UseReducerHandle<State>,
    live: &Live,
    sharing: &Sharing,
    open_files: &Callback<MouseEvent>,
    stop: &Callback<()>,
) -> Html {
    let dispatch = state.dispatcher();
    let roomy =
        window().inner_width().ok().and_then(|width| width.as_f64()).is_some_and(|width| width > ROOMY);
    let cancel = {
        let (dispatch, stop) = (dispatch.clone(), stop.clone());
        Callback::from(move |_| {
            stop.emit(());
            dispatch.dispatch(Action::Cancel);
        })
    };
    // The wiped box is empty: what happened to it is the answer, until the person goes on.
    let refused = state.notice == Some(Notice::PrivateKey) && state.report().is_none();
    let problem = if refused { Some(&Problem::PrivateKey) } else { state.problem() };
    let live = state.case.live.as_ref().filter(|from| from.run == live.state.run).map(|_| live);
    let seen = live.and_then(|live| live.state.seen.as_ref()).filter(|seen| !seen.chain.is_empty());
    let top = match (state.long, &state.halted, state.report(), live.and_then(heading)) {
        (Some(seconds), _, report, _) => long(seconds, report.is_some(), &dispatch, &cancel),
        (None, Some(why), report, _) => halted(why, report.is_some()),
        (None, None, Some(report), _) => {
            verdict(report, Some(&dispatch), seen.and_then(|seen| seen.above.as_ref()))
        }
        (None, None, None, Some(heading)) => heading,
        (None, None, None, None) => no_verdict(problem, &dispatch),
    };
    let boxes = state.case.drafts.iter().map(|draft| {
        let whose = if draft.holds == Holds::Provider { draft.name.clone() } else { AttrValue::default() };
        (whose, draft.id)
    });
    let desk = Desk {
        sift: state.sift.clone(),
        again: Rc::clone(&state.again),
        goal: state.goal.clone(),
        export: sharing.export.clone(),
        boxes: boxes.collect(),
        live: live.map(|live| LiveAgain {
            seen: live.state.seen.clone(),
            asking: live.state.asking,
            act: live.act.clone(),
        }),
        dispatch: dispatch.clone(),
    };
    html! {
        <main class="bench" id="main" tabindex="-1">
            { top }
            { evidence(state, open_files, roomy, &dispatch) }
            <div class="results">
                <Arrived sharing={sharing.clone()} />
                { frozen(state) }
                { for state.notice.as_ref().map(|notice| banner(notice, &dispatch)) }
                if let Some(live) = live { <Panel live={live.clone()} case={state.case.clone()} /> }
                { for state.progress.map(|progress| progress_bar("Checking", progress, &cancel)) }
                if let Some(answer) = &state.outcome {
                    <Results answer={answer.clone()} cell={state.cell} at={Some(state.case.at)} {dispatch} desk={Some(desk)} eased={state.eased.clone()} />
                }
            </div>
        </main>
    }
}

/// Opens a box and puts the cursor into it.
fn open_box(id: u32) {
    browser::open_details(&format!("src-{id}"));
    browser::focus(&format!("text-{id}"));
}

/// The verdict in a sentence, for the live region.
fn sentence(state: &State, live: &Live) -> String {
    let asked = state.case.live.is_some();
    if let Some(why) = state.halted.as_ref().filter(|_| state.view == View::Bench) {
        let (lead, text) = halt(why, state.report().is_some());
        return format!("{lead} {text}");
    }
    if let Some(seconds) = state.long.filter(|_| state.view == View::Bench) {
        let (lead, text) = length(seconds, state.report().is_some());
        return format!("{lead} {text}");
    }
    match (state.report(), state.problem()) {
        (Some(report), _) => {
            format!("{}: {} {}", words::said(&report.zone), report.headline.lead, report.headline.text)
        }
        _ if asked && live.state.asking => format!("Asking about {}.", words::said(&live.state.name)),
        _ if asked => live.state.seen.as_ref().and_then(|seen| seen.stop.clone()).unwrap_or_default(),
        (None, Some(problem)) if state.view == View::Bench => problem.to_string(),
        _ => String::new(),
    }
}

fn title(state: &State) -> String {
    match state
        .report()
        .filter(|_| state.view == View::Bench && state.halted.is_none() && state.long.is_none())
    {
        Some(report) => {
            let lead = report.headline.lead.trim_end_matches('.').to_lowercase();
            format!("{}: {lead} · multisigner", words::said(&report.zone))
        }
        None => "multisigner: can any resolver fail to validate this zone?".into(),
    }
}
