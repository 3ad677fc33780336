//! Plain data on its way between the page and its workers, as octets: both ends need far less code for them than for
//! objects of JavaScript. What describes itself (`#[serde(tag)]`, fields that are left out) cannot go this way.

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};

/// `None`: it is not plain data.
pub(crate) fn pack(data: &impl Serialize) -> Option<JsValue> {
    let octets = postcard::to_allocvec(data).ok()?;
    Some(Uint8Array::from(octets.as_slice()).into())
}

/// `None`: it is something else.
pub(crate) fn unpack<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    let octets: &Uint8Array = value.dyn_ref()?;
    postcard::from_bytes(&octets.to_vec()).ok()
}
