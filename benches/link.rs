//! How long check links are, as a table: `cargo bench --bench link`.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::pastes::{all, base64url, brotli, gzip};

fn main() {
    println!("| paste | characters | gzip -9 | brotli -11 | link | of the best |");
    println!("|---|--:|--:|--:|--:|--:|");
    for paste in all() {
        let raw = paste.raw();
        let (gzip, brotli) = (base64url(gzip(&raw)), base64url(brotli(&raw)));
        let link = paste.link().len();
        let ratio = link as f64 / gzip.min(brotli) as f64;
        println!("| {} | {} | {gzip} | {brotli} | {link} | {ratio:.2} |", paste.title, raw.len());
    }
}
