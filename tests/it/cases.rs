//! One file per case: `tests/cases/CODE/name.toml` names a really signed scenario, what to alter in
//! it, the codes that must be found and those that must not.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use crate::common::{ask, dig_files, question, scenario, source, zone_files};
use crate::explain::explained;
use multisigner::check::outcome::Question;
use multisigner::check::report::{Report, Severity, Verdict};
use multisigner::check::rules::rules;
use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use multisigner::simulate::Simulator;
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::Config;
use multisigner::simulate::keys::Seed;
use rstest::rstest;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// A folder of `tests/corpus`.
    scenario: Option<String>,
    /// A zone of `tests/vectors.json`.
    vector: Option<String>,
    /// A configuration in `tests/simulate`.
    simulate: Option<String>,
    /// A folder of `tests/zones`.
    zones: Option<String>,
    /// Further files of the scenario, by role.
    #[serde(default)]
    also: BTreeMap<String, Vec<String>>,
    /// What `dig` printed, not the zone files.
    #[serde(default)]
    dig: bool,
    at: Option<String>,
    #[serde(default)]
    no_ds: bool,
    /// Providers of which the person says that no NS record leads there.
    unreached: Option<Vec<String>>,
    #[serde(default)]
    no_parent: bool,
    #[serde(default)]
    edit: Vec<Edit>,
    /// Lines to add to a provider's (or the `parent`'s) text.
    #[serde(default)]
    append: BTreeMap<String, String>,
    /// A further provider with the data of another.
    #[serde(default)]
    copy: BTreeMap<String, String>,
    /// Files to leave out, by a part of their names.
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    must_not: Vec<String>,
    /// Of the first code that must be found.
    severity: Option<String>,
    /// The step of a process at which the first code that must be found sees the data: `3/6`.
    step: Option<String>,
    /// Of the zone, by the mixes that happen.
    verdict: Option<Verdict>,
    /// No error and no warning.
    #[serde(default)]
    clean: bool,
    /// What the first code that must be found says, in its title, its detail or a step.
    #[serde(default)]
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    source: String,
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct Vectors {
    now: i64,
    zones: BTreeMap<String, Vector>,
}

#[derive(Deserialize)]
struct Vector {
    ds: Vec<String>,
    #[serde(rename = "A")]
    a: BTreeMap<String, serde_json::Value>,
    #[serde(rename = "B")]
    b: BTreeMap<String, serde_json::Value>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../vectors.json")).unwrap()
}

fn vector(name: &str) -> Question {
    let vectors = vectors();
    let zone = &vectors.zones[name];
    let provider = |label: &str, data: &BTreeMap<String, serde_json::Value>| {
        let mut text = String::new();
        for (owner, kind) in
            [(name.to_string(), "dnskey"), (name.to_string(), "soa"), (format!("h00.{name}"), "a")]
        {
            for (field, rtype) in [(kind.to_string(), kind), (format!("{kind}_rrsig"), "rrsig")] {
                for data in data.get(&field).and_then(|list| list.as_array()).into_iter().flatten() {
                    let data = data.as_str().unwrap();
                    text.push_str(&format!("{owner} 300 IN {} {data}\n", rtype.to_uppercase()));
                }
            }
        }
        Source { name: label.into(), role: Role::Provider(label.into()), text }
    };
    let ds: String = zone.ds.iter().map(|ds| format!("{name} 300 IN DS {ds}\n")).collect();
    let parent = Source { name: "parent".into(), role: Role::Parent, text: ds };
    Question {
        sources: vec![parent, provider("A", &zone.a), provider("B", &zone.b)],
        zone: Some(name.into()),
        no_ds: false,
        unreached: None,
        at: Moment(vectors.now),
        rrsets_per_mix: 10,
    }
}

fn simulated(name: &str) -> Question {
    let folder = Path::new("tests/simulate");
    let text = std::fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    let mut table: toml::Table = text.parse().unwrap();
    let Some(toml::Value::String(file)) = table.remove("zone_file") else { panic!("no zone_file") };
    table.insert("data".into(), std::fs::read_to_string(folder.join(file)).unwrap().into());
    let config = Config::deserialize(table).unwrap();
    let mut simulator = Simulator::new(Seed::from_text("cases"));
    let mut progress = |_| ControlFlow::Continue(());
    pollster::block_on(simulator.run(&config, &RustCrypto, &mut progress)).unwrap().question(10)
}

/// A folder of `tests/zones`: `A.zone` or `A.dig` is provider A's, `parent.txt` the parent's.
fn zones(folder: &str) -> Question {
    let mut files: Vec<PathBuf> = std::fs::read_dir(Path::new("tests/zones").join(folder))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let sources =
        files.iter().map(|file| source(file, role(&file.file_stem().unwrap().to_string_lossy()))).collect();
    let at = Moment::parse("2026-11-25T12:00:00Z").unwrap();
    Question { sources, zone: None, no_ds: false, unreached: None, at, rrsets_per_mix: 10 }
}

fn role(name: &str) -> Role {
    if name == "parent" { Role::Parent } else { Role::Provider(name.into()) }
}

fn report(case: &Case) -> Box<Report> {
    let mut asked = match (&case.scenario, &case.vector, &case.zones, &case.simulate) {
        (None, None, Some(folder), None) => zones(folder),
        (None, None, None, Some(name)) => simulated(name),
        (Some(folder), None, None, None) => {
            let path = Path::new("tests/corpus").join(folder).join("scenario.json");
            let scenario = scenario(&path);
            let form = if case.dig { dig_files } else { zone_files };
            let mut sources = form(path.parent().unwrap(), &scenario);
            for (name, files) in &case.also {
                sources.extend(files.iter().map(|file| source(&path.with_file_name(file), role(name))));
            }
            question(sources, &scenario)
        }
        (None, Some(name), None, None) => vector(name),
        _ => panic!("one of scenario, vector, zones and simulate"),
    };
    if let Some(at) = &case.at {
        asked.at = Moment::parse(at).unwrap();
    }
    asked.no_ds = case.no_ds;
    asked.unreached.clone_from(&case.unreached);
    asked.sources.retain(|source| {
        let parent = source.role == Role::Parent && (case.no_ds || case.no_parent);
        !parent && !case.without.iter().any(|part| source.name.contains(part))
    });
    for edit in &case.edit {
        let mut hits = 0;
        for source in asked.sources.iter_mut().filter(|source| source.role == role(&edit.source)) {
            hits += source.text.matches(&edit.from).count();
            source.text = source.text.replace(&edit.from, &edit.to);
        }
        assert!(hits > 0, "nothing to edit: {}", edit.from);
    }
    for (name, text) in &case.append {
        let source = asked.sources.iter_mut().find(|source| source.role == role(name)).unwrap();
        source.text.push_str(text);
        source.text.push('\n');
    }
    for (new, old) in &case.copy {
        let copies: Vec<Source> = asked
            .sources
            .iter()
            .filter(|source| source.role == role(old))
            .map(|source| Source { role: role(new), ..source.clone() })
            .collect();
        asked.sources.extend(copies);
    }
    ask(&asked).0.result.unwrap()
}

#[rstest]
fn case(#[files("tests/cases/*/*.toml")] path: PathBuf) {
    let case: Case = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let report = report(&case);
    explained(&report, "case");
    let found = &report.findings;
    let codes: Vec<(&str, Severity)> = found.iter().map(|f| (f.code.as_str(), f.severity)).collect();
    for code in &case.must {
        assert!(codes.iter().any(|(found, _)| found == code), "{code} is missing: {codes:?}");
    }
    for code in &case.must_not {
        assert!(!codes.iter().any(|(found, _)| found == code), "{code} was found: {codes:?}");
    }
    if case.clean {
        assert!(codes.iter().all(|(_, severity)| *severity == Severity::Info), "{codes:?}");
    }
    if let (Some(severity), Some(code)) = (&case.severity, case.must.first()) {
        let worst = found.iter().filter(|f| f.code.as_str() == *code).map(|f| f.severity).min().unwrap();
        assert_eq!(format!("{worst:?}").to_lowercase(), *severity, "{code}");
    }
    for text in &case.says {
        let of_code = found.iter().filter(|f| Some(f.code.as_str()) == case.must.first().map(String::as_str));
        let words: Vec<&String> = of_code
            .flat_map(|f| [&f.title, &f.detail].into_iter().chain(f.fix.iter().map(|step| &step.text)))
            .collect();
        assert!(words.iter().any(|words| words.contains(text.as_str())), "{text}: {words:#?}");
    }
    if let (Some(step), Some(code)) = (&case.step, case.must.first()) {
        let steps: Vec<String> = found
            .iter()
            .filter(|f| f.code.as_str() == *code)
            .filter_map(|f| f.step.map(|step| format!("{}/{}", step.at, step.of)))
            .collect();
        assert!(steps.contains(step), "{code}: {steps:?}");
    }
    if let Some(verdict) = case.verdict {
        assert_eq!(report.verdict, verdict, "{}", report.headline.text);
    }
}

/// The set-ups that were measured with PowerDNS Recursor and Knot Resolver as well.
#[test]
fn every_failing_mix_of_the_vectors_is_explained() {
    for name in vectors().zones.keys() {
        explained(&ask(&vector(name)).0.result.unwrap(), name);
    }
}

#[test]
fn every_rule_has_its_page_and_its_cases() {
    let table = std::fs::read_to_string("docs/rules.md").unwrap();
    for rule in rules() {
        let file = rows(&table)
            .get(rule.code.as_str())
            .map(|(_, place)| place.trim_matches('`').to_string())
            .unwrap();
        let source = std::fs::read_to_string(Path::new("src/check/rules").join(file)).unwrap();
        assert!(source.starts_with(&format!("//! # {}: ", rule.code)), "{}: title", rule.code);
        for heading in ["What", "Why it breaks", "Who is hit", "Fix", "References"] {
            assert!(
                source.contains(&format!("//! ## {heading}\n//! ")),
                "{}: no heading {heading}",
                rule.code
            );
        }
        let (mut positive, mut negative) = (0, 0);
        for file in std::fs::read_dir(Path::new("tests/cases").join(rule.code.as_str())).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let case: Case = toml::from_str(&text).unwrap();
            positive += usize::from(case.must.iter().any(|code| code == rule.code.as_str()));
            negative += usize::from(case.must_not.iter().any(|code| code == rule.code.as_str()));
        }
        assert!(positive > 1, "{}: {positive} positive cases", rule.code);
        assert!(negative > 1, "{}: {negative} negative cases", rule.code);
    }
    let codes: BTreeSet<&str> = rules().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes.len(), rules().count(), "a code is used twice");
}

/// The table's rows: what each rule is about, and where it is.
fn rows(table: &str) -> BTreeMap<&str, (&str, &str)> {
    table
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            cells
                .get(1..4)
                .filter(|cells| cells[0].contains('-') && !cells[0].starts_with('-'))
                .map(|cells| (cells[0], (cells[1], cells[2])))
        })
        .collect()
}

#[test]
fn every_rule_is_in_the_table() {
    let table = std::fs::read_to_string("docs/rules.md").unwrap();
    let rows = rows(&table);
    for rule in rules() {
        assert_eq!(
            rows.get(rule.code.as_str()).map(|row| row.0),
            Some(rule.summary),
            "{} in docs/rules.md",
            rule.code
        );
    }
    for (code, (_, place)) in rows {
        let other = ["Not decidable: ", "In "].iter().any(|start| place.starts_with(start));
        assert!(rules().any(|rule| rule.code.as_str() == code) || other, "{code}: {place}");
    }
}

/// Telling scenarios, every word of their findings.
#[rstest]
#[case("002-model1-missing-zsk")]
#[case("006-missing-zsk-at-A")]
#[case("013-ds-missing-for-B")]
#[case("020-ds-A-sha256-B-sha1")]
#[case("027-alg-13-vs-8")]
#[case("043-csk-B-not-imported")]
#[case("054-dnskey-flags-typo")]
#[case("055-keytag-collision-zsk")]
#[case("059-rrsig-expired-30min")]
#[case("067-data-forged")]
#[case("078-dnskey-signed-by-zsk-only")]
#[case("092-cds-own-only-each")]
#[case("111-unsigned-B")]
#[case("115-add-provider-step1")]
#[case("136-zsk-roll-prepublish-only-A")]
fn words(#[case] folder: &str) {
    let case = Case { scenario: Some(folder.into()), ..Case::default() };
    insta::assert_json_snapshot!(folder, report(&case).findings);
}
