//! Reports of people who run signed zones, other projects' test zones and what a differential tester found: `tests/field/NAME`
//! holds what was seen, `case.toml` what real validators (or the RFC) say of it, and what the program has to say.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use multisigner::check::report::{Report, Severity, Verdict};
use rstest::rstest;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Where the case is known from.
    #[allow(dead_code, reason = "for people")]
    source: String,
    /// What is right, and who says so.
    #[allow(dead_code, reason = "for people")]
    truth: String,
    check: Vec<Check>,
}

/// One run of the program. What is not named is not asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    /// Run in the case's folder; `--format` is added.
    args: Vec<String>,
    exit: i32,
    /// Of the zone, by the reference.
    verdict: Option<String>,
    /// The worst over all mixes, by validator: `unbound`, `unbound_hardened`, `bind`, `powerdns`, `knot`.
    #[serde(default)]
    profiles: BTreeMap<String, String>,
    /// By the reference: `"A > B" = "bogus"`.
    #[serde(default)]
    mixes: BTreeMap<String, String>,
    /// Codes that have to be found, with their severity; empty: any.
    #[serde(default)]
    must: BTreeMap<String, String>,
    #[serde(default)]
    must_not: Vec<String>,
    /// No error and no warning.
    #[serde(default)]
    clean: bool,
    model: Option<String>,
    /// In what is printed as text (standard error for exit 2); lines are joined by blanks.
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    says_not: Vec<String>,
    /// Reasons for which records are set aside or not read.
    #[serde(default)]
    not_read: Vec<String>,
}

#[rstest]
fn is_told_as_it_is(#[files("tests/field/*/case.toml")] path: PathBuf) {
    let folder = path.parent().unwrap();
    let case: Case = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let mut wrong: Vec<String> = Vec::new();
    for check in &case.check {
        let mut miss = |words: String| wrong.push(format!("{}: {words}", check.args.join(" ")));
        let (text, _) = run(folder, check, "text", &mut miss);
        for words in check.says.iter().filter(|words| !text.contains(words.as_str())) {
            miss(format!("does not say «{words}»: {text}"));
        }
        for words in check.says_not.iter().filter(|words| text.contains(words.as_str())) {
            miss(format!("says «{words}»: {text}"));
        }
        if check.exit == 2 {
            continue;
        }
        let (_, report) = run(folder, check, "json", &mut miss);
        judge(check, &report, &mut miss);
        caused(&serde_json::from_value(report).unwrap(), &mut miss);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn run(folder: &Path, check: &Check, format: &str, miss: &mut dyn FnMut(String)) -> (String, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multisigner"));
    let output = command.args(&check.args).args(["--format", format]).current_dir(folder).output().unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    if output.status.code() != Some(check.exit) {
        miss(format!("exit {:?}, not {}: {said}", output.status.code(), check.exit));
    }
    (said.split_whitespace().collect::<Vec<_>>().join(" "), report)
}

/// Every mix that happens and fails has an error with its cause.
fn caused(report: &Report, miss: &mut dyn FnMut(String)) {
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let explained: Vec<&(String, String)> = errors.flat_map(|finding| &finding.mixes).collect();
    for mix in report.mixes.iter().filter(|mix| mix.reached && mix.verdict == Verdict::Bogus) {
        let pair = (mix.dnskey_from.clone(), mix.answer_from.clone());
        if !explained.contains(&&pair) {
            miss(format!("no error explains {pair:?}: {}", mix.reason));
        }
    }
}

fn judge(check: &Check, report: &Value, miss: &mut dyn FnMut(String)) {
    let mut is = |what: &str, said: &Value, wanted: &str| {
        if said.as_str() != Some(wanted) {
            miss(format!("{what}: {said}, not {wanted}"));
        }
    };
    if let Some(verdict) = &check.verdict {
        is("verdict", &report["verdict"], verdict);
    }
    if let Some(model) = &check.model {
        is("model", &report["model"], model);
    }
    let mixes = report["mixes"].as_array().cloned().unwrap_or_default();
    for (mix, verdict) in &check.mixes {
        let (from, by) = mix.split_once(" > ").unwrap();
        let found = mixes.iter().find(|mix| mix["dnskey_from"] == from && mix["answer_from"] == by);
        is(mix, found.map_or(&Value::Null, |mix| &mix["verdict"]), verdict);
    }
    for (profile, wanted) in &check.profiles {
        const WORST: [&str; 4] = ["secure", "insecure", "indeterminate", "bogus"];
        let rank = |mix: &Value| WORST.iter().position(|word| mix["profiles"][profile] == *word);
        let worst = mixes.iter().map(|mix| rank(mix).unwrap()).max().map(|at| WORST[at]);
        is(profile, &worst.into(), wanted);
    }
    let not_read = report["not_read"].as_array().cloned().unwrap_or_default();
    for words in &check.not_read {
        if !not_read.iter().any(|piece| piece["reason"].as_str().unwrap().contains(words.as_str())) {
            miss(format!("nothing is not read because «{words}»: {not_read:?}"));
        }
    }
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    let found = |code: &str| findings.iter().find(|finding| finding["code"] == code);
    for (code, severity) in &check.must {
        match found(code) {
            None => miss(format!("{code} is not found")),
            Some(finding) if !severity.is_empty() && finding["severity"] != severity.as_str() => {
                miss(format!("{code}: {}, not {severity}", finding["severity"]));
            }
            Some(_) => {}
        }
    }
    for code in check.must_not.iter().filter(|code| found(code).is_some()) {
        miss(format!("{code} is found"));
    }
    for finding in findings.iter().filter(|_| check.clean) {
        if finding["severity"] != "info" {
            miss(format!("{}: {}", finding["code"], finding["title"]));
        }
    }
}
