//! The page: a Yew application, and the worker that judges for it.
//!
//! What only arranges or words a report ([`layout`], [`words`], [`sift`], [`again`]), or packs it
//! ([`patch`]), knows no browser and is tested natively;
//! everything else is built for `wasm32` alone. The page holds no crypto and reads no DNS data: it sends
//! texts to the worker and shows the report that comes back.

pub mod again;
pub mod layout;
pub mod patch;
pub mod sift;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod beside;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod checker;
#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod crypto;
#[cfg(target_arch = "wasm32")]
mod hooks;
#[cfg(target_arch = "wasm32")]
mod line;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod next;
#[cfg(target_arch = "wasm32")]
mod others;
#[cfg(target_arch = "wasm32")]
mod plan;
#[cfg(any(test, target_arch = "wasm32"))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, unused_imports, reason = "the page uses it"))]
mod protocol;
#[cfg(target_arch = "wasm32")]
mod room;
#[cfg(target_arch = "wasm32")]
mod rules;
#[cfg(target_arch = "wasm32")]
mod samples;
#[cfg(target_arch = "wasm32")]
mod share;
#[cfg(any(test, target_arch = "wasm32"))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, unused_imports, reason = "the page uses it"))]
mod shared;
#[cfg(target_arch = "wasm32")]
mod simulate;
#[cfg(any(test, target_arch = "wasm32"))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, unused_imports, reason = "the page uses it"))]
mod state;
#[cfg(any(test, target_arch = "wasm32"))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, unused_imports, reason = "the page uses it"))]
mod text;
#[cfg(target_arch = "wasm32")]
mod walk;
#[cfg(target_arch = "wasm32")]
mod wire;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(target_arch = "wasm32")]
pub use crypto::serve_crypto;
#[cfg(target_arch = "wasm32")]
pub use live::serve as serve_live;
#[cfg(target_arch = "wasm32")]
pub use share::serve as serve_share;
#[cfg(target_arch = "wasm32")]
pub use worker::serve;

/// Draws the page into the document's place for it (beside it lie the icons).
#[cfg(target_arch = "wasm32")]
pub fn run() {
    if let Some(root) = gloo::utils::document().get_element_by_id("app") {
        yew::Renderer::<components::App>::with_root(root).render();
    }
}

/// The same for the page that simulates, which lies after the check's.
#[cfg(target_arch = "wasm32")]
pub fn run_simulate() {
    if let Some(root) = browser::by_id(room::Room::Simulate.place()) {
        yew::Renderer::<components::Simulate>::with_root(root.into()).render();
    }
}

/// The page that plans; the same program is its worker.
#[cfg(target_arch = "wasm32")]
pub fn run_plan() {
    use wasm_bindgen::JsCast as _;
    if js_sys::global().is_instance_of::<web_sys::DedicatedWorkerGlobalScope>() {
        plan::serve();
    } else if let Some(root) = browser::by_id(room::Room::Plan.place()) {
        yew::Renderer::<components::Planner>::with_root(root.into()).render();
    }
}
