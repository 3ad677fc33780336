//! “Compare with…”: what changed from the check of another link to this one.

use crate::ui::share::{Ask, Compared, Said, Sharing, rest};
use crate::ui::state::State;
use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Html, InputEvent, Properties, SubmitEvent, TargetCast as _, UseReducerHandle,
    component, html, use_state,
};

#[derive(PartialEq, Properties)]
pub(super) struct CompareProps {
    pub(super) state: UseReducerHandle<State>,
    pub(super) sharing: Sharing,
}

/// “Compare with…”: another link, and what changed from there to here.
#[component]
pub(super) fn Compare(props: &CompareProps) -> Html {
    let text = use_state(AttrValue::default);
    let said = use_state(|| None::<Result<Compared, String>>);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                text.set(input.value().into());
            }
        })
    };
    let onsubmit = {
        let (text, said, ask) = (text.clone(), said.clone(), props.sharing.ask.clone());
        let rest = rest(&props.state.case);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let said = said.clone();
            let heard = Callback::from(move |answer| match answer {
                Said::Compared(compared) => said.set(Some(Ok(compared))),
                Said::No { why, hint } => said.set(Some(Err(format!("{why} {hint}")))),
                _ => {}
            });
            ask.emit((Ask::Compare { rest: rest.clone(), link: text.to_string() }, heard));
        })
    };
    html! {
        <form class="stack-s" {onsubmit}>
            <h2>{ "Compare with an earlier check" }</h2>
            <div class="linkbox">
                <input class="field mono" aria-label="Another check link" placeholder="its link" autocomplete="off" spellcheck="false"
                    value={(*text).clone()} {oninput} />
                <button class="btn" type="submit" disabled={text.trim().is_empty()}>{ "Compare" }</button>
            </div>
            <div role="status" data-test="compared">
                if let Some(said) = &*said { { compared(said) } }
            </div>
        </form>
    }
}

fn compared(said: &Result<Compared, String>) -> Html {
    match said {
        Err(why) => html! { <p class="note">{ why }</p> },
        Ok(compared) => html! {
            <>
                <p class="note">{ format!("From {} to this check:", compared.before.plain()) }</p>
                if compared.lines.is_empty() { <p class="small">{ "Nothing changed." }</p> } else {
                    <ul class="bul small">{ for compared.lines.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                }
            </>
        },
    }
}
