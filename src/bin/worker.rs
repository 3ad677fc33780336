//! Where signatures are checked, so that the page never stops answering.

#[cfg(target_arch = "wasm32")]
fn main() {
    js_sys::global();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
