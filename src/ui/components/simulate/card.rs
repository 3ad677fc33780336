//! One provider: how it signs, and the keys that came of it.

use super::super::badge::{Letters, hue};
use super::super::icon::chevron;
use super::{Field, Reads, chosen, option, ticked};
use crate::check::report::{KeyInfo, KeyRole, Report};
use crate::simulate::config::{Config, Provider};
use crate::simulate::presets::{self, GENERIC, Imports, PRESETS, Preset};
use crate::simulate::terms::{Denial, Layout, Model, Nsec3, Span};
use crate::ui::simulate::{Simulation, choose_preset, remove_provider, rename_provider};
use crate::ui::words;
use yew::{Callback, Event, Html, MouseEvent, html};

pub(super) fn cards(simulation: &Simulation, report: Option<&Report>) -> Html {
    let config = &simulation.state.config;
    let letters = Letters::of(config.providers.iter().map(|provider| provider.name.as_str()));
    let cards = config.providers.iter().enumerate();
    html! {
        <div class="cards">
            { for cards.map(|(index, provider)| Card { simulation, index, provider, letters: &letters, report }.view()) }
        </div>
    }
}

struct Card<'a> {
    simulation: &'a Simulation,
    index: usize,
    provider: &'a Provider,
    letters: &'a Letters,
    report: Option<&'a Report>,
}

impl Card<'_> {
    fn view(&self) -> Html {
        let index = self.index;
        let name = self.provider.name.clone();
        let config = &self.simulation.state.config;
        let preset = preset_of(self.provider);
        let letter = self.letters.letter(&name);
        let title = format!("card-{index}");
        let rename =
            self.simulation.edit(move |config, typed: String| rename_provider(config, index, typed.trim()));
        let signer =
            self.simulation.edit(move |config, event: Event| choose_preset(config, index, &chosen(&event)));
        let number = self.provider.algorithm.or_else(|| preset.algorithms.first().copied()).unwrap_or(13);
        let algorithm = self.set(|provider, event| provider.algorithm = chosen(&event).parse().ok());
        let usual =
            if config.model == Model::One && !preset.keys_fixed { Layout::KskZsk } else { preset.keys };
        let layout = self.provider.keys.unwrap_or(usual);
        let keys = self.set(|provider, event| {
            provider.keys = Some(if chosen(&event) == "csk" { Layout::Csk } else { Layout::KskZsk });
        });
        let denial = self.provider.denial.unwrap_or(preset.denial);
        let deny = self.set(|provider, event| {
            provider.denial = Some(match chosen(&event).as_str() {
                "nsec3" => Denial::Nsec3,
                "compact" => Denial::Compact,
                _ => Denial::Nsec,
            });
        });
        let only = self.simulation.state.config.providers.len() == 1;
        html! {
            <section class="card" key={index} data-p={hue(letter)} aria-labelledby={title.clone()} data-test={format!("card-{index}")}>
                <header>
                    { self.letters.badge(&name, false) }
                    <h3 id={title} class="vh">{ format!("Provider {name}") }</h3>
                    <Field class="name" label={format!("Name of provider {name}")} value={name.clone()} maxlength="40" onchange={rename} />
                    if !only {
                        <button class="btn btn-sm btn-quiet" type="button" aria-label={format!("Remove provider {name}")}
                            onclick={self.simulation.edit(move |config, _: MouseEvent| remove_provider(config, index))}>{ "Remove" }</button>
                    }
                </header>
                <div class="form">
                    { self.field("Signer", html! {
                        <select class="field" id={self.id("Signer")} onchange={signer}>
                            { for PRESETS.iter().map(|p| option(p.id, p.name, p.id == preset.id)) }
                        </select>
                    }) }
                    <p class="note">{ preset.note }</p>
                    { self.field("Algorithm", html! {
                        <select class="field" id={self.id("Algorithm")} disabled={preset.algorithms.len() < 2} onchange={algorithm}>
                            { for preset.algorithms.iter().map(|a| option(&a.to_string(), &format!("{a} {}", words::algorithm(*a)), *a == number)) }
                        </select>
                    }) }
                    { self.field("Keys", html! {
                        <select class="field" id={self.id("Keys")} disabled={preset.keys_fixed} onchange={keys}>
                            { option("split", "KSK + ZSK", layout == Layout::KskZsk) }
                            { option("csk", "One combined key (CSK)", layout == Layout::Csk) }
                        </select>
                    }) }
                    { self.field("Denial", html! {
                        <select class="field" id={self.id("Denial")} onchange={deny}>
                            { option("nsec", "NSEC", denial == Denial::Nsec) }
                            { option("nsec3", "NSEC3", denial == Denial::Nsec3) }
                            { option("compact", "NSEC on the fly (compact)", denial == Denial::Compact) }
                        </select>
                    }) }
                    if denial == Denial::Nsec3 { { self.nsec3() } }
                    { self.span("Signed for", preset.validity, false, |p| &mut p.validity) }
                </div>
                { self.more(preset) }
                { self.keys() }
            </section>
        }
    }

    fn more(&self, preset: &'static Preset) -> Html {
        let model1 = self.simulation.state.config.model == Model::One;
        let cds = self.provider.cds.unwrap_or(preset.cds);
        let imports = self.provider.multi_signer.unwrap_or(true);
        let toggle_cds = self.set(|provider, event| provider.cds = Some(ticked(&event)));
        let toggle_imports = self.set(|provider, event| provider.multi_signer = Some(ticked(&event)));
        let common = self.simulation.state.config.ttl.dnskey.map_or(3_600, |span| span.0);
        html! {
            <details class="fold">
                <summary>{ chevron() }{ "More" }</summary>
                <div class="form">
                    { self.span("Begins before", preset.inception_offset, false, |p| &mut p.inception_offset) }
                    { self.span("DNSKEY TTL", preset.dnskey_ttl.unwrap_or(common), model1 || preset.dnskey_ttl.is_some(), |p| &mut p.dnskey_ttl) }
                    <label class="tick"><input type="checkbox" checked={cds} onchange={toggle_cds} />{ "Publishes CDS and CDNSKEY" }</label>
                    if preset.imports == Imports::Switch {
                        <label class="tick"><input type="checkbox" checked={imports} onchange={toggle_imports} />{ "Multi-signer switched on: publishes the others’ keys" }</label>
                    }
                </div>
            </details>
        }
    }

    fn nsec3(&self) -> Html {
        let now = self.provider.nsec3.clone().unwrap_or_default();
        let opt_out = self.set(|provider, event: Event| {
            provider.nsec3.get_or_insert_with(Nsec3::default).opt_out = ticked(&event);
        });
        let typed = |change: fn(&mut Nsec3, String)| {
            self.set(move |provider, text| change(provider.nsec3.get_or_insert_with(Nsec3::default), text))
        };
        html! {
            <>
                { self.field("Iterations", html! {
                    <Field id={self.id("Iterations")} reads={Reads::Number(2500)} value={now.iterations.to_string()}
                        onchange={typed(|nsec3, text| nsec3.iterations = text.trim().parse().unwrap_or(0))} />
                }) }
                { self.field("Salt", html! {
                    <Field class="field mono" id={self.id("Salt")} value={now.salt} placeholder="none"
                        onchange={typed(|nsec3, text| nsec3.salt = text)} />
                }) }
                <label class="tick"><input type="checkbox" checked={now.opt_out} onchange={opt_out} />{ "Opt-out" }</label>
            </>
        }
    }

    /// The keys it signs with, and what they do.
    fn keys(&self) -> Html {
        let Some(report) = self.report else { return html! {} };
        let keys = report.keys.iter().enumerate();
        let mut own: Vec<_> = keys.filter(|(_, key)| key.owners.contains(&self.provider.name)).collect();
        own.sort_by_key(|(_, key)| key.role == KeyRole::Zsk);
        let config = &self.simulation.state.config;
        let holder = config.ksk_holder.as_deref().unwrap_or("the owner");
        let line = |index: usize, shared: bool| {
            let row = report.coverage.iter().find(|row| row.key == index);
            let note = row.map(|row| row.note.clone()).unwrap_or_default();
            if shared { format!("shared, held by {holder}; {note}") } else { note }
        };
        let shared =
            |key: &KeyInfo| config.model == Model::One && key.role == KeyRole::Ksk && key.owners.len() > 1;
        html! {
            <ul class="card-keys" role="list">
                { for own.into_iter().map(|(index, key)| html! { <li>{ self.letters.key(key) }<span>{ line(index, shared(key)) }</span></li> }) }
            </ul>
        }
    }

    fn id(&self, words: &str) -> String {
        format!("{}-{}", words.to_ascii_lowercase().replace(' ', "-"), self.index)
    }

    fn field(&self, words: &'static str, field: Html) -> Html {
        html! { <><label for={self.id(words)}>{ words }</label>{ field }</> }
    }

    fn span(
        &self,
        words: &'static str,
        usual: u32,
        fixed: bool,
        place: impl Fn(&mut Provider) -> &mut Option<Span> + 'static,
    ) -> Html {
        let given = *place(&mut self.provider.clone());
        let value = words::ttl(given.filter(|_| !fixed).map_or(usual, |span| span.0));
        let onchange = self.set(move |provider, typed: String| {
            *place(provider) = words::read_ttl(&typed).map(Span);
        });
        self.field(
            words,
            html! {
                <Field id={self.id(words)} reads={Reads::Ttl} {value} disabled={fixed} {onchange} />
            },
        )
    }

    fn set<E: 'static>(&self, change: impl Fn(&mut Provider, E) + 'static) -> Callback<E> {
        let index = self.index;
        self.simulation.edit(move |config: &mut Config, event| {
            if let Some(provider) = config.providers.get_mut(index) {
                change(provider, event);
            }
        })
    }
}

fn preset_of(provider: &Provider) -> &'static Preset {
    let id = provider.preset.as_deref().unwrap_or("generic");
    presets::preset(id).unwrap_or(&GENERIC)
}
