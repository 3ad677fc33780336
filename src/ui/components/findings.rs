//! All findings, by effect: what fails, what is fragile, what is worth knowing.

use super::badge::Letters;
use super::finding::view;
use super::icon::{chevron, icon};
use crate::check::report::{Group, Report, Tone};
use yew::{Html, html};

pub(super) fn findings(report: &Report) -> Html {
    let letters = Letters::of_report(report);
    let of = |group: Group| {
        group.of(report).map(|(index, finding)| view(finding, index, &letters)).collect::<Vec<_>>()
    };
    let group = |title: &'static str, found: Vec<Html>| {
        html! {
            if !found.is_empty() {
                <div class="group">
                    <header><h3>{ title }</h3><span class="count">{ found.len() }</span></header>
                    <div>{ for found }</div>
                </div>
            }
        }
    };
    let (errors, warnings, infos) = (of(Group::Fails), of(Group::Fragile), of(Group::Worth));
    let clear = errors.is_empty() && warnings.is_empty() && report.headline.tone == Tone::Secure;
    html! {
        <section class="stack" aria-labelledby="h-find" data-test="findings">
            <h2 id="h-find">{ "Findings" }</h2>
            if clear {
                <div class="panel allclear"><span class="st" data-status="secure">{ icon("secure") }</span>{ "Nothing fails and nothing is fragile." }</div>
            }
            { group("Fails", errors) }
            { group("Fragile", warnings) }
            if !infos.is_empty() {
                <details class="fold worth">
                    <summary>{ chevron() }<h3>{ "Worth knowing" }</h3><span class="count">{ infos.len() }</span></summary>
                    <div>{ for infos }</div>
                </details>
            }
        </section>
    }
}

/// The known processes that the data stand in the middle of, each with its next steps.
pub(super) fn underway(report: &Report) -> Html {
    let letters = Letters::of_report(report);
    let found: Vec<Html> =
        Group::Underway.of(report).map(|(index, finding)| view(finding, index, &letters)).collect();
    html! {
        if !found.is_empty() {
            <section class="stack" aria-labelledby="h-way" data-test="underway">
                <h2 id="h-way">{ Group::Underway.title() }</h2>
                <div class="group"><div>{ for found }</div></div>
            </section>
        }
    }
}
