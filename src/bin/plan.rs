//! The page that plans, loaded when somebody looks at it; and its worker.

#[cfg(target_arch = "wasm32")]
fn main() {
    multisigner::ui::run_plan();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program is for a browser: see `make serve`.");
}
