//! Fields of a form, and what they hold.

use super::icon::icon;
use crate::ui::words;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{
    AttrValue, Callback, Classes, Event, Html, InputEvent, Properties, TargetCast as _, classes, component,
    html, use_state,
};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) value: AttrValue,
    /// What was typed, once the field is left.
    pub(super) onchange: Callback<String>,
    #[prop_or_default]
    pub(super) reads: Reads,
    #[prop_or_else(|| classes!("field"))]
    pub(super) class: Classes,
    #[prop_or_default]
    pub(super) id: Option<AttrValue>,
    /// Its name, where no label says it.
    #[prop_or_default]
    pub(super) label: Option<AttrValue>,
    #[prop_or_default]
    pub(super) placeholder: Option<&'static str>,
    #[prop_or_default]
    pub(super) maxlength: Option<&'static str>,
    #[prop_or_default]
    pub(super) disabled: bool,
    #[prop_or_default]
    pub(super) test: Option<AttrValue>,
}

/// What may stand in a field; what else is typed stays to be put right, and is told to nobody.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Reads {
    #[default]
    Text,
    Time,
    /// A span of time; nothing stands for the usual one.
    Ttl,
    /// A whole number up to this.
    Number(u16),
}

impl Reads {
    fn wrong(self, text: &str) -> Option<String> {
        match self {
            Self::Time if words::read_time(text).is_none() => {
                Some("This is not a time. Write it as 2026-11-25 12:00 UTC, or as Unix seconds.".into())
            }
            Self::Ttl if !text.trim().is_empty() && words::read_ttl(text).is_none() => {
                Some("This is not a span of time. Write it as 1h30m, 2 days, or in seconds.".into())
            }
            Self::Number(most) if text.trim().parse::<u16>().map_or(true, |number| number > most) => {
                Some(format!("Write a number from 0 to {most}."))
            }
            _ => None,
        }
    }
}

/// A text that counts when the field is left. Until then it is kept beside the value that it replaces: the page may
/// be drawn anew at any time, and what somebody is typing stays.
#[component]
pub(super) fn Field(props: &Props) -> Html {
    let draft = use_state(|| None::<(AttrValue, String)>);
    let typed = draft.as_ref().filter(|(over, _)| *over == props.value).map(|(_, text)| text.clone());
    let wrong = use_state(|| false);
    let bad = typed.as_deref().filter(|_| *wrong).and_then(|text| props.reads.wrong(text));
    let oninput = {
        let (draft, value) = (draft.clone(), props.value.clone());
        Callback::from(move |event: InputEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            draft.set(input.map(|input| (value.clone(), input.value())));
        })
    };
    let onchange = {
        let (reads, tell, value) = (props.reads, props.onchange.clone(), props.value.clone());
        Callback::from(move |event: Event| {
            let Some(text) = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()) else {
                return;
            };
            let is_wrong = reads.wrong(&text).is_some();
            wrong.set(is_wrong);
            draft.set(is_wrong.then(|| (value.clone(), text.clone())));
            if !is_wrong {
                tell.emit(text);
            }
        })
    };
    let (kind, most) = match props.reads {
        Reads::Number(most) => ("number", Some(most.to_string())),
        _ => ("text", None),
    };
    html! {
        <>
            <input type={kind} class={props.class.clone()} id={props.id.clone()} aria-label={props.label.clone()} value={typed.map_or_else(|| props.value.clone(), AttrValue::from)}
                min={most.is_some().then_some("0")} max={most} placeholder={props.placeholder} maxlength={props.maxlength} disabled={props.disabled}
                autocomplete="off" autocapitalize="off" spellcheck="false" aria-invalid={bad.is_some().then_some("true")}
                data-test={props.test.clone()} {oninput} {onchange} />
            if let Some(bad) = bad {
                <small class="st field-bad" role="alert" data-status="bogus">{ icon("bogus") }<span>{ bad }</span></small>
            }
        </>
    }
}

pub(super) fn ticked(event: &Event) -> bool {
    event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
}

pub(super) fn chosen(event: &Event) -> String {
    event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
}

/// One choice of a list.
pub(super) fn option(value: &str, words: &str, selected: bool) -> Html {
    html! { <option value={value.to_owned()} {selected}>{ words.to_owned() }</option> }
}
