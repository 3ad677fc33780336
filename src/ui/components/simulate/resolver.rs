//! A simulated resolver: whose keys it holds, who answers, and its proof step by step.

use super::super::copy::CopyBox;
use super::super::icon::{chevron, icon};
use super::{Field, chosen, option};
use crate::simulate::resolver::{Ask, Step, StepKind};
use crate::ui::simulate::{Simulation, hear, is_unheard};
use crate::ui::walk::{Proof, Question, VALIDATORS, Walked};
use crate::ui::words;
use yew::{
    Callback, Html, MouseEvent, Properties, UseStateHandle, component, html, use_effect_with, use_state,
};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) simulation: Simulation,
    /// The zone's apex.
    pub(super) zone: String,
    pub(super) labels: Vec<String>,
}

/// What stands in the fields; nothing: as it begins.
#[derive(Clone, Default, PartialEq)]
struct Fields {
    name: Option<String>,
    rtype: Option<String>,
    held: Option<String>,
    from: Option<String>,
    validator: Option<String>,
}

#[component]
pub(super) fn Resolver(props: &Props) -> Html {
    let fields = use_state(Fields::default);
    let known = |label: &Option<String>| label.clone().filter(|label| props.labels.contains(label));
    let name = fields.name.clone().unwrap_or_else(|| format!("www.{}", words::said(&props.zone)));
    let rtype = fields.rtype.clone().unwrap_or_else(|| "A".into());
    let held = known(&fields.held).or_else(|| props.labels.first().cloned()).unwrap_or_default();
    let from = known(&fields.from).or_else(|| props.labels.last().cloned()).unwrap_or_default();
    let validator = fields.validator.clone().unwrap_or_else(|| "rfc".into());
    let ask = {
        let ask = Ask {
            name: name.trim().to_owned(),
            rtype: rtype.trim().to_ascii_uppercase(),
            dnskey_from: held.clone(),
            answer_from: from.clone(),
        };
        Question { ask, validator: validator.clone(), at: props.simulation.judged.case.at }
    };
    let ready = props.simulation.state.settled();
    // A question that waits until a provider that signs on the fly was asked for its name.
    let waits = use_state(|| None::<Question>);
    {
        let (waits, asks) = (waits.clone(), props.simulation.ask.clone());
        let waiting = (*waits).clone();
        let heard = |question: &Question| !is_unheard(&props.simulation.state.config, &question.ask.name);
        let ready = props.simulation.fresh() && waiting.as_ref().is_some_and(heard);
        use_effect_with((ready, waiting), move |(ready, waiting)| {
            if let (true, Some(question)) = (ready, waiting) {
                asks.emit(question.clone());
                waits.set(None);
            }
        });
    }
    let ask = {
        let simulation = props.simulation.clone();
        let name = ask.ask.name.clone();
        let hear = simulation.edit(hear);
        Callback::from(move |_: MouseEvent| {
            if is_unheard(&simulation.state.config, &name) {
                hear.emit(name.clone());
            }
            waits.set(Some(ask.clone()));
        })
    };
    let labels =
        |now: &str| props.labels.iter().map(|label| option(label, label, label == now)).collect::<Html>();
    html! {
        <section class="panel" aria-labelledby="h-resolver" data-test="resolver">
            <header><h2 id="h-resolver">{ "Ask a simulated resolver" }</h2></header>
            <div class="body stack">
                <div class="walk-form" role="group" aria-labelledby="h-resolver">
                    <label>{ "Name" }<Field class="field mono" value={name} onchange={set(&fields, |fields, text| fields.name = Some(text))} /></label>
                    <label>{ "Type" }<Field class="field mono" value={rtype} onchange={set(&fields, |fields, text| fields.rtype = Some(text))} /></label>
                    <label>{ "It holds the DNSKEY of" }<select class="field" onchange={set(&fields, |fields, event| fields.held = Some(chosen(&event)))}>{ labels(&held) }</select></label>
                    <label>{ "The answer is from" }<select class="field" onchange={set(&fields, |fields, event| fields.from = Some(chosen(&event)))}>{ labels(&from) }</select></label>
                    <label>{ "It validates like" }
                        <select class="field" onchange={set(&fields, |fields, event| fields.validator = Some(chosen(&event)))}>
                            { for VALIDATORS.iter().map(|(id, words)| option(id, words, *id == validator)) }
                        </select>
                    </label>
                    <button class="btn btn-primary" type="button" disabled={!ready} onclick={ask}>{ "Ask" }</button>
                </div>
                <div aria-live="polite">
                    { for props.simulation.walked.as_ref().filter(|_| ready).map(|walked| answer(walked)) }
                </div>
            </div>
        </section>
    }
}

/// Changes what stands in the fields by what an event, or a text, says.
fn set<E: 'static>(fields: &UseStateHandle<Fields>, change: fn(&mut Fields, E)) -> Callback<E> {
    let fields = fields.clone();
    Callback::from(move |event: E| {
        let mut next = (*fields).clone();
        change(&mut next, event);
        fields.set(next);
    })
}

fn answer(walked: &Walked) -> Html {
    let ask = &walked.question.ask;
    match &walked.proof {
        Err(why) => html! {
            <p class="banner" data-status="warning" data-test="no-walk">{ icon("warning") }<span>{ words::sentence(why) }</span></p>
        },
        Ok(Proof { walk, octets }) => {
            let word = walk.verdict.word();
            html! {
                <div class="stack" data-test="walk">
                    <p class="seen" data-status={word}>
                        { icon(word) }
                        <span><strong>{ format!("{}, {}. ", words::capital(walk.verdict), walk.rcode) }</strong>
                            { format!("{} {} with {}’s keys, answered by {}. {}", ask.name, ask.rtype, ask.dnskey_from, ask.answer_from, words::sentence(&walk.reason)) }</span>
                    </p>
                    <ol class="cuts walk">
                        { for walk.steps.iter().zip(octets).map(|(step, octets)| view(step, octets)) }
                    </ol>
                </div>
            }
        }
    }
}

fn view(step: &Step, octets: &[String]) -> Html {
    let word = step.verdict.word();
    let records =
        step.records.iter().chain(&step.signatures).map(|line| format!("{line}\n")).collect::<String>();
    let reason = if step.reason.is_empty() { String::new() } else { words::sentence(&step.reason) };
    html! {
        <li class="cut" data-status={word}>
            { icon(word) }
            <div class="walk-step">
                <p><b>{ &step.title }</b>{ " " }<span class="word">{ words::capital(step.verdict) }</span></p>
                <p class="note">{ reason }</p>
                if !records.is_empty() {
                    <details class="fold">
                        <summary>{ chevron() }{ counted(step) }</summary>
                        <CopyBox text={records} what="records and signatures" />
                    </details>
                }
                { for octets.iter().enumerate().map(|(at, hex)| html! {
                    <details class="fold">
                        <summary>{ chevron() }{ format!("The {} octets under signature {}", hex.len() / 2, at + 1) }</summary>
                        <CopyBox text={lines(hex)} what="signed octets" />
                    </details>
                }) }
            </div>
        </li>
    }
}

/// `1 record, 1 signature`; the parent's signatures are not seen here.
fn counted(step: &Step) -> String {
    let (records, signatures) = (step.records.len(), step.signatures.len());
    let records_said = format!("{records} record{}", words::plural(records));
    if step.kind == StepKind::Ds {
        return records_said;
    }
    format!("{records_said}, {signatures} signature{}", words::plural(signatures))
}

/// Sixteen octets a line, in twos.
fn lines(hex: &str) -> String {
    let mut text = String::with_capacity(hex.len() * 3 / 2);
    for (at, digit) in hex.chars().enumerate() {
        if at > 0 && at % 32 == 0 {
            text.push('\n');
        } else if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
