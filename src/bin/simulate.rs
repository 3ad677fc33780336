//! The page that simulates; loaded when somebody looks at it.

#[cfg(target_arch = "wasm32")]
fn main() {
    multisigner::ui::run_simulate();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program is for a browser: see `make serve`.");
}
