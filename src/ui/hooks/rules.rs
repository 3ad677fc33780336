//! The pages about rules: `#/rules` lists them, `#/rules/<CODE>` is one of them.

use crate::ui::browser;
use gloo::events::EventListener;
use gloo::utils::window;
use yew::{AttrValue, hook, use_effect_with, use_state};

/// The rule that the address names, empty for the list; `None` on every other page.
#[hook]
pub(crate) fn use_rule_page() -> Option<AttrValue> {
    let at = use_state(named);
    {
        let at = at.clone();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "hashchange", move |_| at.set(named()));
            move || drop(listener)
        });
    }
    (*at).clone()
}

fn named() -> Option<AttrValue> {
    let fragment = browser::fragment();
    let rest = fragment.strip_prefix("/rules")?;
    match rest.strip_prefix('/') {
        Some(code) => Some(code.to_owned().into()),
        None => rest.is_empty().then(AttrValue::default),
    }
}
