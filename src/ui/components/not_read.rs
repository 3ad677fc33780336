//! What was not used, line by line, with the reason.

use super::icon::{chevron, icon};
use crate::check::outcome::Outcome;
use crate::evidence::{Gravity, NotRead};
use crate::ui::words;
use yew::{Html, html};

/// Rows shown; a file of another kind can have a million such lines.
const SHOWN: usize = 200;

pub(super) fn not_read(outcome: &Outcome) -> Html {
    let pieces: Vec<&NotRead> = match &outcome.result {
        Ok(report) => report.not_read.iter().collect(),
        Err(_) => outcome.sources.iter().flat_map(|source| &source.not_read).collect(),
    };
    if pieces.is_empty() {
        return html! {};
    }
    let serious = pieces.iter().any(|piece| piece.gravity != Gravity::Note);
    let more = pieces.len().saturating_sub(SHOWN);
    html! {
        <section class="panel" aria-labelledby="h-unread" data-test="not-read">
            <details class="fold-panel" open={serious}>
                <summary>{ chevron() }<h2 id="h-unread">{ "Not read" }</h2><span class="count">{ pieces.len() }</span></summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Not read, table">
                    <table class="data unread">
                        <caption class="vh">{ "What was not used, and why" }</caption>
                        <thead><tr>
                            <th scope="col">{ "Where" }</th><th scope="col">{ "Why" }</th><th scope="col">{ "Text" }</th>
                        </tr></thead>
                        <tbody>{ for pieces.iter().take(SHOWN).map(|piece| row(piece)) }</tbody>
                    </table>
                </div>
                if more > 0 { <p class="note more">{ format!("and {more} more") }</p> }
            </details>
        </section>
    }
}

fn row(piece: &NotRead) -> Html {
    let (status, name) = match piece.gravity {
        Gravity::Note => ("info", "skip"),
        Gravity::Lost => ("warning", "warning"),
        Gravity::Refused => ("bogus", "bogus"),
    };
    html! {
        <tr>
            <th scope="row">
                <span class="st" data-status={status}>{ icon(name) }</span>{ format!(" {}", piece.source) }
                <small>{ format!("line {}, column {}", piece.line, piece.column) }</small>
            </th>
            <td>{ words::sentence(&piece.reason) }if let Some(hint) = &piece.hint { <small>{ words::sentence(hint) }</small> }</td>
            <td><code>{ &piece.text }</code></td>
        </tr>
    }
}
