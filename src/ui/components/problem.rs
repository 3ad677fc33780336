//! What stands in the verdict's place when there is none: a hint, a question, or what is wrong.

use super::icon::sized;
use crate::check::effort::about;
use crate::check::outcome::Problem;
use crate::ui::state::{Action, Dispatch, Notice};
use crate::ui::words;
use yew::{Callback, Html, MouseEvent, classes, html};

/// No problem: the first answer is on its way.
pub(super) fn no_verdict(problem: Option<&Problem>, dispatch: &Dispatch) -> Html {
    let (status, lead, text) = match problem {
        None => ("info", "Checking.", String::new()),
        Some(Problem::Empty) => {
            ("info", "Nothing to judge yet.", "Paste what each provider answers, and the parent’s DS.".into())
        }
        Some(Problem::PrivateKey) => {
            ("bogus", "Refused.", "A private key was in the text: it was wiped, nothing was checked.".into())
        }
        Some(Problem::NothingRead) => {
            ("indeterminate", "Cannot tell.", "Nothing here looks like DNS data.".into())
        }
        Some(Problem::SeveralZones { .. }) => {
            ("indeterminate", "Which zone?", "The data are of several zones.".into())
        }
        Some(other) => ("indeterminate", "Cannot tell.", words::sentence(&other.to_string())),
    };
    html! {
        <section class="verdict quiet-verdict" data-status={status} aria-labelledby="verdict" data-test="verdict">
            <div class="say">
                { sized(status, classes!("i", "i-lg")) }
                <h1 class="say-h" id="verdict" tabindex="-1"><em>{ lead }</em>{ " " }{ text }</h1>
                { for problem.map(hint) }
            </div>
            { for problem.map(|problem| zones(problem, dispatch)) }
        </section>
    }
}

/// What became of a check that was ended before it was done; `before`: an older answer stands below.
pub(super) fn halt(why: &Notice, before: bool) -> (&'static str, &'static str) {
    let lead = if *why == Notice::Cancelled { "Cancelled." } else { "Stopped." };
    let text = if before {
        "The data as they are now were not judged: what stands below is of those before."
    } else {
        "Nothing was judged."
    };
    (lead, text)
}

/// The same in the verdict's place.
pub(super) fn halted(why: &Notice, before: bool) -> Html {
    let (lead, text) = halt(why, before);
    html! {
        <section class="verdict quiet-verdict" data-status="indeterminate" aria-labelledby="verdict" data-test="verdict">
            <div class="say">
                { sized("indeterminate", classes!("i", "i-lg")) }
                <h1 class="say-h" id="verdict" tabindex="-1"><em>{ lead }</em>{ " " }{ text }</h1>
                <p class="why">{ "A change of the data, or of the moment, starts the check again." }</p>
            </div>
        </section>
    }
}

/// What is said of a check that would take long; `before`: an older answer stands below.
pub(super) fn length(seconds: u32, before: bool) -> (&'static str, String) {
    let below = if before { " What stands below is of the data before." } else { "" };
    ("Not checked yet.", format!("This would take {}.{below}", about(seconds)))
}

/// The same in the verdict's place, and the choice.
pub(super) fn long(seconds: u32, before: bool, dispatch: &Dispatch, cancel: &Callback<MouseEvent>) -> Html {
    let (lead, text) = length(seconds, before);
    let dispatch = dispatch.clone();
    let check = Callback::from(move |_| dispatch.dispatch(Action::Patient));
    html! {
        <section class="verdict quiet-verdict" data-status="indeterminate" aria-labelledby="verdict" data-test="verdict">
            <div class="say">
                { sized("indeterminate", classes!("i", "i-lg")) }
                <h1 class="say-h" id="verdict" tabindex="-1"><em>{ lead }</em>{ " " }{ text }</h1>
                <p class="why">{ "The data ask for far more work than those of a usual zone. It can be cancelled at any time." }</p>
            </div>
            <div class="acts" data-test="long">
                <button class="btn btn-primary" type="button" onclick={check}>{ "Check it" }</button>
                <button class="btn" type="button" onclick={cancel.clone()}>{ "Cancel" }</button>
            </div>
        </section>
    }
}

fn hint(problem: &Problem) -> Html {
    match problem {
        Problem::Empty | Problem::NothingRead => html! {
            <div class="why hint">
                <p>{ "What can be read: signed zone files, the output of dig, kdig, drill or delv, DoH JSON, single DNSKEY, DS and RRSIG records, K*.key and dsset-* files. The kind is detected." }</p>
                <p>{ "At least the DNSKEY RRset with its RRSIG from each provider, and one signed answer:" }</p>
                <pre class="mono">{ "dig @ns1.a.example example.org DNSKEY +dnssec\ndig @ns1.a.example example.org SOA +dnssec\ndig @ns1.b.example example.org DNSKEY +dnssec\ndig @ns1.b.example example.org SOA +dnssec\ndig +short NS org   # the parent’s servers\ndig @PARENT-SERVER example.org DS +dnssec +norec" }</pre>
            </div>
        },
        Problem::NoProvider { .. } => {
            html! { <p class="why">{ "Add what each provider’s name servers answer." }</p> }
        }
        _ => html! {},
    }
}

fn zones(problem: &Problem, dispatch: &Dispatch) -> Html {
    let Problem::SeveralZones { zones } = problem else { return html! {} };
    let button = |zone: &String| {
        let (dispatch, name) = (dispatch.clone(), zone.clone());
        let onclick = Callback::from(move |_| dispatch.dispatch(Action::Zone(Some(name.clone().into()))));
        html! { <button class="btn" type="button" {onclick}><span class="mono">{ words::said(zone).to_owned() }</span></button> }
    };
    html! { <div class="acts" role="group" aria-label="Zone to judge">{ for zones.iter().map(button) }</div> }
}
