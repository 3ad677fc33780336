//! The Share menu: the check link, the report in other forms, drawings, comparing, and other checkers.

mod compare;
mod files;
mod link;
mod markdown;
mod shown;

pub(super) use markdown::CopyMarkdown;

use super::icon::icon;
use super::menu::{closing_key, use_closing};
use crate::check::report::Report;
use crate::ui::others::CHECKERS;
use crate::ui::share::{Ask, Said, Sharing, rest, small};
use crate::ui::state::State;
use crate::ui::words;
use compare::Compare;
use files::report_part;
use link::link_part;
use shown::Shown;
use std::rc::Rc;
use web_sys::HtmlDetailsElement;
use yew::{
    Callback, Event, Html, Properties, TargetCast as _, UseReducerHandle, component, html, use_effect_with,
    use_node_ref, use_state,
};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) state: UseReducerHandle<State>,
    pub(super) sharing: Sharing,
}

#[component]
pub(super) fn ShareMenu(props: &Props) -> Html {
    let menu = use_node_ref();
    use_closing(&menu);
    let onkeydown = closing_key(&menu);
    let open = use_state(|| false);
    let shown = use_state(Shown::default);
    let state = &props.state;
    let report = state.report();
    let of = (state.asked, state.cell, shown.leave);
    {
        // The link is made when the menu is open, and anew when the check behind it changes.
        let (shown, sharing, case) = (shown.clone(), props.sharing.clone(), Rc::clone(&state.case));
        let ready = *open && report.is_some() && state.answered == state.asked;
        use_effect_with((ready, of), move |(ready, of)| {
            if *ready && (shown.link.is_none() || shown.of != *of) {
                let (of, cell, leave) = (*of, of.1, of.2);
                let heard = Callback::from(move |said| {
                    let link = match said {
                        Said::Link(link) => Ok(link),
                        Said::No { why, .. } => Err(why),
                        _ => return,
                    };
                    shown.set(Shown { link: Some(Rc::new(link)), of, ..(*shown).clone() });
                });
                let link = Ask::Link { rest: rest(&case), made: sharing.made, cell: small(cell), leave };
                sharing.ask.emit((link, heard));
            }
        });
    }
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            if let Some(menu) = event.target_dyn_into::<HtmlDetailsElement>() {
                open.set(menu.open());
            }
        })
    };
    let body = match report {
        Some(report) if *open => html! {
            <div class="pop share-pop" role="group" aria-label="Share">
                { link_part(report, &shown, shown.of == of) }
                { report_part(&props.sharing, report, &shown) }
                <hr />
                <Compare state={state.clone()} sharing={props.sharing.clone()} />
                <hr />
                { others(report) }
            </div>
        },
        None if *open => html! {
            <div class="pop share-pop"><p class="note">{ "There is no verdict to share yet." }</p></div>
        },
        _ => html! {},
    };
    html! {
        <details class="menu share" ref={menu} {onkeydown} {ontoggle} data-test="share">
            <summary class="btn">{ icon("share") }<span class="hide-sm">{ "Share" }</span><span class="vh show-sm">{ "Share" }</span></summary>
            { body }
        </details>
    }
}

fn others(report: &Report) -> Html {
    let zone = words::said(&report.zone);
    let links = CHECKERS.iter().filter_map(|checker| Some((checker, checker.address(zone)?)));
    html! {
        <>
            <h2>{ format!("Ask others about {zone}") }</h2>
            <ul class="others" role="list">
                { for links.map(|(checker, href)| html! {
                    <li><a class="link" {href} target="_blank" rel="noreferrer noopener">{ checker.name }</a><small>{ checker.shows }</small></li>
                }) }
            </ul>
        </>
    }
}
