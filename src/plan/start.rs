//! Where a plan begins: a group of providers with keys of the usual names, in order and settled.

use super::group::{Group, Layout, NoPlan};
use super::known::Known;
use super::operation::{Operation, Stage};
use super::strict::Asked;
use crate::dnssec::keys::KeyIx;
use crate::process::tables::{GO_SECURE, JOIN, LEAVE};
use crate::process::{Binding, Part, Process};
use crate::publication::{ProviderIx, Publication, PublishedKey};

/// What is published when the first step is made, and who and what each process is about.
#[derive(Clone, Debug)]
pub struct Start {
    /// Who publishes what.
    pub publication: Publication,
    /// The keys' names, by index.
    pub names: Vec<String>,
    /// The processes, one after the other.
    pub parts: Vec<Begun>,
    /// What validators may ask while it goes on.
    pub asked: Vec<Asked>,
    /// What was not seen, and is taken for granted.
    pub taken: Vec<String>,
    /// The real records; `None`: nothing was seen.
    pub known: Option<Known>,
}

/// A process, and how far it has come.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The table.
    pub process: &'static Process,
    /// Who, and which keys.
    pub who: Binding,
    /// So many of its steps are made.
    pub done: usize,
}

/// The keys of one provider.
#[derive(Clone, Copy)]
struct Keys {
    ksk: KeyIx,
    zsk: KeyIx,
}

/// Hands out keys.
struct Keyring {
    keys: Vec<PublishedKey>,
    names: Vec<String>,
}

impl Keyring {
    fn add(&mut self, name: String, sep: bool, algorithm: u8) -> KeyIx {
        // Tags are told apart here; those of real keys come with these.
        let tag = u16::try_from(self.keys.len() + 1).unwrap_or(u16::MAX);
        self.keys.push(PublishedKey { tag, algorithm, sep, inception: None });
        self.names.push(name);
        self.keys.len() - 1
    }

    /// A set of keys for each provider; the second set has a 2 in its names.
    fn set(&mut self, labels: &[String], layout: Layout, suffix: &str, algorithm: u8) -> Vec<Keys> {
        let shared = (layout == Layout::Shared).then(|| self.add(format!("K{suffix}"), true, algorithm));
        labels
            .iter()
            .map(|label| match (layout, shared) {
                (Layout::Combined, _) => {
                    let csk = self.add(format!("C{label}{suffix}"), true, algorithm);
                    Keys { ksk: csk, zsk: csk }
                }
                (_, Some(ksk)) => Keys { ksk, zsk: self.add(format!("Z{label}{suffix}"), false, algorithm) },
                (_, None) => Keys {
                    ksk: self.add(format!("K{label}{suffix}"), true, algorithm),
                    zsk: self.add(format!("Z{label}{suffix}"), false, algorithm),
                },
            })
            .collect()
    }
}

/// The keys' algorithm before and, of an algorithm roll, after.
const ALGORITHMS: (u8, u8) = (8, 13);

impl Start {
    /// A group as each process begins with it.
    ///
    /// # Errors
    /// The operation cannot be planned for it.
    pub fn of(operation: Operation, group: &Group) -> Result<Self, NoPlan> {
        operation.fits(group)?;
        let mut ring = Keyring { keys: Vec::new(), names: Vec::new() };
        let (before, after) =
            if operation.changes_algorithm() { ALGORITHMS } else { (ALGORITHMS.1, ALGORITHMS.1) };
        let now = ring.set(&group.labels, operation.layout(group.model), "", before);
        let stages = operation.stages(group);
        let next_layout = operation.next_layout(group.model);
        // Names are told apart even where the second set has other parts than the first.
        let suffix = if next_layout == operation.layout(group.model) { "2" } else { "" };
        let next = match stages.iter().any(|stage| !stage.replaced.is_empty()) {
            true => ring.set(&group.labels, next_layout, suffix, after),
            false => now.clone(),
        };
        let part = |stage: &Stage| Begun {
            process: stage.process,
            who: binding(stage, group, &now, &next),
            done: 0,
        };
        let parts: Vec<Begun> = stages.iter().map(part).collect();
        let labels: Vec<&str> = group.labels.iter().map(String::as_str).collect();
        let mut publication = Publication::empty(&labels, ring.keys);
        begin(&mut publication, operation, group, &now, &parts);
        let mut start = Self {
            publication,
            names: ring.names,
            parts,
            asked: operation.asked().to_vec(),
            taken: Vec::new(),
            known: None,
        };
        start.only_used();
        Ok(start)
    }

    /// A provider's label.
    pub fn label(&self, provider: ProviderIx) -> &str {
        self.publication.provider(provider).map(|provider| provider.label.as_str()).unwrap_or_default()
    }

    /// A key's name.
    pub fn key_name(&self, key: KeyIx) -> &str {
        self.names.get(key).map(String::as_str).unwrap_or_default()
    }

    /// Whether the key is one of the provider's own.
    pub(super) fn holds(&self, provider: ProviderIx, key: KeyIx) -> bool {
        let mut bound = self.parts.iter().flat_map(|part| &part.who.keys);
        bound.any(|(_, holder, held)| (*holder, *held) == (provider, key))
    }

    /// Leaves out the keys that no process speaks of: the second set has one for each provider.
    fn only_used(&mut self) {
        let used =
            |key: KeyIx| self.parts.iter().any(|part| part.who.keys.iter().any(|bound| bound.2 == key));
        for (key, name) in self.names.iter_mut().enumerate() {
            if !used(key) {
                name.clear();
            }
        }
    }
}

/// Who a process is about, and with which keys.
fn binding(stage: &Stage, group: &Group, now: &[Keys], next: &[Keys]) -> Binding {
    let others = (0..group.labels.len()).filter(|p| !stage.subject.contains(p)).collect();
    let mut who = Binding { subject: stage.subject.clone(), others, keys: Vec::new() };
    for (p, (now, next)) in now.iter().zip(next).enumerate() {
        let rolls = |part: Part| stage.subject.contains(&p) && stage.replaced.contains(&part);
        let kept = [(Part::OldKsk, Part::Ksk, now.ksk), (Part::OldZsk, Part::Zsk, now.zsk)];
        for (old, stays, key) in kept {
            who = who.with(if rolls(old) { old } else { stays }, p, [key]);
        }
        for (part, key) in [(Part::NewKsk, next.ksk), (Part::NewZsk, next.zsk)] {
            if rolls(part) {
                who = who.with(part, p, [key]);
            }
        }
    }
    who
}

/// Makes the group one that stands before its first step.
fn begin(publication: &mut Publication, operation: Operation, group: &Group, now: &[Keys], parts: &[Begun]) {
    let all: Vec<usize> = (0..group.labels.len()).collect();
    let joins = match operation {
        Operation::AddProvider => Some(group.who),
        Operation::Migrate => Some(group.to),
        _ => None,
    };
    let members: Vec<usize> = all.iter().copied().filter(|p| Some(*p) != joins).collect();
    // Each of the group in order, all of them named.
    let mut settled = Binding { subject: members, ..Binding::default() };
    for (p, keys) in now.iter().enumerate() {
        settled = settled.with(Part::Ksk, p, [keys.ksk]).with(Part::Zsk, p, [keys.zsk]);
    }
    if operation == Operation::GoSecure {
        let named = Binding { others: all, ..Binding::default() };
        for wanted in JOIN.start.iter().flat_map(|clause| clause.ground(&named)) {
            publication.set(&wanted);
        }
        GO_SECURE.begin(publication, &settled);
        return;
    }
    LEAVE.begin(publication, &settled);
    if let Some(part) = parts.first() {
        part.process.begin(publication, &part.who);
    }
}
