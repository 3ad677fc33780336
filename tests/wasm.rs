//! What only a browser has. Run by `make test-wasm`.
#![cfg(target_arch = "wasm32")]
// Clippy knows `#[test]` only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The page checks signatures with WebCrypto; a browser offers it to secure contexts only.
#[wasm_bindgen_test]
fn web_crypto_is_there() {
    let window = web_sys::window().unwrap();
    assert!(window.is_secure_context());
    assert!(!window.crypto().unwrap().subtle().is_undefined());
}
