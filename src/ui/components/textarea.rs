//! A text with a gutter: beside each line, whether it was read, not used, or could not be read.

use crate::evidence::LineState;
use crate::ui::browser;
use crate::ui::text::{Given, Text};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlTextAreaElement};
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, Properties, TargetCast as _, component, html, use_node_ref,
};

/// Lines beyond these get no mark: nobody scrolls there, and each run of marks is an element.
const MARKED: usize = 5_000;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) id: AttrValue,
    pub(super) label: AttrValue,
    pub(super) text: AttrValue,
    pub(super) lines: Vec<LineState>,
    pub(super) read_only: bool,
    pub(super) placeholder: AttrValue,
    /// The text, and whether it came at once (a paste).
    pub(super) typed: Callback<(AttrValue, bool)>,
    pub(super) large: Callback<Given>,
}

#[component]
pub(super) fn TextArea(props: &Props) -> Html {
    let gutter = use_node_ref();
    let onscroll = {
        let gutter = gutter.clone();
        Callback::from(move |event: Event| {
            if let (Some(area), Some(gutter)) = (event.target_dyn_into::<Element>(), gutter.cast::<Element>())
            {
                gutter.set_scroll_top(area.scroll_top());
            }
        })
    };
    let oninput = props.typed.reform(|event: InputEvent| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        let text = area.map(|area| area.value()).unwrap_or_default();
        (text.into(), event.input_type() != "insertText")
    });
    let onpaste = {
        let large = props.large.clone();
        Callback::from(move |event: Event| {
            let data =
                event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
            let given = data.as_ref().and_then(browser::pasted);
            if let Some(given) = given.filter(|given| matches!(given.text, Text::Held { .. })) {
                event.prevent_default();
                large.emit(given);
            }
        })
    };
    html! {
        <div class="paste">
            <pre class="gutter" aria-hidden="true" ref={gutter}>{ for runs(&props.text, &props.lines) }</pre>
            <textarea id={props.id.clone()} aria-label={props.label.clone()} value={props.text.clone()} wrap="off"
                spellcheck="false" autocomplete="off" autocapitalize="off" readonly={props.read_only}
                placeholder={props.placeholder.clone()} {oninput} {onpaste} {onscroll} />
        </div>
    }
}

/// Neighbouring lines of one state make one element.
fn runs(text: &str, lines: &[LineState]) -> Vec<Html> {
    let mut runs: Vec<(Option<LineState>, String)> = Vec::new();
    let count = text.bytes().filter(|b| *b == b'\n').count() + 1;
    for n in 0..count.min(MARKED) {
        let state = lines.get(n).copied();
        let mark = match state {
            Some(LineState::Read) => '✓',
            Some(LineState::Skipped) => '–',
            Some(LineState::Failed) => '▲',
            None => ' ',
        };
        let line = format!("{:>4} {mark}\n", n + 1);
        match runs.last_mut() {
            Some((last, run)) if *last == state => run.push_str(&line),
            _ => runs.push((state, line)),
        }
    }
    let class = |state| match state {
        Some(LineState::Failed) => "bad",
        Some(LineState::Skipped) => "skip",
        _ => "",
    };
    runs.into_iter().map(|(state, run)| html! { <span class={class(state)}>{ run }</span> }).collect()
}
