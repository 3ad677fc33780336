//! Which provider publishes which key.

use super::badge::Letters;
use super::icon::status;
use crate::check::report::{CoverageRow, CoverageState, Report};
use crate::order;
use crate::ui::words;
use yew::{Html, html};

pub(super) fn coverage(report: &Report) -> Html {
    let letters = Letters::of_report(report);
    let gaps =
        report.coverage.iter().flat_map(|row| &row.cells).filter(|c| **c == CoverageState::Missing).count();
    let columns = report.providers.iter().map(|p| {
        html! { <th scope="col">{ "in " }{ letters.badge(&p.label, true) }{ format!(" {}’s set", p.label) }</th> }
    });
    let row = |row: &CoverageRow| view(report, row, &letters);
    let span = (report.providers.len() + 1).to_string();
    let rows = rows(report);
    let mut others = rows.iter().copied().filter(|row| !row.signs_data).peekable();
    html! {
        <section class="panel" aria-labelledby="h-cov" data-test="coverage">
            <header>
                <h2 id="h-cov">{ "ZSK coverage" }</h2>
                if gaps > 0 { { status("bogus", "bogus", html! { format!("{gaps} gap{}", words::plural(gaps)) }) } }
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="ZSK coverage, table">
                <table class="data cov">
                    <caption class="vh">{ "Which provider publishes which key" }</caption>
                    <thead><tr><th scope="col">{ "Key that signs" }</th>{ for columns }</tr></thead>
                    <tbody>{ for rows.iter().copied().filter(|row| row.signs_data).map(row) }</tbody>
                    if others.peek().is_some() {
                        <tbody>
                            <tr class="grp"><th colspan={span} scope="rowgroup">{ "Keys that sign DNSKEY RRsets" }</th></tr>
                            { for others.map(row) }
                        </tbody>
                    }
                </table>
            </div>
            if !report.model_note.is_empty() { <footer>{ words::sentence(&report.model_note) }</footer> }
        </section>
    }
}

/// In the providers' order, so that no row moves when a key is withheld; keys of nobody last.
pub(super) fn rows(report: &Report) -> Vec<&CoverageRow> {
    let mut rows: Vec<&CoverageRow> = report.coverage.iter().collect();
    order::sort_by_key(&mut rows, |row| report.home(row.key).unwrap_or(usize::MAX));
    rows
}

fn view(report: &Report, row: &CoverageRow, letters: &Letters) -> Html {
    let Some(key) = report.keys.get(row.key) else { return html! {} };
    let cells = row.cells.iter().map(|cell| {
        let word = cell.word();
        match cell {
            CoverageState::Own | CoverageState::Imported | CoverageState::Signs => {
                html! { <td>{ status("secure", "secure", html! { word }) }</td> }
            }
            CoverageState::Missing => {
                html! { <td class="gap">{ status("bogus", "bogus", html! { word }) }</td> }
            }
            CoverageState::Published => html! { <td>{ word }</td> },
            CoverageState::NotNeeded | CoverageState::Absent => html! { <td class="muted">{ word }</td> },
            CoverageState::Unseen => {
                html! { <td>{ status("indeterminate", "indeterminate", html! { word }) }</td> }
            }
        }
    });
    html! { <tr><th scope="row">{ letters.key(key) }<small>{ &row.note }</small></th>{ for cells }</tr> }
}
