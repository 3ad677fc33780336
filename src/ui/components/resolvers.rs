//! Whom to ask: public resolvers, the person's own, an address for each provider; how often; and another root's keys.

use super::icon::{chevron, icon};
use super::menu::{closing_key, use_closing};
use crate::doh::anchors::ROOT_KEYS;
use crate::doh::public::{self, Browsers, PUBLIC, PublicResolver};
use crate::ui::live::{Act, Choice, Live, MOST_SAMPLES, Named, Own};
use crate::ui::words;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{AttrValue, Callback, Event, Html, Properties, TargetCast as _, component, html, use_node_ref};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) live: Live,
}

#[component]
pub(super) fn Resolvers(props: &Props) -> Html {
    let menu = use_node_ref();
    use_closing(&menu);
    let onkeydown = closing_key(&menu);
    let choice = &props.live.state.choice;
    let edit = Edit { choice: (**choice).clone(), act: props.live.act.clone() };
    let root = ROOT_KEYS.iter().map(|key| format!("{} ({})", key.name, key.tag)).collect::<Vec<_>>();
    html! {
        <details class="menu res" ref={menu} {onkeydown} data-test="resolvers">
            <summary class="field"><span class="vh">{ "Resolvers, " }</span><span>{ choice.brief() }</span>{ chevron() }</summary>
            <div class="pop" role="group" aria-label="Resolvers">
                <h2>{ "Ask through" }</h2>
                <div class="rows">{ for PUBLIC.iter().map(|one| edit.public(one)) }</div>
                <p class="note">{ "Not for pages: it sends no CORS header, so a browser hides its answers from this page. From documents and others’ tests." }</p>
                <hr />
                <h2>{ "Your own DoH addresses" }</h2>
                { for choice.own.iter().enumerate().map(|(index, own)| edit.own(index, own)) }
                <button class="btn btn-sm" type="button" onclick={edit.on(|choice| choice.own.push(Own { on: true, ..Own::default() }))}>
                    { icon("plus") }{ "Add an address" }
                </button>
                <hr />
                <h2>{ "One address for each provider" }</h2>
                <p class="note">{ "An address that answers with one provider’s data only, or forwards to its servers. This shows each provider’s own answers; resolvers show them by chance." }</p>
                { for choice.providers.iter().enumerate().map(|(index, named)| edit.named(index, named)) }
                <button class="btn btn-sm" type="button" onclick={edit.add_provider()}>{ icon("plus") }{ "Add a provider’s address" }</button>
                <hr />
                <label class="pair-row">
                    <span>{ "Names that do not exist, for each resolver" }<small>{ "No cache can answer these: each shows who signs at some server." }</small></span>
                    <input class="field" type="number" min="0" max={MOST_SAMPLES.to_string()} value={choice.samples.to_string()}
                        onchange={edit.input(|choice, text| choice.samples = text.parse().unwrap_or(0).min(MOST_SAMPLES))} />
                </label>
                <details class="fold" open={choice.anchor().is_some()}>
                    <summary>{ chevron() }{ "Trust anchor" }</summary>
                    <label class="stack-s">
                        <span>{ format!("DNSKEY or DS records of another root. Empty: the world’s root, {}.", words::list(root.iter().map(String::as_str))) }</span>
                        <textarea class="field mono" rows="3" spellcheck="false" autocomplete="off" placeholder=". IN DS 20326 8 2 E06D44B8…"
                            value={choice.anchor.clone()} onchange={edit.text(|choice, text| choice.anchor = text)} />
                    </label>
                </details>
                <hr />
                <p class="says">{ choice.says() }</p>
                <p class="note">
                    { "Remembered on this device only. " }
                    <button class="link" type="button" onclick={edit.on(|choice| *choice = Choice { used: choice.used, ..Choice::default() })}>{ "Back to the defaults" }</button>
                </p>
            </div>
        </details>
    }
}

/// The choice as it is, and where a changed one goes.
struct Edit {
    choice: Choice,
    act: Callback<Act>,
}

impl Edit {
    fn on(&self, change: impl Fn(&mut Choice) + 'static) -> Callback<web_sys::MouseEvent> {
        let (choice, act) = (self.choice.clone(), self.act.clone());
        Callback::from(move |_| {
            let mut choice = choice.clone();
            change(&mut choice);
            act.emit(Act::Choose(choice));
        })
    }

    fn event(&self, change: impl Fn(&mut Choice, &Event) + 'static) -> Callback<Event> {
        let (choice, act) = (self.choice.clone(), self.act.clone());
        Callback::from(move |event: Event| {
            let mut choice = choice.clone();
            change(&mut choice, &event);
            act.emit(Act::Choose(choice));
        })
    }

    fn input(&self, change: impl Fn(&mut Choice, String) + 'static) -> Callback<Event> {
        self.event(move |choice, event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                change(choice, input.value());
            }
        })
    }

    fn text(&self, change: impl Fn(&mut Choice, String) + 'static) -> Callback<Event> {
        self.event(move |choice, event| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                change(choice, area.value());
            }
        })
    }

    fn ticked(&self, change: impl Fn(&mut Choice, bool) + 'static) -> Callback<Event> {
        self.event(move |choice, event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                change(choice, input.checked());
            }
        })
    }

    fn public(&self, one: &'static PublicResolver) -> Html {
        let checked = self.choice.public.iter().any(|url| url == one.url);
        let onchange = self.ticked(move |choice, on| {
            choice.public.retain(|url| url != one.url);
            if on {
                choice.public.push(one.url.into());
            }
        });
        let note = match one.browsers {
            Browsers::Yes => "",
            Browsers::Unknown => " · not known",
            Browsers::No => " · not for pages",
        };
        html! {
            <label class="row">
                <input type="checkbox" {checked} {onchange} />
                <span>{ one.name }</span>
                <small>{ public::host(one.url) }{ note }</small>
            </label>
        }
    }

    fn own(&self, index: usize, own: &Own) -> Html {
        let ticked = self.ticked(move |choice, on| {
            if let Some(own) = choice.own.get_mut(index) {
                own.on = on;
            }
        });
        let typed = self.input(move |choice, text| {
            if let Some(own) = choice.own.get_mut(index) {
                own.url = text.trim().into();
            }
        });
        let remove = self.on(move |choice| {
            if index < choice.own.len() {
                choice.own.remove(index);
            }
        });
        html! {
            <div class="own">
                <input type="checkbox" checked={own.on} aria-label={format!("Ask address {}", index + 1)} onchange={ticked} />
                { address(&own.url, format!("Address {}", index + 1).into(), typed) }
                <button class="chip-x" type="button" aria-label={format!("Remove address {}", index + 1)} onclick={remove}>{ "×" }</button>
                { unusable(&own.url) }
            </div>
        }
    }

    fn named(&self, index: usize, named: &Named) -> Html {
        let label = self.input(move |choice, text| {
            if let Some(named) = choice.providers.get_mut(index) {
                named.label = text.trim().into();
            }
        });
        let typed = self.input(move |choice, text| {
            if let Some(named) = choice.providers.get_mut(index) {
                named.url = text.trim().into();
            }
        });
        let remove = self.on(move |choice| {
            if index < choice.providers.len() {
                choice.providers.remove(index);
            }
        });
        html! {
            <div class="own own-named">
                <input class="field" type="text" value={named.label.clone()} maxlength="40" autocomplete="off" spellcheck="false"
                    aria-label={format!("Provider {}, name", index + 1)} placeholder="A" onchange={label} />
                { address(&named.url, format!("Provider {}, address", index + 1).into(), typed) }
                <button class="chip-x" type="button" aria-label={format!("Remove provider {}", index + 1)} onclick={remove}>{ "×" }</button>
                { unusable(&named.url) }
            </div>
        }
    }

    fn add_provider(&self) -> Callback<web_sys::MouseEvent> {
        self.on(|choice| {
            let taken = |letter: &str| choice.providers.iter().any(|named| named.label == letter);
            let label = ('A'..='Z').map(String::from).find(|letter| !taken(letter)).unwrap_or_default();
            choice.providers.push(Named { label, url: String::new() });
        })
    }
}

fn address(url: &str, label: AttrValue, onchange: Callback<Event>) -> Html {
    html! {
        <input class="field mono" type="text" inputmode="url" value={url.to_owned()} maxlength="2000" autocomplete="off" spellcheck="false"
            aria-label={label} placeholder="https://dns.example/dns-query" {onchange} />
    }
}

fn unusable(url: &str) -> Html {
    match public::usable(url.trim()) {
        Err(why) if !url.trim().is_empty() => {
            html! { <small class="st" data-status="bogus">{ words::sentence(&why.to_string()) }</small> }
        }
        _ => html! {},
    }
}
