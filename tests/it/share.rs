//! The report in other forms, what changed between two, and what is left out of a long link.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::{ask, dig_files, question, scenario, zone_files};
use multisigner::check::outcome::Question;
use multisigner::check::report::Report;
use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use multisigner::share::link::{Evidence, Leave};
use multisigner::share::{Changed, compare, html, json, markdown};
use rstest::rstest;
use std::path::{Path, PathBuf};

fn of(name: &str) -> (Question, Report) {
    let dir = Path::new("tests/corpus").join(name);
    let scenario = scenario(&dir.join("scenario.json"));
    let question = question(zone_files(&dir, &scenario), &scenario);
    let report = *ask(&question).0.result.unwrap();
    (question, report)
}

/// Marks of HTML and Markdown in every place that zone data and people can fill.
fn hostile() -> Report {
    let text = "x<script>alert\\(1\\)</script>.example. 3600 IN SOA ns|`.example. [a]\\(b\\).example. 1 2 3 4 5\n\
        x<script>alert\\(1\\)</script>.example. 3600 IN DNSKEY 257 3 13 AAAA\n\
        </pre><img/src=x/onerror=alert\\(1\\)>.x<script>alert\\(1\\)</script>.example. 3600 IN A 192.0.2.300\n";
    let label = "A\"><script>alert(1)</script>|# ```";
    let source =
        |label: &str| Source { name: label.into(), role: Role::Provider(label.into()), text: text.into() };
    let question = Question {
        sources: vec![source(label), source("*B*")],
        zone: None,
        no_ds: false,
        unreached: None,
        at: Moment(1_795_608_000),
        rrsets_per_mix: usize::MAX,
    };
    *ask(&question).0.result.unwrap()
}

#[test]
fn hostile_names_stay_text() {
    let report = hostile();
    // A name has no marks in it that mean anything to a browser; labels and texts may.
    assert!(report.zone.contains(r"\060script\062"), "{}", report.zone);
    let page = html(&report);
    for tag in page.split('<').skip(1) {
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '!' && c != '/').next().unwrap();
        let ours = [
            "!doctype", "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p",
            "strong", "dl", "dt", "dd", "div", "table", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li",
            "pre",
        ];
        assert!(ours.contains(&name.trim_start_matches('/')), "<{name}");
        let attributes = tag.split('>').next().unwrap();
        assert!(!attributes.contains("onerror") && !attributes.contains("src="), "{attributes}");
    }
    let ticket = markdown(&report);
    // Outside code, every mark is escaped.
    let mut fence: Option<String> = None;
    for line in ticket.lines() {
        let bar = line.chars().take_while(|c| *c == '`').count();
        if bar >= 3 && line.len() == bar {
            fence = match fence {
                None => Some(line.to_owned()),
                Some(open) if open == line => None,
                open => open,
            };
        } else if fence.is_none() {
            let mut before = ' ';
            for c in line.chars() {
                let table = c == '|' && before != '\\' && line.starts_with('|');
                assert!(!"<`[".contains(c) || before == '\\' || table, "{line}");
                before = if before == '\\' { ' ' } else { c };
            }
        }
    }
    assert_eq!(fence, None);
}

#[test]
fn as_markdown_and_html() {
    let (_, report) = of("006-missing-zsk-at-A");
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("share-markdown", markdown(&report));
        insta::assert_snapshot!("share-html", html(&report));
    });
    assert_eq!(serde_json::from_str::<Report>(&json(&report)).unwrap(), report);
}

#[test]
fn nothing_changed() {
    let (mut question, report) = of("003-model2-ok");
    question.at = Moment(question.at.0 + 60);
    let later = *ask(&question).0.result.unwrap();
    let changes = compare(&report, &later);
    assert!(changes.is_same() && changes.words().is_empty(), "{changes:?}");
    assert_eq!(changes.at, Some((report.at, later.at)));
}

/// The steps of adding a provider are consecutive states of one zone.
#[rstest]
#[case("115-add-provider-step1", "116-add-provider-step2")]
#[case("117-add-provider-step3", "118-add-provider-step4")]
#[case("123-remove-provider-step1", "125-remove-provider-step3")]
#[case("003-model2-ok", "006-missing-zsk-at-A")]
#[case("003-model2-ok", "064-dnskey-rrsig-expired-B")]
fn what_changed(#[case] before: &str, #[case] after: &str) {
    let (before, after) = (of(before).1, of(after).1);
    let there = compare(&before, &after);
    let back = compare(&after, &before);
    assert!(!there.is_same());
    let came = |changes: &multisigner::share::Comparison| {
        let count =
            |came: bool| changes.keys.iter().filter(|key| matches!(key, Changed::Came(_)) == came).count();
        (count(true), count(false))
    };
    assert_eq!(came(&there), (came(&back).1, came(&back).0));
    for mix in &there.mixes {
        let other = back
            .mixes
            .iter()
            .find(|m| (&m.dnskey_from, &m.answer_from) == (&mix.dnskey_from, &mix.answer_from));
        assert_eq!(other.map(|m| (m.before, m.after)), Some((mix.after, mix.before)));
    }
    // Everything that differs in the verdicts is told.
    for mix in &after.mixes {
        let was = before
            .mixes
            .iter()
            .find(|m| (&m.dnskey_from, &m.answer_from) == (&mix.dnskey_from, &mix.answer_from));
        let told = there
            .mixes
            .iter()
            .any(|m| (&m.dnskey_from, &m.answer_from) == (&mix.dnskey_from, &mix.answer_from));
        assert_eq!(told, was.map(|was| was.verdict) != Some(mix.verdict));
    }
}

#[test]
fn a_provider_comes_into_use() {
    let (mut question, after) = of("003-model2-ok");
    question.unreached = Some(vec!["B".into()]);
    let before = *ask(&question).0.result.unwrap();
    let changes = compare(&before, &after);
    assert_eq!(changes.reached, [Changed::Came("B".into())]);
    let said = "NS records lead to B now; before, none did.".to_owned();
    assert!(changes.words().contains(&said), "{:?}", changes.words());
    let back = compare(&after, &before);
    assert_eq!(back.reached, [Changed::Went("B".into())]);
    assert!(back.words().contains(&"No NS record leads to B any more.".into()), "{:?}", back.words());
}

/// Whatever is left out, what stays is read and judged as before: nothing new is called wrong.
#[rstest]
fn left_out(#[files("tests/corpus/00[0-9]-*/scenario.json")] path: PathBuf) {
    let scenario = scenario(&path);
    let dir = path.parent().unwrap();
    for (form, sources) in [("dig", dig_files(dir, &scenario)), ("zone", zone_files(dir, &scenario))] {
        let whole = question(sources, &scenario);
        let report = ask(&whole).0.result.unwrap();
        let zone = scenario.zone.parse().unwrap();
        let size = |sources: &[Source]| sources.iter().map(|source| source.text.trim().len()).sum::<usize>();
        let all = Evidence::of(&whole.sources, whole.zone.as_deref()).unwrap();
        for leave in [
            Leave { names: true, denial: false },
            Leave { names: false, denial: true },
            Leave { names: true, denial: true },
        ] {
            let left = Evidence::without(&whole.sources, whole.zone.as_deref(), &zone, leave).unwrap();
            let shorter = size(left.sources()) < size(all.sources());
            let less = ask(&Question { sources: left.into_sources(), ..whole.clone() }).0.result.unwrap();
            for (mix, was) in less.mixes.iter().zip(&report.mixes) {
                assert_eq!((&mix.dnskey_from, &mix.answer_from), (&was.dnskey_from, &was.answer_from));
                assert_eq!(mix.verdict, was.verdict, "{} {leave:?}", scenario.name);
                // A zone file keeps its denial as long as it keeps its names.
                assert_eq!(
                    shorter,
                    mix.rrsets_total < was.rrsets_total,
                    "{form} {leave:?} {} {}",
                    mix.rrsets_total,
                    was.rrsets_total
                );
            }
        }
    }
}
