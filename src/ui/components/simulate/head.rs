//! What this is, the model, and what can be done with all of it.

use super::super::icon::icon;
use super::{chosen, option};
use crate::simulate::config::MOST_PROVIDERS;
use crate::simulate::terms::Model;
use crate::ui::simulate::{Act, Simulation, add_provider, choose_model};
use yew::{Event, Html, MouseEvent, html};

pub(super) fn head(simulation: &Simulation) -> Html {
    let config = &simulation.state.config;
    let model = |model: Model, words: &'static str| {
        let pressed = (config.model == model).to_string();
        let onclick = simulation.edit(move |config, _: MouseEvent| choose_model(config, model));
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ words }</button> }
    };
    let holder = simulation.edit(|config, event: Event| {
        let name = chosen(&event);
        config.ksk_holder = (!name.is_empty()).then_some(name);
    });
    let held = config.ksk_holder.as_deref().unwrap_or_default();
    let full = config.providers.len() >= MOST_PROVIDERS;
    let explained = match config.model {
        Model::One => {
            "Model 1: one KSK signs one DNSKEY RRset that all providers serve; each signs data with its own ZSK."
        }
        Model::Two => "Model 2: each provider has a KSK and a ZSK of its own and publishes the others’ ZSKs.",
    };
    html! {
        <div class="head">
            <div class="stack-s">
                <h1>{ "Simulate" }</h1>
                <p>{ "Sign a zone as several providers do, break it on purpose, see which resolvers notice. Everything is really signed, in this tab." }</p>
            </div>
            <div class="sim-tools">
                <div class="seg" role="group" aria-label="Model">{ model(Model::One, "Model 1") }{ model(Model::Two, "Model 2") }</div>
                if config.model == Model::One {
                    <label class="inline">{ "KSK held by" }
                        <select class="field" onchange={holder} data-test="holder">
                            { option("", "the owner", held.is_empty()) }
                            { for config.providers.iter().map(|p| option(&p.name, &p.name, p.name == held)) }
                        </select>
                    </label>
                }
                <button class="btn" type="button" disabled={full} onclick={simulation.edit(|config, _: MouseEvent| add_provider(config))}>
                    { icon("plus") }{ "Provider" }
                </button>
                <a class="btn btn-primary" href="#simulate" onclick={simulation.on(|| Act::OpenAsCheck).reform(|event: MouseEvent| { event.prevent_default(); event })}>{ "Open as a check" }</a>
            </div>
            <p class="note model-note">{ explained }</p>
        </div>
    }
}
