//! Everything below the verdict. Drawn again only for another answer, cell or moment, not while somebody types.

use super::chain::chain_of_trust;
use super::clock::Clock;
use super::coverage::coverage;
use super::expiry::expiry;
use super::findings::{Desk, Findings};
use super::matrix::matrix;
use super::not_read::not_read;
use super::proof::Proof;
use crate::dns::Moment;
use crate::ui::state::{Answer, Dispatch};
use yew::{Html, Properties, classes, component, html};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) answer: Answer,
    pub(super) cell: Option<(usize, usize)>,
    /// The moment asked for; none on the first page, which shows less.
    pub(super) at: Option<Moment>,
    pub(super) dispatch: Dispatch,
    /// What can be done with the findings.
    #[prop_or_default]
    pub(super) desk: Option<Desk>,
}

#[component]
pub(super) fn Results(props: &Props) -> Html {
    let (answer, dispatch) = (&props.answer, &props.dispatch);
    let Ok(report) = &answer.result else { return not_read(answer) };
    let many = report.providers.len() > 2;
    html! {
        <>
            if let Some(at) = props.at { <Clock report={answer.clone()} {at} dispatch={dispatch.clone()} /> }
            <div class={classes!("pair", many.then_some("pair-many"))}>
                { matrix(report, props.cell, dispatch) }
                { coverage(report) }
            </div>
            if let Some(cell) = props.cell { <Proof report={answer.clone()} {cell} dispatch={dispatch.clone()} /> }
            { chain_of_trust(report) }
            if props.at.is_some() {
                <Findings answer={answer.clone()} desk={props.desk.clone()} />
                { expiry(report) }
                { not_read(answer) }
            }
        </>
    }
}
