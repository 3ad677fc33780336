//! What a stranger can send costs no more than its length: bounded lists, bounded checks, bounded words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

use crate::hostile_shapes::{Base, NOW, SHAPES, ZONE};
use multisigner::check::effort::{Costs, LONG};
use multisigner::check::items::What;
use multisigner::check::outcome::Question;
use multisigner::check::session::Session;
use multisigner::dnssec::backend::Native;
use multisigner::dnssec::denial::Why;
use multisigner::evidence::Source;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Verifications beyond the two for each signature; octets of a report beside those of what was sent.
const EXTRA: usize = 16_384;
const WORDS: usize = 400_000;

fn asked(sources: Vec<Source>) -> Question {
    let zone = Some(ZONE.to_string());
    Question { sources, zone, no_ds: false, unreached: None, at: NOW, rrsets_per_mix: 10 }
}

#[test]
fn every_shape_ends_in_a_report_of_bounded_size() {
    let mut base = Base::new();
    for (name, shape) in SHAPES {
        let sources = shape(&mut base, 4_000);
        let sent: usize = sources.iter().map(|source| source.text.len()).sum();
        let signatures: usize = sources.iter().map(|source| source.text.matches(" RRSIG ").count()).sum();
        let question = asked(sources);
        let mut session = Session::new();
        let outcome = pollster::block_on(session.ask(&question, &Native, &mut |_| {}));
        let report = outcome.result.unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let checks = session.proven().unwrap().checks.list.len();
        assert!(checks <= 2 * signatures + EXTRA, "{name}: {checks} checks for {signatures} signatures");
        assert!(report.findings.len() < 500, "{name}: {} findings", report.findings.len());
        let words = serde_json::to_string(&report).unwrap().len();
        assert!(words <= sent + WORDS, "{name}: {words} octets of report for {sent}");
    }
}

fn shape(wanted: &str, lines: usize) -> Question {
    let (_, shape) = SHAPES.iter().find(|(name, _)| *name == wanted).unwrap();
    asked(shape(&mut Base::new(), lines))
}

/// Hashing for denied names has a bound over the whole case: what is past it is neither proven nor refuted.
#[test]
fn denials_past_the_bound_are_not_tried() {
    let untried = |lines: usize| {
        let mut session = Session::new();
        let outcome =
            pollster::block_on(session.ask(&shape("denials of deep names", lines), &Native, &mut |_| {}));
        outcome.result.unwrap();
        let proven = session.proven().unwrap();
        let proofs = proven.items.iter().flatten().filter_map(|item| match &item.what {
            What::Denial { proof, .. } => Some(proof),
            _ => None,
        });
        let (not, tried): (Vec<_>, Vec<_>) =
            proofs.partition(|proof| matches!(proof, Err(gap) if gap.why == Why::NotTried));
        (not.len(), tried.len())
    };
    let (few, many) = (untried(640), untried(32_000));
    assert_eq!(few.0, 0);
    assert!(many.0 > 100 && many.1 > few.1 && many.1 < 400, "{many:?}");
}

/// Told before anything is verified or hashed; what was answered costs nothing any more.
#[test]
fn what_takes_long_is_told_beforehand() {
    let by = |question: &Question| Session::new().effort(question).time(&Costs::BROWSER);
    for (wanted, lines) in [("bad signatures", 64_000), ("denials of deep names", 16_000)] {
        let (few, many) = (by(&shape(wanted, lines / 100)), by(&shape(wanted, lines)));
        assert!(few < LONG && many > LONG && many > few * 50, "{wanted}: {few:?} {many:?}");
    }
    let (mut session, usual) = (Session::new(), shape("names at one of two providers", 1_000));
    let time = session.effort(&usual).time(&Costs::native(1));
    assert!(time > Duration::ZERO && time < LONG, "{time:?}");
    let (mut told, mut other) = (Vec::new(), Vec::new());
    let after = pollster::block_on(session.ask(&usual, &Native, &mut |progress| told.push(progress)));
    let alone = pollster::block_on(Session::new().ask(&usual, &Native, &mut |progress| other.push(progress)));
    assert_eq!((after, told), (alone, other));
    assert_eq!(session.effort(&usual).time(&Costs::BROWSER), Duration::ZERO);
}

/// On the command line too, in a line before all else.
#[test]
fn the_program_tells_it_too() {
    let question = shape("bad signatures", 160_000);
    let file = std::env::temp_dir().join(format!("multisigner-long-{}", std::process::id()));
    std::fs::write(&file, question.sources.iter().map(|source| source.text.as_str()).collect::<String>())
        .unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_multisigner"));
    let program = program.arg("check").arg(&file).args(["--zone", ZONE]).stderr(Stdio::piped());
    let mut child = program.stdout(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(
        line.starts_with("multisigner: this check takes about ") && line.ends_with("; Ctrl-C ends it\n"),
        "{line}"
    );
}

/// What was left out for its size is said, first of all, and is no all-clear.
#[test]
fn what_is_not_looked_at_is_said() {
    for (wanted, says) in [
        ("ds of one tag", "Of the DS RRset only 256 of its 4001 records are looked at"),
        ("keys", "only 256 of its 4002 records are looked at"),
    ] {
        let mut base = Base::new();
        let (_, shape) = SHAPES.iter().find(|(name, _)| *name == wanted).unwrap();
        let question = asked(shape(&mut base, 4_000));
        let outcome = pollster::block_on(Session::new().ask(&question, &Native, &mut |_| {}));
        let report = serde_json::to_string(&outcome.result.unwrap()).unwrap();
        assert!(report.contains(says), "{wanted}: {report:.2000}");
    }
}
