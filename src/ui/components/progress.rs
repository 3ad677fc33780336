//! How far a long check has come, with a way to end it.

use crate::ui::protocol::Progress;
use yew::{Callback, Html, MouseEvent, html};

/// `verb`: what is done with the signatures.
pub(super) fn progress_bar(verb: &str, progress: Progress, cancel: &Callback<MouseEvent>) -> Html {
    let Progress { done, total } = progress;
    let words = if total == 0 { verb.to_owned() } else { format!("{verb} {done} of {total} signatures") };
    html! {
        <div class="banner progress" data-test="progress">
            <label class="progress-label">
                { words }
                <progress max={total.max(1).to_string()} value={(total > 0).then(|| done.to_string())}></progress>
            </label>
            <button class="btn btn-sm" type="button" onclick={cancel.clone()}>{ "Cancel" }</button>
        </div>
    }
}
