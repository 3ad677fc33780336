//! A box of text with a button that copies it.

use super::icon::icon;
use crate::ui::browser;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_state};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) text: AttrValue,
    /// What is copied, for those who only hear the button.
    pub(super) what: AttrValue,
}

#[component]
pub(super) fn CopyBox(props: &Props) -> Html {
    let copied = use_state(|| false);
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.clone());
        Callback::from(move |_| {
            let (text, copied) = (text.clone(), copied.clone());
            spawn_local(async move {
                if browser::copy(&text).await {
                    copied.set(true);
                    Timeout::new(2000, move || copied.set(false)).forget();
                }
            });
        })
    };
    html! {
        <div class="copy">
            <pre tabindex="0" role="group" aria-label={props.what.clone()}>{ &props.text }</pre>
            <button class="btn btn-sm" type="button" aria-label={format!("Copy {}", props.what)} {onclick}>
                { icon(if *copied { "read" } else { "copy" }) }
                <span class="hide-sm">{ if *copied { "Copied" } else { "Copy" } }</span>
            </button>
        </div>
    }
}
