//! Exploring publication documents: documents whose failing intervals an independent program worked out (`tests/explore/`),
//! and small random ones against a cell-by-cell simulation. Every witness has to check out by the document alone.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use multisigner::explore::{
    DataSet, Document, DsSet, Exploration, FORMAT, FailingInterval, Instant, KeySet, Kind, NsSet,
    ParentState, ProviderState, covers, explore, leads,
};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Intervals by kind, `degraded` among them; ends are the document's own.
type Intervals = BTreeMap<String, BTreeSet<(i64, i64)>>;

fn kind(kind: Kind) -> String {
    serde_json::to_value(kind).unwrap().as_str().unwrap().to_string()
}

fn intervals(found: &Exploration, document: &Document) -> Intervals {
    let end = |until: Option<i64>| until.unwrap_or(document.until);
    let failing = found.failing.iter().map(|f| (kind(f.kind), (f.interval.from, end(f.interval.until))));
    let degraded = found.degraded.iter().map(|i| ("degraded".to_string(), (i.from, end(i.until))));
    let mut all = Intervals::new();
    for (kind, interval) in failing.chain(degraded) {
        assert!(all.entry(kind).or_default().insert(interval), "twice");
    }
    all
}

#[rstest]
fn explore_documents(#[files("tests/explore/*.json")] path: PathBuf) {
    let text = std::fs::read_to_string(&path).unwrap();
    let document = Document::read(&text).unwrap();
    let found = explore(&document).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let expected: Intervals = expected["expect"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(kind, list)| (kind.clone(), serde_json::from_value(list.clone()).unwrap()))
        .filter(|(_, list): &(_, BTreeSet<_>)| !list.is_empty())
        .collect();
    assert_eq!(intervals(&found, &document), expected);
    assert_eq!(found.safe, found.failing.is_empty());
    for failure in &found.failing {
        check_witness(&document, failure);
    }
    // What is written is read back as it was.
    let again = Document::read(&serde_json::to_string(&document).unwrap()).unwrap();
    assert_eq!(again, document);
}

/// In halves of seconds.
fn halves(at: Instant) -> i64 {
    at.seconds * 2 + i64::from(at.half)
}

fn state<S>(states: &[S], from: impl Fn(&S) -> Option<i64>, halves: i64) -> &S {
    states.iter().rev().find(|state| from(state).is_none_or(|from| from * 2 <= halves)).unwrap()
}

fn provider<'d>(document: &'d Document, label: &str, halves: i64) -> &'d ProviderState {
    state(&document.providers[label], |state| state.from, halves)
}

fn held(fetched: Instant, ttl: u32, at: Instant) -> bool {
    let (fetched, at) = (halves(fetched), halves(at));
    fetched <= at && (at < fetched + 2 * i64::from(ttl) || fetched == at)
}

/// The resolver did fetch that, may still hold it, and it fails.
fn check_witness(document: &Document, failure: &FailingInterval) {
    let witness = failure.witness.as_ref().unwrap();
    let end = failure.interval.until.unwrap_or(document.until);
    assert!((2 * failure.interval.from..2 * end).contains(&halves(witness.at)), "{failure:?}");
    let parent = |at: Instant| state(&document.parent, |state| state.from, halves(at));
    let reached = Cells::of(document);
    let fetched_from = |label: &str, at: Instant| {
        let state = provider(document, label, halves(at));
        assert!(state.answers, "{failure:?}");
        if let Some(cells) = &reached {
            assert!(
                cells.reached[label].contains(&at.seconds),
                "{label} is not asked at {at:?}: {failure:?}"
            );
        }
        state
    };
    if failure.kind == Kind::Unreachable {
        let ns = witness.ns.as_ref().unwrap();
        let set =
            if ns.from == "parent" { &parent(ns.fetched).ns } else { &fetched_from(&ns.from, ns.fetched).ns };
        assert_eq!(set.providers, ns.providers);
        assert!(held(ns.fetched, set.ttl, witness.at), "{failure:?}");
        for label in &ns.providers {
            assert!(!provider(document, label, halves(witness.at)).answers, "{failure:?}");
        }
        return;
    }
    let (ds, keys) = (witness.ds.as_ref().unwrap(), witness.dnskey.as_ref().unwrap());
    let ds_set = &parent(ds.fetched).ds;
    assert_eq!(ds_set.keys, ds.keys);
    assert!(!ds.keys.is_empty() && held(ds.fetched, ds_set.ttl, witness.at), "{failure:?}");
    let key_set = &fetched_from(&keys.provider, keys.fetched).dnskey;
    assert_eq!((&key_set.keys, &key_set.signed_by), (&keys.keys, &keys.signed_by));
    assert!(held(keys.fetched, key_set.ttl, witness.at), "{failure:?}");
    assert_eq!(leads(ds_set, key_set), failure.kind != Kind::Chain, "{failure:?}");
    let Some(answer) = &witness.answer else { return assert_eq!(failure.kind, Kind::Chain) };
    let data = &fetched_from(&answer.provider, answer.fetched).data;
    assert_eq!(data.signed_by, answer.signed_by);
    assert!(held(answer.fetched, data.ttl, witness.at) && !covers(key_set, data), "{failure:?}");
    assert!(failure.kind == Kind::DataCached || answer.fetched == witness.at, "{failure:?}");
}

// --- second by second --------------------------------------------------------------------------

/// What happens in each whole second, worked out one after the other: nothing changes within one.
struct Cells {
    first: i64,
    last: i64,
    /// When resolvers may ask each provider.
    reached: BTreeMap<String, BTreeSet<i64>>,
}

impl Cells {
    /// `None`: the document is too long for it.
    fn of(document: &Document) -> Option<Self> {
        let most = document.parent.iter().flat_map(|state| [state.ds.ttl, state.ns.ttl]);
        let each = document.providers.values().flatten();
        let most =
            most.chain(each.flat_map(|state| [state.dnskey.ttl, state.data.ttl, state.ns.ttl])).max()?;
        let dated = document.parent.iter().filter_map(|state| state.from);
        let dated = dated.chain(document.providers.values().flatten().filter_map(|state| state.from));
        let first = dated.chain([document.from]).min()? - 4 * i64::from(most) - 4;
        let mut cells = Self { first, last: document.until, reached: BTreeMap::new() };
        if cells.last - cells.first > 400 {
            return None;
        }
        for label in document.providers.keys() {
            cells.reached.insert(label.clone(), BTreeSet::new());
        }
        // The least fixed point: whom is asked says which NS sets are held, and these say who is asked.
        loop {
            let mut more = cells.reached.clone();
            for (ns, fetched) in cells.ns(document) {
                for second in cells.held(&fetched, ns.ttl) {
                    for label in &ns.providers {
                        more.get_mut(label).unwrap().insert(second);
                    }
                }
            }
            if more == cells.reached {
                return Some(cells);
            }
            cells.reached = more;
        }
    }

    fn seconds(&self) -> std::ops::Range<i64> {
        self.first..self.last
    }

    fn parent<'d>(&self, document: &'d Document, second: i64) -> &'d ParentState {
        state(&document.parent, |state| state.from, 2 * second)
    }

    /// When who is asked, answers and publishes what.
    fn given<'d>(&self, document: &'d Document) -> Vec<(i64, &'d ProviderState)> {
        let asked = self.reached.iter().flat_map(|(label, seconds)| {
            seconds.iter().map(move |second| (*second, provider(document, label, 2 * second)))
        });
        asked.filter(|(_, state)| state.answers).collect()
    }

    fn ns<'d>(&self, document: &'d Document) -> BTreeMap<&'d NsSet, BTreeSet<i64>> {
        let mut all: BTreeMap<&NsSet, BTreeSet<i64>> = BTreeMap::new();
        for second in self.seconds() {
            all.entry(&self.parent(document, second).ns).or_default().insert(second);
        }
        for (second, state) in self.given(document) {
            all.entry(&state.ns).or_default().insert(second);
        }
        all
    }

    /// Fetched at the very end of a second it lasts for the TTL's seconds after it.
    fn held(&self, fetched: &BTreeSet<i64>, ttl: u32) -> BTreeSet<i64> {
        let lasts = fetched.iter().flat_map(|second| *second..=second + i64::from(ttl));
        lasts.filter(|second| *second < self.last).collect()
    }

    fn versions<T: Ord + Clone>(
        &self,
        given: Vec<(i64, T)>,
        ttl: fn(&T) -> u32,
    ) -> BTreeMap<T, BTreeSet<i64>> {
        let mut all: BTreeMap<T, BTreeSet<i64>> = BTreeMap::new();
        for (second, content) in given {
            all.entry(content).or_default().insert(second);
        }
        all.into_iter()
            .map(|(content, seconds)| {
                let held = self.held(&seconds, ttl(&content));
                (content, held)
            })
            .collect()
    }

    fn failing(&self, document: &Document) -> Intervals {
        let ds = self.seconds().map(|second| (second, self.parent(document, second).ds.clone())).collect();
        let ds = self.versions(ds, |ds: &DsSet| ds.ttl);
        let given = self.given(document);
        let keys = given.iter().map(|(second, state)| (*second, state.dnskey.clone())).collect();
        let keys = self.versions(keys, |keys: &KeySet| keys.ttl);
        let data = given.iter().map(|(second, state)| (*second, state.data.clone())).collect();
        let data = self.versions(data, |data: &DataSet| data.ttl);
        let mut cells: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for second in document.from..document.until {
            let mut fails = |kind, so| {
                if so {
                    cells.entry(kind).or_default().insert(second);
                }
            };
            let fresh: Vec<&DataSet> =
                given.iter().filter(|(at, _)| *at == second).map(|(_, state)| &state.data).collect();
            let cached: Vec<&DataSet> =
                data.iter().filter(|(_, held)| held.contains(&second)).map(|(data, _)| data).collect();
            for (d, _) in ds.iter().filter(|(d, held)| !d.keys.is_empty() && held.contains(&second)) {
                for (k, _) in keys.iter().filter(|(_, held)| held.contains(&second)) {
                    let chain = d.keys.iter().any(|key| k.keys.contains(key) && k.signed_by.contains(key));
                    let broken = |data: &[&DataSet]| data.iter().any(|r| k.keys.is_disjoint(&r.signed_by));
                    fails("chain", !chain);
                    fails("data", chain && broken(&fresh));
                    fails("data-cached", chain && broken(&cached));
                }
            }
            for (ns, fetched) in self.ns(document).iter().filter(|(ns, _)| !ns.providers.is_empty()) {
                if self.held(fetched, ns.ttl).contains(&second) {
                    let answers = |label: &String| provider(document, label, 2 * second).answers;
                    fails("unreachable", !ns.providers.iter().any(answers));
                    fails("degraded", !ns.providers.iter().all(answers));
                }
            }
        }
        cells.into_iter().map(|(kind, seconds)| (kind.to_string(), joined(&seconds))).collect()
    }
}

fn joined(seconds: &BTreeSet<i64>) -> BTreeSet<(i64, i64)> {
    let begins = seconds.iter().filter(|second| !seconds.contains(&(*second - 1)));
    let ends = seconds.iter().filter(|second| !seconds.contains(&(*second + 1)));
    begins.zip(ends).map(|(from, last)| (*from, last + 1)).collect()
}

fn some(of: &'static [&'static str], least: usize) -> impl Strategy<Value = BTreeSet<String>> {
    proptest::sample::subsequence(of, least..=of.len())
        .prop_map(|names| names.into_iter().map(ToString::to_string).collect())
}

const KEYS: &[&str] = &["KA", "KB", "ZA", "ZB"];
const LABELS: &[&str] = &["A", "B", "C"];

fn parent_state() -> impl Strategy<Value = ParentState> {
    (some(KEYS, 0), 0u32..7, some(LABELS, 1), 0u32..7).prop_map(|(keys, ds_ttl, providers, ns_ttl)| {
        ParentState { from: None, ds: DsSet { keys, ttl: ds_ttl }, ns: NsSet { providers, ttl: ns_ttl } }
    })
}

fn provider_state() -> impl Strategy<Value = ProviderState> {
    let keys = (some(KEYS, 1), some(KEYS, 1), 0u32..7);
    (keys, (some(KEYS, 1), 0u32..7), (some(LABELS, 0), 0u32..7), prop::bool::weighted(0.8)).prop_map(
        |((keys, signed_by, ttl), (signers, data_ttl), (providers, ns_ttl), answers)| ProviderState {
            from: None,
            answers,
            dnskey: KeySet { keys, signed_by, ttl },
            data: DataSet { signed_by: signers, ttl: data_ttl },
            ns: NsSet { providers, ttl: ns_ttl },
        },
    )
}

fn dated<S: Clone + std::fmt::Debug>(
    state: impl Strategy<Value = S>,
    date: fn(&mut S, i64),
) -> impl Strategy<Value = Vec<S>> {
    (proptest::collection::vec(state, 1..4), proptest::collection::vec(0i64..20, 3)).prop_map(
        move |(mut states, mut times)| {
            times.sort_unstable();
            states.iter_mut().skip(1).zip(times).for_each(|(state, time)| date(state, time));
            states
        },
    )
}

fn documents() -> impl Strategy<Value = Document> {
    let provider = || dated(provider_state(), |state, time| state.from = Some(time));
    let parent = dated(parent_state(), |state, time| state.from = Some(time));
    (parent, provider(), provider(), provider(), -3i64..5, 15i64..35).prop_map(
        |(parent, a, b, c, from, until)| Document {
            format: FORMAT.into(),
            zone: "example.".into(),
            from,
            until,
            parent,
            providers: LABELS.iter().map(ToString::to_string).zip([a, b, c]).collect(),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn explore_is_what_every_second_shows(document in documents()) {
        let found = explore(&document).unwrap();
        let cells = Cells::of(&document).unwrap();
        prop_assert_eq!(intervals(&found, &document), cells.failing(&document));
        for failure in &found.failing {
            check_witness(&document, failure);
        }
    }
}

// --- documents that cannot be used ------------------------------------------------------------

const GOOD: &str = r#"{"format": "multisigner-publication/1", "zone": "example.", "from": 0, "until": 100,
    "parent": [{"from": null, "ds": {"keys": ["K"], "ttl": 5}, "ns": {"providers": ["A"], "ttl": 5}},
               {"from": 7, "ds": {"keys": ["K"], "ttl": 5}, "ns": {"providers": ["A"], "ttl": 5}}],
    "providers": {"A": [{"from": null, "answers": true, "dnskey": {"keys": ["K"], "signed_by": ["K"], "ttl": 5},
                         "data": {"signed_by": ["K"], "ttl": 5}, "ns": {"providers": ["A"], "ttl": 5}}]}}"#;

#[test]
fn explore_good_document() {
    assert!(explore(&Document::read(GOOD).unwrap()).unwrap().safe);
}

/// A document with one member changed.
#[rstest]
#[case("/format", serde_json::json!("multisigner-publication/2"), "/format")]
#[case("/until", serde_json::json!(-1), "/until")]
#[case("/until", serde_json::json!("soon"), "/until")]
#[case("/from", serde_json::json!(9_007_199_254_740_993i64), "/from")]
#[case("/from", serde_json::json!(0.5), "/from")]
#[case("/parent", serde_json::json!([]), "/parent")]
#[case("/parent/0/from", serde_json::json!(0), "/parent/0/from")]
#[case("/parent/1/from", Value::Null, "/parent/1/from")]
#[case("/parent/1/ds/ttl", serde_json::json!(2_147_483_648u32), "/parent/1/ds/ttl")]
#[case("/parent/1/ds/ttl", serde_json::json!(-1), "/parent/1/ds/ttl")]
#[case("/parent/1/ds/ttl", Value::Null, "/parent/1/ds/ttl")]
#[case("/parent/1/ns/providers", serde_json::json!([]), "/parent/1/ns/providers")]
#[case("/parent/1/ns/providers", serde_json::json!(["A", "B"]), "/parent/1/ns/providers")]
#[case("/providers", serde_json::json!({}), "/providers")]
#[case("/providers/A", serde_json::json!([]), "/providers/A")]
#[case("/providers/A/0/data", serde_json::json!({"ttl": 5}), "/providers/A/0/data")]
#[case("/providers/A/0/dnskey/keys/0", serde_json::json!(5), "/providers/A/0/dnskey/keys/0")]
fn explore_bad_document(#[case] member: &str, #[case] value: Value, #[case] at: &str) {
    let mut document: Value = serde_json::from_str(GOOD).unwrap();
    *document.pointer_mut(member).unwrap() = value;
    let unusable = Document::read(&document.to_string()).unwrap_err();
    assert_eq!(unusable.pointer, at, "{unusable}");
}

#[test]
fn explore_document_out_of_order() {
    let mut document: Value = serde_json::from_str(GOOD).unwrap();
    let mut third = document["parent"][1].clone();
    third["from"] = serde_json::json!(6);
    document["parent"].as_array_mut().unwrap().push(third);
    assert_eq!(Document::read(&document.to_string()).unwrap_err().pointer, "/parent/2/from");
    let twice = GOOD.replace(r#""providers": {"A""#, r#""providers": {"A": [], "A""#);
    assert_eq!(Document::read(&twice).unwrap_err().pointer, "/providers");
    assert!(Document::read("").is_err() && Document::read(&format!("{GOOD} x")).is_err());
}

/// Sixty-four providers of a thousand states each: an answer, or a refusal where everything meets everything in caches.
#[rstest]
#[case(1)]
#[case(1_000_000)]
fn explore_huge_document(#[case] ttl: u32) {
    let label = |at: usize| format!("P{}", at % 64);
    let one = |name: String| -> BTreeSet<String> { [name].into() };
    let states = |at: usize| -> Vec<ProviderState> {
        (0..1000i64)
            .map(|state| ProviderState {
                from: (state > 0).then_some(state * 10 + i64::try_from(at).unwrap() % 7),
                answers: true,
                dnskey: KeySet {
                    keys: one(format!("{at}-{state}")),
                    signed_by: one(format!("{at}-{state}")),
                    ttl,
                },
                data: DataSet { signed_by: one(format!("{at}-{state}")), ttl },
                ns: NsSet { providers: [label(at), label(at + 1)].into(), ttl },
            })
            .collect()
    };
    let document = Document {
        format: FORMAT.into(),
        zone: "example.".into(),
        from: 0,
        until: 20_000,
        parent: vec![ParentState {
            from: None,
            ds: DsSet { keys: (0..64).map(|at| format!("{at}-500")).collect(), ttl },
            ns: NsSet { providers: one(label(0)), ttl },
        }],
        providers: (0..64).map(|at| (label(at), states(at))).collect(),
    };
    document.usable().unwrap();
    match explore(&document) {
        Ok(found) => assert!(ttl == 1 && found.failing.iter().any(|failure| failure.kind == Kind::Data)),
        Err(refused) => assert!(ttl > 1, "{refused}"),
    }
}
