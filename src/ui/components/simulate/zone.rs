//! Which zone is signed, and its TTLs.

use super::super::icon::chevron;
use super::{Field, Reads};
use crate::simulate::config::Config;
use crate::simulate::terms::Span;
use crate::ui::simulate::{Act, Origin, SAMPLE, Simulation, Step};
use crate::ui::text::Text;
use crate::ui::{beside, browser, words};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, HtmlTextAreaElement};
use yew::{Html, InputEvent, MouseEvent, Properties, component, html};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) simulation: Simulation,
}

#[component]
pub(super) fn Zone(props: &Props) -> Html {
    let simulation = &props.simulation;
    let state = &simulation.state;
    let last = beside::zone();
    let from = |origin: Origin, words: &'static str, disabled: bool| {
        let pressed = (state.origin == origin).to_string();
        let (act, last, pasted) = (simulation.act.clone(), last.clone(), state.pasted.clone());
        let onclick = move |_: MouseEvent| match (origin, last.clone()) {
            (Origin::Sample, _) => act.emit(Act::Data(origin, SAMPLE.into())),
            (Origin::Pasted, _) => act.emit(Act::Data(origin, pasted.clone())),
            (Origin::LastCheck, Some(Text::Here(text))) => act.emit(Act::Data(origin, text)),
            (Origin::LastCheck, Some(held)) => {
                let act = act.clone();
                spawn_local(async move {
                    let text = browser::whole(held).await;
                    act.emit(Act::Data(origin, text.unwrap_or_default().into()));
                });
            }
            (Origin::LastCheck, None) => {}
        };
        html! { <button type="button" aria-pressed={pressed} {disabled} {onclick}>{ words }</button> }
    };
    let oninput = simulation.step(|event: InputEvent| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        let data = area.map(|area| area.value()).unwrap_or_default();
        Step::Data { origin: Origin::Pasted, data: data.into(), hurry: event.input_type() != "insertText" }
    });
    let ondrop = {
        let act = simulation.act.clone();
        move |event: DragEvent| {
            let Some(files) = event.data_transfer().and_then(|data| data.files()) else { return };
            let act = act.clone();
            spawn_local(async move {
                let first = browser::read_files(files).await.into_iter().next();
                let Some(first) = first else { return };
                if let Some(text) = browser::whole(first.text).await {
                    act.emit(Act::Data(Origin::Pasted, text.into()));
                }
            });
        }
    };
    let input = state.signed.as_ref().map(|signed| &signed.input);
    html! {
        <section class="panel zone-source" aria-labelledby="h-zone" {ondrop}>
            <header>
                <h2 id="h-zone">{ "Zone" }</h2>
                <div class="seg" role="group" aria-label="Zone data from">
                    { from(Origin::Sample, "Sample", false) }
                    { from(Origin::Pasted, "Pasted", false) }
                    { from(Origin::LastCheck, "Last check", last.is_none()) }
                </div>
            </header>
            <div class="body">
                <textarea id="zone-data" class="field mono" rows="9" aria-label="Zone data" spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off"
                    placeholder="A zone file, signed or not, or what dig says of every name" value={state.config.data.clone()} {oninput} />
                <div class="zone-side">
                    <div class="ttls" role="group" aria-label="TTLs">
                        { ttl(simulation, "DNSKEY TTL", "1h", |config| &mut config.ttl.dnskey) }
                        { ttl(simulation, "DS TTL", "1h", |config| &mut config.ttl.ds) }
                        { ttl(simulation, "Data TTL", "as written", |config| &mut config.ttl.all) }
                        { ttl(simulation, "Negative TTL", "as written", |config| &mut config.ttl.negative) }
                    </div>
                    if let Some(input) = input {
                        <p class="note" data-test="zone-read">
                            { format!("{} name{}, {} RRset{}.", input.names, words::plural(input.names), input.rrsets, words::plural(input.rrsets)) }
                            if !input.dropped.is_empty() {
                                { " Left out, for each signer makes its own or they do not belong here: " }
                                { words::list(input.dropped.iter().map(|d| format!("{} {} ({})", d.count, d.rtype, d.reason)).collect::<Vec<_>>().iter().map(String::as_str)) }
                                { "." }
                            }
                        </p>
                        if !input.not_read.is_empty() {
                            <details class="fold">
                                <summary>{ chevron() }{ format!("{} line{} not used", input.not_read.len(), words::plural(input.not_read.len())) }</summary>
                                <ul class="bul small">
                                    { for input.not_read.iter().take(20).map(|n| html! { <li>{ format!("Line {}: {}", n.line, n.reason) }</li> }) }
                                </ul>
                            </details>
                        }
                    }
                </div>
            </div>
        </section>
    }
}

/// A field for a TTL; empty: as it would be.
fn ttl(
    simulation: &Simulation,
    words: &'static str,
    usual: &'static str,
    place: impl Fn(&mut Config) -> &mut Option<Span> + Copy + 'static,
) -> Html {
    let mut config = (*simulation.state.config).clone();
    let value = place(&mut config).map(|span| words::ttl(span.0)).unwrap_or_default();
    let onchange =
        simulation.edit(move |config, typed: String| *place(config) = words::read_ttl(&typed).map(Span));
    html! { <label>{ words }<Field reads={Reads::Ttl} {value} placeholder={usual} {onchange} /></label> }
}
