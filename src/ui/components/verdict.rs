//! The verdict: the largest sentence on the page.

use super::icon::sized;
use crate::check::report::Report;
use crate::ui::{browser, words};
use wasm_bindgen::JsCast as _;
use yew::{Callback, Html, classes, html};

/// `second`: the page has another first heading. `above`: what outweighs it.
pub(super) fn verdict(report: &Report, second: bool, above: Html) -> Html {
    let headline = &report.headline;
    let status = words::tone(headline.tone);
    let sentence = html! { <><em>{ &headline.lead }</em>{ " " }{ &headline.text }</> };
    let heading = if second {
        html! { <h2 class="say-h" id="verdict">{ sentence }</h2> }
    } else {
        html! { <h1 class="say-h" id="verdict" tabindex="-1">{ sentence }</h1> }
    };
    let facts = headline.facts.iter().map(|fact| {
        html! { <div><dt>{ &fact.label }</dt><dd>{ &fact.value }<small>{ &fact.note }</small></dd></div> }
    });
    html! {
        <section class={classes!("verdict", headline.facts.is_empty().then_some("quiet-verdict"))} data-status={status} aria-labelledby="verdict" data-test="verdict">
            { above }
            <div class="over">
                <span class="zone">{ words::said(&report.zone).to_owned() }</span>
                <span class="tag"><strong>{ words::model(report.model) }</strong></span>
                <span>{ words::scope(report) }</span>
            </div>
            <div class="say">
                { sized(status, classes!("i", "i-lg")) }
                { heading }
                if !headline.why.is_empty() { <p class="why">{ &headline.why }</p> }
            </div>
            if !headline.facts.is_empty() { <dl class="facts">{ for facts }</dl> }
            if !second && has_fix(report) {
                <div class="acts">
                    <button class="btn btn-primary" type="button" onclick={Callback::from(|_| show_fix())}>{ "Show the fix" }</button>
                </div>
            }
        </section>
    }
}

fn has_fix(report: &Report) -> bool {
    report.findings.first().is_some_and(|finding| {
        finding.severity == crate::check::report::Severity::Error && !finding.fix.is_empty()
    })
}

/// Opens the first finding and goes there.
fn show_fix() {
    if let Some(details) =
        browser::by_id("finding-0").and_then(|e| e.dyn_into::<web_sys::HtmlDetailsElement>().ok())
    {
        details.set_open(true);
    }
    browser::go_to("finding-0-h");
}
