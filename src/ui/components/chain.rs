//! Draws the chain of trust that [`crate::ui::layout::chain`] laid out, with its text and its table beside it.

use super::badge::{Letters, hue};
use super::icon::{chevron, status};
use super::part::is_same;
use crate::check::report::{ParentState, Report, Verdict};
use crate::doh::Seen;
use crate::doh::chain::Cut as ZoneCut;
use crate::ui::layout::chain::{Above, Around, Band, Chain as Drawn, Chip, Cut, MANY, chain};
use crate::ui::shared::Shared;
use crate::ui::state::Answer;
use crate::ui::words::{self, ChainStep};
use yew::{Callback, Html, Properties, classes, component, html, use_state};

#[derive(Properties)]
pub(super) struct Props {
    pub(super) answer: Answer,
    /// The live check that the data came from.
    #[prop_or_default]
    pub(super) seen: Option<Shared<Seen>>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.seen == other.seen && is_same(&self.answer, &other.answer, same)
    }
}

/// Whether two reports have the same chain: it shows no time.
fn same(one: &Report, other: &Report) -> bool {
    let mixes = |report: &Report| -> Vec<_> {
        report.mixes.iter().map(|mix| (mix.verdict, mix.rrsets_failing, mix.rrsets_total)).collect()
    };
    one.zone == other.zone
        && one.parent == other.parent
        && one.providers == other.providers
        && one.keys == other.keys
        && one.coverage == other.coverage
        && mixes(one) == mixes(other)
}

#[component]
pub(super) fn Chain(props: &Props) -> Html {
    let selected = use_state(|| None::<String>);
    let Ok(report) = &props.answer.result else { return html! {} };
    let letters = Letters::of_report(report);
    let cuts: &[ZoneCut] = props.seen.as_ref().map_or(&[], |seen| &seen.chain);
    let text = words::chain(report);
    let many = report.providers.len() >= MANY;
    let place = report.providers.iter().position(|p| selected.as_deref() == Some(p.label.as_str()));
    let around = Around { cuts, selected: place.filter(|_| many) };
    let wide = chain(report, false, around);
    let scrolls = wide.scrolls || report.providers.len() > 2;
    let wide = draw(report, &wide, &letters, &text, "wide");
    let choices = report.providers.iter().map(|provider| {
        let label = provider.label.clone();
        let pressed = selected.as_deref() == Some(label.as_str());
        let said = format!("Show {label}’s steps to and from the others");
        let badge = letters.badge(&label, true);
        let selected = selected.clone();
        let onclick = Callback::from(move |_| selected.set((!pressed).then(|| label.clone())));
        html! { <button class="btn btn-sm" type="button" aria-pressed={pressed.to_string()} aria-label={said} {onclick}>{ badge }</button> }
    });
    html! {
        <section class="panel" aria-labelledby="h-chain" data-test="chain">
            <header>
                <h2 id="h-chain">{ "Chain of trust" }</h2>
                if many {
                    <span class="toggles" role="group" aria-label="Steps of one provider"><span class="note">{ "All steps of" }</span>{ for choices }</span>
                }
                <ul class="legend" role="list">
                    <li><svg class="k" viewBox="0 0 28 12" aria-hidden="true"><path class="k-ok" d="M1 6h26" /></svg>{ "verified" }</li>
                    <li><svg class="k" viewBox="0 0 28 12" aria-hidden="true"><path class="k-no" d="M1 6h26" /></svg>{ "cannot be verified" }</li>
                </ul>
            </header>
            <div class="body">
                if !scrolls {
                    <div class="only-wide">{ wide }</div>
                    <div class="only-narrow">{ draw(report, &chain(report, true, around), &letters, &text, "narrow") }</div>
                } else {
                    <div class="scroll" tabindex="0" role="region" aria-label="Chain of trust, scrolls sideways">{ wide }</div>
                }
            </div>
            <footer>
                <details class="fold">
                    <summary>{ chevron() }{ "Chain as text and table" }</summary>
                    <ol class="bul small">{ for text.iter().map(|line| html! { <li>{ line }</li> }) }</ol>
                    { table(&words::chain_steps(report, cuts)) }
                </details>
            </footer>
        </section>
    }
}

/// Every step of the drawing, from the root down.
fn table(steps: &[ChainStep]) -> Html {
    let rows = steps.iter().map(|step| {
        let word = step.verdict.word();
        html! {
            <tr>
                <th scope="row">{ &step.from }</th>
                <td>{ &step.to }</td>
                <td>{ status(word, word, html! { words::capital(step.verdict) }) }</td>
            </tr>
        }
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label="Chain of trust, table">
            <table class="data" data-test="chain-steps">
                <caption class="vh">{ "Every step of the chain of trust" }</caption>
                <thead><tr><th scope="col">{ "From" }</th><th scope="col">{ "To" }</th><th scope="col">{ "Step" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

fn draw(report: &Report, chain: &Drawn, letters: &Letters, text: &[String], which: &str) -> Html {
    let zone = words::said(&report.zone);
    let (title, desc) = (format!("chain-t-{which}"), format!("chain-d-{which}"));
    let many = report.providers.len() > 2;
    let class = classes!("draw", many.then_some("draw-many"), chain.scrolls.then_some("draw-own-size"));
    let height = chain.height + chain.above_height;
    html! {
        <svg {class} viewBox={format!("0 0 {} {height}", chain.width)} width={chain.width.to_string()}
            height={height.to_string()} role="img" aria-labelledby={format!("{title} {desc}")}>
            <title id={title}>{ format!("Chain of trust of {zone}") }</title>
            <desc id={desc}>{ text.join(" ") }</desc>
            { above(chain) }
            <g transform={format!("translate(0 {})", chain.above_height)}>
                { parent(report, chain) }
                { for chain.bands.iter().map(|band| back(band, letters)) }
                { for chain.lines.iter().map(|line| html! { <path class={line.class} d={line.path.clone()} /> }) }
                { for chain.bands.iter().map(|band| data(band, letters, which == "narrow")) }
                { for chain.bands.iter().map(|band| names(band, letters)) }
                { for chain.chips.iter().map(|chip| view(chip, letters)) }
                { for chain.ticks.iter().map(|(x, y)| tick(*x, *y)) }
                { for chain.cuts.iter().map(cut) }
            </g>
        </svg>
    }
}

/// The zones from the root to the parent, each with the verdict of the step that leads to it.
fn above(chain: &Drawn) -> Html {
    let last = chain.above.len().saturating_sub(1);
    let one = |(at, one): (usize, &Above)| {
        let (f, middle) = (one.frame, one.frame.y + one.frame.height / 2.0);
        let class = match one.verdict {
            Verdict::Secure => "edge",
            Verdict::Bogus => "miss",
            Verdict::Insecure | Verdict::Indeterminate => "edge-n",
        };
        let step = f.x - 20.0;
        let mark = match one.verdict {
            Verdict::Secure => tick(step, middle),
            Verdict::Bogus => octagon(step, middle),
            Verdict::Insecure | Verdict::Indeterminate => {
                html! { <text class="t3 mid" x={n(step)} y={n(middle - 5.0)}>{ "?" }</text> }
            }
        };
        let node = match one.verdict {
            Verdict::Secure => "set",
            Verdict::Bogus => "set-no",
            Verdict::Insecure | Verdict::Indeterminate => "box",
        };
        html! {
            <g>
                <title>{ format!("{}: {}", one.name, one.note) }</title>
                if at > 0 { <path {class} d={format!("M{} {}H{}", n(f.x - 40.0), n(middle), n(f.x))} />{ mark } }
                if at == last { <path {class} d={format!("M{} {}V{}", n(f.x + f.width / 2.0), n(f.y + f.height), n(chain.above_height + 4.0))} /> }
                <rect class={node} x={n(f.x)} y={n(f.y)} width={n(f.width)} height={n(f.height)} rx="6" />
                <text class="tm tb mid" x={n(f.x + f.width / 2.0)} y={n(middle + 4.0)}>{ &one.name }</text>
            </g>
        }
    };
    let note_x = chain.above.last().map_or(12.0, |one| one.frame.x + one.frame.width + 12.0);
    html! {
        <>
            { for chain.above.iter().enumerate().map(one) }
            if !chain.above_note.is_empty() { <text class="t3" x={n(note_x)} y="19">{ &chain.above_note }</text> }
        </>
    }
}

pub(super) fn n(number: f64) -> String {
    format!("{number:.1}")
}

fn parent(report: &Report, chain: &Drawn) -> Html {
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
        <>
            <text class="t3 halo" x={n(band.set.x + 10.0)} y={n(band.set.y + 18.0)}>{ &band.set_title }</text>
            <text class="t3 end halo" x={n(band.set.x + band.set.width - 10.0)} y={n(band.set.y + 18.0)}>{ &band.set_note }</text>
            <g data-p={hue(letters.letter(&band.label))}>
                if under {
                    <text class="tb halo-p" x={n(x + 40.0)} y={n(y + 20.0)}>{ title }</text>
                    <text class="t3 halo-p" x={n(x + 40.0)} y={n(y + 35.0)}>{ &band.host }</text>
                } else {
                    <text class="tb halo-p" x={n(x + 40.0)} y={n(y + 26.5)}>{ title }</text>
                    <text class="t3 end" x={n(x + band.width - 12.0)} y={n(y + 26.0)}>{ &band.host }</text>
                }
            </g>
        </>
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
        </>
    }
}

fn data(band: &Band, letters: &Letters, narrow: bool) -> Html {
    let frame = band.data;
    let (middle, left) = (n(frame.x + frame.width / 2.0), n(frame.x + 10.0));
    let signed = band.data_signed;
    let note = if signed { format!("signed by {}", band.data_note) } else { band.data_note.clone() };
    let types = band.data_types.iter().enumerate().map(|(line, types)| {
        html! { <text class="t3 mid" x={middle.clone()} y={n(frame.y + 58.0 + 15.0 * line as f64)}>{ types }</text> }
    });
    let types: Html = types.collect();
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
                <text class={if signed { "t3 mid" } else { "t3 mid gaptext" }} x={middle.clone()} y={n(frame.y + 42.0)}>{ note }</text>
                { types }
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
    // Two of those who share it: there is no room for more, and the note counts them.
    let shown: Vec<char> = chip.owners.iter().take(2).map(|owner| letters.letter(owner)).collect();
    let shared = shown.len() > 1;
    let badges = shown.iter().enumerate().map(|(at, letter)| {
        let x = f.x + 7.0 + at as f64 * 12.0;
        html! {
            <g data-p={hue(*letter)}>
                <rect class="bandcap ring" x={n(x)} y={n(f.y + 10.0)} width="16" height="16" rx="4" />
                <text class="bandcap-t t11" x={n(x + 8.0)} y={n(f.y + 22.0)}>{ *letter }</text>
            </g>
        }
    });
    let text_x = if shown.is_empty() { 10.0 } else { 17.0 + shown.len() as f64 * 12.0 };
    let text_x = n(f.x + text_x);
    html! {
        <g data-p={shown.first().filter(|_| !shared).map(|letter| hue(*letter))}>
            if shared { <rect class="node" x={n(f.x + 3.0)} y={n(f.y + 3.0)} width={n(f.width)} height={n(f.height)} rx="6" /> }
            <rect class="node" x={n(f.x)} y={n(f.y)} width={n(f.width)} height={n(f.height)} rx="6" />
            { for badges }
            <text class="tm tb" x={text_x.clone()} y={n(f.y + 16.0)}>{ &chip.name }</text>
            <text class="t3" x={text_x} y={n(f.y + 30.0)}>{ &chip.note }</text>
        </g>
    }
}
