//! How the work grows with what a stranger sends: `cargo bench --bench shapes`. Each shape in three sizes, the processor
//! time of a check, and the exponents between them; 1 is linear.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation
)]

#[path = "common/clock.rs"]
mod clock;
#[path = "../tests/common/shapes.rs"]
mod shapes;

use clock::processor_time;
use multisigner::check::outcome::Question;
use multisigner::check::session::Session;
use multisigner::dnssec::backend::Native;
use shapes::{Base, NOW, SHAPES, ZONE};

const LINES: [usize; 3] = [8_000, 16_000, 32_000];

fn main() {
    println!("| shape | MB | s | s | s | exponents |");
    println!("|---|--:|--:|--:|--:|--:|");
    let mut base = Base::new();
    for (name, shape) in SHAPES {
        let mut rows: Vec<(f64, f64)> = Vec::new();
        for lines in LINES {
            let sources = shape(&mut base, lines);
            let sent: usize = sources.iter().map(|source| source.text.len()).sum();
            let zone = Some(ZONE.to_string());
            let question = Question {
                sources,
                zone,
                no_ds: false,
                unreached: None,
                at: NOW,
                rrsets_per_mix: usize::MAX,
            };
            let before = processor_time();
            let outcome = pollster::block_on(Session::new().ask(&question, &Native, &mut |_| {}));
            outcome.result.unwrap();
            rows.push((sent as f64, (processor_time() - before).max(0.005)));
        }
        let exponent = |pair: &[(f64, f64)]| (pair[1].1 / pair[0].1).log2() / (pair[1].0 / pair[0].0).log2();
        let exponents: Vec<String> = rows.windows(2).map(|pair| format!("{:.2}", exponent(pair))).collect();
        let times: Vec<String> = rows.iter().map(|(_, time)| format!("{time:.2}")).collect();
        println!("| {name} | {:.1} | {} | {} |", rows[2].0 / 1e6, times.join(" | "), exponents.join(", "));
    }
}
