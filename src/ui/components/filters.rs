//! Narrowing the findings: to some providers, to what matters most.

use super::badge::{Letters, parent_badge};
use crate::check::report::{ParentState, Report, Severity};
use crate::ui::sift::Sift;
use crate::ui::state::{Action, Dispatch};
use yew::{Callback, Html, html};

/// Toggles, and how many are shown. Nothing where there is nothing to choose from.
pub(super) fn filters(report: &Report, sift: &Sift, letters: &Letters, dispatch: &Dispatch) -> Html {
    let total = report.findings.len();
    if total < 2 {
        return html! {};
    }
    let toggle = |pressed: bool, to: Sift, label: String, body: Html| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_| dispatch.dispatch(Action::Sift(to.clone())));
        html! { <button class="btn btn-sm" type="button" aria-pressed={pressed.to_string()} aria-label={label} {onclick}>{ body }</button> }
    };
    let providers = report.providers.iter().map(|provider| {
        let label = provider.label.as_str();
        let to = sift.clone().toggle_label(label);
        toggle(
            sift.labels.iter().any(|l| l == label),
            to,
            format!("Only about {label}"),
            letters.badge(label, true),
        )
    });
    let parent = (report.parent.state != ParentState::Unseen).then(|| {
        let to = Sift { parent: !sift.parent, ..sift.clone() };
        toggle(sift.parent, to, "Only about the parent".into(), parent_badge(true))
    });
    let of = |severity: Severity| report.findings.iter().filter(|f| f.severity == severity).count();
    let by_effect =
        [(Severity::Error, "Fails"), (Severity::Warning, "Fragile"), (Severity::Info, "Worth knowing")];
    let by_effect =
        by_effect.into_iter().filter(|(severity, _)| of(*severity) > 0).map(|(severity, word)| {
            let to = sift.clone().toggle_severity(severity);
            toggle(sift.severities.contains(&severity), to, format!("Only: {word}"), html! { word })
        });
    let infos = (of(Severity::Info) > 0).then(|| {
        let to = Sift { no_infos: !sift.no_infos, ..sift.clone() };
        toggle(sift.no_infos, to, "Hide info".into(), html! { "Hide info" })
    });
    let shown = report.findings.iter().filter(|finding| sift.shows(finding, report)).count();
    let all = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.dispatch(Action::Sift(Sift::default())))
    };
    html! {
        <div class="filters" role="group" aria-label="Show findings" data-test="filters">
            <span class="toggles" role="group" aria-label="By provider"><span class="note">{ "Show only" }</span>{ for providers }{ for parent }</span>
            <span class="toggles" role="group" aria-label="By effect">{ for by_effect }{ for infos }</span>
            <span class="note" role="status" data-test="shown">{ if shown < total { format!("{shown} of {total}") } else { String::new() } }</span>
            if sift.is_on(report) { <button class="btn btn-sm btn-quiet" type="button" onclick={all}>{ "Show all" }</button> }
        </div>
    }
}
