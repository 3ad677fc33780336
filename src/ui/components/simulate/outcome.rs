//! What became of it: the verdict and the mix matrix, drawn by the ordinary parts.

use super::super::icon::icon;
use super::super::matrix::matrix;
use super::super::progress::progress_bar;
use super::super::verdict::verdict;
use crate::check::report::Report;
use crate::order;
use crate::ui::simulate::{Act, Simulation, Trouble};
use crate::ui::words;
use yew::{Html, MouseEvent, classes, html};

pub(super) fn outcome(simulation: &Simulation) -> Html {
    let (state, judged) = (&simulation.state, &simulation.judged);
    let cancel = simulation.on::<MouseEvent>(|| Act::Cancel);
    let checking = judged.progress.filter(|_| state.settled());
    let report = judged.report().filter(|_| state.trouble.is_none());
    let fresh = simulation.fresh();
    html! {
        <div class={classes!("stack", "outcome", (!fresh).then_some("stale"))} aria-busy={(!fresh && state.trouble.is_none()).to_string()} data-test="outcome">
            if let Some(progress) = state.progress { { progress_bar("Making", progress, &cancel) } }
            if let Some(progress) = checking { { progress_bar("Checking", progress, &cancel) } }
            { for state.trouble.as_ref().map(|trouble| said(simulation, trouble)) }
            if let Some(report) = report {
                <div class="panel clip">
                    { verdict(report, None, None) }
                    <footer class="signed">
                        <span data-test="signed">{ signed(simulation, report) }</span>
                        <button class="btn btn-sm" type="button" onclick={simulation.on(|| Act::Anew)}>{ "New keys" }</button>
                    </footer>
                </div>
                { matrix(report, judged.cell, &judged.dispatcher()) }
            } else if let (None, None, None) = (&state.trouble, state.progress, checking) {
                <div class="panel"><p class="body muted" data-test="signing">{ "Making keys and signing." }</p></div>
            }
        </div>
    }
}

/// `Signed just now with ECDSA P-256 in this tab: 48 RRsets, 57 signatures, 41 ms.`
fn signed(simulation: &Simulation, report: &Report) -> String {
    let Some(signed) = &simulation.state.signed else { return String::new() };
    let numbers = order::distinct(report.keys.iter().map(|key| key.algorithm));
    let names: Vec<String> = numbers.into_iter().map(words::algorithm).collect();
    let made =
        if signed.made == signed.signatures { String::new() } else { format!(" ({} new)", signed.made) };
    format!(
        "Signed just now with {} in this tab: {} RRsets, {} signatures{made}, {:.0} ms.",
        words::list(names.iter().map(String::as_str)),
        signed.rrsets,
        signed.signatures,
        signed.took
    )
}

fn said(simulation: &Simulation, trouble: &Trouble) -> Html {
    let (status, words) = match trouble {
        Trouble::Refused(why) => ("warning", why.to_string()),
        Trouble::NoArchive(why) => ("warning", format!("There is no archive: {why}.")),
        Trouble::Cancelled => {
            ("info", "Cancelled. The keys are gone; a change signs again, with new ones.".into())
        }
        Trouble::Stopped => ("bogus", "The signer stopped. A change starts it again, with new keys.".into()),
    };
    let again = matches!(trouble, Trouble::Cancelled | Trouble::Stopped);
    html! {
        <div class="banner" data-status={status} role="alert" data-test="trouble">
            { icon(status) }<span>{ words }</span>
            if again { <button class="btn btn-sm" type="button" onclick={simulation.on(|| Act::Anew)}>{ "Sign again" }</button> }
        </div>
    }
}
