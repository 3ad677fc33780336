//! Which way the providers share keys (RFC 8901 §2.1), from what they publish and sign.

use super::facts::Facts;
use super::report::Model;
use super::words::list;
use crate::dnssec::keys::KeyIx;
use crate::order::Gather as _;
use std::collections::BTreeSet;

/// The model, and a sentence on it.
pub fn infer(facts: &Facts) -> (Model, String) {
    let signs: Vec<BTreeSet<KeyIx>> =
        facts.proven.roles.iter().map(|roles| roles.data.keys().copied().collect()).collect();
    let anchors: Vec<BTreeSet<KeyIx>> = facts.proven.roles.iter().map(|roles| roles.dnskey.clone()).collect();
    let unsigned: Vec<&str> = facts
        .providers()
        .filter(|(_, view)| view.rrsets.iter().all(|set| set.sigs.is_empty()) && view.whole_zone)
        .map(|(_, view)| view.label.as_str())
        .collect();
    if unsigned.len() == facts.size() {
        return (Model::Unsigned, "no provider signs the zone".into());
    }
    if !unsigned.is_empty() {
        return (Model::PartlyUnsigned, format!("{} serves the zone unsigned", list(&unsigned)));
    }
    if facts.size() == 1 {
        return (Model::SingleSigner, "one provider; add another’s data to see the mixes".into());
    }
    if anchors.iter().all(BTreeSet::is_empty) {
        return (Model::Unknown, "no signature over a DNSKEY RRset was seen".into());
    }
    let same_sets = facts.proven.table.sets.windows(2).all(|pair| match pair {
        [a, b] => a.iter().gather::<BTreeSet<&KeyIx>>() == b.iter().gather::<BTreeSet<&KeyIx>>(),
        _ => true,
    });
    let same_signers = signs.windows(2).all(|pair| pair.first() == pair.last());
    let shared: BTreeSet<KeyIx> = common(&anchors);
    if same_sets && same_signers && !shared.is_empty() && signs.iter().all(|keys| !keys.is_empty()) {
        let note = "the same keys sign everywhere: one signer with secondaries, or copied private keys";
        return (Model::SharedKeys, note.into());
    }
    if !shared.is_empty() {
        let key = shared.first().map(|key| facts.key_name(*key)).unwrap_or_default();
        return if same_sets {
            (Model::Model1, format!("one shared KSK, {key}, signs the common DNSKEY RRset"))
        } else {
            (Model::Model1Partial, format!("one shared KSK, {key}, but the DNSKEY RRsets differ"))
        };
    }
    if !pairwise_disjoint(&anchors) {
        return (Model::Mixed, "some providers share a KSK, others have their own".into());
    }
    let gaps =
        signs.iter().flatten().any(|key| (0..facts.size()).any(|p| !facts.proven.table.publishes(p, *key)))
            || facts.proven.roles.iter().any(|roles| !roles.unknown.is_empty());
    let combined =
        facts.proven.roles.iter().filter(|roles| roles.dnskey.iter().any(|key| roles.data.contains_key(key)));
    if gaps {
        return (
            Model::Model2Partial,
            "own keys per provider; not every signing key is published everywhere".into(),
        );
    }
    match combined.count() {
        0 => (Model::Model2, "one KSK per provider".into()),
        all if all == facts.size() => (Model::Model2Csk, "one combined key per provider".into()),
        _ => (Model::Model2MixedCsk, "own keys per provider, some of them combined".into()),
    }
}

fn common(sets: &[BTreeSet<KeyIx>]) -> BTreeSet<KeyIx> {
    let mut rest = sets.iter();
    let first = rest.next().cloned().unwrap_or_default();
    rest.fold(first, |shared, set| shared.intersection(set).copied().gather())
}

fn pairwise_disjoint(sets: &[BTreeSet<KeyIx>]) -> bool {
    let mut seen: BTreeSet<KeyIx> = BTreeSet::new();
    sets.iter().flatten().all(|key| seen.insert(*key))
}
