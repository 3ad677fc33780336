//! The worker of links and reports; loaded when one is made, opened or asked for.

#[cfg(target_arch = "wasm32")]
fn main() {
    multisigner::ui::serve_share();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program is for a browser's worker: see `make serve`.");
}
