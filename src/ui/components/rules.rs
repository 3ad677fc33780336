//! What each finding means: the list of rules, and a page for each.

use super::icon::icon;
use crate::ui::rules::{self, Group, Page};
use crate::ui::{browser, words};
use wasm_bindgen_futures::spawn_local;
use yew::{AttrValue, Html, Properties, component, html, use_effect_with, use_state};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The rule's code; empty for the list.
    pub(super) code: AttrValue,
}

#[component]
pub(super) fn Rules(props: &Props) -> Html {
    // Not asked yet; asked and not got; got.
    let groups = use_state(|| None::<Option<Vec<Group>>>);
    {
        let groups = groups.clone();
        use_effect_with((), move |()| {
            spawn_local(async move { groups.set(Some(rules::fetch().await)) });
        });
    }
    use_effect_with((props.code.clone(), groups.is_some()), |_| browser::go_to("main"));
    let body = match &*groups {
        None => html! { <p class="muted">{ "Fetching the rules." }</p> },
        Some(None) => html! {
            <p class="banner" data-status="warning">{ icon("warning") }<span>{ "The rules could not be fetched. Everything else works." }</span></p>
        },
        Some(Some(groups)) if props.code.is_empty() => list(groups),
        Some(Some(groups)) => one(groups, &props.code),
    };
    html! { <main class="page rules" id="main" tabindex="-1" data-test="rules">{ body }</main> }
}

fn list(groups: &[Group]) -> Html {
    let count: usize = groups.iter().map(|group| group.rules.len()).sum();
    let entry = |page: &Page| {
        html! { <li><a href={address(&page.code)}><code>{ &page.code }</code>{ sentence(&page.title) }</a></li> }
    };
    html! {
        <>
            <header>
                <h1>{ "Rules" }</h1>
                <p class="muted">{ format!("The {count} findings that a check can come to, each with what breaks, who is hit and how to put it right.") }</p>
            </header>
            { for groups.iter().enumerate().map(|(at, group)| html! {
                <section aria-labelledby={format!("rules-{at}")}>
                    <h2 id={format!("rules-{at}")}>{ &group.title }</h2>
                    <ul class="rule-list" role="list">{ for group.rules.iter().map(entry) }</ul>
                </section>
            }) }
        </>
    }
}

fn one(groups: &[Group], code: &str) -> Html {
    let found =
        groups.iter().find_map(|group| Some((group, group.rules.iter().find(|page| page.code == code)?)));
    let Some((group, page)) = found else {
        return html! {
            <header>
                <h1>{ "No such rule" }</h1>
                <p>{ "There is no rule " }<code>{ code.to_owned() }</code>{ ". " }<a href="#/rules">{ "All rules" }</a></p>
            </header>
        };
    };
    let part = |title: &'static str, text: &[String]| {
        html! { <><h2>{ title }</h2>{ for text.iter().map(|paragraph| html! { <p>{ prose(paragraph) }</p> }) }</> }
    };
    let reference = |text: &String| {
        html! {
            <li>
                if let Some(href) = words::reference_link(text) {
                    <a {href} target="_blank" rel="noopener noreferrer">{ text }</a>
                } else {
                    { prose(text) }
                }
            </li>
        }
    };
    html! {
        <article class="rule-page" data-test="rule">
            <nav class="crumbs" aria-label="Rules"><a href="#/rules">{ "Rules" }</a>{ " / " }{ &group.title }</nav>
            <h1>{ sentence(&page.title) }<code>{ &page.code }</code></h1>
            { part("What", &page.what) }
            { part("Why it breaks", &page.why) }
            { part("Who is hit", &page.who) }
            { part("Fix", &page.fix) }
            <h2>{ "References" }</h2>
            <ul class="bul">{ for page.references.iter().map(reference) }</ul>
        </article>
    }
}

pub(super) fn address(code: &str) -> String {
    format!("#/rules/{code}")
}

/// A title in mid-sentence form, as a sentence begins; names of protocols keep their case.
fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Text with code between backticks.
fn prose(text: &str) -> Html {
    let parts = text.split('`').enumerate().map(|(at, part)| {
        if at % 2 == 1 {
            html! { <code>{ part.to_owned() }</code> }
        } else {
            html! { part.to_owned() }
        }
    });
    parts.collect()
}
