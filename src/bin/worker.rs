//! The page's worker: reads, verifies and judges, so that the page never waits.

#[cfg(target_arch = "wasm32")]
fn main() {
    multisigner::ui::serve();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program is for a browser's worker: see `make serve`.");
}
