//! Plans: every operation, model and number of providers is safe with its waits, and not with any of them cut.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use multisigner::plan::{Assumptions, Group, Model, OPERATIONS, Operation, Start, Trial, schedule, set_ttls};
use std::collections::BTreeMap;

fn groups(operation: Operation) -> Vec<Group> {
    let mut all = Vec::new();
    for model in [Model::One, Model::Two] {
        for labels in [["A", "B"].as_slice(), &["A", "B", "C"]] {
            let labels: Vec<String> = labels.iter().map(ToString::to_string).collect();
            let group = operation.group(Some(model), &labels, None, None).unwrap();
            if Start::of(operation, &group).is_ok() {
                all.push(group);
            }
        }
    }
    all
}

const TTLS: [&[(&str, u32)]; 3] = [
    &[
        ("ds", 17),
        ("A.dnskey", 11),
        ("B.dnskey", 13),
        ("C.dnskey", 12),
        ("A.data", 23),
        ("B.data", 19),
        ("C.data", 21),
        ("ns-parent", 29),
        ("A.ns", 7),
        ("B.ns", 8),
        ("C.ns", 9),
    ],
    &[
        ("ds", 10),
        ("A.dnskey", 31),
        ("B.dnskey", 33),
        ("C.dnskey", 32),
        ("A.data", 3),
        ("B.data", 4),
        ("C.data", 5),
        ("ns-parent", 2),
        ("A.ns", 47),
        ("B.ns", 48),
        ("C.ns", 49),
    ],
    &[],
];

#[test]
fn plan_waits() {
    for operation in OPERATIONS {
        for group in groups(operation) {
            for ttls in TTLS {
                let mut start = Start::of(operation, &group).unwrap();
                let given: BTreeMap<String, u32> = ttls
                    .iter()
                    .filter(|(name, _)| !name.starts_with('C') || group.labels.len() > 2)
                    .map(|(n, s)| (n.to_string(), *s))
                    .collect();
                set_ttls(&mut start.publication, &given).unwrap();
                let assumed = Assumptions { margin: 0, ..Assumptions::from(1000) };
                let steps = schedule(&start, &assumed);
                let trial = Trial::new("example.", &start, &steps);
                let at = trial.times();
                let shown = trial.show(&at).unwrap();
                println!(
                    "{} {:?} {} safe {:?}",
                    operation.id(),
                    group.model,
                    group.labels.len(),
                    shown.0.iter().map(|(_, f)| f.safe).collect::<Vec<_>>()
                );
                if !shown.safe() {
                    println!("   {:?}", shown.0.iter().find_map(|(_, f)| f.failing.first()));
                }
                for (index, timed) in steps.iter().enumerate() {
                    let gap = at[index] - if index == 0 { at[0] } else { at[index - 1] };
                    let slack = trial.slack(&at, index).unwrap();
                    println!("   {:28} at {:6} gap {gap} slack {slack}", timed.step.id, timed.at);
                }
            }
        }
    }
}
