//! How the work grows with what a stranger sends: `cargo bench --bench shapes`. Each shape in three sizes, the processor
//! time of a check (of texts: of reading them), and the exponents between them; 1 is linear.
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
#[path = "../tests/common/texts.rs"]
mod texts;

use clock::processor_time;
use multisigner::check::outcome::Question;
use multisigner::check::session::Session;
use multisigner::dnssec::backend::Native;
use multisigner::evidence::{Role, Source, read};
use shapes::{Base, NOW, SHAPES, ZONE};

const LINES: [usize; 3] = [8_000, 16_000, 32_000];
const PARTS: [usize; 3] = [400_000, 800_000, 1_600_000];

fn main() {
    header("shape");
    let mut base = Base::new();
    for (name, shape) in SHAPES {
        row(name, LINES, |lines| {
            let sources = shape(&mut base, lines);
            let sent = sources.iter().map(|source| source.text.len()).sum();
            let zone = Some(ZONE.to_string());
            let question = Question {
                sources,
                zone,
                no_ds: false,
                unreached: None,
                at: NOW,
                rrsets_per_mix: usize::MAX,
            };
            let time = timed(|| {
                let outcome = pollster::block_on(Session::new().ask(&question, &Native, &mut |_| {}));
                outcome.result.unwrap();
            });
            (sent, time)
        });
    }
    println!();
    header("text");
    for (name, text) in texts::TEXTS {
        row(name, PARTS, |parts| {
            let source = Source { name: "text".into(), role: Role::Auto, text: text(parts) };
            let time = timed(|| drop(read(&source, 0)));
            (source.text.len(), time)
        });
    }
}

/// The processor time of something, in seconds.
fn timed(work: impl FnOnce()) -> f64 {
    let before = processor_time();
    work();
    processor_time() - before
}

fn header(what: &str) {
    println!("| {what} | MB | s | s | s | exponents |");
    println!("|---|--:|--:|--:|--:|--:|");
}

/// One line: octets sent and seconds taken, for each size.
fn row(name: &str, sizes: [usize; 3], mut one: impl FnMut(usize) -> (usize, f64)) {
    let rows: Vec<(f64, f64)> = sizes
        .into_iter()
        .map(|size| {
            let (sent, time) = one(size);
            (sent as f64, time.max(0.005))
        })
        .collect();
    let exponent = |pair: &[(f64, f64)]| (pair[1].1 / pair[0].1).log2() / (pair[1].0 / pair[0].0).log2();
    let exponents: Vec<String> = rows.windows(2).map(|pair| format!("{:.2}", exponent(pair))).collect();
    let times: Vec<String> = rows.iter().map(|(_, time)| format!("{time:.2}")).collect();
    println!("| {name} | {:.1} | {} | {} |", rows[2].0 / 1e6, times.join(" | "), exponents.join(", "));
}
