//! Which processes a publication may be in the midst of: who could fill the parts, and where that stands. Records that two
//! processes lead to give both readings; what else is known (CDS, who signs data, inception) takes away those that it refutes.

use super::ground::{Binding, Fact, HeldAt, World};
use super::table::{Missing, Position, Process, Step};
use super::tables::{
    CONSERVATIVE, CSK, GO_INSECURE, GO_SECURE, JOIN, JOIN_MODEL_1, KSK_DOUBLE_DS, KSK_DOUBLE_KEY,
    KSK_DOUBLE_RRSET, LEAVE, LEAVE_MODEL_1, LIBERAL, TO_MODEL_1, TO_MODEL_2, ZSK, is_ksk_roll,
};
use super::terms::{Extent, Part, Party};
use crate::dnssec::keys::KeyIx;
use crate::publication::{Asked, ProviderIx, Publication};
use std::collections::BTreeSet;

/// One way to read what is published.
#[derive(Clone, Debug)]
pub struct Reading {
    pub process: &'static Process,
    pub who: Binding,
    pub at: Position,
    /// What should be there before the step that has begun; empty: everything is in its order.
    pub missing: Vec<Missing>,
}

impl Reading {
    /// The step to make next, counted from 0: the first that lacks something; the number of all steps: none.
    pub fn next(&self) -> usize {
        let lacks = |step: &Step| {
            let mut makes = step.makes.iter().flat_map(|clause| clause.ground(&self.who));
            makes.any(|wanted| self.missing.iter().any(|missing| (missing.fact, missing.holds) == wanted))
        };
        self.process.steps.iter().take(self.at.done).position(lacks).unwrap_or(self.at.done)
    }

    /// What is not yet as it is after the last step, of what was looked for.
    pub fn left(&self, publication: &Publication) -> Vec<Missing> {
        let all = self.process.steps.len();
        let left = self.process.gate(publication, &self.who, all, &[]).err().unwrap_or_default();
        left.into_iter().filter(|missing| missing.seen).collect()
    }
}

/// Keys of one provider, keys that are paired as old and new, and providers: more than any group has at once, few enough to
/// pair each with each.
const MOST_KEYS: usize = 12;
const MOST_PAIRED: usize = 40;
const MOST_PROVIDERS: usize = 16;

/// A publication of which is asked what one process is about, and not what another may do meanwhile: a key that signs some
/// of the data signs them, and what a provider without keys asks for counts for nothing (RFC 7344 §4.1: CDS are to be signed).
struct Roughly<'a>(&'a Publication);

impl World for Roughly<'_> {
    fn holds(&self, fact: &Fact) -> Option<bool> {
        match fact {
            Fact::SignsData(p, key, _) => self.0.holds(&Fact::SignsData(*p, *key, Extent::Some)),
            Fact::AsksRemoval(p) if self.0.holds(&Fact::Unsigned(*p)) == Some(true) => None,
            _ => self.0.holds(fact),
        }
    }

    fn ttl(&self, held: HeldAt) -> Option<u32> {
        self.0.ttl(held)
    }

    fn ttl_left(&self, held: HeldAt) -> Option<u32> {
        self.0.ttl_left(held)
    }
}

/// Every reading of what is published as a process that has begun and is not over.
pub fn recognise(publication: &Publication) -> Vec<Reading> {
    if publication.providers.len() > MOST_PROVIDERS {
        return Vec::new();
    }
    let seen = Seen::of(publication);
    let mut found: Vec<Reading> = Vec::new();
    for p in publication.all() {
        seen.one_provider(p, &mut found);
        seen.zsk_rolls(p, &mut found);
        seen.csk_rolls(p, &mut found);
    }
    seen.ksk_rolls(&mut found);
    seen.algorithm_rolls(&mut found);
    seen.model_changes(&mut found);
    seen.whole_group(&mut found);
    found
}

/// What a provider signs with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signers {
    /// What signs its DNSKEY RRset: with the SEP flag, where some has it.
    pub ksks: BTreeSet<KeyIx>,
    /// What signs its data; where no signed data were seen, what looks like it.
    pub zsks: BTreeSet<KeyIx>,
}

impl Signers {
    /// One key does both.
    pub fn combined(&self) -> bool {
        !self.ksks.is_disjoint(&self.zsks)
    }
}

/// What a provider signs with, as far as it was seen.
pub fn signers(publication: &Publication, provider: ProviderIx) -> Signers {
    let sep = |key: &KeyIx| publication.key(*key).is_some_and(|key| key.sep);
    let all = publication.dnskey_signers(provider);
    let flagged: BTreeSet<KeyIx> = all.iter().copied().filter(sep).collect();
    let ksks = if flagged.is_empty() { all } else { flagged };
    let data = publication.data_signers(provider);
    let unseen = publication.provider(provider).is_some_and(|provider| provider.data.is_none());
    let zsks = match data.is_empty() && unseen {
        false => data,
        true => {
            let set = publication.provider(provider).and_then(|provider| provider.dnskey.as_ref());
            set.into_iter().flatten().copied().filter(|key| !sep(key)).collect()
        }
    };
    let few = |keys: BTreeSet<KeyIx>| keys.into_iter().take(MOST_KEYS).collect();
    Signers { ksks: few(ksks), zsks: few(zsks) }
}

/// How far the process has come, or which step was made before its turn.
fn read_any(process: &'static Process, world: &impl World, who: Binding) -> Option<Reading> {
    if let Some(at) = process.position(world, &who) {
        return Some(Reading { process, who, at, missing: Vec::new() });
    }
    let (at, missing) = process.ahead(world, &who)?;
    Some(Reading { process, who, at, missing })
}

/// A publication, and who signs what in it.
struct Seen<'a> {
    publication: &'a Publication,
    /// Per provider, what signs its DNSKEY RRset: with the SEP flag, where some has it. No more than [`MOST_KEYS`].
    ksks: Vec<BTreeSet<KeyIx>>,
    /// Per provider, what signs its data; where no signed data were seen, what looks like it.
    zsks: Vec<BTreeSet<KeyIx>>,
}

impl<'a> Seen<'a> {
    fn of(publication: &'a Publication) -> Self {
        let all = publication.all().map(|p| signers(publication, p));
        let (ksks, zsks) = all.map(|signers| (signers.ksks, signers.zsks)).unzip();
        Self { publication, ksks, zsks }
    }

    fn ksks(&self, p: ProviderIx) -> impl Iterator<Item = KeyIx> + '_ {
        self.ksks.get(p).into_iter().flatten().copied()
    }

    fn zsks(&self, p: ProviderIx) -> impl Iterator<Item = KeyIx> + '_ {
        self.zsks.get(p).into_iter().flatten().copied()
    }

    fn all(&self) -> Vec<ProviderIx> {
        self.publication.all().collect()
    }

    /// The subject beside all others.
    fn beside_others(&self, subject: &[ProviderIx]) -> Binding {
        let others = self.all().into_iter().filter(|p| !subject.contains(p)).collect();
        Binding { subject: subject.to_vec(), others, keys: Vec::new() }
    }

    /// Such keys that sign its DNSKEY RRset: those that have a DS, where some have, because the others are another process's.
    fn anchors(&self, p: ProviderIx, such: impl Fn(&KeyIx) -> bool) -> Vec<KeyIx> {
        let (anchors, others): (Vec<KeyIx>, Vec<KeyIx>) =
            self.ksks(p).filter(such).partition(|key| self.publication.has_ds(*key));
        if anchors.is_empty() { others } else { anchors }
    }

    /// The provider signs with these keys, and goes on so.
    fn stays(&self, who: Binding, p: ProviderIx) -> Binding {
        who.with(Part::Ksk, p, self.anchors(p, |_| true)).with(Part::Zsk, p, self.zsks(p))
    }

    /// Takes the reading, where the process has begun and is not over.
    fn read(&self, process: &'static Process, who: Binding, found: &mut Vec<Reading>) {
        let Some(at) = process.position(self.publication, &who) else { return };
        self.take(Reading { process, who, at, missing: Vec::new() }, found);
    }

    /// The same, and where a step was made before its turn.
    fn read_any(&self, process: &'static Process, who: Binding, found: &mut Vec<Reading>) {
        if let Some(reading) = read_any(process, self.publication, who) {
            self.take(reading, found);
        }
    }

    fn take(&self, reading: Reading, found: &mut Vec<Reading>) {
        let Position { done, begun } = reading.at;
        let midst = done < reading.process.steps.len() && (done > 0 || begun);
        let same = |known: &Reading| known.process.id == reading.process.id && known.who == reading.who;
        if midst && !found.iter().any(same) && !self.refuted(&reading) {
            found.push(reading);
        }
    }

    fn algorithm(&self, key: KeyIx) -> Option<u8> {
        self.publication.key(key).map(|key| key.algorithm)
    }

    fn sep(&self, key: KeyIx) -> bool {
        self.publication.key(key).is_some_and(|key| key.sep)
    }

    fn signs_data(&self, key: KeyIx) -> bool {
        self.zsks.iter().any(|keys| keys.contains(&key))
    }

    fn signs_dnskey(&self, key: KeyIx) -> bool {
        self.ksks.iter().any(|keys| keys.contains(&key))
    }

    fn published(&self, key: KeyIx) -> bool {
        self.publication.all().any(|p| self.publication.publishes(p, key))
    }

    /// Ordered pairs of such keys of one algorithm.
    fn pairs(&self, such: impl Fn(KeyIx) -> bool) -> Vec<(KeyIx, KeyIx)> {
        let keys: Vec<KeyIx> =
            (0..self.publication.keys.len()).filter(|key| such(*key)).take(MOST_PAIRED).collect();
        let fits = |old: KeyIx, new: KeyIx| old != new && self.algorithm(old) == self.algorithm(new);
        keys.iter()
            .flat_map(|old| keys.iter().map(move |new| (*old, *new)))
            .filter(|(old, new)| fits(*old, *new))
            .collect()
    }

    /// The providers that are in use: those that the parent names; where that is not known, those whose keys have a DS.
    fn in_use(&self, p: ProviderIx) -> bool {
        match &self.publication.parent.ns {
            Some(named) => named.contains(&p),
            None => self.ksks(p).any(|key| self.publication.has_ds(key)),
        }
    }

    /// It joins or leaves the providers that are in use.
    fn one_provider(&self, p: ProviderIx, found: &mut Vec<Reading>) {
        let all = self.all();
        let others: Vec<ProviderIx> = all.iter().copied().filter(|q| *q != p && self.in_use(*q)).collect();
        if others.is_empty() || self.ksks(p).next().is_none() {
            return;
        }
        let who = Binding { subject: vec![p], others, keys: Vec::new() };
        let who = who.party(Party::Each).into_iter().fold(who, |who, p| self.stays(who, p));
        let keys = |p: ProviderIx| -> Vec<KeyIx> { who.of(Part::Ksk, p).collect() };
        let shared = who.others.iter().all(|other| keys(*other) == keys(p));
        let [join, leave]: [&'static Process; 2] =
            if shared { [&JOIN_MODEL_1, &LEAVE_MODEL_1] } else { [&JOIN, &LEAVE] };
        let world = Roughly(self.publication);
        let asked = self.publication.parent.ns.as_ref().is_some_and(|named| named.contains(&p));
        let readings = [join, leave].into_iter().filter_map(|process| read_any(process, &world, who.clone()));
        // Of a provider that is asked, a step before its turn is a fault and no process.
        for reading in readings.filter(|reading| !asked || reading.missing.is_empty()) {
            // Who has left serves the zone still, with the keys of the others.
            let gone = reading.process.id == leave.id && reading.next() == leave.steps.len();
            match gone && !asked {
                true => found.push(reading),
                false => self.take(reading, found),
            }
        }
    }

    fn zsk_rolls(&self, p: ProviderIx, found: &mut Vec<Reading>) {
        let own = |key: KeyIx| self.zsks(p).any(|zsk| zsk == key) && !self.signs_dnskey(key);
        let idle = |key: KeyIx| {
            !self.sep(key) && !self.signs_data(key) && !self.signs_dnskey(key) && self.published(key)
        };
        // A new key that signs already, and that nobody publishes, is the one of an incremental signer.
        for (old, new) in self.pairs(|key| own(key) || idle(key)) {
            if !own(old) && !own(new) {
                continue;
            }
            let later = |a: KeyIx, b: KeyIx| self.inception(a) > self.inception(b);
            // Of two that sign, the new one has signed last.
            if own(old) && own(new) && later(old, new) {
                continue;
            }
            let who = self.beside_others(&[p]);
            self.read_any(&ZSK, who.with(Part::OldZsk, p, [old]).with(Part::NewZsk, p, [new]), found);
        }
    }

    fn inception(&self, key: KeyIx) -> Option<i64> {
        self.publication.key(key).and_then(|key| key.inception)
    }

    fn csk_rolls(&self, p: ProviderIx, found: &mut Vec<Reading>) {
        let signs_data = |key: KeyIx| self.zsks(p).any(|zsk| zsk == key);
        let here = |key: KeyIx| {
            self.ksks(p).any(|ksk| ksk == key)
                || signs_data(key) && self.sep(key)
                || self.publication.has_ds(key) && !self.signs_dnskey(key) && !self.signs_data(key)
                || self.sep(key)
                    && self.publication.publishes(p, key)
                    && !self.signs_dnskey(key)
                    && !self.signs_data(key)
        };
        for (old, new) in self.pairs(here) {
            let combined = |key: KeyIx| signs_data(key) && self.ksks(p).any(|ksk| ksk == key);
            if !combined(old) && !combined(new) {
                continue;
            }
            let who = self.beside_others(&[p]);
            let who = who.with(Part::OldKsk, p, [old]).with(Part::OldZsk, p, [old]);
            self.read_any(&CSK, who.with(Part::NewKsk, p, [new]).with(Part::NewZsk, p, [new]), found);
        }
    }

    fn ksk_rolls(&self, found: &mut Vec<Reading>) {
        let candidate = |key: KeyIx| {
            !self.signs_data(key)
                && (self.sep(key) || self.signs_dnskey(key))
                && (self.signs_dnskey(key) || self.publication.has_ds(key) || self.published(key))
        };
        for (old, new) in self.pairs(candidate) {
            let has = |p: &ProviderIx| self.ksks(*p).any(|key| key == old || key == new);
            let subject: Vec<ProviderIx> = self.publication.all().filter(has).collect();
            // Keys of two providers, each its own, are no roll.
            let all_sign = |key: KeyIx| subject.iter().all(|p| self.ksks(*p).any(|ksk| ksk == key));
            if subject.is_empty() || !all_sign(old) && !all_sign(new) {
                continue;
            }
            let others = self.beside_others(&subject);
            let who = subject
                .iter()
                .fold(others, |who, p| who.with(Part::OldKsk, *p, [old]).with(Part::NewKsk, *p, [new]));
            for process in [&KSK_DOUBLE_KEY, &KSK_DOUBLE_DS, &KSK_DOUBLE_RRSET] {
                self.read(process, who.clone(), found);
            }
        }
    }

    /// The CDS of every provider of the subject asks for something else: for the old key and not for the new one, or for
    /// an old key whose DS is gone already.
    fn refuted(&self, reading: &Reading) -> bool {
        let (Some(old), Some(new)) = (reading.who.first(Part::OldKsk), reading.who.first(Part::NewKsk))
        else {
            return false;
        };
        let other_way = |p: &ProviderIx| match self.publication.provider(*p).and_then(|p| p.asked.as_ref()) {
            Some(Asked::Keys(keys)) => {
                keys.contains(&old) && (!keys.contains(&new) || !self.publication.has_ds(old))
            }
            _ => false,
        };
        is_ksk_roll(reading.process) && reading.who.subject.iter().all(other_way)
    }

    fn algorithm_rolls(&self, found: &mut Vec<Reading>) {
        let all = self.all();
        let of_keys = self.ksks.iter().chain(&self.zsks).flatten();
        let numbers: BTreeSet<u8> = of_keys.filter_map(|key| self.algorithm(*key)).collect();
        let [low, high] = numbers.iter().copied().collect::<Vec<_>>()[..] else { return };
        for (old, new) in [(low, high), (high, low)] {
            let of = |number: u8| move |key: &KeyIx| self.algorithm(*key) == Some(number);
            // While nothing signs a DNSKEY RRset with the algorithm, its KSKs are those that have a DS.
            let waiting = |number: u8| {
                let keys = 0..self.publication.keys.len();
                let idle = move |key: &KeyIx| self.publication.has_ds(*key) && !self.signs_dnskey(*key);
                keys.filter(of(number)).filter(idle)
            };
            // Of a provider with CSKs, the key that signs data is the one that will sign the DNSKEY RRset, or did.
            let combined = |p: ProviderIx| self.ksks(p).any(|ksk| self.zsks(p).any(|zsk| zsk == ksk));
            let ksks = |p: ProviderIx, number: u8| -> Vec<KeyIx> {
                let known = self.anchors(p, of(number)).into_iter().chain(waiting(number));
                let known: Vec<KeyIx> = known.collect();
                match known.is_empty() && combined(p) {
                    true => self.zsks(p).filter(of(number)).collect(),
                    false => known,
                }
            };
            let bind = |who: Binding, p: &ProviderIx| {
                let who = who.with(Part::OldKsk, *p, ksks(*p, old)).with(Part::NewKsk, *p, ksks(*p, new));
                let who = who.with(Part::OldZsk, *p, self.zsks(*p).filter(of(old)));
                who.with(Part::NewZsk, *p, self.zsks(*p).filter(of(new)))
            };
            let who = Binding { subject: all.clone(), ..Binding::default() };
            let who = all.iter().fold(who, bind);
            self.read(&CONSERVATIVE, who.clone(), found);
            self.read(&LIBERAL, who, found);
        }
    }

    fn model_changes(&self, found: &mut Vec<Reading>) {
        let all = self.all();
        if all.len() < 2 {
            return;
        }
        let waits = |key: KeyIx| {
            self.publication.has_ds(key) && !self.signs_dnskey(key) && !self.signs_data(key) && self.sep(key)
        };
        let waiting: Vec<KeyIx> = (0..self.publication.keys.len()).filter(|key| waits(*key)).collect();
        let signing: BTreeSet<KeyIx> = self.ksks.iter().flatten().copied().collect();
        for shared in signing.into_iter().chain(waiting.iter().copied()).take(MOST_PAIRED) {
            if self.signs_data(shared) {
                continue;
            }
            let own = self.own_beside(shared, &waiting);
            let keys: BTreeSet<KeyIx> = own.iter().map(|(_, key)| *key).collect();
            let one_algorithm = keys.iter().all(|key| self.algorithm(*key) == self.algorithm(shared));
            if keys.len() != own.len() || !one_algorithm {
                continue;
            }
            let stay = Binding { subject: all.clone(), ..Binding::default() };
            let stay = all.iter().fold(stay, |who, p| who.with(Part::Zsk, *p, self.zsks(*p)));
            let bind = |of_shared: Part, of_own: Part| {
                let who = all.iter().fold(stay.clone(), |who, p| who.with(of_shared, *p, [shared]));
                own.iter().fold(who, |who, (p, key)| who.with(of_own, *p, [*key]))
            };
            let (from_shared, to_shared) =
                (bind(Part::OldKsk, Part::NewKsk), bind(Part::NewKsk, Part::OldKsk));
            if self.is_between_models(shared, &own) {
                self.read_any(&TO_MODEL_2, from_shared, found);
                self.read_any(&TO_MODEL_1, to_shared, found);
            } else if own.len() == all.len() {
                self.read(&TO_MODEL_2, from_shared, found);
                self.read(&TO_MODEL_1, to_shared, found);
            }
        }
    }

    /// The keys that providers have of their own beside one that they share: each that signs, or one that has its DS and
    /// waits. Nobody has two.
    fn own_beside(&self, shared: KeyIx, waiting: &[KeyIx]) -> Vec<(ProviderIx, KeyIx)> {
        let mut idle = waiting.iter().copied().filter(|key| *key != shared);
        let mut own = Vec::new();
        for p in self.publication.all() {
            let mut signs = self.ksks(p).filter(|key| *key != shared);
            match (signs.next(), signs.next()) {
                (Some(key), None) => own.push((p, key)),
                (None, _) => own.extend(idle.next().map(|key| (p, key))),
                // A roll besides.
                _ => return Vec::new(),
            }
        }
        own
    }

    /// Two or more providers share the KSK, each has a ZSK of its own, and there are other KSKs, more than one where all
    /// share this one: one more is a roll as well.
    fn is_between_models(&self, shared: KeyIx, own: &[(ProviderIx, KeyIx)]) -> bool {
        let all = self.publication.all();
        let signs = |p: &ProviderIx| self.ksks(*p).any(|key| key == shared);
        let sharing = all.clone().filter(signs).count();
        let alone = |p: ProviderIx, key: KeyIx| {
            self.zsks.iter().enumerate().all(|(other, keys)| other == p || !keys.contains(&key))
        };
        let has_own_zsk = |p: ProviderIx| self.zsks(p).any(|key| alone(p, key));
        let enough = if sharing == all.len() { 2 } else { 1 };
        sharing > 1 && own.len() >= enough && all.into_iter().all(has_own_zsk)
    }

    /// DNSSEC is turned off or on.
    fn whole_group(&self, found: &mut Vec<Reading>) {
        let all = self.all();
        let who = Binding { subject: all.clone(), ..Binding::default() };
        let who = all.iter().copied().fold(who, |who, p| self.stays(who, p));
        let world = Roughly(self.publication);
        // Where somebody does not ask, a DS that is gone may be one that is to come.
        let all_ask = all.iter().all(|p| world.holds(&Fact::AsksRemoval(*p)) != Some(false));
        let insecure = read_any(&GO_INSECURE, &world, who.clone());
        if let Some(reading) = insecure.filter(|reading| all_ask || reading.missing.is_empty()) {
            self.take(reading, found);
        }
        // A DS for some of the providers is a fault before it is a step.
        if self.publication.parent.ds.as_ref().is_some_and(BTreeSet::is_empty) {
            self.read(&GO_SECURE, who, found);
        }
    }
}
