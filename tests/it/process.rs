//! Processes: a publication after so many steps is read as just that, as it is and signed by the simulator.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use crate::common::ask;
use crate::common::groups::{self, Group};
use crate::common::signed::{NOW, evidence};
use multisigner::check::facts::Facts;
use multisigner::check::standing::Standing;
use multisigner::plan::export;
use multisigner::plan::{self, Answer, Assumptions, Observed, Operation, Request};
use multisigner::process::wait::MARGIN;
use multisigner::process::{Binding, Fact, Part, Position, Reading, recognise};
use multisigner::publication::Publication;
use multisigner::simulate::Simulator;
use multisigner::simulate::keys::Seed;
use std::collections::BTreeMap;

/// The publication after each number of steps.
fn states(group: &Group) -> Vec<Publication> {
    let mut now = group.start.clone();
    let mut states = vec![now.clone()];
    for step in 0..group.process.steps.len() {
        group.process.apply(&mut now, &group.who, step);
        states.push(now.clone());
    }
    states
}

fn named(group: &Group, done: usize) -> String {
    format!("{} {:?}, {} providers, {done} steps", group.process.id, group.model, group.start.providers.len())
}

/// The keys that are replaced, and those that replace them, as far as there is anything of them. Whose a key is that only a
/// DS names, no record tells.
fn changing(who: &Binding, seen: &Publication) -> Vec<(Part, Option<usize>, usize)> {
    let served =
        |key: usize| seen.all().any(|p| seen.publishes(p, key) || seen.data_signers(p).contains(&key));
    let keys = who.keys.iter().copied();
    let keys = keys.filter(|(part, ..)| !matches!(part, Part::Ksk | Part::Zsk));
    let keys = keys.filter(|(.., key)| seen.has_ds(*key) || served(*key));
    let mut keys: Vec<_> = keys.map(|(part, p, key)| (part, served(key).then_some(p), key)).collect();
    keys.sort_unstable();
    keys
}

/// Whether one of the readings is the true one.
fn says(readings: &[Reading], group: &Group, who: &Binding, seen: &Publication, done: usize) -> bool {
    readings.iter().any(|reading| {
        let same = reading.who.subject == who.subject && changing(&reading.who, seen) == changing(who, seen);
        reading.process.id == group.process.id && same && reading.at == Position { done, begun: false }
    })
}

#[test]
fn a_publication_after_some_steps_stands_there() {
    let mut cases = 0;
    for group in groups::all() {
        for (done, publication) in states(&group).iter().enumerate() {
            let name = named(&group, done);
            let at = group.process.position(publication, &group.who);
            assert_eq!(at, Some(Position { done, begun: false }), "{name}: {publication:#?}");
            cases += 1;
            if done == 0 || done == group.process.steps.len() {
                continue;
            }
            let readings = recognise(publication);
            let said = says(&readings, &group, &group.who, publication, done);
            let what: Vec<String> =
                readings.iter().map(|r| format!("{} {:?} {:?}", r.process.id, r.at, r.who)).collect();
            assert!(said, "{name}: {what:#?}\n{:?}", group.who);
        }
    }
    println!("{cases} publications");
    assert!(cases > 200, "{cases}");
}

/// The keys of what was published by those of what was read: by tag, which all differ.
fn translate(who: &Binding, tags: &[u16], read: &Publication) -> Binding {
    let by_tag: BTreeMap<u16, usize> = read.keys.iter().enumerate().map(|(at, key)| (key.tag, at)).collect();
    // What nobody shows anything of has an index that nothing has.
    let index = |key: usize| {
        let tag = tags[key];
        by_tag.get(&tag).copied().unwrap_or(read.keys.len() + key)
    };
    let keys = who.keys.iter().map(|(part, p, key)| (*part, *p, index(*key))).collect();
    Binding { keys, ..who.clone() }
}

#[test]
fn the_gate_keeps_the_arithmetic_of_waits() {
    let group = groups::all().into_iter().find(|group| group.process.id == "join").unwrap();
    let states = states(&group);
    let mut ready = states[3].clone();
    for provider in &mut ready.providers {
        provider.dnskey_ttl = Some(7_200);
    }
    // Before the keys are exchanged and the DS is there, no NS record may name the new provider.
    let missing = group.process.gate(&states[1], &group.who, 3, &[]).unwrap_err();
    assert!(missing.iter().all(|missing| missing.holds && missing.seen), "{missing:?}");
    assert!(missing.iter().any(|missing| matches!(missing.fact, Fact::Publishes(..))), "{missing:?}");
    assert!(missing.iter().any(|missing| matches!(missing.fact, Fact::Ds(_))), "{missing:?}");
    // The DS may come while the DNSKEY RRsets are waited for; the NS records wait for both.
    let since = [Some(0), Some(10_000), Some(20_000)];
    let ds = group.process.gate(&states[2], &group.who, 2, &since).unwrap();
    assert!(ds.pending.is_empty(), "{ds:?}");
    let at = |publication: &Publication, since: &[Option<i64>]| {
        group.process.gate(publication, &group.who, 3, since).unwrap().at(MARGIN)
    };
    let margin = 3_600;
    // No TTL of the DS in the data: a day.
    assert_eq!(at(&ready, &since), Some(20_000 + 86_400 + margin));
    ready.parent.ds_ttl = Some(600);
    assert_eq!(at(&ready, &since), Some(20_000 + 600 + margin));
    ready.parent.ds_ttl = Some(60);
    ready.providers[0].dnskey_ttl = Some(80_000);
    assert_eq!(at(&ready, &since), Some(10_000 + 80_000 + margin));
    assert_eq!(at(&ready, &[Some(0), None, Some(20_000)]), None);
}

/// The operation that a table is for.
fn operation(process: &str) -> Operation {
    match process {
        "join" | "join-1" => Operation::AddProvider,
        "leave" | "leave-1" => Operation::RemoveProvider,
        "zsk" => Operation::ZskRoll,
        "ksk-double-key" => Operation::KskRollDoubleKey,
        "ksk-double-ds" => Operation::KskRollDoubleDs,
        "ksk-double-rrset" => Operation::KskRollDoubleRrset,
        "csk" => Operation::CskRoll,
        "algorithm" => Operation::AlgorithmRoll,
        "algorithm-liberal" => Operation::AlgorithmRollLiberal,
        "model-1" => Operation::Model2To1,
        "model-2" => Operation::Model1To2,
        "insecure" => Operation::GoInsecure,
        "secure" => Operation::GoSecure,
        other => panic!("{other}"),
    }
}

/// A plan from what was read takes so many steps as made, and proves the rest.
fn plans_the_rest(
    group: &Group,
    who: &Binding,
    read: &Publication,
    done: usize,
    wrong: &mut Vec<String>,
    name: &str,
) {
    let observed = Observed { publication: read.clone(), zone: "example.".into(), broken: None, known: None };
    let labels = observed.labels();
    let operation = operation(group.process.id);
    let model = if group.model == groups::Model::One { plan::Model::One } else { plan::Model::Two };
    let model = if operation == Operation::Model2To1 { plan::Model::Two } else { model };
    let last = labels.last().cloned();
    let roles = operation.group(Some(model), &labels, last.as_deref(), None).unwrap();
    let assumed = Assumptions::from(NOW.0);
    let old = who.keys.iter().filter(|(part, ..)| matches!(part, Part::OldKsk | Part::OldZsk));
    let old = old.filter_map(|(.., key)| read.key(*key));
    let old = old.map(|old| format!("{}/{}", old.tag, old.algorithm)).collect();
    let request = Request {
        from: Some(observed),
        old,
        operation,
        group: roles,
        zone: "example.".into(),
        ttls: BTreeMap::new(),
        assumed,
        seen: BTreeMap::new(),
    };
    // What is over is a beginning again, with the other keys.
    let rolls = who.first(Part::OldKsk).or_else(|| who.first(Part::OldZsk)).is_some();
    let done = if rolls && done == group.process.steps.len() { 0 } else { done };
    match plan::plan(&request) {
        Ok(planned) => {
            let made = planned.plan.steps.iter().filter(|step| step.done).count();
            if made != done || !planned.plan.proof.safe {
                let failing = planned.plan.proof.failing.first();
                wrong.push(format!("{name}: planned as {made}, {failing:?}"));
            }
            let json = serde_json::to_string(&planned.plan).unwrap();
            let before = plan::EarlierPlan::read(&json).unwrap();
            let observed = request.from.as_ref().unwrap();
            for (step, expected) in
                [(made, Answer::Made), (made + 1, Answer::Go), (made + 2, Answer::Missing)]
            {
                if !(1..=planned.plan.steps.len()).contains(&step) {
                    continue;
                }
                // Long after every step was seen.
                let seen = (1..=made).map(|step| (step, NOW.0 - 30 * 86_400)).collect();
                let gate = before.gate(observed, step, &seen, &request.old, NOW.0).unwrap();
                if gate.answer != expected {
                    wrong.push(format!("{name}: gate of step {step}: {gate:?}"));
                }
                // Seen only now, what it waits for has not begun to pass.
                let only_now = before.gate(observed, step, &BTreeMap::new(), &request.old, NOW.0).unwrap();
                let waits = !planned.plan.steps[step - 1].waits.is_empty() && expected == Answer::Go;
                if waits && only_now.answer != Answer::Wait {
                    wrong.push(format!("{name}: gate of step {step} at once: {only_now:?}"));
                }
            }
        }
        Err(error) => wrong.push(format!("{name}: {error}")),
    }
}

#[test]
fn what_is_signed_and_read_again_stands_there() {
    let mut simulator = Simulator::new(Seed::from_text("processes"));
    let (mut positions, mut readings) = (0, 0);
    let mut wrong: Vec<String> = Vec::new();
    for group in groups::all() {
        for (done, publication) in states(&group).iter().enumerate() {
            let name = named(&group, done);
            let (tags, question) = evidence(&mut simulator, publication);
            let (outcome, proven) = ask(&question);
            let report = outcome.result.unwrap_or_else(|problem| panic!("{name}: {problem}"));
            let standing = Standing::of(&Facts::new(proven.unwrap(), report.at));
            let read = &standing.publication;
            let who = translate(&group.who, &tags, read);
            let at = group.process.position(read, &who);
            positions += 1;
            if at != Some(Position { done, begun: false }) {
                wrong.push(format!("{name}: {at:?}\n{who:?}\n{read:?}"));
                continue;
            }
            plans_the_rest(&group, &who, read, done, &mut wrong, &name);
            if done > 0 && done < group.process.steps.len() {
                readings += 1;
                if !says(&standing.readings, &group, &who, read, done) {
                    let what: Vec<String> = standing
                        .readings
                        .iter()
                        .map(|r| format!("{} {:?} {:?}", r.process.id, r.at, r.who))
                        .collect();
                    wrong.push(format!("{name}: not said\n{who:?}\n{what:#?}\n{read:?}"));
                }
            }
        }
    }
    println!("{positions} publications signed and read again, {readings} of them in the midst of a process");
    assert!(
        wrong.is_empty(),
        "{} of {positions}: {}",
        wrong.len(),
        wrong[..wrong.len().min(80)].join("\n\n")
    );
}

/// What stands before the emergencies.
const EMERGENCIES: &str = "
## Emergencies

When something has gone wrong already (`src/plan/emergencies.rs`; `multisigner plan emergency` prints the same). Caches hold what they hold here
too: of two kinds of damage the smaller one is chosen. B is the provider in trouble, A stands for all others. After the signs come what to do
now, in order, and what not to do.
";

/// Every rule that an emergency names is one.
#[test]
fn emergencies_name_rules() {
    let mut seen = 0;
    for emergency in plan::emergencies() {
        let words =
            emergency.signs.split(|c: char| !c.is_ascii_uppercase() && c != '-' && !c.is_ascii_digit());
        for code in words.filter(|word| word.len() > 4 && word.contains('-') && !word.starts_with('-')) {
            assert!(std::path::Path::new("tests/cases").join(code).is_dir(), "{}: {code}", emergency.id);
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
    let ids: Vec<&str> = plan::emergencies().iter().map(|emergency| emergency.id).collect();
    assert_eq!(ids, ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9"]);
}

#[test]
fn the_page_shows_the_tables() {
    let page = std::fs::read_to_string("docs/processes.md").unwrap();
    let tables = multisigner::process::markdown();
    let emergencies = export::emergencies_markdown(plan::emergencies());
    let made = format!("{tables}{}{emergencies}", EMERGENCIES);
    let Some(at) = page.find(tables.lines().next().unwrap()) else {
        panic!("docs/processes.md has no tables")
    };
    let whole = page[..at].to_string() + &made;
    if whole != page {
        std::fs::write("docs/processes.md.new", whole).unwrap();
        panic!(
            "docs/processes.md is not what the tables are: look at docs/processes.md.new and put it in its place"
        );
    }
}
