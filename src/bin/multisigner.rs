//! The `multisigner` command. In a browser there is no command line, so the wasm build is empty.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    multisigner::cli::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
