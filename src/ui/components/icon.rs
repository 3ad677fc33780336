//! Icons from the sprite in the document. Never alone: a word stands beside each, or in the label around it.

use yew::{Classes, Html, classes, html};

pub(super) fn icon(name: &str) -> Html {
    sized(name, classes!("i"))
}

/// What turns when its box opens.
pub(super) fn chevron() -> Html {
    sized("chev", classes!("i", "chev"))
}

/// With more classes than its own.
pub(super) fn sized(name: &str, class: Classes) -> Html {
    html! { <svg {class} aria-hidden="true"><use href={format!("#i-{name}")} /></svg> }
}

/// Icon and word in the colour of a status.
pub(super) fn status(status: &'static str, icon_name: &str, word: Html) -> Html {
    html! { <span class="st" data-status={status}>{ icon(icon_name) }{ word }</span> }
}
