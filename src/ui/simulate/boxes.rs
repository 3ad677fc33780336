//! What was signed, as the boxes of a case.

use super::protocol::Signed;
use crate::ui::browser;
use crate::ui::state::Holds;
use crate::ui::text::Text;
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use yew::AttrValue;

/// The providers, and the parent.
pub(super) fn boxes(signed: &Signed, texts: &JsValue) -> Vec<(Holds, AttrValue, Text)> {
    let texts = texts.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_default();
    let providers = signed.members.iter().zip(texts).filter_map(|(member, text)| {
        Some((Holds::Provider, member.label.clone().into(), browser::received(&text)?))
    });
    let mut boxes: Vec<_> = providers.collect();
    if !signed.parent.is_empty() {
        boxes.push((Holds::Parent, "".into(), Text::Here(signed.parent.clone().into())));
    }
    boxes
}
