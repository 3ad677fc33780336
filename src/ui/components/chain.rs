//! Draws the chain of trust that [`crate::ui::layout::chain`] laid out, with its text beside it.

use super::badge::{Letters, hue};
use super::icon::chevron;
use crate::check::report::{ParentState, Report};
use crate::ui::layout::chain::{Band, Chain, Chip, Cut, chain};
use crate::ui::words;
use yew::{Html, classes, html};

pub(super) fn chain_of_trust(report: &Report) -> Html {
    let letters = Letters::of_report(report);
    let text = words::chain(report);
    let wide = draw(report, &chain(report, false), &letters, &text, "wide");
    let small = report.providers.len() <= 2;
    html! {
        <section class="panel" aria-labelledby="h-chain" data-test="chain">
            <header>
                <h2 id="h-chain">{ "Chain of trust" }</h2>
                <ul class="legend" role="list">
                    <li><svg class="k" viewBox="0 0 28 12" aria-hidden="true"><path class="k-ok" d="M1 6h26" /></svg>{ "verified" }</li>
                    <li><svg class="k" viewBox="0 0 28 12" aria-hidden="true"><path class="k-no" d="M1 6h26" /></svg>{ "cannot be verified" }</li>
                </ul>
            </header>
            <div class="body">
                if small {
                    <div class="only-wide">{ wide }</div>
                    <div class="only-narrow">{ draw(report, &chain(report, true), &letters, &text, "narrow") }</div>
                } else {
                    <div class="scroll" tabindex="0" role="region" aria-label="Chain of trust, scrolls sideways">{ wide }</div>
                }
            </div>
            <footer>
                <details class="fold">
                    <summary>{ chevron() }{ "Chain as text" }</summary>
                    <ol class="bul small">{ for text.iter().map(|line| html! { <li>{ line }</li> }) }</ol>
                </details>
            </footer>
        </section>
    }
}

fn draw(report: &Report, chain: &Chain, letters: &Letters, text: &[String], which: &str) -> Html {
    let zone = words::said(&report.zone);
    let (title, desc) = (format!("chain-t-{which}"), format!("chain-d-{which}"));
    let many = report.providers.len() > 2;
    let class = classes!("draw", many.then_some("draw-many"), chain.scrolls.then_some("draw-own-size"));
    html! {
        <svg {class} viewBox={format!("0 0 {} {}", chain.width, chain.height)} width={chain.width.to_string()}
            height={chain.height.to_string()} role="img" aria-labelledby={format!("{title} {desc}")}>
            <title id={title}>{ format!("Chain of trust of {zone}") }</title>
            <desc id={desc}>{ text.join(" ") }</desc>
            { parent(report, chain) }
            { for chain.bands.iter().map(|band| back(band, letters)) }
            { for chain.lines.iter().map(|line| html! { <path class={line.class} d={line.path.clone()} /> }) }
            { for chain.bands.iter().map(|band| data(band, letters, which == "narrow")) }
            { for chain.bands.iter().map(|band| names(band, letters)) }
            { for chain.ticks.iter().map(|(x, y)| tick(*x, *y)) }
            { for chain.chips.iter().map(|chip| view(chip, letters)) }
            { for chain.cuts.iter().map(cut) }
        </svg>
    }
}

pub(super) fn n(number: f64) -> String {
    format!("{number:.1}")
}

fn parent(report: &Report, chain: &Chain) -> Html {
    let class = if report.parent.state == ParentState::Ds { "band" } else { "band band-none" };
    html! {
        <>
            <g data-p="P"><rect {class} x=".5" y="4" width={n(chain.width - 1.0)} height={n(chain.parent_height)} rx="8" /></g>
            <text class="t2" x="12" y="23"><tspan class="tb ink">{ "Parent" }</tspan>{ format!(" {}", chain.parent_note) }</text>
        </>
    }
}

/// Names over whatever line runs through them.
fn names(band: &Band, letters: &Letters) -> Html {
    let (x, y) = (band.x, band.y);
    let title =
        if band.label.chars().count() == 1 { format!("Provider {}", band.label) } else { band.label.clone() };
    let under = band.width < 200.0;
    html! {
        <g data-p={hue(letters.letter(&band.label))}>
            if under {
                <text class="tb halo-p" x={n(x + 40.0)} y={n(y + 20.0)}>{ title }</text>
                <text class="t3 halo-p" x={n(x + 40.0)} y={n(y + 35.0)}>{ &band.host }</text>
            } else {
                <text class="tb halo-p" x={n(x + 40.0)} y={n(y + 26.5)}>{ title }</text>
                <text class="t3 end" x={n(x + band.width - 12.0)} y={n(y + 26.0)}>{ &band.host }</text>
            }
        </g>
    }
}

/// The band with its DNSKEY RRset.
fn back(band: &Band, letters: &Letters) -> Html {
    let letter = letters.letter(&band.label);
    let (x, y) = (band.x, band.y);
    html! {
        <>
            <g data-p={hue(letter)}>
                <rect class="band" x={n(x + 0.5)} y={n(y)} width={n(band.width - 1.0)} height={n(band.height)} rx="8" />
                <rect class="bandcap" x={n(x + 12.0)} y={n(y + 12.0)} width="20" height="20" rx="4" />
                <text class="bandcap-t" x={n(x + 22.0)} y={n(y + 26.5)}>{ letter }</text>
            </g>
            <rect class={band.set_class} x={n(band.set.x)} y={n(band.set.y)} width={n(band.set.width)} height={n(band.set.height)} rx="8" />
            <text class="t3" x={n(band.set.x + 10.0)} y={n(band.set.y + 18.0)}>{ &band.set_title }</text>
            <text class="t3 end" x={n(band.set.x + band.set.width - 10.0)} y={n(band.set.y + 18.0)}>{ &band.set_note }</text>
        </>
    }
}

fn data(band: &Band, letters: &Letters, narrow: bool) -> Html {
    let frame = band.data;
    let (middle, left) = (n(frame.x + frame.width / 2.0), n(frame.x + 10.0));
    let signed = band.data_note != "not signed";
    let note = if signed { format!("signed by {}", band.data_note) } else { band.data_note.clone() };
    let types = if band.data_types.is_empty() { String::new() } else { format!("{} · ", band.data_types) };
    html! {
        <>
            <g data-p={hue(letters.letter(&band.label))}>
                <rect class="node" x={n(frame.x)} y={n(frame.y)} width={n(frame.width)} height={n(frame.height)} rx="6" />
            </g>
            if narrow {
                <text class="tb" x={left.clone()} y={n(frame.y + 23.0)}>{ &band.data_title }</text>
                <text class="t3" x={left.clone()} y={n(frame.y + 41.0)}>{ if signed { "signed by" } else { "" } }</text>
                <text class={if signed { "tm t2" } else { "gaptext" }} x={left} y={n(frame.y + 58.0)}>{ &band.data_note }</text>
            } else {
                <text class="tb mid" x={middle.clone()} y={n(frame.y + 24.0)}>{ &band.data_title }</text>
                <text class={if signed { "t3 mid" } else { "t3 mid gaptext" }} x={middle} y={n(frame.y + 42.0)}>{ format!("{types}{note}") }</text>
            }
        </>
    }
}

pub(super) fn tick(x: f64, y: f64) -> Html {
    html! {
        <g>
            <circle class="ok ring" cx={n(x)} cy={n(y)} r="8" />
            <path class="onst" d={format!("M{} {}l2.4 2.4 4.6-5.2", n(x - 3.4), n(y + 0.3))} />
        </g>
    }
}

pub(super) fn octagon(x: f64, y: f64) -> Html {
    let d = format!("M{} {}h7.6l5.2 5.2v7.6l-5.2 5.2h-7.6l-5.2-5.2v-7.6z", n(x - 3.8), n(y - 9.0));
    html! {
        <g>
            <path class="no ring" {d} />
            <path class="onst" d={format!("M{} {}l6 6m0-6-6 6", n(x - 3.0), n(y - 3.0))} />
        </g>
    }
}

fn cut(cut: &Cut) -> Html {
    if cut.label.is_empty() {
        return octagon(cut.x, cut.y);
    }
    let left = cut.x - cut.width / 2.0;
    html! {
        <g>
            <rect class="plate" x={n(left)} y={n(cut.y - 11.0)} width={n(cut.width)} height="22" rx="4" />
            { octagon(left + 12.0, cut.y) }
            <text class="gaptext" x={n(left + 26.0)} y={n(cut.y + 4.0)}>{ &cut.label }</text>
        </g>
    }
}

fn view(chip: &Chip, letters: &Letters) -> Html {
    let f = chip.frame;
    if chip.missing {
        let middle = n(f.x + f.width / 2.0);
        return html! {
            <g>
                <rect class="slot" x={n(f.x)} y={n(f.y)} width={n(f.width)} height={n(f.height)} rx="6" />
                <text class="gaptext mid" x={middle.clone()} y={n(f.y + 15.0)}>{ &chip.note }</text>
                <text class="tm gaptext mid t11" x={middle} y={n(f.y + 29.0)}>{ &chip.name }</text>
            </g>
        };
    }
    let letter = chip.owner.as_deref().map(|owner| letters.letter(owner));
    let text_x = n(f.x + if letter.is_some() { 29.0 } else { 10.0 });
    html! {
        <g data-p={letter.map(hue)}>
            <rect class="node" x={n(f.x)} y={n(f.y)} width={n(f.width)} height={n(f.height)} rx="6" />
            if let Some(letter) = letter {
                <rect class="bandcap" x={n(f.x + 7.0)} y={n(f.y + 10.0)} width="16" height="16" rx="4" />
                <text class="bandcap-t t11" x={n(f.x + 15.0)} y={n(f.y + 22.0)}>{ letter }</text>
            }
            <text class="tm tb" x={text_x.clone()} y={n(f.y + 16.0)}>{ &chip.name }</text>
            <text class="t3" x={text_x} y={n(f.y + 30.0)}>{ &chip.note }</text>
        </g>
    }
}
