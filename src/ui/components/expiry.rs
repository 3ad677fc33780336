//! What expires when: lanes, with a table for those who do not look at them.

use super::badge::{Letters, hue};
use super::icon::chevron;
use crate::check::report::Report;
use crate::ui::layout::lanes::{Lane, Lanes, lanes};
use crate::ui::words;
use yew::{Html, html};

pub(super) fn expiry(report: &Report) -> Html {
    let letters = Letters::of_report(report);
    if report.timeline.spans.is_empty() {
        return html! {};
    }
    let drawing = |narrow: bool| {
        let drawn = lanes(&report.timeline, report.at, narrow)?;
        Some(draw(&drawn, &letters, if narrow { "narrow" } else { "wide" }))
    };
    html! {
        <section class="panel" aria-labelledby="h-exp" data-test="expiry">
            <header><h2 id="h-exp">{ "What expires when" }</h2></header>
            <div class="body">
                <div class="only-wide">{ for drawing(false) }</div>
                <div class="only-narrow">{ for drawing(true) }</div>
            </div>
            <footer>
                <details class="fold">
                    <summary>{ chevron() }{ "As a table" }</summary>
                    { table(report, &letters) }
                </details>
            </footer>
        </section>
    }
}

fn draw(lanes: &Lanes, letters: &Letters, which: &str) -> Html {
    let bottom = lanes.height - 6.0;
    let ticks = lanes.ticks.iter().map(|(x, text)| {
        html! { <><path class="grid" d={format!("M{x:.1} 24V{bottom:.1}")} /><text class="t3 mid" x={format!("{x:.1}")} y="12">{ text }</text></> }
    });
    let title = format!("expiry-t-{which}");
    html! {
        <svg class="draw" viewBox={format!("0 0 {} {}", lanes.width, lanes.height)} role="img" aria-labelledby={title.clone()}>
            <title id={title}>{ "When signatures expire; the table below says the same" }</title>
            { for ticks }
            { for lanes.lanes.iter().map(|l| bar(l, letters)) }
            <path class="now" d={format!("M{:.1} 22V{bottom:.1}", lanes.now)} />
            { for lanes.lanes.iter().map(names) }
            <rect class="nowflag" x={format!("{:.1}", lanes.now - 25.0)} y="17" width="50" height="16" rx="4" />
            <text class="nowflag-t" x={format!("{:.1}", lanes.now)} y="29">{ "judged" }</text>
        </svg>
    }
}

fn bar(lane: &Lane, letters: &Letters) -> Html {
    let letter = lane.provider.as_deref().map(|label| letters.letter(label));
    let (x, y, width) = lane.bar;
    let (tx, ty) = lane.at;
    html! {
        <g data-p={letter.map_or_else(|| "P".to_owned(), hue)}>
            <rect class="bandcap" x={format!("{:.1}", tx - 24.0)} y={format!("{:.1}", ty - 13.0)} width="17" height="17" rx="4" />
            <text class="bandcap-t t11" x={format!("{:.1}", tx - 15.5)} y={format!("{:.1}", ty - 0.5)}>{ letter.unwrap_or('▲') }</text>
            <rect class="val" x={format!("{x:.1}")} y={format!("{y:.1}")} width={format!("{width:.1}")} height="20" rx="4" />
        </g>
    }
}

/// What a bar is of and when it ends, over the line of the moment.
fn names(lane: &Lane) -> Html {
    let (x, y, width) = lane.bar;
    let (tx, ty) = lane.at;
    let end = if lane.outside { (x + width + 6.0, "t3") } else { (x + width - 8.0, "t3 end ink") };
    html! {
        <>
            <text class="t2 halo" x={tx.to_string()} y={format!("{ty:.1}")}>{ &lane.label }</text>
            <text class={end.1} x={format!("{:.1}", end.0)} y={format!("{:.1}", y + 14.0)}>{ &lane.end }</text>
        </>
    }
}

fn table(report: &Report, letters: &Letters) -> Html {
    let rows = report.timeline.spans.iter().map(|span| {
        let whose = match &span.provider {
            Some(label) => letters.named(label),
            None => html! { "parent" },
        };
        html! {
            <tr>
                <th scope="row">{ whose }{ " " }{ &span.what }</th>
                <td>{ span.from.plain() }</td>
                <td>{ span.until.plain() }</td>
                <td>{ words::from_now(span.until, report.at) }</td>
            </tr>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label="What expires when, table">
            <table class="data spans">
                <caption class="vh">{ "When signatures expire" }</caption>
                <thead><tr>
                    <th scope="col">{ "Signatures over" }</th><th scope="col">{ "Valid from" }</th>
                    <th scope="col">{ "Until" }</th><th scope="col">{ "From the moment judged" }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}
