//! Draws the exchange of keys that [`crate::ui::layout::exchange`] laid out; its text twin is the table with which
//! keys are withheld.

use super::super::badge::{Letters, hue};
use super::super::chain::{n, octagon, tick};
use super::super::copy::CopyBox;
use super::super::coverage::rows;
use super::super::icon::status;
use super::ticked;
use crate::check::report::{CoverageRow, CoverageState, KeyRole, Report};
use crate::simulate::faults::{Fault, Kind};
use crate::simulate::terms::Model;
use crate::ui::layout::exchange::{self, Arc, Exchange};
use crate::ui::simulate::{Simulation, Step};
use crate::ui::words;
use yew::{Event, Html, html};

pub(super) fn exchange(simulation: &Simulation, report: &Report) -> Html {
    let letters = Letters::of_report(report);
    let drawing = exchange::exchange(report);
    let rows = rows(report).into_iter().filter(|row| row.signs_data);
    let columns =
        report.providers.iter().map(|p| html! { <th scope="col">{ "at " }{ letters.named(&p.label) }</th> });
    let parent = simulation.state.signed.as_ref().map(|signed| signed.parent.clone()).unwrap_or_default();
    let above = match words::parent_of(&report.zone) {
        "." => "The root".to_owned(),
        name => format!("The parent, {},", words::said(name)),
    };
    html! {
        <section class="panel" aria-labelledby="h-exchange" data-test="exchange">
            <header><h2 id="h-exchange">{ "Exchange of keys" }</h2><span class="note only-wide">{ "an arrow points to the provider that publishes the key" }</span></header>
            if let Some(drawing) = drawing { <div class="body only-wide">{ draw(report, &drawing, &letters) }</div> }
            <div class="scroll xgrid-wrap" tabindex="0" role="region" aria-label="Who publishes whose signing key">
                <table class="data xgrid">
                    <caption class="vh">{ "Who publishes whose signing key. A box that is not ticked withholds the key." }</caption>
                    <thead><tr><th scope="col">{ "Key that signs" }</th>{ for columns }</tr></thead>
                    <tbody>{ for rows.map(|row| view(simulation, report, row, &letters)) }</tbody>
                </table>
            </div>
            <footer class="stack">
                { for held(simulation, report).map(|words| html! { <p data-test="holder-said">{ words }</p> }) }
                if parent.is_empty() {
                    <p>{ format!("{above} publishes no DS.") }</p>
                } else {
                    <p>{ format!("{above} publishes:") }</p>
                    <CopyBox text={parent} what="DS records at the parent" />
                }
            </footer>
        </section>
    }
}

/// Model 1: who holds the KSK, and what that makes of the exchange.
fn held(simulation: &Simulation, report: &Report) -> Option<String> {
    let config = &simulation.state.config;
    if config.model != Model::One {
        return None;
    }
    let shared = report.keys.iter().find(|key| key.role == KeyRole::Ksk && key.owners.len() > 1);
    let key = shared.map(|key| format!(" {}", words::key_name(key))).unwrap_or_default();
    Some(match config.ksk_holder.as_deref() {
        None => format!(
            "The owner holds the shared KSK{key}: each provider’s signing key goes to the owner, and the signed DNSKEY \
             RRset comes back."
        ),
        Some(holder) => format!(
            "{holder} holds the shared KSK{key}: the others’ signing keys go to {holder}, and the signed DNSKEY RRset \
             comes back."
        ),
    })
}

fn view(simulation: &Simulation, report: &Report, row: &CoverageRow, letters: &Letters) -> Html {
    let Some(key) = report.keys.get(row.key) else { return html! {} };
    let owner = key.owners.first().filter(|_| key.owners.len() == 1);
    let cells = row.cells.iter().zip(&report.providers).map(|(state, provider)| {
        let tick = owner.filter(|owner| **owner != provider.label).map(|owner| {
            let fault =
                Fault { kind: Kind::ZskWithheld, at: Some(provider.label.clone()), of: Some(owner.clone()) };
            tickbox(simulation, fault, &provider.label, owner)
        });
        let missing = *state == CoverageState::Missing;
        let word = match state {
            CoverageState::Own | CoverageState::Signs => html! { <span class="muted small">{ "own" }</span> },
            CoverageState::Imported | CoverageState::Published => {
                html! { <span class="small ink2">{ "published" }</span> }
            }
            CoverageState::Missing => status("bogus", "bogus", html! { "missing" }),
            CoverageState::NotNeeded => html! { <span class="muted small">{ "not needed" }</span> },
            CoverageState::Absent | CoverageState::Unseen => {
                html! { <span class="muted small">{ "not here" }</span> }
            }
        };
        html! { <td class={missing.then_some("gap")}>{ for tick }{ word }</td> }
    });
    html! { <tr key={key.tag}><th scope="row">{ letters.key(key) }</th>{ for cells }</tr> }
}

fn tickbox(simulation: &Simulation, fault: Fault, at: &str, owner: &str) -> Html {
    let withheld = simulation.state.has(&fault);
    let choice = simulation.state.choices().iter().find(|choice| choice.fault == fault);
    let reason = choice.and_then(|choice| choice.impossible.as_deref()).filter(|_| !withheld);
    let label = match reason {
        Some(reason) => format!("{at} publishes {owner}’s signing key: cannot be changed, {reason}"),
        None => format!("{at} publishes {owner}’s signing key"),
    };
    let disabled = reason.is_some() || choice.is_none();
    let onchange =
        simulation.step(move |event: Event| Step::Fault { fault: fault.clone(), on: !ticked(&event) });
    html! { <label class="check"><input type="checkbox" checked={!withheld} {disabled} aria-label={label} {onchange} /></label> }
}

fn draw(report: &Report, drawing: &Exchange, letters: &Letters) -> Html {
    let band = if drawing.no_ds { "band band-none" } else { "band" };
    let parent = match words::parent_of(&report.zone) {
        "." => "the root",
        name => words::said(name),
    };
    html! {
        <svg class="draw" viewBox={format!("0 0 {} {}", drawing.width, drawing.height)} role="img" aria-labelledby="exchange-t exchange-d">
            <title id="exchange-t">{ "Who publishes whose signing key" }</title>
            <desc id="exchange-d">{ exchange::told(report) }</desc>
            <g data-p="P"><rect class={band} x=".5" y="2" width={n(drawing.width - 1.0)} height="72" rx="8" /></g>
            <text class="t2" x="12" y="21"><tspan class="tb ink">{ "Parent" }</tspan>{ format!(" {parent}") }</text>
            <text class="t3 end" x={n(drawing.width - 12.0)} y="21">{ &drawing.parent_note }</text>
            { for drawing.drops.iter().map(|drop| html! { <path class={if drop.good { "edge" } else { "miss" }} d={drop.path.clone()} /> }) }
            { for drawing.anchors.iter().map(|anchor| {
                let x = anchor.x - 56.0;
                let letter = anchor.owner.as_deref().map(|owner| letters.letter(owner));
                let text = n(x + if letter.is_some() { 29.0 } else { 12.0 });
                html! {
                    <g data-p={letter.map(hue)}>
                        <rect class="node" x={n(x)} y="31" width="112" height="34" rx="6" />
                        { for letter.map(|letter| cap(letter, x + 7.0, 40.0)) }
                        <text class="tm tb" x={text.clone()} y="46">{ &anchor.name }</text>
                        <text class="t3" x={text} y="60">{ &anchor.note }</text>
                    </g>
                }
            }) }
            { for drawing.arcs.iter().map(line) }
            { for drawing.nodes.iter().map(|node| html! {
                <>
                    <g data-p={hue(letters.letter(&node.label))}>
                        <rect class="band" x={n(node.x + 0.5)} y={n(node.y)} width={n(node.width - 1.0)} height={n(node.height)} rx="8" />
                        { cap(letters.letter(&node.label), node.x + 12.0, node.y + 12.0) }
                    </g>
                    <text class="tb" x={n(node.x + 36.0)} y={n(node.y + 24.5)}>{ &node.label }</text>
                    <text class={if node.complete { "t3" } else { "t2 t11" }} x={n(node.x + 12.0)} y={n(node.y + 48.0)}>{ &node.note }</text>
                </>
            }) }
            { for drawing.drops.iter().map(|drop| if drop.good { tick(drop.mark.0, drop.mark.1) } else { octagon(drop.mark.0, drop.mark.1) }) }
            { for drawing.arcs.iter().map(|arc| label(arc, letters)) }
        </svg>
    }
}

fn cap(letter: char, x: f64, y: f64) -> Html {
    html! {
        <>
            <rect class="bandcap" x={n(x)} y={n(y)} width="16" height="16" rx="4" />
            <text class="bandcap-t t11" x={n(x + 8.0)} y={n(y + 12.0)}>{ letter }</text>
        </>
    }
}

fn line(arc: &Arc) -> Html {
    let (x, y) = arc.tip;
    let tip = format!("M{} {}l5 9h-10z", n(x), n(y));
    html! {
        <>
            <path class={if arc.missing { "miss" } else { "edge" }} d={arc.path.clone()} />
            <path class={if arc.missing { "no" } else { "ok" }} d={tip} />
        </>
    }
}

fn label(arc: &Arc, letters: &Letters) -> Html {
    let (x, y) = arc.label;
    if arc.missing {
        let words = format!("{} not at {}", arc.key, arc.to);
        let half = 22.0 + words.chars().count() as f64 * 3.7;
        return html! {
            <g>
                <rect class="plate" x={n(x - half)} y={n(y - 11.0)} width={n(2.0 * half)} height="22" rx="4" />
                { octagon(x - half + 12.0, y) }
                <text class="gaptext" x={n(x - half + 27.0)} y={n(y + 4.0)}>{ words }</text>
            </g>
        };
    }
    html! {
        <g data-p={hue(letters.letter(&arc.owner))}>
            <rect class="plate" x={n(x - 50.0)} y={n(y - 11.0)} width="100" height="22" rx="4" />
            { cap(letters.letter(&arc.owner), x - 42.0, y - 8.0) }
            <text class="tm" x={n(x - 20.0)} y={n(y + 4.0)}>{ &arc.key }</text>
        </g>
    }
}
