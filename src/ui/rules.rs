//! The rules' pages, fetched when somebody looks at one.

use serde::Deserialize;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

/// Rules about one matter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) rules: Vec<Page>,
}

/// What a rule's module says of it; paragraphs, with code between backticks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Page {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) what: Vec<String>,
    pub(crate) why: Vec<String>,
    pub(crate) who: Vec<String>,
    pub(crate) fix: Vec<String>,
    pub(crate) references: Vec<String>,
}

/// All of them; `None` when the network (or the server) does not give them.
pub(crate) async fn fetch() -> Option<Vec<Group>> {
    let response = JsFuture::from(gloo::utils::window().fetch_with_str("rules.json")).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    let json = JsFuture::from(response.json().ok()?).await.ok()?;
    serde_wasm_bindgen::from_value(json).ok()
}
