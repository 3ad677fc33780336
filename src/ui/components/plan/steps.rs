//! The steps: what is done where, from when on and why then, what breaks before, the way back, and what was seen.

use super::super::badge::{Letters, parent_badge};
use super::super::commands::use_table;
use super::super::copy::CopyBox;
use super::super::field::ticked;
use super::super::icon::{chevron, icon};
use super::{Field, Reads, chosen, coded, field_time, option, when};
use crate::plan::{Plan, PlanAction, PlanStep, Tools, Verb, Wanted};
use crate::share::commands::{SOFTWARE, Software, software};
use crate::ui::plan::{Act, Gated, Planning, Shown};
use crate::ui::{browser, words};
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::{AttrValue, Event, Html, Properties, UseStateHandle, component, html, use_state_eq};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) planning: Planning,
    pub(super) shown: Rc<Shown>,
    pub(super) letters: Letters,
}

/// How far a step is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Done,
    Now,
    Wait,
    Later,
}

impl Stage {
    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Wait => "wait",
            Self::Later => "later",
        }
    }
}

#[component]
pub(super) fn Steps(props: &Props) -> Html {
    let Props { planning, shown, letters } = props;
    let seen = &planning.state.wanted.seen;
    let now = browser::now().0;
    let is_done = |step: &PlanStep| step.done || seen.contains_key(&step.number);
    let next = shown.plan.steps.iter().find(|step| !is_done(step)).map(|step| step.number);
    let chosen_tools = use_state_eq(BTreeMap::<String, &'static Software>::new);
    let table = use_table(!chosen_tools.is_empty());
    let tools = table.as_deref().map(|table| Tools { table, at: (*chosen_tools).clone(), elsewhere: None });
    let items = shown.plan.steps.iter().map(|step| {
        let stage = match () {
            () if is_done(step) => Stage::Done,
            () if Some(step.number) != next => Stage::Later,
            () if step.at <= now => Stage::Now,
            () => Stage::Wait,
        };
        item(planning, letters, (&shown.plan, step), tools.as_ref(), (stage, now))
    });
    html! {
        <section class="stack" aria-labelledby="h-steps">
            <div class="steps-head"><h2 id="h-steps">{ "Steps" }</h2>{ software_of(&shown.plan.providers, &chosen_tools) }</div>
            if shown.plan.has_placeholders() {
                <p class="note">{ "What stands in angle brackets is not known yet: begin with the last check, and keys and name servers are the zone’s own." }</p>
            }
            <ol class="plan-steps" role="list" data-test="steps">{ for items }</ol>
        </section>
    }
}

/// With which software the commands are, by provider.
fn software_of(
    labels: &[String],
    chosen_tools: &UseStateHandle<BTreeMap<String, &'static Software>>,
) -> Html {
    let one = |label: &String| {
        let onchange = {
            let (label, all) = (label.clone(), chosen_tools.clone());
            move |event: Event| {
                let mut now = (*all).clone();
                match software(&chosen(&event)) {
                    Some(software) => _ = now.insert(label.clone(), software),
                    None => _ = now.remove(&label),
                }
                all.set(now);
            }
        };
        let current = chosen_tools.get(label).map_or("", |software| software.id);
        html! {
            <label class="inline">{ format!("{label} runs") }
                <select class="field" {onchange} data-test={format!("software-{label}")}>
                    { option("", "…", current.is_empty()) }
                    { for SOFTWARE.iter().map(|it| option(it.id, it.name, it.id == current)) }
                </select>
            </label>
        }
    };
    html! { <div class="toolbar" role="group" aria-label="Commands for">{ for labels.iter().map(one) }</div> }
}

fn item(
    planning: &Planning,
    letters: &Letters,
    (plan, step): (&Plan, &PlanStep),
    tools: Option<&Tools<'_>>,
    (stage, now): (Stage, i64),
) -> Html {
    let seen = planning.state.wanted.seen.get(&step.number).copied();
    let (symbol, when) = match (stage, seen) {
        (Stage::Done, Some(at)) => ("read", format!("Seen {}", when(at))),
        (Stage::Done, None) => ("read", "Made".to_owned()),
        (Stage::Now, _) => ("clock", format!("From {} on: now", when(step.at))),
        (Stage::Wait, _) => ("clock", format!("Waiting until {}", when(step.at))),
        (Stage::Later, _) => ("clock", format!("Not before {}", when(step.at))),
    };
    let where_: Vec<&str> = step.actions.iter().map(|action| action.place.as_str()).collect();
    let open = matches!(stage, Stage::Now | Stage::Wait);
    html! {
        <li class="stepi" data-step={stage.word()} data-test={format!("step-{}", step.number)} key={step.number}>
            <span class="no" aria-hidden="true">{ if stage == Stage::Done { icon("read") } else { html! { step.number } } }</span>
            <details {open}>
                <summary>
                    <span><b><span class="vh">{ format!("Step {}: ", step.number) }</span>{ step.title.to_string() }</b></span>
                    <span class="when">{ icon(symbol) }{ when }</span>
                    { chevron() }
                    <small>{ places(&where_) }</small>
                </summary>
                <div class="step-body">
                    { for step.needs.iter().map(|line| html! { <p class="note">{ line }</p> }) }
                    if !step.actions.is_empty() {
                        <ul class="plan-actions" role="list">{ for step.actions.iter().map(|it| action(letters, plan, it, tools)) }</ul>
                    }
                    { arithmetic(step) }
                    if let Some(first) = step.early.first() {
                        <details class="fold">
                            <summary>{ chevron() }{ "What breaks if you go early" }</summary>
                            <div class="stack-s small">
                                <p>{ first }</p>
                                <ol class="bul">{ for step.early.iter().skip(1).map(|line| html! { <li>{ line }</li> }) }</ol>
                            </div>
                        </details>
                    }
                    if !step.back.is_empty() { <p class="note"><b>{ "Way back. " }</b>{ &step.back }</p> }
                    if !step.done { { carry_out(planning, step, now) } }
                    <p class="note muted">{ step.source.to_string() }</p>
                </div>
            </details>
        </li>
    }
}

/// `At the parent, at A and B.`
fn places(all: &[&str]) -> String {
    let mut known: Vec<String> = Vec::new();
    for place in all {
        let words = if *place == "parent" { "the parent".to_owned() } else { (*place).to_owned() };
        if !known.contains(&words) {
            known.push(words);
        }
    }
    if known.is_empty() {
        "Nothing is changed.".into()
    } else {
        format!("At {}.", words::list(known.iter().map(String::as_str)))
    }
}

fn action(letters: &Letters, plan: &Plan, action: &PlanAction, tools: Option<&Tools<'_>>) -> Html {
    let parent = action.is_at_parent();
    let badge = if parent { parent_badge(true) } else { letters.badge(&action.place, true) };
    let place = if parent { "the parent".to_owned() } else { action.place.clone() };
    let records = |verb: Verb, words: &'static str| {
        let texts: Vec<&str> = action
            .records
            .iter()
            .filter(|record| record.verb == verb)
            .map(|record| record.text.as_str())
            .collect();
        let what = format!("the records to {words} at {place}");
        (!texts.is_empty()).then(|| html! {
            <div class="stack-s"><span class="label">{ if verb == Verb::Add { "Add" } else { "Remove" } }</span><CopyBox text={texts.join("\n")} {what} /></div>
        })
    };
    let commands = tools.map(|tools| tools.commands(plan, action)).unwrap_or_default();
    html! {
        <li>
            { badge }
            <div class="stack-s">
                <span>{ words::sentence(&action.text) }</span>
                { for records(Verb::Add, "add") }
                { for records(Verb::Remove, "remove") }
                { for commands.into_iter().map(|command| html! {
                    <div class="stack-s">
                        <p class="note">{ coded(&command.note) }</p>
                        if !command.text.is_empty() { <CopyBox text={command.text} what={format!("the commands for {place}")} /> }
                    </div>
                }) }
            </div>
        </li>
    }
}

/// How the time comes about.
fn arithmetic(step: &PlanStep) -> Html {
    if step.arithmetic.is_empty() {
        return html! {};
    }
    html! {
        <div class="stack-s">
            <span class="label">{ "Why then" }</span>
            <ul class="sum" role="list" tabindex="0" aria-label="How the earliest time comes about">{ for step.arithmetic.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            { for step.keeps.iter().map(|line| html! { <p class="note">{ format!("So that {line}.") }</p> }) }
        </div>
    }
}

/// Ticking it off, and asking whether it may be made.
fn carry_out(planning: &Planning, step: &PlanStep, now: i64) -> Html {
    let number = step.number;
    let seen = planning.state.wanted.seen.get(&number).copied();
    let tick = planning.edit(move |wanted: &mut Wanted, event: Event| {
        if ticked(&event) {
            wanted.seen.insert(number, now);
        } else {
            // What came after it stands on it.
            wanted.seen.retain(|step, _| *step < number);
        }
    });
    let at = planning.edit(move |wanted: &mut Wanted, typed: String| {
        if let Some(moment) = words::read_time(&typed) {
            wanted.seen.insert(number, moment.0);
        }
    });
    let gate = planning.state.gate.as_ref().filter(|(of, _)| *of == number).map(|(_, gate)| gate);
    html! {
        <div class="carry">
            <label class="tick">
                <input type="checkbox" checked={seen.is_some()} onchange={tick} data-test={format!("tick-{number}")} />
                { "Made, and seen at every server" }
            </label>
            if let Some(seen) = seen {
                <label class="inline">{ "at" }<Field reads={Reads::Time} value={field_time(seen)} onchange={at} /></label>
            } else {
                <button class="btn btn-sm" type="button" onclick={planning.on(move || Act::Gate { step: number })} data-test={format!("gate-{number}")}>{ "May I make it?" }</button>
                <span class="note">{ "Looks at what was " }<a href="#check">{ "checked last" }</a>{ "." }</span>
            }
            if let Some(gate) = gate { { gated(gate) } }
        </div>
    }
}

fn gated(gate: &Result<Gated, AttrValue>) -> Html {
    let (status, symbol, words, lines) = match gate {
        Ok(gate) => {
            let (status, symbol) = match gate.answer.as_str() {
                "go" | "made" => ("secure", "secure"),
                "wait" => ("warning", "clock"),
                _ => ("bogus", "bogus"),
            };
            (status, symbol, gate.words.clone(), gate.lines.clone())
        }
        Err(why) => ("warning", "warning", words::sentence(why), Vec::new()),
    };
    html! {
        <div class="gate" data-status={status} role="status" data-test="gate">
            <span class="st">{ icon(symbol) }{ words }</span>
            if !lines.is_empty() { <ul class="bul small">{ for lines.iter().map(|line| html! { <li>{ words::sentence(line) }</li> }) }</ul> }
        </div>
    }
}
