//! Plans: every operation, model and number of providers is safe with its waits, and not with any of them cut by a second.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use multisigner::check::outcome::Question;
use multisigner::dns::Moment;
use multisigner::dnssec::backend::Native;
use multisigner::evidence::{Role, Source};
use multisigner::explore::{Document, explore};
use multisigner::plan::{
    Asked, Assumptions, MOST_PROVIDERS, Model, NoPlan, OPERATIONS, Observed, Operation, Planned, Request,
    Start, Trial, Unplanned, Verb, Wanted, export, plan, schedule, set_ttls, title,
};
use multisigner::process::PROCESSES;
use multisigner::share::commands::{SOFTWARE, Table};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const LABELS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

fn request(
    operation: Operation,
    model: Model,
    size: usize,
    ttls: &[(String, u32)],
) -> Result<Request, NoPlan> {
    let labels: Vec<String> = LABELS[..size].iter().map(ToString::to_string).collect();
    let group = operation.group(Some(model), &labels, None, None)?;
    Start::of(operation, &group)?;
    Ok(Request {
        from: None,
        old: Vec::new(),
        operation,
        group,
        zone: "example.".into(),
        ttls: ttls.iter().cloned().collect(),
        assumed: Assumptions { margin: 0, ..Assumptions::from(1_000) },
        seen: BTreeMap::new(),
    })
}

/// Every operation × model × 2 and 3 providers that it is for.
fn requests(ttls: impl Fn(usize) -> Vec<(String, u32)>) -> Vec<Request> {
    let mut all = Vec::new();
    for operation in OPERATIONS {
        for model in [Model::One, Model::Two] {
            for size in [2, 3] {
                all.extend(request(operation, model, size, &ttls(size)));
            }
        }
    }
    all
}

/// A TTL for each thing that has one, from a list.
fn ttls(size: usize, seconds: &[u32]) -> Vec<(String, u32)> {
    let each = LABELS[..size]
        .iter()
        .flat_map(|label| ["dnskey", "data", "ns"].map(|what| format!("{label}.{what}")));
    ["ds".to_string(), "ns-parent".to_string()].into_iter().chain(each).zip(seconds.iter().copied()).collect()
}

/// Safe as it is; and no step, with those after it, may come a second earlier.
fn tight(request: &Request) -> usize {
    let mut start = Start::of(request.operation, &request.group).unwrap();
    set_ttls(&mut start.publication, &request.ttls).unwrap();
    let steps = schedule(&start, &request.assumed, &request.seen);
    let trial = Trial::new(&request.zone, &start, &steps);
    let at = trial.times();
    let named = format!(
        "{} {:?} {:?} {:?}",
        request.operation.id(),
        request.group.model,
        request.group.labels,
        request.ttls
    );
    let shown = trial.show(&at).unwrap();
    assert!(shown.safe(), "{named}: {:?}", shown.0.iter().find_map(|(_, found)| found.failing.first()));
    let mut waits = 0;
    for (index, timed) in steps.iter().enumerate() {
        let before = index.checked_sub(1).map_or(at[0], |before| at[before]);
        waits += usize::from(at[index] > before);
        assert_eq!(
            trial.slack(&at, index).unwrap(),
            0,
            "{named}: {} can come earlier than {}",
            timed.step.id,
            at[index]
        );
    }
    waits
}

#[test]
fn plan_waits_are_needed_and_suffice() {
    let usual = requests(|_| Vec::new());
    let waits: usize = usual.iter().map(tight).sum();
    // Fourteen operations in both models, but for those that are for one only.
    println!("{} plans, {waits} waits, each cut by a second: unsafe", usual.len());
    assert_eq!(usual.len(), 2 * (2 * 14 - 3));
    assert!(waits > 80, "{waits}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn plan_waits_with_any_ttls(seconds in proptest::collection::vec(0u32..60, 11)) {
        for request in requests(|size| ttls(size, &seconds)) {
            tight(&request);
        }
    }
}

/// Whoever fails by an algorithm of the DS RRset holds a DS RRset with that algorithm.
#[test]
fn plan_witnesses_hold_a_ds_that_demands() {
    let mut seen = 0;
    for request in requests(|_| Vec::new()) {
        let mut start = Start::of(request.operation, &request.group).unwrap();
        set_ttls(&mut start.publication, &request.ttls).unwrap();
        let algorithm = |name: &String| {
            start.publication.keys[start.names.iter().position(|known| known == name).unwrap()].algorithm
        };
        let steps = schedule(&start, &request.assumed, &request.seen);
        let trial = Trial::new(&request.zone, &start, &steps);
        let at = trial.times();
        for index in 1..steps.len() {
            let early = Trial::earlier(&at, index, at[index] - at[index - 1]);
            let shown = trial.show(&early).unwrap();
            let strict = shown.0.iter().filter(|(asked, _)| *asked == Asked::DsAlgorithms);
            for failing in strict.flat_map(|(_, found)| &found.failing) {
                let witness = failing.witness.as_ref().unwrap();
                let (Some(ds), Some(keys), Some(answer)) = (&witness.ds, &witness.dnskey, &witness.answer)
                else {
                    continue;
                };
                seen += 1;
                let signed = |wanted: u8| {
                    answer.signed_by.iter().any(|key| keys.keys.contains(key) && algorithm(key) == wanted)
                };
                assert!(
                    ds.keys.iter().any(|key| !signed(algorithm(key))),
                    "{} {witness:?}",
                    request.operation.id()
                );
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

/// The document that goes with a plan says the same to whoever reads it, and its times are the steps'.
#[test]
fn plan_documents_prove_themselves() {
    for request in requests(|_| Vec::new()) {
        let Planned { plan, document } = plan(&request).unwrap();
        assert!(plan.proof.safe && plan.proof.failing.is_empty(), "{}", plan.title());
        let read = Document::read(&serde_json::to_string(&document).unwrap()).unwrap();
        assert_eq!(read, document);
        let found = explore(&read).unwrap();
        assert!(found.safe, "{}: {:?}", plan.title(), found.failing);
        let mut times: Vec<i64> = document.parent.iter().filter_map(|state| state.from).collect();
        times.extend(document.providers.values().flatten().filter_map(|state| state.from));
        assert!(times.iter().all(|time| plan.steps.iter().any(|step| step.at == *time)));
        for step in &plan.steps {
            let waited: u32 = step.waits.iter().map(|wait| wait.seconds).sum();
            let after =
                step.waits.first().map(|wait| plan.steps.iter().find(|s| s.id == wait.after).unwrap().at);
            let earliest = after.map_or(step.at, |after| after + i64::from(waited));
            assert_eq!(step.at, earliest, "{} {}", plan.title(), step.id);
            assert!(!step.title.is_empty() && !step.actions.is_empty(), "{}", step.id);
            assert_eq!(step.early.is_empty(), step.number == 1 || step.at == plan.steps[step.number - 2].at);
        }
    }
}

/// Delays and the margin move steps, and each step's arithmetic is what its time is.
#[test]
fn plan_assumptions_count() {
    let mut request = request(Operation::Migrate, Model::Two, 2, &[]).unwrap();
    let bare = plan(&request).unwrap().plan;
    request.assumed = Assumptions { start: 1_000, margin: 7, propagation: 100, signing: 200, parent: 1_000 };
    let full = plan(&request).unwrap().plan;
    assert!(full.proof.safe && full.finished > bare.finished);
    let at =
        |plan: &multisigner::plan::Plan, id: &str| plan.steps.iter().find(|step| step.id == id).unwrap().at;
    // join.sign and join.keys at the providers, then the DS, whose TTL is a day.
    assert_eq!(at(&full, "join.ds"), 1_000 + 200 + 200);
    assert_eq!(at(&full, "join.child-ns"), at(&full, "join.ds") + 1_000 + 86_400 + 7);
    let last = full.steps.last().unwrap();
    assert!(last.arithmetic.iter().any(|line| line.contains("margin 7 s")), "{:?}", last.arithmetic);
    assert_eq!(last.margin, 14);
}

#[rstest]
#[case(Operation::CskRoll, Model::One, &["A", "B"], None, None)]
#[case(Operation::Model1To2, Model::Two, &["A", "B"], None, None)]
#[case(Operation::Model2To1, Model::One, &["A", "B"], None, None)]
#[case(Operation::AddProvider, Model::Two, &["A"], None, None)]
#[case(Operation::ZskRoll, Model::Two, &["A", "A"], None, None)]
#[case(Operation::ZskRoll, Model::Two, &["A", "B"], Some("C"), None)]
#[case(Operation::Migrate, Model::Two, &["A", "B"], Some("A"), Some("A"))]
#[case(Operation::ZskRoll, Model::Two, &["1", "2", "3", "4", "5", "6", "7", "8", "9"], None, None)]
fn plan_refuses(
    #[case] operation: Operation,
    #[case] model: Model,
    #[case] labels: &[&str],
    #[case] who: Option<&str>,
    #[case] to: Option<&str>,
) {
    let labels: Vec<String> = labels.iter().map(ToString::to_string).collect();
    let group = operation.group(Some(model), &labels, who, to);
    let refused = group.and_then(|group| Start::of(operation, &group));
    assert!(refused.is_err());
}

/// Whom an operation is about when nobody is named.
#[rstest]
#[case(Operation::AddProvider, None, None, "B", "A")]
#[case(Operation::Migrate, None, None, "A", "B")]
#[case(Operation::Migrate, Some("B"), None, "B", "A")]
#[case(Operation::Migrate, None, Some("A"), "B", "A")]
fn plan_roles(
    #[case] operation: Operation,
    #[case] who: Option<&str>,
    #[case] to: Option<&str>,
    #[case] leaves: &str,
    #[case] comes: &str,
) {
    let group = operation.group(None, &[], who, to).unwrap();
    assert_eq!((group.labels[group.who].as_str(), group.labels[group.to].as_str()), (leaves, comes));
}

#[rstest]
#[case("A.foo", 1)]
#[case("Z.dnskey", 1)]
#[case("dnskey", 1)]
#[case("ds", 2_147_483_648)]
fn plan_ttls_that_mean_nothing(#[case] name: &str, #[case] seconds: u32) {
    let mut request = request(Operation::ZskRoll, Model::Two, 2, &[]).unwrap();
    request.ttls = BTreeMap::from([(name.to_string(), seconds)]);
    assert!(plan(&request).is_err());
}

/// The longest TTLs that there are, and none.
#[rstest]
#[case(0)]
#[case(2_147_483_647)]
fn plan_with_extreme_ttls(#[case] seconds: u32) {
    for mut request in requests(|size| ttls(size, &[seconds; 11])) {
        request.assumed.margin = 3_600;
        let plan = plan(&request).unwrap().plan;
        assert!(plan.proof.safe, "{}", plan.title());
        assert!(plan.steps.windows(2).all(|pair| pair[0].at <= pair[1].at));
    }
}

#[test]
fn plan_steps_have_names() {
    for step in PROCESSES.iter().flat_map(|process| process.steps) {
        assert!(!title(step.id).is_empty(), "{}", step.id);
    }
}

/// As large as a plan can be.
#[test]
fn plan_for_eight_providers() {
    for operation in OPERATIONS {
        let request = request(operation, operation.usual_model(), MOST_PROVIDERS, &[]).unwrap();
        assert!(plan(&request).unwrap().plan.proof.safe, "{}", operation.id());
    }
}

#[test]
fn plan_exports() {
    let mut request = request(Operation::Migrate, Model::Two, 2, &[]).unwrap();
    request.assumed = Assumptions::from(1_795_000_000);
    request.zone = "ex*ample.\u{202e}\r\nBEGIN:VEVENT".into();
    let plan = plan(&request).unwrap().plan;
    let text = export::text(&plan);
    let markdown = export::markdown(&plan);
    let calendar = export::calendar(&plan);
    for written in [&text, &markdown, &calendar] {
        assert!(!written.contains('\u{202e}'), "a control of the text's direction is written as it is");
    }
    assert_eq!(calendar.matches("BEGIN:VEVENT\r\n").count(), plan.steps.len() + 1);
    let long: Vec<&str> = calendar.lines().filter(|line| line.len() > 78).collect();
    // About 75 octets, the library counts the first blank of a folded line on top (RFC 5545 §3.1: SHOULD).
    assert!(long.is_empty(), "{long:?}");
    assert_eq!(
        markdown.matches("- [ ] ").count(),
        plan.steps.iter().map(|step| step.actions.len()).sum::<usize>()
    );
    request.zone = "example.".into();
    let plan = multisigner::plan::plan(&request).unwrap().plan;
    insta::assert_snapshot!("plan_migrate", export::text(&plan));
    insta::assert_snapshot!("plan_migrate_json", serde_json::to_string_pretty(&plan).unwrap());
}

// --- the command line --------------------------------------------------------------------------

fn command(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_multisigner")).args(arguments).output().unwrap();
    let text = |octets| String::from_utf8(octets).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A scenario's zone files and DS, as `--from` takes them, and its moment.
fn from(scenario: &str) -> (String, String) {
    let folder = format!("tests/corpus/{scenario}");
    let described: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{folder}/scenario.json")).unwrap()).unwrap();
    let files = format!("A={folder}/A/zone.signed,B={folder}/B/zone.signed,{folder}/parent/dig-DS.txt");
    (files, described["validation_time_unix"].to_string())
}

/// A scenario of the corpus, as it is seen; `None`: nobody serves it signed, or nothing can be judged.
fn seen(folder: &Path) -> Option<(Observed, i64)> {
    let text = |file: &str| std::fs::read_to_string(folder.join(file)).ok();
    let described: serde_json::Value = serde_json::from_str(&text("scenario.json")?).unwrap();
    let at = described["validation_time_unix"].as_i64().unwrap();
    let zone = |label: &&str| {
        let text = text(&format!("{label}/zone.signed"))?;
        Some(Source { name: label.to_string(), role: Role::Provider(label.to_string()), text })
    };
    let mut sources: Vec<Source> = LABELS.iter().filter_map(zone).collect();
    sources.push(Source { name: "parent".into(), role: Role::Parent, text: text("parent/dig-DS.txt")? });
    let question =
        Question { sources, zone: None, no_ds: false, unreached: None, at: Moment(at), rrsets_per_mix: 0 };
    Some((pollster::block_on(Observed::ask(&question, &Native)).ok()?, at))
}

/// Whatever a plan begins with, it is safe, or there is none: standby keys, DS records of unknown keys, KSKs that the others
/// publish too, several algorithms.
#[rstest]
fn plan_from_every_zone_is_safe(#[values(0, 1, 2, 3)] part: usize) {
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir("tests/corpus").unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let (mut safe, mut none) = (0, 0);
    for folder in folders.iter().skip(part).step_by(4) {
        let Some((observed, at)) = seen(folder) else { continue };
        for operation in OPERATIONS {
            let newcomer = Some("Q".to_string());
            let mut wanted = Wanted::of(operation, Assumptions::from(at));
            match operation {
                Operation::AddProvider => wanted.who = newcomer,
                Operation::Migrate => wanted.to = newcomer,
                _ => {}
            }
            match wanted.request(Some(observed.clone())).map_err(Unplanned::from).and_then(|ask| plan(&ask)) {
                Ok(Planned { plan, .. }) => {
                    assert!(plan.proof.safe, "{} {operation:?}: {:?}", folder.display(), plan.proof.failing);
                    safe += 1;
                }
                Err(Unplanned::Group(_)) => none += 1,
                Err(other) => panic!("{} {operation:?}: {other}", folder.display()),
            }
        }
    }
    assert!(safe > 100 && none > 100, "{safe} plans, {none} without");
}

#[test]
fn plan_from_a_zone_and_its_gate() {
    let (files, at) = from("003-model2-ok");
    let folder = std::env::temp_dir().join(format!("multisigner-plan-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_string();
    let (plan, document) = (path("plan.json"), path("document.json"));
    let arguments = ["plan", "zsk-roll", "--who", "A", "--from", &files, "--start", &at, "--margin", "0"];
    let (status, json, _) =
        command(&[arguments.as_slice(), &["--format", "json", "--publication", &document]].concat());
    assert_eq!(status, 0);
    std::fs::write(&plan, &json).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    // The TTLs are those of the zone files: five minutes at B.
    assert_eq!(json["ttls"]["B.dnskey"], 300);
    assert_eq!(json["assumed_ttls"].as_array().unwrap().len(), 1, "{}", json["assumed_ttls"]);
    assert_eq!(command(&["explore", &document]).0, 0);
    let gate = |step: &str| command(&["gate", &plan, "--step", step, "--from", &files, "--at", &at]);
    assert_eq!(gate("1").0, 0);
    let (status, said, _) = gate("2");
    assert_eq!(status, 1);
    assert!(said.contains("A’s DNSKEY RRset does not hold A’s new ZSK"), "{said}");
    assert_eq!(gate("4").0, 2);
    let (other, _) = from("004-model2-three");
    let (status, _, said) = command(&["gate", &plan, "--step", "1", "--from", &other, "--at", &at]);
    assert_eq!(status, 2);
    assert!(said.contains("the plan is for"), "{said}");
    assert_eq!(command(&["gate", &document, "--step", "1", "--from", &files]).0, 2);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Every record of a plan from a zone whose keys are all there is a real one, and the zone has it, or gets it.
#[test]
fn plan_records_are_the_zones() {
    let (files, at) = from("003-model2-ok");
    let plan = |arguments: &[&str]| {
        let given = ["--from", &files, "--start", &at];
        let (status, text, errors) = command(&[arguments, &given].concat());
        assert_eq!(status, 0, "{errors}");
        text
    };
    let seen = ["A/zone.signed", "B/zone.signed", "parent/dig-DS.txt"]
        .map(|file| std::fs::read_to_string(format!("tests/corpus/003-model2-ok/{file}")).unwrap())
        .join("\n");
    let seen: String = seen.split_whitespace().collect::<String>().to_ascii_lowercase();
    let json: serde_json::Value =
        serde_json::from_str(&plan(&["plan", "remove-provider", "--who", "B", "--format", "json"])).unwrap();
    let actions = |json: &serde_json::Value| -> Vec<serde_json::Value> {
        let steps = json["steps"].as_array().unwrap();
        steps.iter().flat_map(|step| step["actions"].as_array().unwrap()).cloned().collect()
    };
    let records = |json: &serde_json::Value, rtype: &str| -> Vec<serde_json::Value> {
        let all = actions(json);
        let of = all.iter().flat_map(|action| action["records"].as_array().unwrap());
        of.filter(|record| record["rtype"] == rtype).cloned().collect()
    };
    for rtype in ["DNSKEY", "DS"] {
        let found = records(&json, rtype);
        assert!(!found.is_empty(), "{rtype}");
        for record in found {
            assert!(record["known"] == true && record["verb"] == "remove" && record["own"] == false);
            let data: String = record["data"].as_str().unwrap().split_whitespace().collect();
            assert!(seen.contains(&data.to_ascii_lowercase()), "{record}");
            let line = record["text"].as_str().unwrap();
            assert_eq!(
                line,
                format!("dorpra.multi. {} IN {rtype} {}", record["ttl"], record["data"].as_str().unwrap())
            );
        }
    }
    // Whose the name servers are, zone files do not tell.
    assert!(records(&json, "NS").iter().all(|record| record["known"] == false));
    // The new key is not there yet, the old one is; who rolls makes it, the others import it.
    let json: serde_json::Value =
        serde_json::from_str(&plan(&["plan", "zsk-roll", "--who", "A", "--format", "json"])).unwrap();
    let keys = records(&json, "DNSKEY");
    let told = |record: &serde_json::Value| {
        (record["verb"] == "add", record["known"] == true, record["own"] == true)
    };
    assert_eq!(
        keys.iter().map(told).collect::<Vec<_>>(),
        [(true, false, true), (true, false, false), (false, true, true), (false, true, false)]
    );
    assert_eq!(keys[0]["data"], "256 3 13 <public key of A’s new ZSK>");
    // Signatures have no records; every other change has.
    for action in actions(&json) {
        let signs = action["change"].as_str().unwrap().contains("sign");
        let none = action["records"].as_array().unwrap().is_empty();
        assert_eq!(none, signs, "{action}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&plan(&["plan", "go-insecure", "--format", "json"])).unwrap();
    assert_eq!(records(&json, "CDS")[0]["text"], "dorpra.multi. IN CDS 0 0 0 00");
    assert_eq!(records(&json, "CDNSKEY")[0]["text"], "dorpra.multi. IN CDNSKEY 0 3 0 AA==");
}

/// What was seen of the servers tells whose the name servers are.
#[test]
fn plan_records_name_the_servers() {
    let folder = std::env::temp_dir().join(format!("multisigner-plan-servers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let scenario = "tests/corpus/003-model2-ok";
    let mut files = Vec::new();
    for (label, address, host) in
        [("A", "127.0.0.11", "ns1.aster.multi"), ("B", "127.0.0.31", "ns1.fjord.multi")]
    {
        let answers = ["DNSKEY", "SOA", "NS", "A", "NXDOMAIN", "CDS", "CDNSKEY"]
            .map(|name| std::fs::read_to_string(format!("{scenario}/{label}/dig-{name}.txt")).unwrap())
            .concat();
        let file = folder.join(label);
        std::fs::write(&file, answers.replace(&format!("({address})"), &format!("({host})"))).unwrap();
        files.push(format!("{label}={}", file.display()));
    }
    let files = format!("{},{scenario}/parent/dig-DS.txt,{scenario}/parent/dig-NS.txt", files.join(","));
    let arguments = ["--who", "B", "--from", &files, "--start", "1795608000", "--format", "json"];
    let (status, json, errors) = command(&[["plan", "remove-provider"].as_slice(), &arguments].concat());
    assert_eq!(status, 0, "{errors}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (step, place) in [(0, "A"), (0, "B"), (1, "parent")] {
        let actions = json["steps"][step]["actions"].as_array().unwrap();
        let record = &actions.iter().find(|action| action["place"] == place).unwrap()["records"][0];
        assert_eq!(
            (&record["verb"], &record["known"], &record["data"]),
            (&"remove".into(), &true.into(), &"ns1.fjord.multi.".into())
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn plan_commands() {
    let (files, at) = from("003-model2-ok");
    let plan = |arguments: &[&str]| command(&[arguments, &["--from", &files, "--start", &at]].concat());
    let (_, text, _) =
        plan(&["plan", "zsk-roll", "--who", "A", "--software", "knot", "--software", "B=powerdns"]);
    for line in [
        "         keymgr dorpra.multi generate algorithm=13 ksk=no publish=+0 ready=0 active=0",
        "         pdnsutil add-record dorpra.multi @ DNSKEY 300 \"256 3 13 PUBLIC_KEY_OF_A_S_NEW_ZSK\"",
        "         keymgr dorpra.multi set KEY_TAG_OF_A_S_NEW_ZSK ready=+0 active=+0",
        "         keymgr dorpra.multi set 17770 retire=+0",
    ] {
        assert!(text.lines().any(|known| known == line), "{line}\n{text}");
    }
    let (_, text, _) =
        plan(&["plan", "zsk-roll", "--who", "A", "--software", "bind", "--format", "markdown"]);
    assert!(text.contains("  ```sh\n  nsupdate -l <<'END'\n  zone dorpra.multi\n"), "{text}");
    let (status, _, errors) = plan(&["plan", "zsk-roll", "--who", "A", "--software", "C=bind"]);
    assert_eq!((status, errors.contains("none of the providers")), (2, true), "{errors}");
    assert_eq!(plan(&["plan", "zsk-roll", "--software", "none"]).0, 2);
}

/// Nothing that a zone, a label or a key is called gets into a command.
#[test]
fn plan_commands_of_hostile_names() {
    let table = Table::built_in();
    for hostile in ["$(id)", "a b", "x\nsend", "a;b.", "-x", "`id`", "<x> | y"] {
        let labels = vec!["A".to_string(), hostile.to_string()];
        for (operation, zone) in
            OPERATIONS.into_iter().flat_map(|operation| [(operation, hostile), (operation, "example.")])
        {
            let group = operation.group(None, &labels, None, None).unwrap();
            let assumed = Assumptions::from(1_000);
            let request = Request {
                from: None,
                old: Vec::new(),
                operation,
                group,
                zone: zone.into(),
                ttls: BTreeMap::new(),
                assumed,
                seen: BTreeMap::new(),
            };
            let plan = plan(&request).unwrap().plan;
            let actions = plan.steps.iter().flat_map(|step| &step.actions);
            for (action, software) in
                actions.flat_map(|action| SOFTWARE.iter().map(move |software| (action, software)))
            {
                for command in plan.commands(action, software, &table) {
                    let words = command.text + &command.note;
                    assert!(!words.contains(hostile), "{words}");
                    assert!(!words.contains("{1}") && !words.contains("{2}"), "{words}");
                }
            }
        }
    }
}

/// Where nobody has to import, a provider that cannot is no trouble; else there is no plan, and something instead.
#[test]
fn plan_for_providers_that_cannot_import() {
    let (mut planned, mut refused) = (0, 0);
    for operation in OPERATIONS {
        for model in [Model::One, Model::Two] {
            for cannot in ["A", "B", "C"] {
                let Ok(mut request) = request(operation, model, 3, &[]) else { continue };
                request.group = request.group.cannot_import(&[cannot.to_string()]).unwrap();
                match plan(&request) {
                    Ok(made) => {
                        planned += 1;
                        let actions = made.plan.steps.iter().flat_map(|step| &step.actions);
                        let there = actions.filter(|action| action.place == cannot);
                        let mut records = there.flat_map(|action| &action.records);
                        assert!(
                            records.all(|record| record.rtype != "DNSKEY"
                                || record.verb == Verb::Remove
                                || record.own),
                            "{} {cannot}",
                            operation.id()
                        );
                    }
                    Err(Unplanned::CannotImport(none)) => {
                        refused += 1;
                        assert_eq!(none.provider, cannot);
                        assert!(!none.keys.is_empty() && none.options.len() == 3, "{none:?}");
                    }
                    Err(other) => panic!("{} {cannot}: {other}", operation.id()),
                }
            }
        }
    }
    assert!(planned > 15 && refused > 30, "{planned} {refused}");
    let group = Operation::Migrate.group(None, &[], None, None).unwrap();
    assert!(group.cannot_import(&["Z".to_string()]).is_err());
}

#[test]
fn plan_says_what_to_do_instead() {
    let (status, said, errors) = command(&["plan", "migrate", "--cannot-import", "A"]);
    assert_eq!((status, errors.as_str()), (2, ""));
    insta::assert_snapshot!("plan_instead", said);
    let (status, said, _) = command(&["plan", "migrate", "--cannot-import", "A", "--format", "json"]);
    assert_eq!(status, 2);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["problem"], "cannot-import");
    let ids: Vec<&str> =
        said["options"].as_array().unwrap().iter().map(|option| option["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["shared-keys", "go-insecure", "accept-risk"]);
    let (status, _, errors) = command(&["plan", "migrate", "--cannot-import", "Z"]);
    assert_eq!((status, errors.contains("none of the providers")), (2, true), "{errors}");
    // What is known of a provider is said, and not acted upon.
    let (status, said, _) = command(&["plan", "migrate", "--software", "A=route53"]);
    assert_eq!((status, said.contains("if there is none: --cannot-import A")), (0, true), "{said}");
}

#[test]
fn plan_emergencies() {
    let (status, all, _) = command(&["plan", "emergency"]);
    assert_eq!((status, all.matches("   Lasts: ").count()), (0, 9));
    let (_, one, _) = command(&["plan", "emergency", "e4"]);
    assert!(one.starts_with("E4  ") && one.matches("   Lasts: ").count() == 1, "{one}");
    let (_, json, _) = command(&["plan", "emergency", "E8", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["id"], "E8");
    let (_, markdown, _) = command(&["plan", "emergency", "--format", "markdown"]);
    assert_eq!(markdown.matches("\n### E").count(), 9);
    assert_eq!(command(&["plan", "emergency", "E10"]).0, 2);
    assert_eq!(command(&["plan"]).0, 2);
}

/// A link beside files would be all that is looked at.
#[test]
fn plan_takes_a_link_alone() {
    let (files, at) = from("003-model2-ok");
    let given: Vec<&str> = files.split(',').collect();
    let (a, b, ds) = (given[0], given[1], given[2]);
    let (_, link, errors) =
        command(&["check", "--provider", a, "--provider", b, "--ds", ds, "--at", &at, "--link"]);
    let link = link.trim();
    assert!(link.starts_with("#v1="), "{errors}");
    assert_eq!(command(&["plan", "zsk-roll", "--from", link]).0, 0);
    for both in [format!("{link},{files}"), format!("{files},{link}")] {
        let (status, _, said) = command(&["plan", "zsk-roll", "--from", &both]);
        assert_eq!((status, said.contains("give it alone")), (2, true), "{said}");
    }
}

#[rstest]
#[case("006-missing-zsk-at-A", "zsk-roll", "first repair the zone")]
#[case("003-model2-ok", "csk-roll", "signs with a KSK and a ZSK")]
#[case("003-model2-ok", "model-1-to-2", "is for the other model")]
#[case("022-ds-none", "remove-provider", "the parent does not have a DS of")]
fn plan_from_a_zone_that_is_no_beginning(#[case] scenario: &str, #[case] operation: &str, #[case] why: &str) {
    let (files, at) = from(scenario);
    let (status, _, said) = command(&["plan", operation, "--from", &files, "--start", &at]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains(why), "{said}");
}

#[test]
fn explore_on_the_command_line() {
    assert_eq!(command(&["explore", "tests/explore/000.json"]).0, 0);
    let (status, said, _) = command(&["explore", "tests/explore/050.json"]);
    assert_eq!(status, 1);
    insta::assert_snapshot!("explore_050", said);
    let (status, _, said) = command(&["explore", "Cargo.toml"]);
    assert_eq!(status, 2);
    assert!(said.starts_with("multisigner: Cargo.toml: "), "{said}");
}
