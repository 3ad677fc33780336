//! The timeline: steps can be taken by hand, to see what would happen. The table says the same.

use super::super::badge::Letters;
use super::super::icon::chevron;
use super::drawing::{Drawing, Form, Hands, NARROW, WIDE};
use super::when;
use crate::dns::span;
use crate::plan::PlanStep;
use crate::ui::browser;
use crate::ui::layout::plan::{PlanLines, plan_lines};
use crate::ui::plan::{Act, Planning, Shown};
use gloo::events::EventListener;
use gloo::utils::window;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, SvgElement};
use yew::{
    Callback, Html, KeyboardEvent, PointerEvent, Properties, component, html, use_effect_with, use_mut_ref,
    use_state_eq,
};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) planning: Planning,
    pub(super) shown: Rc<Shown>,
    pub(super) letters: Letters,
}

/// A step in the hand: which, and the form of the drawing that it was taken from.
type Held = Option<(usize, bool)>;

fn lines(shown: &Shown, planning: &Planning, form: Form) -> PlanLines {
    let proof = shown.plan.proof.failing.iter();
    let attempt = planning.state.attempt.as_deref();
    let failing = attempt.into_iter().flat_map(|attempt| attempt.failing.iter().map(|(_, failing)| failing));
    plan_lines(&shown.plan, &shown.document, proof.chain(failing), (form.left, form.right))
}

#[component]
pub(super) fn Timeline(props: &Props) -> Html {
    let Props { planning, shown, letters } = props;
    let held = use_state_eq(|| Held::None);
    let latest = use_mut_ref(|| (planning.clone(), Rc::clone(shown)));
    *latest.borrow_mut() = (planning.clone(), Rc::clone(shown));
    {
        let held_now = held.clone();
        use_effect_with(*held, move |held| {
            let listeners = held.map(|(step, narrow)| {
                let moved = EventListener::new(&window(), "pointermove", move |event| {
                    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
                    let (planning, shown) = latest.borrow().clone();
                    // The next one goes when the last is answered.
                    if planning.state.tries != planning.state.tried {
                        return;
                    }
                    let form = if narrow { NARROW } else { WIDE };
                    let place =
                        if narrow { ".plan-time .only-narrow svg" } else { ".plan-time .only-wide svg" };
                    let Some(x) = within(place, f64::from(event.client_x()), form.width) else { return };
                    let at = lines(&shown, &planning, form).at(x);
                    planning.act.emit(Act::Try { step, at });
                });
                let let_go = EventListener::new(&window(), "pointerup", move |_| held_now.set(None));
                (moved, let_go)
            });
            move || drop(listeners)
        });
    }
    let take = {
        let held = held.clone();
        move |narrow: bool| {
            let held = held.clone();
            Callback::from(move |(step, event): (usize, PointerEvent)| {
                event.prevent_default();
                if let Some(handle) = event.current_target().and_then(|it| it.dyn_into::<SvgElement>().ok()) {
                    let _ = handle.focus();
                }
                held.set(Some((step, narrow)));
            })
        }
    };
    let key = {
        let (planning, shown) = (planning.clone(), Rc::clone(shown));
        Callback::from(move |(number, event): (usize, KeyboardEvent)| {
            let steps = &shown.plan.steps;
            let Some(step) = steps.get(number - 1) else { return };
            let before =
                number.checked_sub(2).and_then(|before| steps.get(before)).map_or(step.at, |step| step.at);
            let leap = ((step.at - before) / 20).max(1);
            let tried = planning.state.attempt.as_ref().filter(|attempt| attempt.step == number);
            let at = tried.map_or(step.at, |attempt| attempt.at);
            let at = match event.key().as_str() {
                "ArrowLeft" | "ArrowDown" => at - leap,
                "ArrowRight" | "ArrowUp" => (at + leap).min(step.at),
                "Home" => before,
                "End" => step.at,
                _ => return,
            };
            event.prevent_default();
            planning.act.emit(Act::Try { step: number, at });
        })
    };
    let now = browser::now().0;
    let draw = |form: Form| {
        let lines = lines(shown, planning, form);
        let attempt = planning.state.attempt.as_deref();
        let drawing = Drawing { plan: &shown.plan, lines: &lines, letters, attempt, now, form };
        drawing.draw(&Hands { take: take(form == NARROW), key: key.clone() })
    };
    html! {
        <section class="panel plan-time" aria-labelledby="h-time" data-test="timeline">
            <header><h2 id="h-time">{ "Timeline" }</h2>{ legend() }</header>
            <div class="body">
                <div class="only-wide">{ draw(WIDE) }</div>
                <div class="only-narrow">{ draw(NARROW) }</div>
            </div>
            <footer class="stack">
                <span>{ "Not to scale: waits of minutes and of days stand side by side. Drag a step’s number to the left, or use the arrow keys on it, to see what breaks if it comes too early." }</span>
                <details class="fold">
                    <summary>{ chevron() }{ "As a table" }</summary>
                    { table(shown) }
                </details>
            </footer>
        </section>
    }
}

/// Where a pointer is within a drawing, in its units.
fn within(place: &str, x: f64, width: f64) -> Option<f64> {
    let svg: Element = gloo::utils::document().query_selector(place).ok()??;
    let frame = svg.get_bounding_client_rect();
    (frame.width() > 0.0).then(|| (x - frame.left()) / frame.width() * width)
}

fn legend() -> Html {
    html! {
        <ul class="legend" role="list">
            <li data-p="A"><svg class="k draw" viewBox="0 0 28 12" aria-hidden="true"><rect class="pub" x=".5" y=".5" width="27" height="11" /></svg>{ "published" }</li>
            <li data-p="A"><svg class="k draw" viewBox="0 0 28 12" aria-hidden="true"><rect class="old" x=".5" y=".5" width="27" height="11" /><path class="hatch" d="M2 12 12 0M10 12 20 0M18 12 28 0" /></svg>{ "old, still cached" }</li>
            <li data-p="B"><svg class="k draw" viewBox="0 0 28 12" aria-hidden="true"><rect class="idle" x=".5" y=".5" width="27" height="11" /></svg>{ "ready, not asked" }</li>
            <li><svg class="k draw" viewBox="0 0 28 12" aria-hidden="true"><rect class="safe" width="28" height="12" /></svg>{ "all is over" }</li>
        </ul>
    }
}

fn table(shown: &Shown) -> Html {
    let waits = |step: &PlanStep| {
        let all: Vec<String> = step
            .waits
            .iter()
            .map(|wait| {
                let whose = wait.provider.as_ref().map(|label| format!(" of {label}")).unwrap_or_default();
                format!("{}{whose}, {}", wait.held, span(wait.seconds.into()))
            })
            .collect();
        if all.is_empty() { "none".to_owned() } else { all.join("; ") }
    };
    let rows = shown.plan.steps.iter().map(|step| {
        html! {
            <tr>
                <td>{ step.number }</td>
                <th scope="row">{ step.title.to_string() }</th>
                <td class="nowrap">{ if step.done { "made".to_owned() } else { when(step.at) } }</td>
                <td>{ waits(step) }</td>
            </tr>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label="The steps and their times">
            <table class="tbl">
                <thead><tr><th scope="col">{ "Step" }</th><th scope="col">{ "What" }</th><th scope="col">{ "Not before" }</th><th scope="col">{ "Until caches have forgotten" }</th></tr></thead>
                <tbody>
                    { for rows }
                    <tr><td></td><th scope="row">{ "All is over" }</th><td class="nowrap">{ when(shown.plan.finished) }</td><td></td></tr>
                </tbody>
            </table>
        </div>
    }
}
