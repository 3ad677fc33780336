//! What is taken: the group, the roles, and every assumption.

use super::super::icon::{chevron, icon};
use super::{Field, Reads, chosen, field_time, option};
use crate::plan::{MOST_PROVIDERS, Model, Operation, Wanted};
use crate::ui::plan::{Act, Planning, Shown, Step};
use crate::ui::words;
use yew::{Event, Html, MouseEvent, html};

/// `checked`: something was checked that a plan can begin with.
pub(super) fn form(planning: &Planning, shown: Option<&Shown>, checked: bool) -> Html {
    let state = &planning.state;
    let seen = state.from.is_some();
    let blank = planning.step(|_: MouseEvent| Step::From(None));
    html! {
        <section class="panel plan-form" aria-labelledby="h-what">
            <header>
                <h2 id="h-what">{ "Begins with" }</h2>
                <div class="seg" role="group" aria-label="Begin with">
                    <button type="button" aria-pressed={(!seen).to_string()} onclick={blank}>{ "A blank group" }</button>
                    <button type="button" aria-pressed={seen.to_string()} disabled={!checked && !seen} onclick={planning.on(|| Act::TakeCase)} data-test="take-case">{ "The last check" }</button>
                </div>
            </header>
            <div class="body stack">
                { group(planning, shown) }
                <details class="fold" data-test="assumptions">
                    <summary>{ chevron() }{ "Assumptions: times, TTLs, delays, margin" }</summary>
                    { assumptions(planning, shown) }
                </details>
            </div>
        </section>
    }
}

/// Who does what, where no plan says it too.
struct Roles<'a> {
    who: Option<&'a String>,
    to: Option<&'a String>,
}

impl<'a> Roles<'a> {
    fn of(wanted: &'a Wanted, shown: Option<&'a Shown>, labels: &'a [String]) -> Self {
        let plan = shown.map(|shown| &shown.plan);
        let usual = if wanted.operation == Operation::Migrate { labels.first() } else { labels.last() };
        let who = plan.and_then(|plan| plan.who.as_ref()).or(wanted.who.as_ref()).or(usual);
        let another = || labels.iter().rev().find(|label| Some(*label) != who);
        let to = plan.and_then(|plan| plan.to.as_ref()).or(wanted.to.as_ref()).or_else(another);
        Self { who, to }
    }
}

/// Who takes part.
fn group(planning: &Planning, shown: Option<&Shown>) -> Html {
    let state = &planning.state;
    let (wanted, seen) = (&state.wanted, state.from.is_some());
    let operation = wanted.operation;
    let labels: Vec<String> = match shown {
        Some(shown) => shown.plan.providers.clone(),
        None => wanted.providers.clone(),
    };
    let model_now = shown
        .map_or_else(|| wanted.model.unwrap_or_else(|| operation.usual_model()), |shown| shown.plan.model);
    let model = |model: Model, words: &'static str| {
        let onclick = planning.edit(move |wanted: &mut Wanted, _: MouseEvent| wanted.model = Some(model));
        let disabled = seen || !operation.is_for(model);
        html! { <button type="button" aria-pressed={(model_now == model).to_string()} {disabled} {onclick}>{ words }</button> }
    };
    let role =
        |id: &'static str, words: &'static str, current: Option<&String>, set: fn(&mut Wanted, String)| {
            let onchange =
                planning.edit(move |wanted: &mut Wanted, event: Event| set(wanted, chosen(&event)));
            html! {
                <label class="inline" for={id}>{ words }
                    <select class="field" {id} {onchange}>
                        { for labels.iter().map(|label| option(label, label, Some(label) == current)) }
                    </select>
                </label>
            }
        };
    let zone = planning.edit(|wanted: &mut Wanted, typed: String| {
        let name = typed.trim();
        wanted.zone = (!name.is_empty()).then(|| format!("{}.", name.trim_end_matches('.')));
    });
    let joins = planning.edit(|wanted: &mut Wanted, typed: String| {
        let label = typed.trim().to_owned();
        let label = (!label.is_empty()).then_some(label);
        match wanted.operation {
            Operation::Migrate => wanted.to = label,
            _ => wanted.who = label,
        }
    });
    let now = Roles::of(wanted, shown, &labels);
    let who = match operation {
        Operation::AddProvider => Some("Who joins"),
        Operation::RemoveProvider | Operation::Migrate => Some("Who leaves"),
        Operation::ZskRoll
        | Operation::KskRollDoubleKey
        | Operation::KskRollDoubleDs
        | Operation::KskRollDoubleRrset
        | Operation::CskRoll => Some("Who rolls"),
        _ => None,
    };
    let newcomer = seen && matches!(operation, Operation::AddProvider | Operation::Migrate);
    html! {
        <div class="plan-group">
            <div class="seg" role="group" aria-label="Model">{ model(Model::One, "Model 1") }{ model(Model::Two, "Model 2") }</div>
            if !seen {
                <div class="plan-labels" role="group" aria-label="Providers">
                    { for wanted.providers.iter().enumerate().map(|(index, label)| provider(planning, index, label)) }
                    <button class="btn btn-sm" type="button" disabled={wanted.providers.len() >= MOST_PROVIDERS} onclick={planning.edit(|wanted: &mut Wanted, _: MouseEvent| add(wanted))} data-test="add-provider">
                        { icon("plus") }{ "Provider" }
                    </button>
                </div>
                <label class="inline">{ "Zone" }<Field value={wanted.zone.as_deref().map(words::said).unwrap_or_default().to_owned()} placeholder="example" onchange={zone} /></label>
            }
            if newcomer {
                <label class="inline">{ "Who joins" }
                    <Field class="field field-label" value={(if operation == Operation::Migrate { &wanted.to } else { &wanted.who }).clone().unwrap_or_default()} placeholder="a new label" onchange={joins} test="newcomer" />
                </label>
            }
            if let (Some(words), true) = (who, labels.len() > 1 && !(newcomer && operation == Operation::AddProvider)) {
                { role("who", words, now.who, |wanted, label| wanted.who = Some(label)) }
            }
            if operation == Operation::Migrate && !newcomer {
                { role("to", "Who takes its place", now.to, |wanted, label| wanted.to = Some(label)) }
            }
        </div>
    }
}

/// A provider's label, which can be changed, and a way to take it out.
fn provider(planning: &Planning, index: usize, label: &str) -> Html {
    let rename = planning.edit(move |wanted: &mut Wanted, typed: String| {
        let label = typed.trim().to_owned();
        let Some(old) = wanted.providers.get(index).cloned().filter(|_| !label.is_empty()) else { return };
        for place in [&mut wanted.who, &mut wanted.to] {
            if place.as_ref() == Some(&old) {
                *place = Some(label.clone());
            }
        }
        let moved = std::mem::take(&mut wanted.ttls).into_iter().map(|(name, ttl)| {
            match name.strip_prefix(&format!("{old}.")) {
                Some(rest) => (format!("{label}.{rest}"), ttl),
                None => (name, ttl),
            }
        });
        wanted.ttls = moved.collect();
        if let Some(place) = wanted.providers.get_mut(index) {
            *place = label;
        }
    });
    let remove = planning.edit(move |wanted: &mut Wanted, _: MouseEvent| {
        if wanted.providers.len() > 1 && index < wanted.providers.len() {
            let gone = wanted.providers.remove(index);
            wanted.ttls.retain(|name, _| !name.starts_with(&format!("{gone}.")));
            for place in [&mut wanted.who, &mut wanted.to] {
                if place.as_ref() == Some(&gone) {
                    *place = None;
                }
            }
        }
    });
    html! {
        <span class="plan-label">
            <Field class="field field-label" value={label.to_owned()} label={format!("Label of provider {}", index + 1)} onchange={rename} />
            <button class="btn btn-sm btn-quiet" type="button" aria-label={format!("Take {label} out")} disabled={planning.state.wanted.providers.len() < 2} onclick={remove}>{ "×" }</button>
        </span>
    }
}

/// Another provider, called by the first free letter.
fn add(wanted: &mut Wanted) {
    let taken = |letter: &str| wanted.providers.iter().any(|label| label == letter);
    let label = ('A'..='Z').map(String::from).find(|letter| !taken(letter)).unwrap_or_default();
    if wanted.providers.len() < MOST_PROVIDERS {
        wanted.providers.push(label);
    }
}

/// Every number that the plan stands on.
fn assumptions(planning: &Planning, shown: Option<&Shown>) -> Html {
    let assumed = &planning.state.wanted.assumed;
    let span = |words: &'static str, value: u32, set: fn(&mut Wanted, u32)| {
        let onchange = planning.edit(move |wanted: &mut Wanted, typed: String| {
            if let Some(seconds) = words::read_ttl(&typed) {
                set(wanted, seconds);
            }
        });
        html! { <label>{ words }<Field reads={Reads::Ttl} value={words::ttl(value)} {onchange} /></label> }
    };
    let start = planning.edit(|wanted: &mut Wanted, typed: String| {
        if let Some(moment) = words::read_time(&typed) {
            wanted.assumed.start = moment.0;
        }
    });
    let ttl = |name: &String, ttl: u32, assumed: bool| {
        let key = name.clone();
        let onchange =
            planning.edit(move |wanted: &mut Wanted, typed: String| match words::read_ttl(&typed) {
                Some(seconds) => _ = wanted.ttls.insert(key.clone(), seconds),
                None => _ = wanted.ttls.remove(&key),
            });
        let note = if assumed { "assumed" } else { "" };
        html! {
            <label>{ called(name) }{ " " }<small class="muted">{ note }</small>
                <Field reads={Reads::Ttl} value={words::ttl(ttl)} {onchange} test={format!("ttl-{name}")} />
            </label>
        }
    };
    html! {
        <div class="stack plan-assumed">
            { cannot_import(planning, shown) }
            <div class="plan-fields" role="group" aria-label="Times and delays">
                <label>{ "First step" }<Field reads={Reads::Time} value={field_time(assumed.start)} onchange={start} test="start" /></label>
                { span("Margin, added to every wait", assumed.margin, |wanted, seconds| wanted.assumed.margin = seconds) }
                { span("Until all servers of a provider show a change", assumed.propagation, |wanted, seconds| wanted.assumed.propagation = seconds) }
                { span("Until all data are signed anew", assumed.signing, |wanted, seconds| wanted.assumed.signing = seconds) }
                { span("Until all servers of the parent show a change", assumed.parent, |wanted, seconds| wanted.assumed.parent = seconds) }
            </div>
            if let Some(shown) = shown {
                <div class="plan-fields" role="group" aria-label="TTLs">
                    { for shown.plan.ttls.iter().map(|(name, seconds)| ttl(name, *seconds, shown.plan.assumed_ttls.contains(name))) }
                </div>
                <ul class="bul small">
                    { for shown.plan.taken.iter().map(|line| html! { <li>{ words::sentence(line) }</li> }) }
                    <li>{ "No resolver keeps anything for longer than its TTL. One that serves stale data does, but only where nobody answers; one that caps TTLs keeps it for less." }</li>
                </ul>
            }
        </div>
    }
}

/// `A.dnskey` as people say it.
fn called(name: &str) -> String {
    match name.rsplit_once('.') {
        _ if name == "ds" => "TTL of the DS RRset".into(),
        _ if name == "ns-parent" => "TTL of NS at the parent".into(),
        Some((label, "dnskey")) => format!("TTL of DNSKEY at {label}"),
        Some((label, "data")) => format!("Longest TTL of data at {label}"),
        Some((label, _)) => format!("TTL of NS at {label}"),
        None => name.to_owned(),
    }
}

/// Who cannot publish keys of others.
fn cannot_import(planning: &Planning, shown: Option<&Shown>) -> Html {
    let wanted = &planning.state.wanted;
    let mut labels = shown.map_or_else(|| wanted.providers.clone(), |shown| shown.plan.providers.clone());
    labels.extend(
        wanted.cannot_import.iter().filter(|label| !labels.contains(label)).cloned().collect::<Vec<_>>(),
    );
    let one = |label: &String| {
        let of = label.clone();
        let onchange = planning.edit(move |wanted: &mut Wanted, _: Event| {
            match wanted.cannot_import.iter().position(|known| *known == of) {
                Some(at) => _ = wanted.cannot_import.remove(at),
                None => wanted.cannot_import.push(of.clone()),
            }
        });
        html! {
            <label class="tick"><input type="checkbox" checked={wanted.cannot_import.contains(label)} {onchange} data-test={format!("cannot-{label}")} />{ format!("{label} cannot publish DNSKEY records of others") }</label>
        }
    };
    html! { <div class="stack-s" role="group" aria-label="Who cannot import keys">{ for labels.iter().map(one) }</div> }
}
