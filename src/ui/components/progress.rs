//! How far a long check has come, with a way to end it.

use crate::ui::protocol::Progress;
use yew::{Callback, Html, MouseEvent, Properties, component, html};

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) progress: Progress,
    pub(super) cancel: Callback<MouseEvent>,
}

#[component]
pub(super) fn ProgressBar(props: &Props) -> Html {
    let Progress { done, total } = props.progress;
    let words =
        if total == 0 { "Reading".to_owned() } else { format!("Checking {done} of {total} signatures") };
    html! {
        <div class="banner progress" data-test="progress">
            <label class="progress-label">
                { words }
                <progress max={total.max(1).to_string()} value={(total > 0).then(|| done.to_string())}></progress>
            </label>
            <button class="btn btn-sm" type="button" onclick={props.cancel.clone()}>{ "Cancel" }</button>
        </div>
    }
}
