//! The page's foot.

use yew::{Html, html};

pub(super) fn foot() -> Html {
    html! {
        <footer class="foot">
            <span>{ "Nothing you paste leaves this browser." }</span>
            <span>{ "A domain check asks only the resolvers you picked." }</span>
            <span>{ concat!("multisigner ", env!("CARGO_PKG_VERSION")) }</span>
        </footer>
    }
}
