//! Where a plan begins in a zone that was seen: who holds which keys, how far the operation has come, and what is not in the
//! data and therefore taken as the process begins with it.

use super::group::{Group, Model, NoPlan};
use super::known::Known;
use super::operation::{Operation, Stage};
use super::start::{Begun, Start};
use crate::check::facts::{Facts, Proven};
use crate::check::report::Report;
use crate::check::standing::Standing;
use crate::dnssec::keys::KeyIx;
use crate::process::tables::LEAVE;
use crate::process::{
    Binding, Fact, Missing, Part, Position, Process, Reading, Signers, World, recognise, signers,
};
use crate::publication::{ProviderIx, Publication, PublishedKey, Stranger};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was seen of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// Who publishes what.
    pub publication: Publication,
    /// The zone's name.
    pub zone: String,
    /// Why the zone cannot be a beginning, in the words of its check; `None`: every mix validates.
    pub broken: Option<String>,
    /// The records themselves; `None`: they are not at hand.
    pub known: Option<Known>,
}

impl Observed {
    /// What a check has seen.
    pub fn of(proven: &Arc<Proven>, report: &Report) -> Self {
        let facts = Facts::new(proven.clone(), report.at);
        let publication = Standing::of(&facts).publication;
        let known = Known::of(&facts, &publication);
        let broken = report.fails().then(|| format!("{} {}", report.headline.lead, report.headline.text));
        Self { publication, zone: report.zone.clone(), broken, known: Some(known) }
    }

    /// The providers' labels; a provider that is to join need not be among them.
    pub fn labels(&self) -> Vec<String> {
        self.publication.providers.iter().map(|provider| provider.label.clone()).collect()
    }

    /// How the providers hold keys: one KSK for all of several, or their own.
    pub fn model(&self) -> Model {
        let sets: BTreeSet<BTreeSet<KeyIx>> =
            self.publication.all().map(|p| signers(&self.publication, p).ksks).collect();
        let several = self.publication.providers.len() > 1;
        if several && sets.len() == 1 && sets.iter().all(|keys| !keys.is_empty()) {
            Model::One
        } else {
            Model::Two
        }
    }
}

impl Start {
    /// Begins with what was seen.
    ///
    /// # Errors
    /// The operation is not for the group, or the zone is no beginning for it.
    pub fn observed(
        operation: Operation,
        group: &Group,
        observed: &Observed,
        old: &[String],
    ) -> Result<Self, NoPlan> {
        operation.fits(group)?;
        if let Some(why) = &observed.broken {
            return Err(NoPlan::Broken(why.clone()));
        }
        let mut publication = observed
            .publication
            .ordered(&group.labels)
            .map_err(|Stranger(label)| NoPlan::AnotherProvider(label))?;
        kinds_fit(operation, group, &publication)?;
        let mut names = names(&publication.keys);
        let stages = operation.stages(group);
        let readings = recognise(&publication);
        let mut parts: Vec<Begun> = Vec::new();
        for stage in &stages {
            let such = |reading: &&Reading| {
                reading.process.id == stage.process.id
                    && reading.who.subject == stage.subject
                    && reading.missing.is_empty()
                    && old.iter().all(|old| replaces(reading, old, &names))
            };
            let known: Vec<&Reading> = readings.iter().filter(such).collect();
            let reading = match known.as_slice() {
                [first, second, ..] if old_keys(first, &names) != old_keys(second, &names) => {
                    let ways = known.iter().map(|reading| way(reading, &names));
                    return Err(NoPlan::Ambiguous(ways.collect::<Vec<String>>().join(", or ")));
                }
                known => known.first().map(|reading| &reading.who),
            };
            let who = Binder { operation, group, stage, reading }.bind(&mut publication, &mut names);
            parts.push(Begun { process: stage.process, who, done: 0 });
        }
        // A later process that has begun says that those before it are over.
        let begun =
            parts.iter().rposition(|part| part.process.position(&publication, &part.who).is_some_and(midst));
        for (index, part) in parts.iter_mut().enumerate() {
            let at = part.process.position(&publication, &part.who);
            part.done = match (begun, at) {
                (Some(begun), _) if index < begun => part.process.steps.len(),
                (_, Some(at)) => at.done,
                // It begins where the one before it ends.
                (_, None) if index > 0 => 0,
                (_, None) => return Err(not_ready(part.process, &part.who, &publication, &names)),
            };
        }
        let mut taken = Vec::new();
        if publication.parent.ds.is_none() {
            taken.push(
                "the parent was not seen: it is taken to have the DS records with which this begins"
                    .to_string(),
            );
        }
        let own = parts.first().map(|part| part.process.state(&part.who, part.done)).unwrap_or_default();
        let usual =
            LEAVE.start.iter().flat_map(|clause| clause.ground(&settled(group, &parts, &publication)));
        for wanted in own.into_iter().chain(usual.collect::<Vec<(Fact, bool)>>()) {
            fill(&mut publication, wanted);
        }
        let known = observed.known.clone();
        Ok(Self { publication, names, parts, asked: operation.asked().to_vec(), taken, known })
    }
}

/// Whether who rolls has keys of the kind that is rolled.
fn kinds_fit(operation: Operation, group: &Group, publication: &Publication) -> Result<(), NoPlan> {
    let label = group.labels.get(group.who).cloned().unwrap_or_default();
    let combined = signers(publication, group.who).combined();
    let wrong = match operation {
        Operation::CskRoll if !combined => "signs with a KSK and a ZSK: zsk-roll, or one of ksk-roll-…",
        Operation::ZskRoll
        | Operation::KskRollDoubleKey
        | Operation::KskRollDoubleDs
        | Operation::KskRollDoubleRrset
            if combined =>
        {
            "signs with a CSK: csk-roll"
        }
        Operation::Model2To1 => {
            let combined = publication.all().find(|p| signers(publication, *p).combined());
            let label = combined.and_then(|p| group.labels.get(p)).cloned();
            return label.map_or(Ok(()), |label| {
                Err(NoPlan::NotReady(format!(
                    "{label} signs with a CSK; a shared KSK needs a ZSK beside it: first roll to a KSK and a ZSK"
                )))
            });
        }
        _ => return Ok(()),
    };
    Err(NoPlan::NotReady(format!("{label} {wrong}")))
}

/// It has begun.
fn midst(at: Position) -> bool {
    at.done > 0 || at.begun
}

/// Takes what was not seen as it should be.
fn fill(publication: &mut Publication, wanted: (Fact, bool)) {
    if publication.holds(&wanted.0).is_none() {
        publication.set(&wanted);
    }
}

/// The keys' names: tag and algorithm; a number more where two have the same.
fn names(keys: &[PublishedKey]) -> Vec<String> {
    let mut seen: BTreeMap<(u16, u8), usize> = BTreeMap::new();
    keys.iter()
        .map(|key| {
            let count = seen.entry((key.tag, key.algorithm)).or_default();
            *count += 1;
            let more = if *count > 1 { format!("#{count}") } else { String::new() };
            format!("{}/{}{more}", key.tag, key.algorithm)
        })
        .collect()
}

/// What the algorithm of all is changed to: that of the new keys that are there, else the first that nobody has yet of
/// ECDSA P-256, Ed25519 (RFC 8624 §3.1) and those after them.
fn next_algorithm(publication: &Publication, reading: Option<&Binding>) -> u8 {
    let of = |key: KeyIx| publication.key(key).map(|key| key.algorithm);
    let begun = reading.and_then(|who| who.first(Part::NewZsk).or_else(|| who.first(Part::NewKsk)));
    let free = |number: &u8| publication.keys.iter().all(|key| key.algorithm != *number);
    begun.and_then(of).or_else(|| [13, 15, 14, 16].into_iter().find(free)).unwrap_or(13)
}

/// The old keys of a reading, by name.
fn old_keys(reading: &Reading, names: &[String]) -> BTreeSet<String> {
    let old = reading.who.keys.iter().filter(|(part, ..)| matches!(part, Part::OldKsk | Part::OldZsk));
    old.filter_map(|(.., key)| names.get(*key)).cloned().collect()
}

/// Whether a reading has this key, by name or tag, among those that are replaced.
fn replaces(reading: &Reading, old: &str, names: &[String]) -> bool {
    old_keys(reading, names).iter().any(|name| name == old || name.split('/').next() == Some(old))
}

/// A reading in words.
fn way(reading: &Reading, names: &[String]) -> String {
    let old: Vec<String> = old_keys(reading, names).into_iter().collect();
    let are = if old.len() == 1 { "is" } else { "are" };
    let steps = match reading.at.done {
        1 => "one step is made".to_string(),
        n => format!("{n} steps are made"),
    };
    format!("{} {are} replaced and {steps}", old.join(" and "))
}

/// Finds the keys of each part.
struct Binder<'a> {
    operation: Operation,
    group: &'a Group,
    stage: &'a Stage,
    /// The process as it was read, if it has begun.
    reading: Option<&'a Binding>,
}

/// Makes keys that nobody has yet.
struct NewKeys<'a> {
    publication: &'a mut Publication,
    names: &'a mut Vec<String>,
    /// The algorithm that all change to, where they do.
    algorithm: Option<u8>,
    /// Those that several providers get together, by the key whose place they take, and the algorithm that stays.
    shared: BTreeMap<(Option<KeyIx>, Option<u8>), KeyIx>,
}

impl NewKeys<'_> {
    fn add(&mut self, name: String, sep: bool, algorithm: u8) -> KeyIx {
        self.publication.keys.push(PublishedKey { tag: 0, algorithm, sep, inception: None });
        self.names.push(name);
        self.publication.keys.len() - 1
    }
}

impl Binder<'_> {
    /// The keys that are there, and new ones for those that are replaced.
    fn bind(&self, publication: &mut Publication, names: &mut Vec<String>) -> Binding {
        let all: Vec<ProviderIx> = publication.all().collect();
        let others = all.iter().copied().filter(|p| !self.stage.subject.contains(p)).collect();
        let fresh = Binding { subject: self.stage.subject.clone(), others, keys: Vec::new() };
        let mut who = self.reading.cloned().unwrap_or(fresh);
        let algorithm = self.operation.changes_algorithm().then(|| next_algorithm(publication, self.reading));
        let mut new = NewKeys { publication, names, algorithm, shared: BTreeMap::new() };
        for p in all {
            who = match self.reading {
                Some(_) => self.complete(who, p, &mut new),
                None => self.of_provider(who, p, &mut new),
            };
        }
        if self.operation.changes_algorithm() { with_spares(who, new.publication) } else { who }
    }

    fn rolls(&self, p: ProviderIx, part: Part) -> bool {
        self.stage.subject.contains(&p) && self.stage.replaced.contains(&part)
    }

    /// New keys where the process as it was read has none yet.
    fn complete(&self, who: Binding, p: ProviderIx, new: &mut NewKeys) -> Binding {
        let lacks = |part: Part| self.rolls(p, part) && who.of(part, p).next().is_none();
        let old_ksk = who.of(Part::OldKsk, p).next();
        let ksk = lacks(Part::NewKsk).then(|| self.new_ksk(p, old_ksk, false, new));
        let zsk = lacks(Part::NewZsk).then(|| self.new_key(p, "ZSK", who.of(Part::OldZsk, p).next(), new));
        who.with(Part::NewKsk, p, ksk).with(Part::NewZsk, p, zsk)
    }

    fn of_provider(&self, who: Binding, p: ProviderIx, new: &mut NewKeys) -> Binding {
        let now = signers(new.publication, p);
        if now.ksks.is_empty() && now.zsks.is_empty() {
            // Who is not in the data yet comes with keys of its own; in model 1 with a ZSK, the KSK being shared.
            let mut ksks = match self.group.model {
                Model::One => others_ksks(new.publication, &who),
                Model::Two => Vec::new(),
            };
            // Each algorithm that the others sign with, or validators that want them all reject its answers.
            let algorithms = data_algorithms(new.publication);
            if ksks.is_empty() {
                ksks = algorithms.iter().map(|number| self.new_one(p, "KSK", *number, new)).collect();
            }
            let zsks: Vec<KeyIx> =
                algorithms.iter().map(|number| self.new_one(p, "ZSK", *number, new)).collect();
            return who.with(Part::Ksk, p, ksks).with(Part::Zsk, p, zsks);
        }
        let (old_ksk, old_zsk) = (self.rolls(p, Part::OldKsk), self.rolls(p, Part::OldZsk));
        let who = who.with(if old_ksk { Part::OldKsk } else { Part::Ksk }, p, now.ksks.iter().copied());
        let who = who.with(if old_zsk { Part::OldZsk } else { Part::Zsk }, p, now.zsks.iter().copied());
        let mut ksks = Vec::new();
        if old_ksk {
            for old in self.replaced(&now.ksks, new.publication) {
                ksks.push(self.new_ksk(p, old, now.combined(), new));
            }
        }
        let mut zsks = Vec::new();
        if old_zsk && old_ksk && now.combined() {
            zsks.clone_from(&ksks);
        } else if old_zsk {
            for old in self.replaced(&now.zsks, new.publication) {
                zsks.push(self.new_key(p, "ZSK", old, new));
            }
        }
        who.with(Part::NewKsk, p, ksks).with(Part::NewZsk, p, zsks)
    }

    /// Whose place new keys take: of each algorithm one; where the algorithm changes, one in all.
    fn replaced(&self, old: &BTreeSet<KeyIx>, publication: &Publication) -> Vec<Option<KeyIx>> {
        let mut algorithms = BTreeSet::new();
        let of = |key: KeyIx| publication.key(key).map(|key| key.algorithm);
        let mut first: Vec<Option<KeyIx>> = old
            .iter()
            .copied()
            .filter(|key| !self.operation.changes_algorithm() && algorithms.insert(of(*key)))
            .map(Some)
            .collect();
        if first.is_empty() {
            first.push(old.first().copied());
        }
        first
    }

    /// What takes the place of a KSK or CSK: one key for all who share the old one, or who come to share the new one.
    fn new_ksk(&self, p: ProviderIx, old: Option<KeyIx>, combined: bool, new: &mut NewKeys) -> KeyIx {
        let together = match self.operation {
            Operation::Model1To2 => return self.new_key(p, "KSK", old, new),
            Operation::Model2To1 => None,
            _ => old,
        };
        let algorithm = old.and_then(|old| new.publication.key(old)).map(|key| key.algorithm);
        let together = (together, algorithm.filter(|_| !self.operation.changes_algorithm()));
        let known = new.shared.get(&together).copied();
        known.unwrap_or_else(|| {
            let key = self.new_key(p, if combined { "CSK" } else { "KSK" }, old, new);
            new.shared.insert(together, key);
            key
        })
    }

    /// One of several new keys, or the only one.
    fn new_one(&self, p: ProviderIx, word: &str, algorithm: u8, new: &mut NewKeys) -> KeyIx {
        let label = self.group.labels.get(p).map(String::as_str).unwrap_or_default();
        self.add(format!("{label}’s new {word}"), word, algorithm, new)
    }

    /// Where there are keys of several algorithms, the name says which.
    fn add(&self, name: String, word: &str, algorithm: u8, new: &mut NewKeys) -> KeyIx {
        let several = !self.operation.changes_algorithm() && data_algorithms(new.publication).len() > 1;
        let name = if several { format!("{name} of algorithm {algorithm}") } else { name };
        new.add(name, word != "ZSK", algorithm)
    }

    fn new_key(&self, p: ProviderIx, word: &str, old: Option<KeyIx>, new: &mut NewKeys) -> KeyIx {
        let old = old.and_then(|old| new.publication.key(old)).map(|key| key.algorithm);
        let others = || new.publication.keys.first().map(|key| key.algorithm);
        let algorithm = new.algorithm.or(old).or_else(others).unwrap_or(13);
        let label = self.group.labels.get(p).map(String::as_str).unwrap_or_default();
        let shared = word == "KSK"
            && (self.operation == Operation::Model2To1
                || self.group.model == Model::One && old.is_some() && self.operation != Operation::Model1To2);
        let name = if shared { format!("the new shared {word}") } else { format!("{label}’s new {word}") };
        self.add(name, word, algorithm, new)
    }
}

/// With the keys that have the algorithm of those that are replaced, and that sign nothing: validators that want every
/// algorithm of an RRset want it for them too (RFC 6840 §5.11).
fn with_spares(who: Binding, publication: &Publication) -> Binding {
    let of = |key: KeyIx| publication.key(key).map(|key| key.algorithm);
    let old: BTreeSet<Option<u8>> = who
        .keys
        .iter()
        .filter(|(part, ..)| matches!(part, Part::OldKsk | Part::OldZsk))
        .map(|(.., key)| of(*key))
        .collect();
    let bound: BTreeSet<KeyIx> = who.keys.iter().map(|(.., key)| *key).collect();
    let holder = |key: KeyIx| {
        let published =
            publication.all().find(|p| publication.holds(&Fact::Publishes(*p, key)) == Some(true));
        let named = || publication.holds(&Fact::Ds(key)) == Some(true);
        published.or_else(|| who.subject.first().copied().filter(|_| named()))
    };
    let spares: Vec<(ProviderIx, KeyIx)> = (0..publication.keys.len())
        .filter(|key| !bound.contains(key) && old.contains(&of(*key)))
        .filter_map(|key| Some((holder(key)?, key)))
        .collect();
    spares.into_iter().fold(who, |who, (p, key)| who.with(Part::Spare, p, [key]))
}

/// The KSKs of the others, which a provider that joins them in model 1 gets its DNSKEY RRset signed with.
fn others_ksks(publication: &Publication, who: &Binding) -> Vec<KeyIx> {
    let first = who.others.first();
    first.map(|first| signers(publication, *first).ksks.into_iter().collect()).unwrap_or_default()
}

/// The algorithms that data are signed with; nobody signs: ECDSA P-256.
fn data_algorithms(publication: &Publication) -> BTreeSet<u8> {
    let keys = publication.all().flat_map(|p| signers(publication, p).zsks);
    let mut found: BTreeSet<u8> =
        keys.filter_map(|key| publication.key(key)).map(|key| key.algorithm).collect();
    if found.is_empty() {
        found.insert(13);
    }
    found
}

/// The members of the group before it begins, with what they sign with.
fn settled(group: &Group, parts: &[Begun], publication: &Publication) -> Binding {
    let joins: Vec<ProviderIx> = parts
        .iter()
        .filter(|part| part.process.id.starts_with("join") && part.done == 0)
        .flat_map(|part| part.who.subject.clone())
        .collect();
    let members: Vec<ProviderIx> = (0..group.labels.len()).filter(|p| !joins.contains(p)).collect();
    let with_keys = |who: Binding, p: &ProviderIx| {
        let Signers { ksks, zsks } = signers(publication, *p);
        who.with(Part::Ksk, *p, ksks).with(Part::Zsk, *p, zsks)
    };
    members.iter().fold(Binding { subject: members.clone(), ..Binding::default() }, with_keys)
}

/// What is missing for a process to begin.
fn not_ready(
    process: &'static Process,
    who: &Binding,
    publication: &Publication,
    names: &[String],
) -> NoPlan {
    let missing = process.gate(publication, who, 0, &[]).err().unwrap_or_default();
    let seen = missing.iter().filter(|missing| missing.seen).take(3);
    NoPlan::NotReady(
        seen.map(|missing| lack(missing, publication, names)).collect::<Vec<String>>().join("; "),
    )
}

/// What is missing, and where, in words.
pub(super) fn lack(missing: &Missing, publication: &Publication, names: &[String]) -> String {
    let name =
        |p: &ProviderIx| publication.provider(*p).map(|provider| provider.label.clone()).unwrap_or_default();
    let key = |key: &KeyIx| names.get(*key).cloned().unwrap_or_default();
    let said = |plain: &str, verb: &str| match (missing.seen, missing.holds) {
        (false, true) => format!("whether it {plain} was not seen:"),
        (false, false) => format!("whether it still {plain} was not seen:"),
        (true, true) => format!("does not {verb}"),
        (true, false) => format!("still {plain}"),
    };
    match &missing.fact {
        Fact::Publishes(p, k) => format!("{}’s DNSKEY RRset {} {}", name(p), said("holds", "hold"), key(k)),
        Fact::SignsDnskey(p, k) => {
            format!("{}’s DNSKEY RRset {} {}", name(p), said("is signed by", "have a signature by"), key(k))
        }
        Fact::SignsData(p, k, _) => {
            format!("{}’s data {} {}", name(p), said("are signed by", "have signatures by"), key(k))
        }
        Fact::Ds(k) => format!("the parent {} a DS of {}", said("has", "have"), key(k)),
        Fact::NoDs => "the parent has a DS".to_string(),
        Fact::ChildNs(p, q) => format!("{}’s NS RRset {} {}", name(p), said("names", "name"), name(q)),
        Fact::ParentNs(p) => format!("the delegation {} {}", said("names", "name"), name(p)),
        Fact::AsksRemoval(p) => {
            format!("{}’s CDS {} the removal of every DS", name(p), said("asks for", "ask for"))
        }
        Fact::Unsigned(p) => {
            format!("{} {} signed data", name(p), if missing.holds { "still serves" } else { "serves no" })
        }
        Fact::NoKey(p, part) => format!("{} has no {}", name(p), part_word(*part)),
    }
}

fn part_word(part: Part) -> &'static str {
    match part {
        Part::Ksk | Part::OldKsk | Part::NewKsk => "key that signs its DNSKEY RRset",
        Part::Zsk | Part::OldZsk | Part::NewZsk => "key that signs its data",
        Part::Spare => "key that signs nothing",
    }
}
