//! The chain of trust, cut by cut from the root, by the validator that judges everything here: each
//! zone is a snapshot of its own, with the DS RRset (or the trust anchor) above it and its DNSKEY RRset
//! and the delegation below as its data.

use super::anchors::Anchors;
use super::answer::Answer;
use super::fault::Fault;
use crate::check::facts::Proven;
use crate::check::report::Verdict;
use crate::check::words;
use crate::dns::{Moment, Name, Rdata, dotted};
use crate::dnssec::algorithm;
use crate::dnssec::backend::{Backend, prove as prove_checks};
use crate::dnssec::checks::Checks;
use crate::dnssec::denial::{Chains, Claim, prove as prove_denial};
use crate::dnssec::judge::{Judge, Judged, KeyRef, Reason, Trust};
use crate::dnssec::keys::KeyTable;
use crate::dnssec::profile::REFERENCE;
use crate::evidence::{self, ReadOptions, Reading, Role, Source};
use crate::snapshot::{DsSeen, Snapshot, build};
use domain::base::Rtype;
use serde::{Deserialize, Serialize};

/// What was fetched for one zone of the chain.
#[derive(Clone, Debug)]
pub struct Link {
    pub zone: Name,
    pub dnskey: Result<Answer, Fault>,
    /// The answer to `zone DS`; the root has none.
    pub ds: Option<Result<Answer, Fault>>,
}

/// One zone of the chain, judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// With final dot.
    pub zone: String,
    pub verdict: Verdict,
    pub standing: Standing,
    pub reason: String,
    /// What it fails for is a time: a signature has expired, or is not valid yet.
    #[serde(default)]
    pub out_of_time: bool,
    /// The DS RRset above it, or the trust anchors.
    pub ds: Vec<String>,
    /// Its DNSKEY RRset: tag, algorithm, whether it signs the set.
    pub keys: Vec<CutKey>,
}

/// One key of a zone in the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CutKey {
    pub tag: u16,
    pub algorithm: u8,
    pub algorithm_name: String,
    pub sep: bool,
    /// It is the one that the DS RRset vouches for and that signs the DNSKEY RRset.
    pub trusted: bool,
}

/// What a link of the chain is like. The words for each are in [`Standing::words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The trust anchor or the DS RRset above matches and its DNSKEY RRset is validly signed.
    Secure,
    /// The zone above proves that there is no DS.
    NoDs,
    /// The DS RRset has only algorithms or digests that validators do not know.
    Unsupported,
    /// A zone above is insecure already.
    InsecureAbove,
    /// The DS RRset, or the proof that there is none, does not validate in the zone above.
    BrokenParent,
    /// The DNSKEY RRset does not match the DS RRset, or is not validly signed.
    Broken,
    /// A zone above is bogus already.
    BrokenAbove,
    /// An answer is missing.
    Unseen,
}

impl Standing {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Secure => "proven",
            Self::NoDs => "insecure: the zone above proves that there is no DS",
            Self::Unsupported => "insecure: no DS with an algorithm and digest that validators know",
            Self::InsecureAbove => "insecure, as the zone above",
            Self::BrokenParent => "broken above: the delegation does not validate",
            Self::Broken => "broken",
            Self::BrokenAbove => "bogus, as the zone above",
            Self::Unseen => "not seen",
        }
    }
}

/// What the zone above says of the one below.
#[derive(Clone, Debug)]
enum Above {
    /// Validly signed DS, or the trust anchor.
    Vouches,
    Denies(String),
    Insecure,
    BrokenDs(String),
    Bogus,
    Unknown(String),
}

/// Judges the chain, root first.
pub async fn prove<B: Backend>(links: &[Link], anchors: &Anchors, backend: &B, now: Moment) -> Vec<Cut> {
    let mut cuts = Vec::with_capacity(links.len());
    let mut above = Above::Vouches;
    for (index, link) in links.iter().enumerate() {
        let below = links.get(index + 1);
        let (cut, next) = cut(link, below, above, anchors, backend, now).await;
        cuts.push(cut);
        above = next;
    }
    cuts
}

async fn cut<B: Backend>(
    link: &Link,
    below: Option<&Link>,
    above: Above,
    anchors: &Anchors,
    backend: &B,
    now: Moment,
) -> (Cut, Above) {
    let snapshot = snapshot(link, below, anchors);
    let mut cut = Cut {
        zone: dotted(&link.zone),
        verdict: Verdict::Indeterminate,
        standing: Standing::Unseen,
        reason: String::new(),
        out_of_time: false,
        ds: Vec::new(),
        keys: Vec::new(),
    };
    if let Some(snapshot) = &snapshot
        && let DsSeen::Set(set) = &snapshot.parent.ds
    {
        cut.ds = set.data.iter().map(ToString::to_string).collect();
    }
    let Some(snapshot) = snapshot else {
        let (standing, reason) = match (inherited(&above), &link.dnskey) {
            (Some(settled), _) => settled,
            (None, Err(fault)) => (Standing::Unseen, fault.to_string()),
            (None, Ok(_)) => (Standing::Unseen, "its DNSKEY answer cannot be used".to_string()),
        };
        let next = match standing {
            Standing::Unseen => Above::Unknown("the zone above was not seen".into()),
            _ => passed_on(standing),
        };
        settle(&mut cut, standing, reason);
        return (cut, next);
    };
    let table = KeyTable::of(&snapshot);
    let checks = Checks::of(&snapshot, &table);
    let proofs = prove_checks(&checks.list, backend, &mut |_| {}).await;
    let proven = Proven::new(snapshot, table, checks, proofs);
    let judge = proven.judge(&REFERENCE, now);
    let trust = judge.trust(0);
    cut.keys = keys(&proven, &trust);
    cut.out_of_time = trust.reason.is_out_of_time();
    let (standing, reason) = inherited(&above).unwrap_or_else(|| standing(link, &trust));
    settle(&mut cut, standing, reason);
    let next = match standing {
        Standing::Secure => delegation(&judge, &trust, below),
        Standing::Unseen => Above::Unknown(format!("the keys of {} were not seen", dotted(&link.zone))),
        other => passed_on(other),
    };
    (cut, next)
}

fn settle(cut: &mut Cut, standing: Standing, reason: String) {
    cut.verdict = match standing {
        Standing::Secure => Verdict::Secure,
        Standing::NoDs | Standing::Unsupported | Standing::InsecureAbove => Verdict::Insecure,
        Standing::BrokenParent | Standing::Broken | Standing::BrokenAbove => Verdict::Bogus,
        Standing::Unseen => Verdict::Indeterminate,
    };
    (cut.standing, cut.reason) = (standing, reason);
}

/// What holds for a zone whatever it serves itself.
fn inherited(above: &Above) -> Option<(Standing, String)> {
    Some(match above {
        Above::Vouches => return None,
        Above::Denies(reason) => (Standing::NoDs, reason.clone()),
        Above::Insecure => (Standing::InsecureAbove, String::new()),
        Above::BrokenDs(reason) => (Standing::BrokenParent, reason.clone()),
        Above::Bogus => (Standing::BrokenAbove, String::new()),
        Above::Unknown(reason) => (Standing::Unseen, reason.clone()),
    })
}

fn passed_on(standing: Standing) -> Above {
    match standing {
        Standing::NoDs | Standing::Unsupported | Standing::InsecureAbove => Above::Insecure,
        Standing::Secure => Above::Vouches,
        Standing::BrokenParent | Standing::Broken | Standing::BrokenAbove => Above::Bogus,
        Standing::Unseen => Above::Unknown("the zone above was not seen".into()),
    }
}

/// The zone by its own DNSKEY RRset, where the DS RRset above is good.
fn standing(link: &Link, trust: &Trust) -> (Standing, String) {
    if let Err(fault) = &link.dnskey {
        return (Standing::Unseen, fault.to_string());
    }
    let reason = say(&trust.reason, trust.key, link);
    match (trust.verdict, &trust.reason) {
        (Verdict::Secure, _) => (Standing::Secure, reason),
        (Verdict::Insecure, Reason::DsUnsupported) => (Standing::Unsupported, reason),
        (Verdict::Insecure, _) => (Standing::NoDs, reason),
        (Verdict::Bogus, _) => (Standing::Broken, reason),
        (Verdict::Indeterminate, _) => (Standing::Unseen, reason),
    }
}

fn say(reason: &Reason, key: Option<KeyRef>, link: &Link) -> String {
    say_of(reason, key, &dotted(&link.zone))
}

fn say_of(reason: &Reason, key: Option<KeyRef>, zone: &str) -> String {
    let zone = if zone == "." { "the root" } else { zone };
    let key = key.map(|key| format!("{}/{}", key.tag, key.algorithm));
    words::say(reason, key.as_deref(), zone, true)
}

/// What a secure zone says of the delegation below (RFC 4035 §5.2).
fn delegation(judge: &Judge<'_>, trust: &Trust, below: Option<&Link>) -> Above {
    let Some(below) = below else { return Above::Vouches };
    if let Some(Err(fault)) = &below.ds {
        return Above::Unknown(format!("its DS RRset was not seen: {fault}"));
    }
    let say = |judged: &Judged| say_of(&judged.reason, judged.key, &dotted(&judge.snapshot.zone));
    let Some(view) = judge.snapshot.providers.first() else {
        return Above::Unknown("the zone above was not seen".into());
    };
    if let Some((index, set)) = view.find(&below.zone, Rtype::DS)
        && !set.data.is_empty()
    {
        let judged = judge.rrset(trust, 0, 0, index);
        return match judged.verdict {
            Verdict::Secure => Above::Vouches,
            Verdict::Insecure => Above::Insecure,
            Verdict::Bogus => Above::BrokenDs(format!("the DS RRset: {}", say(&judged))),
            Verdict::Indeterminate => Above::Unknown(say(&judged)),
        };
    }
    let chains = Chains::of(view, &judge.snapshot.zone);
    let proof = prove_denial(&chains, Claim::NoData(&below.zone, Rtype::DS));
    let judged = judge.denial(trust, 0, 0, &proof);
    match judged.verdict {
        // An opt-out span is insecure for the name and thereby proof enough (RFC 5155 §9.2).
        Verdict::Secure | Verdict::Insecure => Above::Denies(String::new()),
        Verdict::Bogus => Above::BrokenDs(format!("the proof that there is no DS: {}", say(&judged))),
        Verdict::Indeterminate => Above::Unknown(say(&judged)),
    }
}

fn keys(proven: &Proven, trust: &Trust) -> Vec<CutKey> {
    let trusted = trust.key.filter(|_| trust.verdict == Verdict::Secure).and_then(|key| key.index);
    let set = proven.table.set(0).iter();
    set.filter_map(|index| proven.table.get(*index).map(|key| (index, key)))
        .map(|(index, key)| CutKey {
            tag: key.tag,
            algorithm: key.algorithm,
            algorithm_name: algorithm::name(key.algorithm),
            sep: key.is_sep(),
            trusted: Some(*index) == trusted,
        })
        .collect()
}

/// The zone's state as text, read and sorted like any paste.
fn snapshot(link: &Link, below: Option<&Link>, anchors: &Anchors) -> Option<Snapshot> {
    let mut own = link.dnskey.as_ref().ok()?.text();
    if let Some(Ok(ds)) = below.and_then(|below| below.ds.as_ref()) {
        own.push_str(&ds.text());
    }
    let above = match &link.ds {
        Some(Ok(ds)) => ds.text(),
        Some(Err(_)) => String::new(),
        None => anchors.text().to_string(),
    };
    let sources = [
        Source { name: dotted(&link.zone), role: Role::Provider("zone".into()), text: own },
        Source { name: "the zone above".into(), role: Role::Parent, text: above },
    ];
    let options = ReadOptions { zone: Some(link.zone.clone()), ..ReadOptions::default() };
    let readings: Vec<Reading> = sources
        .iter()
        .enumerate()
        .map(|(index, source)| evidence::read_with(source, index, options.clone()))
        .collect();
    build(&sources, &readings, Some(&link.zone), false, None).ok().map(|built| built.snapshot)
}

/// What the chain above the zone means for the zone, where it is not simply proven: the zone's own data
/// are judged without it.
pub fn above(cuts: &[Cut]) -> Option<(Verdict, &'static str)> {
    let zone = cuts.last()?;
    match zone.standing {
        Standing::BrokenParent | Standing::BrokenAbove => Some((
            Verdict::Bogus,
            "The chain of trust is broken above the zone: validators answer SERVFAIL whatever the zone serves",
        )),
        Standing::InsecureAbove => Some((
            Verdict::Insecure,
            "A zone above is insecure: validators do not look at this zone’s signatures",
        )),
        _ if cuts.iter().any(|cut| cut.standing == Standing::Unseen) => Some((
            Verdict::Indeterminate,
            "The chain of trust was not seen as a whole: the zone is judged by its DS RRset alone",
        )),
        _ => None,
    }
}

/// The root fails for a time: a clock that is wrong shows there first.
pub fn root_out_of_time(cuts: &[Cut]) -> bool {
    cuts.first().is_some_and(|root| root.verdict == Verdict::Bogus && root.out_of_time)
}

/// A DS record's data, for those who only want to know whether there is one.
pub fn has_ds(answer: &Answer, zone: &Name) -> bool {
    answer.answers(zone, Rtype::DS).any(|data| matches!(data, Rdata::Ds(_)))
}
