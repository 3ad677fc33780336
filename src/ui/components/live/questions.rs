//! Every question, step by step: who was asked what, when, and what came of it.

use super::super::icon::{chevron, status};
use super::count;
use crate::doh::Purpose;
use crate::doh::seen::{Progress, Said, Seen};
use crate::order;
use crate::ui::live::{Act, Live};
use crate::ui::words;
use yew::{Callback, Html, html};

struct Step<'a> {
    title: String,
    questions: Vec<&'a Said>,
}

fn steps(seen: &Seen) -> Vec<Step<'_>> {
    let host = |said: &Said| {
        let one = seen.resolvers.get(said.resolver);
        one.map_or_else(String::new, |one| one.provider.as_ref().unwrap_or(&one.host).clone())
    };
    let mut steps: Vec<((u8, usize), Step<'_>)> = Vec::new();
    for said in &seen.questions {
        let (place, title) = match said.purpose {
            Purpose::Locate => ((0, 0), "Which zone it is in".into()),
            Purpose::Chain => ((1, 0), "The chain of trust".into()),
            Purpose::Zone => ((2, said.resolver), format!("The zone’s own RRsets, by {}", host(said))),
            Purpose::Sample => ((3, 0), "Names that do not exist: who signs".into()),
            Purpose::Verdict => ((4, 0), "What the resolvers make of it themselves".into()),
        };
        match steps.iter_mut().find(|(known, _)| *known == place) {
            Some((_, step)) => step.questions.push(said),
            None => steps.push((place, Step { title, questions: vec![said] })),
        }
    }
    order::sort_by_key(&mut steps, |(place, _)| *place);
    steps.into_iter().map(|(_, step)| step).collect()
}

pub(super) fn questions(seen: &Seen, live: &Live) -> Html {
    let rows = steps(seen).into_iter().map(|step| one_step(&step, seen, live)).collect::<Html>();
    html! { <div class="steps" data-test="steps">{ rows }</div> }
}

fn one_step(step: &Step<'_>, seen: &Seen, live: &Live) -> Html {
    let (settled, failed, all) = count(step.questions.iter().copied());
    let state = match (settled == all, failed) {
        (true, 0) => status("secure", "read", html! { <span class="vh">{ "answered" }</span> }),
        (true, _) => status("warning", "warning", html! { <span class="vh">{ "not all answered" }</span> }),
        (false, _) => {
            html! { <progress class="turn" aria-label="under way" max={all.to_string()} value={settled.to_string()}></progress> }
        }
    };
    let ids: Vec<usize> = step.questions.iter().map(|said| said.id).collect();
    let failing = if failed > 0 { format!(", {failed} without an answer") } else { String::new() };
    html! {
        <details class="step" key={step.title.clone()}>
            <summary>
                { state }<span>{ &step.title }</span>
                <small>{ format!("{settled} of {all}{failing}") }</small>
                { chevron() }
            </summary>
            <div class="scroll" tabindex="0" role="region" aria-label={step.title.clone()}>
                <table class="data asked">
                    <caption class="vh">{ &step.title }</caption>
                    <thead><tr>
                        <th scope="col">{ "Question" }</th><th scope="col">{ "Asked" }</th><th scope="col">{ "What came" }</th>
                        <th scope="col">{ again("Ask this step again", ids, live) }</th>
                    </tr></thead>
                    <tbody>{ for step.questions.iter().map(|said| row(said, seen, live)) }</tbody>
                </table>
            </div>
        </details>
    }
}

fn row(said: &Said, seen: &Seen, live: &Live) -> Html {
    let host = seen.resolvers.get(said.resolver).map(|one| one.host.clone()).unwrap_or_default();
    let when = said.at.map(words::field_time);
    let came = match said.state {
        Progress::Waiting => html! { <span class="muted">{ "waiting" }</span> },
        Progress::Asked => html! { <span class="muted">{ "asked" }</span> },
        Progress::Failed => {
            html! { <span class="fault">{ words::sentence(said.fault.as_deref().unwrap_or_default()) }</span> }
        }
        Progress::Answered => {
            let words = format!(
                "{}, {} octets",
                said.status.as_deref().unwrap_or_default(),
                said.octets.unwrap_or_default()
            );
            match &said.text {
                Some(text) => html! {
                    <details class="fold"><summary>{ chevron() }{ words }</summary><pre class="said" tabindex="0">{ text }</pre></details>
                },
                None => html! { words },
            }
        }
    };
    let label = format!("Ask {} for {} {} again", host, words::said(&said.name), said.rtype);
    html! {
        <tr>
            <th scope="row"><span class="mono">{ format!("{} {}", words::said(&said.name), said.rtype) }</span></th>
            <td>{ host }<small>{ when }</small></td>
            <td>{ came }</td>
            <td>{ again(&label, vec![said.id], live) }</td>
        </tr>
    }
}

/// A button that asks again, when nothing is under way.
fn again(label: &str, ids: Vec<usize>, live: &Live) -> Html {
    if live.state.asking {
        return html! {};
    }
    let act = live.act.clone();
    let onclick = Callback::from(move |_| act.emit(Act::Again(ids.clone())));
    html! { <button class="btn btn-sm" type="button" aria-label={label.to_owned()} {onclick}>{ "Again" }</button> }
}
