//! A sentence about something that happened, above the result.

use super::icon::icon;
use crate::ui::state::{Action, Dispatch, Notice};
use yew::{Callback, Html, html};

pub(super) fn banner(notice: &Notice, dispatch: &Dispatch) -> Html {
    let onclick = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.dispatch(Action::Notice(None)))
    };
    let (status, words) = match notice {
        Notice::PrivateKey => (
            "bogus",
            "A private key was in that text. The text was wiped from this page and nothing was checked. Treat the key as seen: it was on a clipboard. Paste the DNSKEY record instead (the .key file, not .private).",
        ),
        Notice::NoSample => ("warning", "The sample could not be fetched. Everything else works."),
        Notice::Stopped => {
            ("bogus", "The checker stopped. Your data are still here; a change starts it again.")
        }
        Notice::Cancelled => {
            ("info", "The check was cancelled. Your data are still here; a change starts it again.")
        }
    };
    html! {
        <div class="banner" data-status={status} role="alert" data-test="notice">
            { icon(status) }<span>{ words }</span>
            <button class="btn btn-sm" type="button" {onclick}>{ "Close" }</button>
        </div>
    }
}
