//! The report as Markdown, on the clipboard.

use super::super::icon::icon;
use crate::ui::browser;
use crate::ui::share::{Export, Form, Said};
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, Html, MouseEvent, Properties, component, html, use_state};

/// Asks for the report in another form, and goes on with its text.
pub(super) fn exported(export: &Export, form: Form, then: Callback<String>) -> Callback<MouseEvent> {
    let export = export.clone();
    Callback::from(move |_| {
        let then = then.clone();
        let heard = Callback::from(move |said| {
            if let Said::Text(text) = said {
                then.emit(text);
            }
        });
        export.emit((form, heard));
    })
}

/// Puts a text on the clipboard and says what became of that.
pub(super) fn copied(done: impl Fn(&'static str) + Clone + 'static) -> Callback<String> {
    Callback::from(move |text: String| {
        let done = done.clone();
        spawn_local(async move {
            let copied = browser::copy(&text).await;
            done(if copied { "Markdown copied" } else { "The browser does not allow copying" });
        });
    })
}

#[derive(PartialEq, Properties)]
pub(in super::super) struct Props {
    pub(in super::super) export: Export,
}

/// A button beside the findings.
#[component]
pub(in super::super) fn CopyMarkdown(props: &Props) -> Html {
    let done = use_state(|| None::<&'static str>);
    let say = {
        let done = done.clone();
        move |what: &'static str| {
            done.set(Some(what));
            let done = done.clone();
            Timeout::new(2_500, move || done.set(None)).forget();
        }
    };
    let onclick = exported(&props.export, Form::Markdown, copied(say));
    html! {
        <>
            <button class="btn btn-sm" type="button" {onclick}>
                { icon(if done.is_some() { "read" } else { "copy" }) }{ if *done == Some("Markdown copied") { "Copied" } else { "Copy as Markdown" } }
            </button>
            <span class="vh" role="status">{ done.unwrap_or_default() }</span>
        </>
    }
}
