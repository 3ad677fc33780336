//! The few things the page asks of the browser itself.

use super::room::Room;
use super::samples::{Sample, card_of};
use super::text::{Filled, Given, Kept, Text};
use crate::dns::Moment;
use crate::evidence::Source;
use gloo::utils::{document, window};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, Event, FileList, HtmlDetailsElement, HtmlElement, Node};

/// Texts over this many characters are held as a blob, and only their head is shown.
const LARGE: f64 = 1_000_000.0;

/// How much of a large text is shown, in characters.
pub(crate) const HEAD: f64 = 200_000.0;

/// The time by this machine's clock.
pub(crate) fn now() -> Moment {
    Moment((js_sys::Date::now() / 1000.0) as i64)
}

pub(crate) fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id).and_then(|element| element.dyn_into().ok())
}

pub(crate) fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        // Focus on something that cannot take it does nothing.
        let _ = element.focus();
    }
}

/// Opens a box that opens and closes.
pub(crate) fn open_details(id: &str) {
    if let Some(details) = by_id(id).and_then(|element| element.dyn_into::<HtmlDetailsElement>().ok()) {
        details.set_open(true);
    }
}

/// Goes to a place on the page, with every box opened that it is in. False when it is not there.
pub(crate) fn open_to(place: &str) -> bool {
    let Some(element) = by_id(place) else { return false };
    let mut around: Option<Element> = Some(element.into());
    while let Some(details) = around.and_then(|inner| inner.closest("details").ok().flatten()) {
        around = Node::parent_element(&details);
        if let Ok(details) = details.dyn_into::<HtmlDetailsElement>() {
            details.set_open(true);
        }
    }
    go_to(&format!("{place}-h"));
    true
}

/// Scrolls an element into view and puts the focus on it, for the keyboard to go on from there.
pub(crate) fn go_to(id: &str) {
    if let Some(element) = by_id(id) {
        Element::scroll_into_view(&element);
        let _ = element.focus();
    }
}

/// The address of a program that is loaded when it is needed: the build names each by its content and says how in
/// the document.
pub(crate) fn named(which: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name={which}]")).ok()??;
    Some(meta.dyn_into::<web_sys::HtmlMetaElement>().ok()?.content())
}

/// JSON that the page's own server has; `None` when the network (or the server) does not give it.
pub(crate) async fn fetched<T: DeserializeOwned>(address: &str) -> Option<T> {
    let response = JsFuture::from(window().fetch_with_str(address)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    let json = JsFuture::from(response.json().ok()?).await.ok()?;
    serde_wasm_bindgen::from_value(json).ok()
}

/// What a place on the page begins with, where the address names one.
const PLACE: &str = "finding-";

/// The address's fragment, without `#` and without the place on the page that may follow it: `sample=soon` of
/// `#sample=soon&finding-SIG-EXPIRES-SOON`.
pub(crate) fn fragment() -> String {
    parts(&window().location().hash().unwrap_or_default()).0.to_owned()
}

/// The place on the page that the address names.
pub(crate) fn place() -> Option<String> {
    parts(&window().location().hash().unwrap_or_default()).1.map(str::to_owned)
}

fn parts(hash: &str) -> (&str, Option<&str>) {
    let fragment = hash.trim_start_matches('#');
    match fragment.split_once('&') {
        Some((before, place)) if place.starts_with(PLACE) => (before, Some(place)),
        None if fragment.starts_with(PLACE) => ("", Some(fragment)),
        _ => (fragment, None),
    }
}

/// What stood in the address before it changed to another place on the same page; `None`: it changed to another page.
pub(crate) fn page_kept(change: &Event) -> Option<String> {
    let hash = |name: &str| {
        let url = js_sys::Reflect::get(change, &name.into()).ok()?.as_string()?;
        Some(url.split_once('#').map_or("", |(_, hash)| hash).to_owned())
    };
    let (old, new) = (hash("oldURL")?, hash("newURL")?);
    let ((before, _), (page, place)) = (parts(&old), parts(&new));
    (place.is_some() && (page.is_empty() || page == before)).then(|| before.to_owned())
}

/// Whether a fragment (with its `#`) is the address of a page beside the check.
pub(crate) fn is_beside(fragment: &str) -> bool {
    fragment.starts_with("#/") || Room::of(fragment.trim_start_matches('#')).is_some()
}

/// Changes the fragment without a step in the history.
pub(crate) fn set_fragment(fragment: &str) {
    if let Ok(history) = window().history() {
        // Refused only in documents without an address of their own; nothing is lost then.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
    }
}

/// The same, and whoever follows the address hears of it.
pub(crate) fn enter(fragment: &str) {
    set_fragment(fragment);
    if let Ok(event) = Event::new("hashchange") {
        // Nobody can refuse this event.
        let _ = window().dispatch_event(&event);
    }
}

/// An internationalised host name as the DNS has it: the browser's own URL parser does that (UTS 46).
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    let host = web_sys::Url::new(&format!("http://{host}/")).ok()?.hostname();
    (!host.is_empty()).then_some(host)
}

/// The text behind an address's escapes; as it is where they make no sense.
pub(crate) fn unescaped(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

/// A text for a box: held as a blob when it is large.
fn text(text: String) -> Text {
    if text.len() as f64 <= LARGE {
        return Text::Here(text.into());
    }
    let head: String = text.chars().take(HEAD as usize).collect();
    match Blob::new_with_str_sequence(&js_sys::Array::of1(&JsValue::from_str(&text))) {
        Ok(blob) => Text::Held { kept: Kept::new(blob), head: head.into() },
        Err(_) => Text::Here(text.into()),
    }
}

/// The sources of a case, their texts as boxes hold them.
pub(crate) fn filled(sources: Vec<Source>) -> Vec<Filled> {
    let one = |source: Source| Filled { name: source.name, role: source.role, text: text(source.text) };
    sources.into_iter().map(one).collect()
}

/// The whole text; `None` where the browser cannot read it any more.
pub(crate) async fn whole(text: Text) -> Option<String> {
    match text {
        Text::Here(text) => Some(text.to_string()),
        Text::Held { kept, .. } => JsFuture::from(kept.blob().text()).await.ok()?.as_string(),
    }
}

/// How long a text is, in octets.
pub(crate) fn octets(text: &Text) -> f64 {
    match text {
        Text::Here(text) => text.len() as f64,
        Text::Held { kept, .. } => kept.blob().size(),
    }
}

/// A sample of the gallery; `None` when the network (or the server) does not give it.
pub(crate) async fn sample(id: &str) -> Option<Sample> {
    let card = card_of(id)?;
    fetched(&format!("samples/{}.json", card.id)).await
}

/// Puts a text on the clipboard; false when the browser does not allow it.
pub(crate) async fn copy(text: &str) -> bool {
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// Pasted text, held as a blob when it is large: it is measured before any of it is copied from JavaScript.
pub(crate) fn pasted(data: &web_sys::DataTransfer) -> Option<Given> {
    let get: js_sys::Function = js_sys::Reflect::get(data, &"getData".into()).ok()?.dyn_into().ok()?;
    let text: js_sys::JsString = get.call1(data, &"text/plain".into()).ok()?.dyn_into().ok()?;
    let text = if f64::from(text.length()) > LARGE {
        let head = String::from(text.slice(0, HEAD as u32)).into();
        Text::Held { kept: Kept::new(Blob::new_with_str_sequence(&js_sys::Array::of1(&text)).ok()?), head }
    } else {
        Text::Here(String::from(text).into())
    };
    Some(Given { name: "".into(), text })
}

/// A box's text on its way to another program of the page.
pub(crate) fn shared(text: &Text) -> JsValue {
    match text {
        Text::Here(text) => text.to_string().into(),
        Text::Held { kept, head } => js_sys::Array::of2(kept.blob(), &head.to_string().into()).into(),
    }
}

/// A text on its way to another thread of the page: a large one as a blob, with its head.
pub(crate) fn packed(text: &str) -> JsValue {
    if text.len() as f64 <= LARGE {
        return text.into();
    }
    let part = js_sys::Array::of1(&text.into());
    let head: String = text.chars().take(HEAD as usize).collect();
    match Blob::new_with_str_sequence(&part) {
        Ok(blob) => js_sys::Array::of2(&blob, &head.into()).into(),
        Err(_) => text.into(),
    }
}

/// A text that came from another thread or program.
pub(crate) fn received(value: &JsValue) -> Option<Text> {
    if let Some(text) = value.as_string() {
        return Some(Text::Here(text.into()));
    }
    let parts: &js_sys::Array = value.dyn_ref()?;
    Some(Text::Held {
        kept: Kept::new(parts.get(0).dyn_into().ok()?),
        head: parts.get(1).as_string()?.into(),
    })
}

/// The files' texts: small ones are read, large ones stay with the browser.
pub(crate) async fn read_files(files: FileList) -> Vec<Given> {
    let mut given = Vec::new();
    for i in 0..files.length() {
        let Some(file) = files.get(i) else { continue };
        let name = file.name();
        let blob: Blob = file.into();
        let large = blob.size() > LARGE;
        let shown = if large { blob.slice_with_f64_and_f64(0.0, HEAD).ok() } else { Some(blob.clone()) };
        let Some(shown) = shown else { continue };
        let text = JsFuture::from(shown.text()).await.ok().and_then(|text| text.as_string());
        let text = text.unwrap_or_default();
        let text = if large {
            Text::Held { kept: Kept::new(blob), head: text.into() }
        } else {
            Text::Here(text.into())
        };
        given.push(Given { name: name.into(), text });
    }
    given
}
