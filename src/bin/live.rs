//! The worker of a live check; loaded when one is asked for.

#[cfg(target_arch = "wasm32")]
fn main() {
    multisigner::ui::serve_live();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program is for a browser's worker: see `make serve`.");
}
