//! Looking at one finding again: asks anew, or says what to run; and says what became of it where it stood.

use super::badge::{Letters, parent_badge};
use super::copy::CopyBox;
use super::desk::{Desk, LiveAgain};
use super::icon::icon;
use crate::check::report::{Finding, Report};
use crate::doh::seen::Progress;
use crate::ui::again::{Commands, Look, asked, commands};
use crate::ui::live::Act;
use crate::ui::state::{Action, Again, Answer, Dispatch};
use crate::ui::{browser, words};
use gloo::utils::document;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::{Callback, Html, MouseEvent, Properties, component, html, use_effect_with, use_node_ref};

/// The button below a finding's fix, and what comes of it; the link to the finding.
pub(super) fn again(finding: &Finding, place: &str, answer: &Answer, desk: &Desk) -> Html {
    let Ok(report) = &answer.result else { return html! {} };
    let current = desk.again.iter().find(|again| again.finding.is_same(finding));
    let asking = desk.live.as_ref().is_some_and(|live| live.asking);
    let said = match current.map(|again| &again.look) {
        None => String::new(),
        Some(Look::Waiting) if asking => "Asking.".into(),
        Some(Look::Waiting) if desk.live.is_some() => "No answer came.".into(),
        Some(Look::Waiting) => "Waiting for other data.".into(),
        Some(look) => format!("{}{}", outcome(look), unanswered(finding, desk)),
    };
    let onclick = {
        let (live, dispatch, boxes) = (desk.live.clone(), desk.dispatch.clone(), desk.boxes.clone());
        let (finding, whose) = (Rc::new(finding.clone()), commands(finding, report));
        Callback::from(move |_: MouseEvent| {
            if live.as_ref().is_some_and(|live| live.asking) {
                return;
            }
            dispatch.dispatch(Action::Again(Rc::clone(&finding)));
            match &live {
                Some(LiveAgain { seen: Some(seen), act, .. }) => act.emit(Act::Anew(asked(&finding, seen))),
                _ => {
                    let first = whose.first().and_then(|one| box_of(&boxes, one.provider.as_deref()));
                    if let Some(id) = first {
                        browser::open_details(&format!("src-{id}"));
                    }
                }
            }
        })
    };
    let pasted = current.filter(|_| desk.live.is_none());
    html! {
        <div class="again">
            <p>
                <button class="btn btn-sm" type="button" aria-disabled={asking.then_some("true")} {onclick}>{ icon("live") }{ "Check only this again" }</button>
                <span role="status" data-test="again">{ said }</span>
                <a class="place" href={format!("#{place}")}>{ icon("link") }{ "Link to this finding" }</a>
            </p>
            // One place, filled or not: what stands before it is not made anew.
            { pasted.map_or_else(Html::default, |_| ways(finding, report, desk)) }
        </div>
    }
}

/// `Still there at 14:05 UTC.`
fn outcome(look: &Look) -> String {
    match look {
        Look::Waiting => String::new(),
        Look::Still(at) => format!("Still there at {}.", words::clock(*at)),
        Look::Gone(at) => format!("Gone since {}.", words::clock(*at)),
        Look::Unseen(at, whose) if whose.is_empty() => {
            format!("Cannot tell at {}: the data are of another zone.", words::clock(*at))
        }
        Look::Unseen(at, whose) => {
            format!("Cannot tell at {}: {whose} was not seen this time.", words::clock(*at))
        }
    }
}

/// What a live check did not get to see.
fn unanswered(finding: &Finding, desk: &Desk) -> &'static str {
    let Some(seen) = desk.live.as_ref().and_then(|live| live.seen.as_ref()) else { return "" };
    let ids = asked(finding, seen);
    let failed = seen.questions.iter().any(|said| said.state == Progress::Failed && ids.contains(&said.id));
    if failed { " Not every question was answered." } else { "" }
}

fn box_of(boxes: &[(yew::AttrValue, u32)], label: Option<&str>) -> Option<u32> {
    let label = label.unwrap_or_default();
    let own = boxes.iter().find(|(name, _)| name.as_str() == label);
    own.or_else(|| boxes.first().filter(|_| boxes.len() == 1)).map(|(_, id)| *id)
}

/// What to run, provider by provider, and where to paste what it prints.
fn ways(finding: &Finding, report: &Report, desk: &Desk) -> Html {
    let letters = Letters::of_report(report);
    let one = |one: &Commands| {
        let whose = match &one.provider {
            Some(label) => letters.named(label),
            None => html! { <>{ parent_badge(false) }{ " " }<b>{ "Parent" }</b></> },
        };
        let name = one.provider.clone().unwrap_or_else(|| "the parent".into());
        let go = box_of(&desk.boxes, one.provider.as_deref()).map(|id| {
            let onclick = Callback::from(move |_: MouseEvent| {
                browser::open_details(&format!("src-{id}"));
                browser::go_to(&format!("text-{id}"));
            });
            html! { <button class="btn btn-sm" type="button" aria-label={format!("Go to its box: {name}")} {onclick}>{ "Go to its box" }</button> }
        });
        html! {
            <li>
                <p>{ whose }{ for go }</p>
                <CopyBox text={one.lines.join("\n")} what={format!("the commands for {name}")} />
                if let Some(note) = one.whom(&report.zone) { <p class="note">{ note }</p> }
            </li>
        }
    };
    html! {
        <div class="stack-s" data-test="ways">
            <p class="note">{ "Run these, and put what they print in the place of the old answers. What is pasted after them counts as well." }</p>
            <ul class="plain stack-s" role="list">{ for commands(finding, report).iter().map(one) }</ul>
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct GoneProps {
    pub(super) again: Again,
    pub(super) dispatch: Dispatch,
}

/// In the place of a finding that is not there any more.
#[component]
pub(super) fn Gone(props: &GoneProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with((), move |()| {
            // The keyboard was on what has gone: it goes on here.
            let nowhere = document().active_element().is_none_or(|at| at.tag_name() == "BODY");
            if let (true, Some(place)) = (nowhere, place.cast::<HtmlElement>()) {
                let _ = place.focus();
            }
        });
    }
    let Again { finding, look, .. } = &props.again;
    let onclick = {
        let (dispatch, finding) = (props.dispatch.clone(), Rc::clone(finding));
        Callback::from(move |_| {
            dispatch.dispatch(Action::Forget(Rc::clone(&finding)));
            browser::focus("h-find");
        })
    };
    let status = if matches!(look, Look::Gone(_)) { "secure" } else { "indeterminate" };
    html! {
        <div class="find find-gone" data-status={status} tabindex="-1" ref={place} role="status" data-test={format!("gone-{}", finding.code)}>
            { icon(status) }
            <span><b>{ outcome(look) }</b><small>{ &finding.title }</small></span>
            <span class="rule">{ finding.code.as_str() }</span>
            <button class="btn btn-sm" type="button" {onclick}>{ "Close" }</button>
        </div>
    }
}
