//! The page's program.

#[cfg(target_arch = "wasm32")]
fn main() {
    multisigner::ui::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program is for a browser: see `make serve`. The command line tool is `multisigner`.");
}
