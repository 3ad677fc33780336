//! All findings, by effect: what fails, what is fragile, what is worth knowing.

use super::badge::Letters;
use super::finding::view;
use super::icon::{chevron, icon};
use crate::check::report::{Report, Severity, Tone};
use yew::{Html, html};

pub(super) fn findings(report: &Report) -> Html {
    let letters = Letters::of_report(report);
    let of = |severity: Severity| {
        let found = report.findings.iter().enumerate().filter(move |(_, f)| f.severity == severity);
        found.map(|(index, finding)| view(finding, index, &letters)).collect::<Vec<_>>()
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
    let (errors, warnings, infos) = (of(Severity::Error), of(Severity::Warning), of(Severity::Info));
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
