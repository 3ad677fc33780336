//! Servers of one provider that do not answer alike: whose answers a mix fails by, and whose are spared.

use super::facts::Facts;
use super::items::{Item, What};
use super::matrix::{Cell, Matrix};
use super::report::Verdict;
use crate::dns::Name;
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use std::collections::HashSet;
use std::sync::Arc;

/// The servers that some of a provider's answers come from.
pub(super) type Servers = Vec<Arc<str>>;

/// What a mix fails by comes from some servers of a provider, and other servers of it give other versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spared {
    pub(super) provider: usize,
    /// They give what fails.
    pub(super) failing: Servers,
    /// They give other versions of it, which do not fail.
    pub(super) good: Servers,
}

impl Spared {
    /// Both at once.
    pub(super) fn join(&mut self, other: Self) {
        add(&mut self.failing, &other.failing);
        add(&mut self.good, &other.good);
        self.good.retain(|server| !self.failing.contains(server));
    }
}

/// The servers behind these RRsets of a provider, where others give other versions. `None`: everybody gives them, or
/// nobody is named.
pub(super) fn spared(facts: &Facts, provider: usize, rrsets: impl Iterator<Item = usize>) -> Option<Spared> {
    let view = facts.view(provider)?;
    if view.servers.len() < 2 {
        return None;
    }
    let mut found = Spared { provider, ..Spared::default() };
    let mut known: HashSet<(&Name, Rtype)> = HashSet::new();
    for set in rrsets.filter_map(|at| view.rrsets.get(at)) {
        if set.servers.is_empty() {
            return None;
        }
        add(&mut found.failing, &set.servers);
        // Its versions have the same versions.
        if known.insert((&set.owner, set.rtype)) {
            for (_, other) in view.versions(&set.owner, set.rtype) {
                add(&mut found.good, &other.servers);
            }
        }
    }
    found.good.retain(|server| !found.failing.contains(server));
    (!found.failing.is_empty() && !found.good.is_empty()).then_some(found)
}

/// At most so many servers are named.
const MOST: usize = 64;

fn add(list: &mut Servers, servers: &[Arc<str>]) {
    for server in servers.iter().take(MOST) {
        if list.len() < MOST && !list.contains(server) {
            list.push(server.clone());
        }
    }
}

/// The RRsets that an item rests on; of a proof, whose records come from one message, those that the fewest servers
/// give: what all of them give is not what tells them apart.
pub(super) fn rests_on(view: Option<&ProviderView>, item: &Item) -> Vec<usize> {
    let (besides, proof) = match &item.what {
        What::RRset(index, _) => return vec![*index],
        What::Denial { besides, proof, .. } => (besides, proof),
        What::Break(broken) => return broken.rrsets.clone(),
    };
    let proof = match proof {
        Ok(proof) => proof.rrsets.as_slice(),
        Err(gap) => gap.rrsets.as_slice(),
    };
    let servers = |at: &usize| view.and_then(|view| view.rrsets.get(*at)).map_or(0, |set| set.servers.len());
    let all: Vec<usize> = besides.iter().chain(proof).copied().collect();
    let fewest = all.iter().map(servers).min();
    all.into_iter().filter(|at| Some(servers(at)) == fewest).collect()
}

/// The servers by which a failing mix fails, where other servers of the same providers would do.
pub(super) fn of_cell(facts: &Facts, matrix: &Matrix, cell: &Cell) -> Vec<Spared> {
    let untrusted = matrix.trust.get(cell.dnskey_from).filter(|trust| trust.verdict == Verdict::Bogus);
    let of_keys = untrusted.map(|trust| spared(facts, cell.dnskey_from, trust.rrset.into_iter()));
    if let Some(None) = of_keys {
        return Vec::new();
    }
    let items = facts.proven.items.get(cell.answer_from).map(Vec::as_slice).unwrap_or_default();
    let failing = items.iter().zip(cell.judged.iter()).filter(|(_, judged)| judged.verdict == Verdict::Bogus);
    let view = facts.view(cell.answer_from);
    let rrsets: Vec<usize> = failing.flat_map(|(item, _)| rests_on(view, item)).collect();
    let of_answers = spared(facts, cell.answer_from, rrsets.iter().copied());
    if !rrsets.is_empty() && of_answers.is_none() {
        return Vec::new();
    }
    of_keys.flatten().into_iter().chain(of_answers).collect()
}

/// An RRset that not every server of its provider gives.
pub(super) fn is_of_some(view: &ProviderView, set: &RRset) -> bool {
    !set.servers.is_empty() && set.servers.len() < view.servers.len()
}
