//! Outside evidence: for every scenario, every ordered pair of providers and every query, the verdict
//! that unbound, hardened unbound and BIND were seen to give at that moment.
//!
//! Disagreement is allowed only where `corpus-exceptions.toml` names it with a reason, and an
//! exception that is not needed any more fails the test too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::{Form, Judged, Pair, Scenario, judged};
use multisigner::check::facts::Proven;
use multisigner::check::report::{Mix, Verdict};
use multisigner::dns::{Moment, Name};
use multisigner::dnssec::answer::answer;
use multisigner::dnssec::denial::Chains;
use multisigner::dnssec::profile::{BIND, Profile, UNBOUND, UNBOUND_HARDENED};
use rstest::rstest;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

#[derive(Debug, Deserialize)]
struct Exceptions {
    exception: Vec<Exception>,
}

/// Where this project and a recorded verdict differ, and why.
#[derive(Debug, Deserialize)]
struct Exception {
    scenario: String,
    /// `zone`, `dig` or both when empty: which form of the evidence.
    #[serde(default)]
    form: String,
    /// Columns of the record: `unbound`, `delv`, …
    validators: Vec<String>,
    /// `A>B`; all pairs when empty.
    #[serde(default)]
    pairs: Vec<String>,
    /// Query names, `mix` for the verdict of the pair; all when empty.
    #[serde(default)]
    queries: Vec<String>,
    reason: String,
}

impl Exception {
    fn covers(&self, form: &str, at: &Disagreement) -> bool {
        (self.form.is_empty() || self.form == form)
            && self.validators.iter().any(|v| v == at.validator)
            && (self.pairs.is_empty() || self.pairs.contains(&at.pair))
            && (self.queries.is_empty() || self.queries.contains(&at.query))
    }
}

#[derive(Debug)]
#[allow(dead_code, reason = "printed")]
struct Disagreement {
    validator: &'static str,
    pair: String,
    query: String,
    recorded: String,
    ours: String,
}

fn exceptions(scenario: &str) -> Vec<Exception> {
    let all: Exceptions = toml::from_str(include_str!("../corpus-exceptions.toml")).unwrap();
    all.exception.into_iter().filter(|exception| exception.scenario == scenario).collect()
}

/// Fails unless the exceptions explain each disagreement and each exception is needed.
fn settle(folder: &str, form: &str, disagreements: &[Disagreement]) {
    let exceptions = exceptions(folder);
    let mut used = BTreeSet::new();
    let mut unexplained = Vec::new();
    for disagreement in disagreements {
        match exceptions.iter().position(|exception| exception.covers(form, disagreement)) {
            Some(index) => _ = used.insert(index),
            None => unexplained.push(disagreement),
        }
    }
    assert!(unexplained.is_empty(), "{folder} ({form}): {unexplained:#?}");
    for (index, exception) in exceptions.iter().enumerate() {
        let ours = exception.form == form;
        assert!(!ours || used.contains(&index), "{folder}: exception not needed: {}", exception.reason);
        assert!(exception.reason.len() > 20, "{folder}: an exception needs a reason");
    }
}

fn recorded<'a>(pair: &'a Pair, validator: &str) -> &'a str {
    match validator {
        "unbound" => &pair.unbound,
        "unbound_daemon" => &pair.unbound_daemon,
        "unbound_harden_algo_downgrade" => &pair.unbound_harden_algo_downgrade,
        "delv" => &pair.delv,
        "named" => &pair.named,
        other => panic!("no column {other}"),
    }
}

type OfMix = fn(&Mix) -> Verdict;

const PAIR_COLUMNS: [(&str, OfMix); 5] = [
    ("unbound", |mix| mix.profiles.unbound),
    ("unbound_daemon", |mix| mix.profiles.unbound),
    ("unbound_harden_algo_downgrade", |mix| mix.profiles.unbound_hardened),
    ("delv", |mix| mix.profiles.bind),
    ("named", |mix| mix.profiles.bind),
];

fn folder(path: &Path) -> String {
    path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned()
}

/// The verdicts of the mixes in the report, from whole zone files.
#[rstest]
fn pairs_from_zone_files(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let judged = judged(&path, Form::ZoneFiles);
    let Judged { scenario, report, .. } = &*judged;
    let mut found = Vec::new();
    for pair in &scenario.pairs {
        let mix = find_mix(&report.mixes, pair);
        for (validator, ours) in PAIR_COLUMNS {
            compare(&mut found, validator, pair, "mix", recorded(pair, validator), ours(mix));
        }
    }
    settle(&folder(&path), "zone", &found);
}

/// The verdicts of the mixes from a handful of `dig` answers: the worst over the queries they show.
#[rstest]
fn pairs_from_dig(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let judged = judged(&path, Form::Dig);
    let Judged { scenario, report, .. } = &*judged;
    let mut found = Vec::new();
    for pair in &scenario.pairs {
        let mix = find_mix(&report.mixes, pair);
        let shown = ["host", "nxdomain", "soa", "ns", "dnskey"].map(|name| &pair.queries[name]);
        for (validator, ours) in PAIR_COLUMNS {
            let worst = shown
                .iter()
                .map(|query| match validator {
                    "unbound" => query.unbound.as_str(),
                    "unbound_daemon" => query.unbound_daemon.as_str(),
                    "delv" => query.delv.as_str(),
                    "named" => query.named.as_str(),
                    _ => "",
                })
                .max_by_key(|verdict| ["", "secure", "insecure", "bogus"].iter().position(|v| v == verdict));
            if let Some(worst) = worst.filter(|worst| !worst.is_empty()) {
                compare(&mut found, validator, pair, "mix", worst, ours(mix));
            }
        }
    }
    settle(&folder(&path), "dig", &found);
}

/// Every single query, answered from the zone files and judged.
#[rstest]
fn queries(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let judged = judged(&path, Form::ZoneFiles);
    let Judged { scenario, proven, .. } = &*judged;
    let now = Moment(scenario.validation_time_unix);
    let mut found = Vec::new();
    for pair in &scenario.pairs {
        for (name, query) in &pair.queries {
            let unbound = verdict_of(proven, &UNBOUND, now, scenario, pair, name, &query.q);
            let bind = verdict_of(proven, &BIND, now, scenario, pair, name, &query.q);
            compare(&mut found, "unbound", pair, name, &query.unbound, unbound);
            compare(&mut found, "unbound_daemon", pair, name, &query.unbound_daemon, unbound);
            compare(&mut found, "delv", pair, name, &query.delv, bind);
            compare(&mut found, "named", pair, name, &query.named, bind);
        }
        // Recorded per pair only, but it must be reached by the queries too.
        let hardened = pair
            .queries
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "cds" | "cdnskey"))
            .map(|(name, query)| verdict_of(proven, &UNBOUND_HARDENED, now, scenario, pair, name, &query.q))
            .max()
            .unwrap();
        let recorded = &pair.unbound_harden_algo_downgrade;
        compare(&mut found, "unbound_harden_algo_downgrade", pair, "all queries", recorded, hardened);
    }
    settle(&folder(&path), "zone", &found);
}

fn find_mix<'a>(mixes: &'a [Mix], pair: &Pair) -> &'a Mix {
    mixes
        .iter()
        .find(|mix| mix.dnskey_from == pair.dnskey_from && mix.answer_from == pair.answer_from)
        .unwrap_or_else(|| panic!("no mix {}>{}", pair.dnskey_from, pair.answer_from))
}

fn compare(
    found: &mut Vec<Disagreement>,
    validator: &'static str,
    pair: &Pair,
    query: &str,
    recorded: &str,
    ours: Verdict,
) {
    // BIND never ends on an alias that does not validate; "hang" and "timeout" record a failure.
    let recorded = match recorded {
        "hang" | "timeout" => "bogus",
        other => other,
    };
    if recorded != ours.word() {
        found.push(Disagreement {
            validator,
            pair: format!("{}>{}", pair.dnskey_from, pair.answer_from),
            query: query.to_string(),
            recorded: recorded.to_string(),
            ours: ours.word().to_string(),
        });
    }
}

fn verdict_of(
    proven: &Proven,
    profile: &Profile,
    now: Moment,
    scenario: &Scenario,
    pair: &Pair,
    kind: &str,
    query: &str,
) -> Verdict {
    let at = |id: &str| scenario.providers.iter().position(|provider| provider.id == id).unwrap();
    let (x, y) = (at(&pair.dnskey_from), at(&pair.answer_from));
    let judge = proven.judge(profile, now);
    let trust = judge.trust(x);
    if kind == "dnskey" {
        return trust.verdict;
    }
    let (name, rtype) = query.rsplit_once(' ').unwrap();
    let name = Name::from_str(name).unwrap();
    let rtype = domain::base::Rtype::from_str(rtype).unwrap();
    let view = &proven.snapshot.providers[y];
    let chains = Chains::of(view, &proven.snapshot.zone);
    let answer = answer(view, &proven.snapshot.zone, &chains, &name, rtype)
        .unwrap_or_else(|| panic!("no answer for {query}"));
    judge.answer(&trust, x, y, &answer).verdict
}
