//! Files for the person to keep.

use gloo::utils::{body, document};
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// Saves a text under a name.
pub(crate) fn save(name: &str, media_type: &str, text: &str) {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let pieces = Array::of1(&JsValue::from_str(text));
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&pieces, &kind) {
        save_blob(name, &blob);
    }
}

/// Saves a file under a name.
pub(crate) fn save_blob(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    if let Some(link) =
        document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlElement>().ok())
    {
        let named =
            link.set_attribute("href", &address).is_ok() && link.set_attribute("download", name).is_ok();
        // It has to be in the document for some browsers.
        if named && body().append_child(&link).is_ok() {
            link.click();
            link.remove();
        }
    }
    // The browser has taken the file by then.
    gloo::timers::callback::Timeout::new(10_000, move || _ = Url::revoke_object_url(&address)).forget();
}
