//! What the exploration says by the keys' names, the one validator says by signatures: for each plan the versions of the
//! record sets are really signed, and every pair that can be judged is judged, for every validator profile.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use crate::common::ask;
use crate::start::config;
use domain::base::Rtype;
use multisigner::check::facts::Proven;
use multisigner::check::outcome::Question;
use multisigner::check::report::Verdict;
use multisigner::dns::{Moment, Rdata};
use multisigner::dnssec::profile::{NAMED, REFERENCE, UNBOUND_HARDENED};
use multisigner::evidence::{Role, Source};
use multisigner::explore::{ByName, DataSet, Document, DsSet, Judge as _, KeySet, Versions};
use multisigner::plan::{
    Asked, Assumptions, Model, OPERATIONS, Operation, Start, Strict, Trial, schedule, set_ttls,
};
use multisigner::publication::{Extent, Publication};
use multisigner::simulate::Simulator;
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::Provider;
use multisigner::simulate::keys::Seed;
use multisigner::simulate::terms::Model as SimulatedModel;
use multisigner::snapshot::DsSeen;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

const NOW: Moment = Moment(1_795_608_000);

/// Versions side by side, each as what one provider serves, and all DS records that there are.
struct StandIns {
    proven: Arc<Proven>,
    /// The tag of each key, by its name.
    tags: BTreeMap<String, u16>,
}

impl StandIns {
    fn sign(
        simulator: &mut Simulator,
        start: &Start,
        versions: &[(&KeySet, &DataSet)],
        ds: &BTreeSet<&String>,
    ) -> Self {
        let index = |name: &String| start.names.iter().position(|known| known == name).unwrap();
        let indexes = |names: &BTreeSet<String>| names.iter().map(index).collect::<BTreeSet<usize>>();
        let labels: Vec<String> = (0..versions.len()).map(|at| format!("V{at}")).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let mut publication = Publication::empty(&labels, start.publication.keys.clone());
        publication.parent.ds = Some(ds.iter().map(|name| index(name)).collect());
        for (provider, (keys, data)) in publication.providers.iter_mut().zip(versions) {
            provider.dnskey = Some(indexes(&keys.keys));
            provider.dnskey_signers = indexes(&keys.signed_by);
            provider.data =
                Some(indexes(&data.signed_by).into_iter().map(|key| (key, Extent::All)).collect());
        }
        let providers = labels.iter().map(|label| Provider { name: (*label).into(), ..Provider::default() });
        let config = config(SimulatedModel::Two, NOW, providers.collect());
        let mut progress = |_| ControlFlow::Continue(());
        let signed =
            pollster::block_on(simulator.publish(&config, &publication, &RustCrypto, &mut progress)).unwrap();
        let mut sources =
            vec![Source { name: "parent".into(), role: Role::Parent, text: signed.parent.clone() }];
        sources.extend(signed.providers.iter().map(|provider| Source {
            name: provider.label.clone(),
            role: Role::Provider(provider.label.clone()),
            text: provider.text.clone(),
        }));
        let question = Question {
            sources,
            zone: Some(signed.zone),
            no_ds: ds.is_empty(),
            unreached: Some(Vec::new()),
            at: NOW,
            rrsets_per_mix: 0,
        };
        let (outcome, proven) = ask(&question);
        outcome.result.unwrap();
        let tags = start.names.iter().cloned().zip(simulator.tags()).collect();
        Self { proven: proven.unwrap(), tags }
    }

    /// The DS RRset of just these keys.
    fn ds(&self, wanted: &DsSet) -> DsSeen {
        let DsSeen::Set(all) = &self.proven.snapshot.parent.ds else { return DsSeen::Absent };
        let tags: BTreeSet<u16> = wanted.keys.iter().map(|key| self.tags[key]).collect();
        let mut set = all.clone();
        let kept = |data: &Rdata| matches!(data, Rdata::Ds(ds) if tags.contains(&ds.key_tag()));
        let keep: Vec<bool> = set.data.iter().map(kept).collect();
        let mut at = keep.iter();
        set.data.retain(|_| *at.next().unwrap());
        let mut at = keep.iter();
        set.canonical.retain(|_| *at.next().unwrap());
        DsSeen::Set(set)
    }
}

/// Pairs judged, and those of them that hold.
fn compare(
    operation: Operation,
    start: &Start,
    document: &Document,
    simulator: &mut Simulator,
) -> (usize, usize) {
    let versions = Versions::of(document);
    let algorithms = start.names.iter().zip(&start.publication.keys);
    let algorithms: BTreeMap<String, u8> =
        algorithms.map(|(name, key)| (name.clone(), key.algorithm)).collect();
    let strict = Strict::new(&versions, &algorithms, Asked::DsAlgorithms);
    let any = ByName(&versions);
    let all_ds: BTreeSet<&String> = versions.ds.iter().flat_map(|ds| &ds.content.keys).collect();
    let (mut judged, mut held) = (0, 0);
    let (keys, data): (Vec<_>, Vec<_>) = (
        (0..versions.dnskey.len()).collect::<Vec<usize>>(),
        (0..versions.data.len()).collect::<Vec<usize>>(),
    );
    for keys in keys.chunks(4) {
        for data in data.chunks(4) {
            // DNSKEY versions first, then those of the data; what else each of them serves is not looked at.
            let beside = versions.data[data[0]].content;
            let held_keys = keys.iter().map(|at| (versions.dnskey[*at].content, beside));
            let signed =
                versions.dnskey.iter().map(|keys| keys.content).max_by_key(|keys| keys.keys.len()).unwrap();
            let answers = data.iter().map(|at| (signed, versions.data[*at].content));
            let served: Vec<_> = held_keys.chain(answers).collect();
            let stand_ins = StandIns::sign(simulator, start, &served, &all_ds);
            for (d, ds) in versions.ds.iter().enumerate().filter(|(_, ds)| !ds.content.keys.is_empty()) {
                let seen = stand_ins.ds(ds.content);
                for (row, k) in keys.iter().enumerate() {
                    for profile in [REFERENCE].iter().chain(&NAMED) {
                        let judge = stand_ins.proven.judge(profile, NOW);
                        let trust = judge.trust_under(row, &seen);
                        let all_algorithms = profile.name == UNBOUND_HARDENED.name;
                        let chain = if all_algorithms { strict.chain(d, *k) } else { any.chain(d, *k) };
                        let named = format!(
                            "{} {}: {:?}, {:?}",
                            operation.id(),
                            profile.name,
                            ds.content.keys,
                            versions.dnskey[*k].content
                        );
                        assert_eq!(trust.verdict == Verdict::Secure, chain, "{named}: {:?}", trust.reason);
                        judged += 1;
                        held += usize::from(chain);
                        if !chain {
                            continue;
                        }
                        for (column, r) in data.iter().enumerate() {
                            let from = keys.len() + column;
                            let view = &stand_ins.proven.snapshot.providers[from];
                            let sets = view.rrsets.iter().enumerate().filter(|(_, set)| {
                                !set.data.is_empty()
                                    && !matches!(set.rtype, Rtype::DNSKEY | Rtype::CDS | Rtype::CDNSKEY)
                            });
                            // Glue and delegations have no signatures.
                            let signed =
                                sets.filter(|(_, set)| !set.sigs.is_empty() || set.rtype == Rtype::SOA);
                            let verdicts: Vec<_> =
                                signed.map(|(set, _)| judge.rrset(&trust, row, from, set)).collect();
                            assert!(!verdicts.is_empty());
                            let holds = verdicts.iter().all(|judged| judged.verdict == Verdict::Secure);
                            let demand = strict.demand(d);
                            let expected = if all_algorithms {
                                strict.data(demand, *k, *r)
                            } else {
                                any.data(0, *k, *r)
                            };
                            let why = verdicts.iter().find(|judged| judged.verdict != Verdict::Secure);
                            assert_eq!(holds, expected, "{named}, {:?}: {why:?}", versions.data[*r].content);
                            judged += 1;
                            held += usize::from(holds);
                        }
                    }
                }
            }
        }
    }
    (judged, held)
}

#[test]
fn what_names_say_signatures_say() {
    let mut simulator = Simulator::new(Seed::from_text("stand-ins"));
    let (mut plans, mut judged, mut held) = (0, 0, 0);
    for operation in OPERATIONS {
        for model in [Model::One, Model::Two] {
            let labels = ["A".to_string(), "B".to_string()];
            let group = operation.group(Some(model), &labels, None, None).unwrap();
            let Ok(mut start) = Start::of(operation, &group) else { continue };
            set_ttls(&mut start.publication, &BTreeMap::new()).unwrap();
            let steps = schedule(&start, &Assumptions::from(NOW.0), &BTreeMap::new());
            let document = Trial::new("example.", &start, &steps)
                .document(&steps.iter().map(|s| s.at).collect::<Vec<_>>());
            let (pairs, good) = compare(operation, &start, &document, &mut simulator);
            (plans, judged, held) = (plans + 1, judged + pairs, held + good);
        }
    }
    println!("{plans} plans, {judged} pairs judged, {held} of them hold");
    assert!(plans == 25 && judged > 1_000 && held < judged, "{plans} {judged} {held}");
}
