//! Why one waits: a step at another time, and the resolver that fails then.

use super::super::icon::{icon, status};
use super::{Field, Reads, chosen, field_time, when};
use crate::dns::span;
use crate::explore::FailingInterval;
use crate::plan::{Asked, Attempt, PlanStep};
use crate::ui::plan::{Act, Planning, Shown, Step};
use crate::ui::words;
use std::rc::Rc;
use yew::{Callback, Event, Html, MouseEvent, Properties, component, html, use_effect_with, use_state_eq};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) planning: Planning,
    pub(super) shown: Rc<Shown>,
}

/// The steps that have to wait.
fn waiting(shown: &Shown) -> Vec<&PlanStep> {
    shown.plan.steps.iter().filter(|step| !step.done && !step.early.is_empty()).collect()
}

/// Half of the wait of a step: a time at which it is too early.
fn too_early(shown: &Shown, step: &PlanStep) -> i64 {
    let before = step.number.checked_sub(2).and_then(|before| shown.plan.steps.get(before));
    before.map_or(step.at, |before| before.at + (step.at - before.at) / 2)
}

#[component]
pub(super) fn Why(props: &Props) -> Html {
    let Props { planning, shown } = props;
    let chosen_step = use_state_eq(|| None::<usize>);
    let steps = waiting(shown);
    let attempt = planning.state.attempt.as_deref();
    let current = attempt.map(|attempt| attempt.step).or(*chosen_step);
    let step = steps.iter().find(|step| Some(step.number) == current).or_else(|| steps.first()).copied();
    // A plan comes with an example.
    {
        let first = steps.first().map(|step| Act::Try { step: step.number, at: too_early(shown, step) });
        let act = planning.act.clone();
        use_effect_with(planning.state.answered, move |_| {
            if let Some(first) = first {
                act.emit(first);
            }
        });
    }
    let Some(step) = step else {
        return html! {
            <section class="stack side" aria-labelledby="h-why"><h2 id="h-why">{ "Why wait" }</h2><p class="note">{ "No step of this plan has to wait for caches." }</p></section>
        };
    };
    let at = attempt
        .filter(|attempt| attempt.step == step.number)
        .map_or_else(|| too_early(shown, step), |attempt| attempt.at);
    let number = step.number;
    let choose = {
        let (act, shown, chosen_step) = (planning.act.clone(), Rc::clone(shown), chosen_step.clone());
        Callback::from(move |event: Event| {
            let Ok(number) = chosen(&event).parse() else { return };
            chosen_step.set(Some(number));
            if let Some(step) = waiting(&shown).into_iter().find(|step| step.number == number) {
                act.emit(Act::Try { step: number, at: too_early(&shown, step) });
            }
        })
    };
    let test = planning.act.reform(move |typed: String| {
        let at = words::read_time(&typed).map_or(at, |moment| moment.0);
        Act::Try { step: number, at }
    });
    html! {
        <section class="stack side" aria-labelledby="h-why">
            <h2 id="h-why">{ "Why wait" }</h2>
            <div class="panel counter" data-status={match attempt { Some(attempt) if attempt.failing.is_empty() => "secure", _ => "bogus" }} data-test="why">
                <header>
                    <h3>{ format!("What if step {number} came at another time?") }</h3>
                    { for attempt.map(|attempt| if attempt.failing.is_empty() { status("secure", "secure", html! { "nothing fails" }) } else { status("bogus", "bogus", html! { "fails" }) }) }
                </header>
                <div class="body stack">
                    <div class="why-form">
                        <label>{ "Step" }
                            <select class="field" onchange={choose} data-test="why-step">
                                { for steps.iter().map(|step| super::option(&step.number.to_string(), &format!("{}. {}", step.number, step.title), step.number == number)) }
                            </select>
                        </label>
                        <label>{ "At" }<Field reads={Reads::Time} value={field_time(at)} onchange={test} test="why-at" /></label>
                    </div>
                    if let Some(attempt) = attempt { { outcome(shown, attempt) } }
                    if attempt.is_some() {
                        <button class="btn btn-sm" type="button" onclick={planning.step(|_: MouseEvent| Step::Drop)}>{ "Back to the plan" }</button>
                    }
                </div>
            </div>
        </section>
    }
}

fn outcome(shown: &Shown, attempt: &Attempt) -> Html {
    let early = attempt.earliest - attempt.at;
    let lead = match early {
        0 => "That is the earliest time.".to_owned(),
        1.. => format!("{} earlier than the plan’s {}.", span(early), when(attempt.earliest)),
        _ => format!("{} later than the plan’s {}.", span(early), when(attempt.earliest)),
    };
    let mut failing = attempt.failing.iter();
    let first = failing.next();
    let margin: i64 = shown.plan.steps.get(attempt.step - 1).map_or(0, |step| step.margin.into());
    html! {
        <>
            <p>{ lead }</p>
            if let Some((asked, failing)) = first {
                { story(*asked, failing) }
            } else if early > 0 && early <= margin {
                <p class="note">{ "No cache fails: this is within the margin that the plan adds for clocks and slow servers." }</p>
            } else if early > 0 {
                <p class="note">{ "No cache fails." }</p>
            }
            { for failing.map(|(asked, failing)| html! { <p class="note"><b>{ "Also: " }</b>{ fails(*asked, failing) }</p> }) }
        </>
    }
}

/// The resolver that fails, step by step.
fn story(asked: Asked, failing: &FailingInterval) -> Html {
    let lines: Vec<String> = failing.witness.iter().flat_map(crate::explore::Witness::words).collect();
    let last = lines.len().saturating_sub(1);
    html! {
        <>
            <p><strong>{ words::sentence(&fails(asked, failing)) }</strong></p>
            <ol class="story" role="list" data-test="story">
                { for lines.iter().enumerate().map(|(index, line)| html! {
                    <li>
                        if index == last { <span class="st" data-status="bogus">{ icon("bogus") }</span> } else { { icon("clock") } }
                        <span>{ readable(line) }</span>
                    </li>
                }) }
            </ol>
        </>
    }
}

/// Times as people read them.
fn readable(line: &str) -> String {
    let words = line.split(' ').map(|word| match crate::dns::Moment::parse(word) {
        Ok(moment) if word.contains('T') => when(moment.0),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Which resolvers fail, for how long and until when.
fn fails(asked: Asked, failing: &FailingInterval) -> String {
    let until = failing.interval.until.map(|until| format!(", until {}", when(until))).unwrap_or_default();
    format!("{}{until}.", crate::plan::fails(asked, failing))
}
