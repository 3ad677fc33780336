//! What strangers write is shown and does nothing: no control, bidirectional or zero-width character of evidence, labels,
//! links, source names, reports or arguments comes out in any format.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use multisigner::check::outcome::Question;
use multisigner::check::report::Report;
use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use multisigner::share::link::{Evidence, Frozen, Live, Shared, View, encode};
use multisigner::share::{compare, html, json, markdown, matrix_svg};
use multisigner::visible::is_hidden;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

const AT: Moment = Moment(1_795_608_000);

/// An escape sequence, a verdict of its own after a line break, and one of each kind of hidden character.
const EVIL: &str = "x\u{1b}]52;c;cm0gLXJm\u{7}\u{1b}[2J\r\nSafe.\u{9b}1m\u{7f}\u{0}\u{202e}\u{2066}\u{200f}\u{61c}\
                    \u{200b}\u{200d}\u{2060}\u{feff}\u{ad}\u{2028}\u{fe0f}\u{3164}\u{e0041}\u{180e}";

/// Whatever is printed: line breaks of its own, and nothing hidden.
fn assert_visible(what: &str, text: &str) {
    let hidden: Vec<char> = text.chars().filter(|c| is_hidden(*c) && *c != '\n').collect();
    assert!(hidden.is_empty(), "{what}: {hidden:?} in {text:?}");
    let forged = text.lines().find(|line| line.starts_with("Safe."));
    assert_eq!(forged, None, "{what}: {text}");
}

fn question() -> Question {
    let file =
        |path: &str| std::fs::read_to_string(format!("tests/corpus/006-missing-zsk-at-A/{path}")).unwrap();
    let on_one_line = EVIL.replace(['\r', '\n', '\0'], " ");
    let more = format!(
        "\n;; SERVER: ns{on_one_line}#53(ns{on_one_line})\n{on_one_line} 3600 IN A\nx.tuka.multi. 60 IN TXT \"{on_one_line}\"\n\
         ;; communications error to {on_one_line}#53: timed out\nfoo.example. 60 IN {on_one_line} 1 2 3\n"
    );
    let provider = |label: &str, text: String| Source {
        name: format!("{label} {EVIL}"),
        role: Role::Provider(format!("{label}{EVIL}")),
        text,
    };
    let sources = vec![
        provider("A", format!("{}{more}", file("A/zone.signed"))),
        provider("B", format!("{}{more}", file("B/dig-DNSKEY.txt") + &file("B/dig-SOA.txt"))),
        Source {
            name: EVIL.into(),
            role: Role::Parent,
            text: format!("{}{more}", file("parent/dig-DS.txt")),
        },
    ];
    let unreached = Some(vec![format!("B{EVIL}")]);
    Question { sources, zone: None, no_ds: false, unreached, at: AT, rrsets_per_mix: 50 }
}

fn link(question: &Question) -> String {
    let frozen = Frozen {
        evidence: Evidence::of(&question.sources, None).unwrap(),
        zone: question.zone.clone(),
        no_ds: question.no_ds,
        unreached: question.unreached.clone(),
        at: AT,
        made: AT,
        view: View::default(),
    };
    encode(&Shared::Frozen(frozen)).unwrap()
}

fn report(question: &Question) -> Report {
    *crate::common::ask(question).0.result.unwrap()
}

/// Runs the program; gives what it printed on both ways.
fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_multisigner")).args(arguments).output().unwrap();
    assert!(matches!(output.status.code(), Some(0..=2)), "{arguments:?}: {output:?}");
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

fn folder(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("multisigner-visible-{test}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Every text in a value ends in something hostile.
fn poisoned(value: &mut Value) {
    match value {
        Value::String(text) if Moment::parse(text).is_err() => text.push_str(EVIL),
        Value::Array(values) => values.iter_mut().for_each(poisoned),
        Value::Object(fields) => fields.values_mut().for_each(poisoned),
        _ => {}
    }
}

#[test]
fn every_form_of_a_report() {
    let mut question = question();
    let report = report(&question);
    let label = &report.providers[0].label;
    assert!(label.starts_with("Ax\\u{1b}]52;c;") && label.contains("\\u{202e}"), "{label}");
    assert!(!report.not_read.is_empty() && report.providers.iter().any(|provider| !provider.reached));
    for (what, text) in [
        ("JSON", json(&report)),
        ("Markdown", markdown(&report)),
        ("HTML", html(&report)),
        ("SVG", matrix_svg(&report)),
    ] {
        assert_visible(what, &text);
        assert!(text.contains("52;c;cm0gLXJm"), "{what} does not name the provider");
    }
    let serialised = serde_json::to_string(&report).unwrap();
    assert!(!serialised.contains(is_hidden), "{serialised}");
    question.zone = Some(format!("{EVIL}."));
    assert_visible("a zone", &crate::common::ask(&question).0.result.unwrap_err().to_string());
}

/// A report that somebody else made may say anything anywhere.
#[test]
fn a_report_of_somebody_else() {
    let mine = report(&question());
    let mut theirs = serde_json::to_value(&mine).unwrap();
    // Words that stand for one of several stay what they are.
    for part in ["findings", "providers", "not_read", "headline"] {
        let words: Vec<String> = ["severity", "gravity", "tone", "code"].map(String::from).into();
        poison_but(&mut theirs[part], &words);
    }
    let theirs: Report = serde_json::from_value(theirs).unwrap();
    for (what, text) in [
        ("JSON", json(&theirs)),
        ("Markdown", markdown(&theirs)),
        ("HTML", html(&theirs)),
        ("SVG", matrix_svg(&theirs)),
    ] {
        assert_visible(what, &text);
    }
    let folder = folder("theirs");
    let (before, after) = (folder.join("before.json"), folder.join("after.json"));
    std::fs::write(&before, serde_json::to_string(&mine).unwrap()).unwrap();
    std::fs::write(&after, serde_json::to_string(&theirs).unwrap()).unwrap();
    let changes: Vec<String> = compare(&mine, &theirs).words();
    assert!(
        changes.iter().any(|line| line.contains('\u{202e}')),
        "nothing hostile was compared: {changes:?}"
    );
    for format in ["text", "json"] {
        let text = run(&["compare", &before.to_string_lossy(), &after.to_string_lossy(), "--format", format]);
        assert_visible("compare", &text);
        assert!(text.contains("52;c;cm0gLXJm"), "{text}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

fn poison_but(value: &mut Value, fixed: &[String]) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| poison_but(value, fixed)),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut().filter(|(name, _)| !fixed.contains(name)) {
                let texts = ["title", "detail", "text", "label", "lead", "why", "reason", "source", "hint"];
                if texts.contains(&name.as_str()) || value.is_array() && name == "servers" {
                    poisoned(value);
                } else {
                    poison_but(value, fixed);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn the_command_line() {
    let folder = folder("line");
    let file = folder.join("evil.link");
    std::fs::write(&file, link(&question())).unwrap();
    let file = file.to_string_lossy().into_owned();
    let other = "tests/links/rsa.link";
    for format in ["text", "json", "markdown", "html"] {
        let text = run(&["check", &file, "--format", format, "--software", "knot"]);
        assert_visible(format, &text);
        assert!(text.contains("52;c;cm0gLXJm"), "{text}");
    }
    assert_visible("compare", &run(&["compare", &file, other]));
    assert_visible("compare", &run(&["compare", other, &file, "--format", "json"]));
    // What cannot be used is named in the error.
    let evil = EVIL.replace('\0', "");
    let zone = "tests/corpus/006-missing-zsk-at-A/A/zone.signed";
    let live = encode(&Shared::Live(Live { domain: evil.clone(), resolvers: Vec::new() })).unwrap();
    let live_by = encode(&Shared::Live(Live {
        domain: evil.clone(),
        resolvers: vec![format!("https://127.0.0.1:9/{evil}")],
    }))
    .unwrap();
    let config = folder.join("evil.toml");
    std::fs::write(&config, format!("zone_file = 1\n\"{evil}\" = ")).unwrap();
    for arguments in [
        vec!["check", zone, "--zone", &evil],
        vec!["check", &evil],
        vec!["check", &live],
        vec!["check", &live_by],
        vec!["compare", &live, other],
        vec!["check", &evil, "--doh", "https://127.0.0.1:9/"],
        vec!["probe", &evil],
        vec!["check", &format!("#v1={evil}")],
        vec!["check", "-p", &format!("{evil}={zone}"), "-p", &format!("{evil}={zone}")],
        vec!["check", "-p", &format!("{evil}={zone}")],
        vec!["compare", &evil, other],
        vec!["simulate", "--config", &config.to_string_lossy()],
    ] {
        assert_visible(&format!("{arguments:?}"), &run(&arguments));
    }
    std::fs::remove_dir_all(folder).unwrap();
}
