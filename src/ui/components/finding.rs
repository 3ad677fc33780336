//! One finding: what it is, the records that show it, who is hit, and the fix.

use super::badge::{Letters, parent_badge};
use super::commands::StepCommand;
use super::copy::CopyBox;
use super::icon::{chevron, icon};
use crate::check::report::{EvidenceLine, Finding, FixStep, Severity};
use crate::ui::words;
use yew::{Html, html};

pub(super) fn status_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "bogus",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// `place`: its `id`. `key` stays the same while the finding does. `more`: what can be done about it, below the fix.
pub(super) fn view(
    finding: &Finding,
    place: &str,
    key: String,
    first: bool,
    letters: &Letters,
    more: Html,
) -> Html {
    let status = status_of(finding.severity);
    // The first thing that fails lies open: it is what the person came for.
    let open = first && (finding.severity == Severity::Error || finding.step.is_some());
    html! {
        <details class="find" data-status={status} {key} {open} id={place.to_owned()} data-test={finding.code.as_str()}>
            <summary id={format!("{place}-h")}>
                { icon(status) }
                <span><b>{ &finding.title }</b>{ for mixes(finding) }</span>
                <span class="rule">{ finding.code.as_str() }</span>
                { chevron() }
            </summary>
            <div class="find-body">
                if !finding.detail.is_empty() { <p>{ &finding.detail }</p> }
                { evidence(finding, status, letters) }
                { who(finding) }
                { fix(finding, letters) }
                { more }
                { references(finding) }
                <p><a class="rule" href={super::rules::address(finding.code.as_str())}>{ format!("About {}", finding.code) }</a></p>
            </div>
        </details>
    }
}

fn mixes(finding: &Finding) -> Option<Html> {
    let pairs: Vec<String> = finding
        .mixes
        .iter()
        .take(4)
        .map(|(from, to)| format!("DNSKEY from {from}, answer from {to}"))
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let more = finding.mixes.len().saturating_sub(pairs.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(html! { <small>{ format!("{}{more}", pairs.join("; ")) }</small> })
}

fn evidence(finding: &Finding, status: &'static str, letters: &Letters) -> Html {
    if finding.evidence.is_empty() {
        return html! {};
    }
    html! {
        <div>
            <h4>{ "Evidence" }</h4>
            <div class="ev" data-status={status} tabindex="0" role="region" aria-label={format!("Evidence: {}", finding.title)}>
                { for finding.evidence.iter().map(|line| record(line, letters)) }
            </div>
        </div>
    }
}

fn record(line: &EvidenceLine, letters: &Letters) -> Html {
    let badge = match &line.provider {
        Some(label) => letters.badge(label, true),
        None => parent_badge(true),
    };
    let marked = line
        .mark
        .as_deref()
        .filter(|mark| !mark.is_empty())
        .and_then(|mark| line.text.split_once(mark).map(|(a, b)| (a, mark, b)));
    let text = match marked {
        Some((before, mark, after)) => {
            html! { <>{ before.to_owned() }<mark>{ mark.to_owned() }</mark>{ after.to_owned() }</> }
        }
        None => html! { &line.text },
    };
    html! { <div class={line.absent.then_some("hole")}>{ badge }<span>{ text }</span></div> }
}

fn who(finding: &Finding) -> Html {
    let list = |title: &'static str, items: &[String]| {
        html! {
            if !items.is_empty() {
                <div><h4>{ title }</h4><ul class="bul">{ for items.iter().map(|item| html! { <li>{ item }</li> }) }</ul></div>
            }
        }
    };
    html! {
        if !finding.hit.is_empty() || !finding.masked.is_empty() {
            <div class="cols">{ list("Who is hit", &finding.hit) }{ list("Why tests may not show it", &finding.masked) }</div>
        }
    }
}

fn fix(finding: &Finding, letters: &Letters) -> Html {
    let step = |step: &FixStep| {
        let records = step.records.join("\n");
        html! {
            <li><div>
                <span>
                    if let Some(label) = &step.provider {
                        // The sentence may name the place itself.
                        if step.text.contains(&format!("At {label}")) || step.text.contains(&format!("at {label}")) {
                            { letters.badge(label, false) }{ " " }
                        } else {
                            { "At " }{ letters.named(label) }{ ": " }
                        }
                    }
                    { &step.text }
                </span>
                if !records.is_empty() {
                    <CopyBox text={records} what={if step.records.len() > 1 { "the records" } else { "the record" }} />
                }
                if step.action.is_some() { <StepCommand step={step.clone()} /> }
            </div></li>
        }
    };
    html! {
        if !finding.fix.is_empty() {
            <div><h4>{ if finding.step.is_some() { "Next" } else { "Fix" } }</h4><ol class="fix">{ for finding.fix.iter().map(step) }</ol></div>
        }
    }
}

fn references(finding: &Finding) -> Html {
    let link = |reference: &String| match words::reference_link(reference) {
        Some(href) => html! { <a {href} target="_blank" rel="noopener noreferrer">{ reference }</a> },
        None => html! { <span>{ reference }</span> },
    };
    html! {
        if !finding.references.is_empty() { <div class="refs">{ for finding.references.iter().map(link) }</div> }
    }
}
