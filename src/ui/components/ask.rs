//! The domain to check and whom to ask, in the page's head. Says what goes to whom before anything goes.

use super::resolvers::Resolvers;
use crate::ui::live::{Act, Field, Live};
use web_sys::HtmlInputElement;
use yew::{
    Callback, Html, InputEvent, Properties, SubmitEvent, TargetCast as _, component, html, use_node_ref,
};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) live: Live,
}

#[component]
pub(super) fn AskForm(props: &Props) -> Html {
    let (state, act) = (&props.live.state, &props.live.act);
    let field = use_node_ref();
    let oninput = {
        let act = act.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                act.emit(Act::Typed(input.value().into()));
            }
        })
    };
    let onsubmit = {
        let (act, field) = (act.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(input) = field.cast::<HtmlInputElement>() {
                act.emit(Act::Check(input.value()));
            }
        })
    };
    let refused = matches!(state.field, Field::Refused(_));
    let (status, words) = match &state.field {
        Field::Refused(why) => ("bogus", why.clone()),
        Field::Nothing => ("info", state.choice.says().into()),
    };
    let shown = if state.field == Field::Nothing { "ask-says" } else { "ask-says said" };
    html! {
        <div class="ask" role="search" aria-label="Check a domain">
            <form id="ask-form" {onsubmit}></form>
            <input class="field" form="ask-form" type="text" name="domain" aria-label="Domain name" placeholder="example.org"
                value={state.typed.clone()} autocomplete="off" autocapitalize="off" spellcheck="false" inputmode="url"
                enterkeyhint="go" maxlength="4096" aria-describedby="ask-says" aria-invalid={refused.then_some("true")} ref={field} {oninput} />
            <Resolvers live={props.live.clone()} />
            <button class="btn btn-primary" form="ask-form" type="submit">{ "Check" }</button>
            <p class={shown} id="ask-says" role={refused.then_some("alert")} data-status={status} data-test="ask-says">{ words }</p>
        </div>
    }
}
