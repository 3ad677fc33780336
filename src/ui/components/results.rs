//! Everything below the verdict. Drawn again only for another answer, cell or moment, not while somebody types.

use super::chain::Chain;
use super::clock::Clock;
use super::coverage::coverage;
use super::desk::Desk;
use super::expiry::expiry;
use super::findings::Findings;
use super::matrix::matrix;
use super::not_read::not_read;
use super::part::is_same;
use super::proof::Proof;
use crate::check::report::{Caches, Report};
use crate::dns::Moment;
use crate::doh::Seen;
use crate::ui::shared::Shared;
use crate::ui::state::{Answer, Dispatch};
use yew::{Html, Properties, classes, component, html};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) answer: Answer,
    pub(super) cell: Option<(usize, usize)>,
    /// The moment asked for; none on the first page, which shows less.
    pub(super) at: Option<Moment>,
    pub(super) dispatch: Dispatch,
    /// What caches may still hold of a fault that was put right.
    #[prop_or_default]
    pub(super) eased: Option<Caches>,
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
            if let Some(at) = props.at { <Clock report={answer.clone()} {at} eased={props.eased.clone()} dispatch={dispatch.clone()} /> }
            <div class={classes!("pair", many.then_some("pair-many"))}>
                <MatrixPart answer={answer.clone()} cell={props.cell} dispatch={dispatch.clone()} />
                <CoveragePart answer={answer.clone()} />
            </div>
            if let Some(cell) = props.cell { <Proof report={answer.clone()} {cell} dispatch={dispatch.clone()} /> }
            <Chain answer={answer.clone()} seen={live_seen(props.desk.as_ref())} />
            if props.at.is_some() {
                <Findings answer={answer.clone()} desk={props.desk.clone()} />
                { expiry(report) }
                { not_read(answer) }
            }
        </>
    }
}

/// What the live check behind it saw, once it has ended: the chain is drawn again for it.
fn live_seen(desk: Option<&Desk>) -> Option<Shared<Seen>> {
    desk.and_then(|desk| desk.live.as_ref()).filter(|live| !live.asking).and_then(|live| live.seen.clone())
}

#[derive(Properties)]
struct CoverageProps {
    answer: Answer,
}

impl PartialEq for CoverageProps {
    fn eq(&self, other: &Self) -> bool {
        is_same(&self.answer, &other.answer, |one, other| {
            one.coverage == other.coverage
                && one.keys == other.keys
                && one.model_note == other.model_note
                && one.providers == other.providers
        })
    }
}

#[component]
fn CoveragePart(props: &CoverageProps) -> Html {
    props.answer.result.as_deref().map_or_else(|_| Html::default(), coverage)
}

#[derive(Properties)]
struct MatrixProps {
    answer: Answer,
    cell: Option<(usize, usize)>,
    dispatch: Dispatch,
}

impl PartialEq for MatrixProps {
    fn eq(&self, other: &Self) -> bool {
        let same =
            |one: &Report, other: &Report| one.mixes == other.mixes && one.providers == other.providers;
        self.cell == other.cell && is_same(&self.answer, &other.answer, same)
    }
}

#[component]
fn MatrixPart(props: &MatrixProps) -> Html {
    let draw = |report| matrix(report, props.cell, &props.dispatch);
    props.answer.result.as_deref().map_or_else(|_| Html::default(), draw)
}
