//! The worker for what a browser's own cryptography cannot do; loaded when it is needed.

#[cfg(target_arch = "wasm32")]
fn main() {
    multisigner::ui::serve_crypto();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program is for a browser's worker: see `make serve`.");
}
