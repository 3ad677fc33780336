//! All findings, by effect: what fails, what is fragile, what is worth knowing; narrowed as the person likes.

use super::again;
use super::badge::Letters;
use super::desk::Desk;
use super::filters::filters;
use super::finding::view;
use super::icon::{chevron, icon};
use super::part::is_same;
use super::share::CopyMarkdown;
use crate::check::report::{Finding, Group, Report, Severity, Tone};
use crate::ui::again::Look;
use crate::ui::browser;
use crate::ui::sift::places;
use crate::ui::state::Answer;
use yew::{Html, Properties, component, html, use_effect_with, use_mut_ref};

#[derive(Properties)]
pub(super) struct Props {
    pub(super) answer: Answer,
    #[prop_or_default]
    pub(super) desk: Option<Desk>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.desk == other.desk
            && is_same(&self.answer, &other.answer, |one, other| {
                one.findings == other.findings
                    && one.providers == other.providers
                    && one.parent == other.parent
                    && one.headline.tone == other.headline.tone
            })
    }
}

#[component]
pub(super) fn Findings(props: &Props) -> Html {
    let been = use_mut_ref(|| 0_u32);
    let goal = props.desk.as_ref().and_then(|desk| desk.goal.clone());
    use_effect_with((goal, props.answer.clone()), move |(goal, _)| {
        let Some(goal) = goal.as_ref().filter(|goal| goal.number != *been.borrow()) else { return };
        if browser::open_to(&goal.place) {
            *been.borrow_mut() = goal.number;
        }
    });
    let Ok(report) = &props.answer.result else { return html! {} };
    let desk = props.desk.as_ref();
    let letters = Letters::of_report(report);
    let places = places(&report.findings);
    let shown = |finding: &Finding| desk.is_none_or(|desk| desk.sift.shows(finding, report));
    let one = |at: usize, finding: &Finding| {
        let place = places.get(at).map_or("", String::as_str);
        let key = key(&report.findings, at, finding);
        let more = desk.map_or_else(Html::default, |desk| again::again(finding, place, &props.answer, desk));
        let first = at == 0 || Group::Underway.of(report).next().is_some_and(|(first, _)| first == at);
        view(finding, place, key, first, &letters, more)
    };
    // What has gone keeps its place, so that the person sees what became of it.
    let gone = |group: Group| {
        let gone = desk.into_iter().flat_map(|desk| desk.again.iter().map(move |again| (desk, again)));
        let gone = gone.filter(move |(_, again)| {
            again.finding.group() == group && matches!(again.look, Look::Gone(_) | Look::Unseen(..))
        });
        gone.map(|(desk, again)| html! {
            <again::Gone key={format!("gone {}", key(&[], 0, &again.finding))} again={again.clone()} dispatch={desk.dispatch.clone()} />
        })
    };
    let of = |group: Group| {
        let all = group.of(report).collect::<Vec<_>>().into_iter();
        let total = all.clone().count();
        let seen: Vec<Html> = all.filter(|(_, finding)| shown(finding)).map(|(at, f)| one(at, f)).collect();
        let count =
            if seen.len() == total { total.to_string() } else { format!("{} of {total}", seen.len()) };
        (gone(group).chain(seen).collect::<Vec<_>>(), count, total)
    };
    let group = |title: &'static str, (found, count, total): (Vec<Html>, String, usize)| {
        html! {
            if total > 0 || !found.is_empty() {
                <div class="group">
                    <header><h3>{ title }</h3><span class="count">{ count }</span></header>
                    <div>{ for found }</div>
                </div>
            }
        }
    };
    let (errors, warnings, infos) = (of(Group::Fails), of(Group::Fragile), of(Group::Worth));
    let clear = errors.2 == 0 && warnings.2 == 0 && report.headline.tone == Tone::Secure;
    let only_infos = desk.is_some_and(|desk| desk.sift.severities.contains(&Severity::Info));
    html! {
        <section class="stack" aria-labelledby="h-find" data-test="findings">
            <div class="find-head">
                <h2 id="h-find" tabindex="-1">{ "Findings" }</h2>
                { for desk.map(|desk| tools(report, desk, &letters)) }
            </div>
            if clear {
                <div class="panel allclear"><span class="st" data-status="secure">{ icon("secure") }</span>{ "Nothing fails and nothing is fragile." }</div>
            }
            { group(Group::Underway.title(), of(Group::Underway)) }
            { group("Fails", errors) }
            { group("Fragile", warnings) }
            if infos.2 > 0 || !infos.0.is_empty() {
                <details class="fold worth" open={only_infos}>
                    <summary>{ chevron() }<h3>{ "Worth knowing" }</h3><span class="count">{ infos.1 }</span></summary>
                    <div>{ for infos.0 }</div>
                </details>
            }
        </section>
    }
}

fn tools(report: &Report, desk: &Desk, letters: &Letters) -> Html {
    html! {
        <>
            <CopyMarkdown export={desk.export.clone()} />
            { filters(report, &desk.sift, letters, &desk.dispatch) }
        </>
    }
}

/// The same for the same finding in another report.
fn key(findings: &[Finding], at: usize, finding: &Finding) -> String {
    let nth = findings.iter().take(at).filter(|other| finding.is_same(other)).count();
    format!("{} {} {nth}", finding.code, finding.providers.join(" "))
}
