//! In the verdict's place: an offer, how far the asking has come, or why there is nothing to judge.

use super::super::icon::sized;
use super::count;
use crate::ui::live::{Act, Live};
use crate::ui::words;
use yew::{Callback, Html, classes, html};

/// `None`: there is something to judge, or will be in a moment.
pub(in super::super) fn heading(live: &Live) -> Option<Html> {
    let state = &live.state;
    let name = words::said(&state.name).to_owned();
    let seen = state.seen.as_deref();
    let (status, lead, text, why) = if state.offered {
        let whom = format!("A link led here. Nothing has been asked yet. {}", state.choice.says());
        ("info", "Check", format!("{name}?"), Some(whom))
    } else if let Some(trouble) = &state.trouble {
        ("indeterminate", "Not asked.", words::sentence(trouble), None)
    } else if state.asking {
        let (settled, _, all) = count(seen.iter().flat_map(|seen| &seen.questions));
        let text = if all == 0 { name } else { format!("{name}: {settled} of {all} answered.") };
        ("info", "Asking.", text, None)
    } else if let Some(stop) = seen.and_then(|seen| seen.stop.as_ref()) {
        // Few words are large: the reason stands below them.
        let (text, why) = match stop.split_once(": ") {
            Some((text, why)) => (text, Some(words::sentence(why))),
            None => (stop.as_str(), None),
        };
        ("indeterminate", "No verdict.", words::sentence(text), why)
    } else if seen.is_some_and(|seen| seen.zone.is_none()) {
        ("indeterminate", "Stopped.", format!("The zone of {name} was not found yet."), None)
    } else {
        return None;
    };
    let check = {
        let (act, name) = (live.act.clone(), state.name.to_string());
        Callback::from(move |_| act.emit(Act::Check(name.clone())))
    };
    let again =
        if state.offered { format!("Check {} now", words::said(&state.name)) } else { "Ask again".into() };
    Some(html! {
        <section class="verdict quiet-verdict" data-status={status} aria-labelledby="verdict" data-test="verdict">
            <div class="say">
                { sized(status, classes!("i", "i-lg")) }
                <h1 class="say-h" id="verdict" tabindex="-1"><em>{ lead }</em>{ " " }{ text }</h1>
                if let Some(why) = why { <p class="why">{ why }</p> }
            </div>
            if !state.asking {
                <div class="acts"><button class="btn btn-primary" type="button" onclick={check} data-test="ask-now">{ again }</button></div>
            }
        </section>
    })
}
