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
    let unseen: Vec<&str> =
        (0..facts.size()).filter(|p| !facts.keys_seen(*p)).map(|p| facts.label(p)).collect();
    if !unseen.is_empty() {
        return (Model::Unknown, format!("no DNSKEY RRset of {} was seen", list(&unseen)));
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
    let gaps = gaps(facts);
    let combined =
        facts.proven.roles.iter().filter(|roles| roles.dnskey.iter().any(|key| roles.data.contains_key(key)));
    if !gaps.is_empty() {
        return (Model::Model2Partial, format!("own keys per provider; {}", some(gaps)));
    }
    match combined.count() {
        0 => (Model::Model2, "one KSK per provider".into()),
        all if all == facts.size() => (Model::Model2Csk, "one combined key per provider".into()),
        _ => (Model::Model2MixedCsk, "own keys per provider, some of them combined".into()),
    }
}

/// Who lacks whose signing key: `A lacks B’s ZSK 22961/13`. A signature that does not verify is no gap where a key of its
/// tag and algorithm is published everywhere.
fn gaps(facts: &Facts) -> Vec<String> {
    let table = &facts.proven.table;
    let mut gaps = Vec::new();
    for (signer, roles) in facts.proven.roles.iter().enumerate() {
        let whose = facts.label(signer);
        for key in roles.data.keys() {
            let word = if roles.dnskey.contains(key) { "CSK" } else { "ZSK" };
            let lack = (0..facts.size()).filter(|p| !table.publishes(*p, *key));
            gaps.extend(
                lack.map(|p| gap(facts, p, whose, signer, &format!("{word} {}", facts.key_name(*key)))),
            );
        }
        for (tag, number) in roles.unknown.keys() {
            let named =
                |key: &KeyIx| facts.key(*key).is_some_and(|k| (k.tag, k.algorithm) == (*tag, *number));
            let lack = (0..facts.size()).filter(|p| !table.set(*p).iter().any(named));
            gaps.extend(lack.map(|p| gap(facts, p, whose, signer, &format!("key {tag}/{number}"))));
        }
    }
    gaps
}

fn gap(facts: &Facts, at: usize, whose: &str, signer: usize, key: &str) -> String {
    let label = facts.label(at);
    if at == signer {
        format!("{label} lacks its own {key}")
    } else {
        format!("{label} lacks {whose}’s {key}")
    }
}

/// At most so many gaps are named.
const MOST_GAPS: usize = 2;

fn some(mut gaps: Vec<String>) -> String {
    let more = gaps.len().saturating_sub(MOST_GAPS);
    gaps.truncate(MOST_GAPS);
    if more > 0 {
        gaps.push(format!("{more} more"));
    }
    list(&gaps)
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
