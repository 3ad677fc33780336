//! The verdict: the largest sentence on the page.

use super::icon::{icon, sized};
use crate::check::report::{Headline, Report, Verdict};
use crate::doh::seen::Above;
use crate::ui::sift::places;
use crate::ui::state::{Action, Dispatch};
use crate::ui::words;
use yew::{Callback, Html, classes, html};

/// `go`: what leads to the findings; without it the page has another first heading. `above`: what the chain above the
/// zone means for it.
pub(super) fn verdict(report: &Report, go: Option<&Dispatch>, above: Option<&Above>) -> Html {
    let headline = &report.headline;
    let over = above.and_then(|above| overruled(report, above));
    let (status, lead, text, why) = over.clone().unwrap_or_else(|| {
        let Headline { lead, text, why, .. } = headline;
        (headline.tone.word(), lead.clone(), text.clone(), why.clone())
    });
    // What is only not known stands beside the verdict.
    let beside = above.filter(|_| over.is_none()).map(|above| {
        let words = words::sentence(&above.words);
        html! { <div class="banner" data-status="indeterminate" data-test="above">{ icon("indeterminate") }<span>{ words }</span></div> }
    });
    let sentence = html! { <><em>{ lead }</em>{ " " }{ text }</> };
    let heading = if go.is_none() {
        html! { <h2 class="say-h" id="verdict">{ sentence }</h2> }
    } else {
        html! { <h1 class="say-h" id="verdict" tabindex="-1">{ sentence }</h1> }
    };
    let facts = headline.facts.iter().map(|fact| {
        html! { <div><dt>{ &fact.label }</dt><dd>{ &fact.value }<small>{ &fact.note }</small></dd></div> }
    });
    html! {
        <section class={classes!("verdict", headline.facts.is_empty().then_some("quiet-verdict"))} data-status={status} aria-labelledby="verdict" data-test="verdict">
            { for beside }
            <div class="over">
                <span class="zone">{ words::said(&report.zone).to_owned() }</span>
                <span class="tag"><strong>{ words::model(report.model) }</strong></span>
                <span>{ words::scope(report) }</span>
            </div>
            <div class="say">
                { sized(status, classes!("i", "i-lg")) }
                { heading }
                if !why.is_empty() { <p class="why">{ why }</p> }
                if over.is_none() && !headline.until.is_empty() { <p class="why until" data-test="until">{ icon("clock") }{ " " }{ &headline.until }</p> }
            </div>
            if !headline.facts.is_empty() { <dl class="facts">{ for facts }</dl> }
            { for go.filter(|_| has_fix(report)).map(|go| html! { <div class="acts">{ show_fix(report, go) }</div> }) }
        </section>
    }
}

/// The verdict where a zone above decides: whatever this one serves. Its own comes second.
fn overruled(report: &Report, above: &Above) -> Option<(&'static str, String, String, String)> {
    let (status, lead) = match above.verdict {
        Verdict::Bogus => ("bogus", "Fails now."),
        Verdict::Insecure => ("insecure", "Insecure."),
        Verdict::Secure | Verdict::Indeterminate => return None,
    };
    let (text, why) = above.words.split_once(": ").unwrap_or((&above.words, ""));
    let own = format!("By its DS RRset alone: {} {}", report.headline.lead, report.headline.text);
    Some((status, lead.into(), words::sentence(text), format!("{} {own}", words::sentence(why))))
}

fn has_fix(report: &Report) -> bool {
    report.findings.first().is_some_and(|finding| {
        finding.severity == crate::check::report::Severity::Error && !finding.fix.is_empty()
    })
}

/// Opens the first finding and goes there.
fn show_fix(report: &Report, dispatch: &Dispatch) -> Html {
    let Some(place) = places(&report.findings).into_iter().next() else { return html! {} };
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_| dispatch.dispatch(Action::Go(place.clone().into())));
    html! { <button class="btn btn-primary" type="button" {onclick}>{ "Show the fix" }</button> }
}
