//! The guides in `docs/howto/`: their commands, run in their order on a zone that goes through it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use crate::common::signed::{NOW, evidence};
use multisigner::evidence::Role;
use multisigner::plan::{Assumptions, Operation, Start, schedule};
use multisigner::publication::Publication;
use multisigner::simulate::Simulator;
use multisigner::simulate::keys::Seed;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The lines of the guide's blocks of commands.
fn commands(guide: &str) -> Vec<String> {
    let text = std::fs::read_to_string(format!("docs/howto/{guide}.md")).unwrap();
    let blocks = text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.flat_map(str::lines).map(ToString::to_string).collect()
}

/// What a probe would write: the parent's records, and what each provider that serves the zone signed says.
fn seen(simulator: &mut Simulator, publication: &Publication) -> String {
    let (_, question) = evidence(simulator, publication);
    let serves = |label: &str| {
        let provider = publication.providers.iter().find(|provider| provider.label == label).unwrap();
        !provider.dnskey.as_ref().unwrap().is_empty()
    };
    let sources = question.sources.iter().filter(|source| match &source.role {
        Role::Provider(label) => serves(label),
        _ => true,
    });
    sources.map(|source| source.text.as_str()).collect()
}

struct Folder(PathBuf);

impl Folder {
    fn run(&self, line: &str) -> Output {
        let (line, into) = line.split_once(" > ").map_or((line, None), |(line, file)| (line, Some(file)));
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("multisigner"), "{line}");
        let at = NOW.0.to_string();
        let moment = if words.clone().next() == Some("plan") { "--start" } else { "--at" };
        let mut program = Command::new(Path::new(env!("CARGO_BIN_EXE_multisigner")));
        let output = program.args(words).args([moment, &at]).current_dir(&self.0).output().unwrap();
        if let Some(file) = into {
            std::fs::write(self.0.join(file), &output.stdout).unwrap();
        }
        output
    }
}

#[test]
fn howto_move_a_zone() {
    let group = Operation::Migrate.group(None, &[], None, None).unwrap();
    let start = Start::of(Operation::Migrate, &group).unwrap();
    let states: Vec<Publication> = [start.publication.clone()]
        .into_iter()
        .chain(
            schedule(&start, &Assumptions::from(NOW.0), &BTreeMap::new())
                .into_iter()
                .map(|timed| timed.publication),
        )
        .collect();
    let folder = Folder(std::env::temp_dir().join(format!("multisigner-howto-{}", std::process::id())));
    std::fs::create_dir_all(&folder.0).unwrap();
    let mut simulator = Simulator::new(Seed::from_text("howto"));
    let mut said = Vec::new();
    for line in commands("move-a-zone") {
        if let Some((_, file)) = line.split_once(" --evidence ") {
            // The first probe sees the zone as it was, the second one after the first step.
            let state = if file == "today.txt" { 0 } else { 1 };
            std::fs::write(folder.0.join(file), seen(&mut simulator, &states[state])).unwrap();
            continue;
        }
        let output = folder.run(&line);
        let text = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        let expected = if line.contains("--step 4") { 1 } else { 0 };
        assert_eq!(output.status.code(), Some(expected), "{line}\n{text}\n{errors}");
        said.push((line, text));
    }
    assert!(said.len() >= 7, "{said:?}");
    let plan = &said.iter().find(|(line, _)| line.contains("plan migrate")).unwrap().1;
    assert_eq!(plan.matches("not before").count(), 9, "{plan}");
    // The whole way: after each step the gate of the next one is open once its waits are over, and that of the one after it is not.
    for (made, state) in states.iter().enumerate().take(9) {
        std::fs::write(folder.0.join("now.txt"), seen(&mut simulator, state)).unwrap();
        let long_ago: String =
            (1..=made).map(|step| format!(" --seen {step}={}", NOW.0 - 40 * 86_400)).collect();
        let gate = |step: usize| {
            folder.run(&format!("multisigner gate plan.json --step {step} --from now.txt{long_ago}"))
        };
        let (go, stop) = (gate(made + 1), gate((made + 2).min(9)));
        let words = |output: &Output| {
            String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
        };
        assert_eq!(go.status.code(), Some(0), "after {made}: {}", words(&go));
        assert!(made + 1 == 9 || stop.status.code() == Some(1), "after {made}: {}", words(&stop));
    }
    std::fs::remove_dir_all(&folder.0).unwrap();
}
