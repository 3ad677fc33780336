//! Which root cause each failing mix has: worked out once, before any rule words it.

use crate::check::causes::cause::{Side, signs_nothing};
use crate::check::causes::failure::{Blame, Cause, Who};
use crate::check::facts::Facts;
use crate::dnssec::profile::{NAMED, REFERENCE};
use std::collections::btree_map::Entry;

/// Attributes every failing mix of every validator. A cause that only mixes have which do not happen is latent.
pub(crate) fn blame(facts: &Facts) -> Blame {
    let mut blame = blame_of(facts, true);
    for (cause, mut failure) in blame_of(facts, false) {
        match blame.entry(cause) {
            Entry::Occupied(known) => known.into_mut().also = failure.cells.into_keys().collect(),
            Entry::Vacant(free) => {
                failure.latent = true;
                free.insert(failure);
            }
        }
    }
    bounded(blame)
}

/// At most so many causes of one rule are told apart: nobody reads more, and each is worded with care.
const MOST_CAUSES: usize = 100;

/// The first causes of each rule; what is left out counts with the last of them.
fn bounded(blame: Blame) -> Blame {
    let mut kept = Blame::new();
    let mut last: Option<Cause> = None;
    let mut of_code = 0;
    for (cause, failure) in blame {
        of_code = if last.is_some_and(|last| last.code == cause.code) { of_code + 1 } else { 1 };
        match last.filter(|_| of_code > MOST_CAUSES).and_then(|last| kept.get_mut(&last)) {
            Some(last) => {
                last.more += 1;
                for (cell, who) in failure.cells {
                    last.cells.entry(cell).or_default().add(who);
                }
            }
            None => {
                last = Some(cause);
                kept.insert(cause, failure);
            }
        }
    }
    kept
}

/// The same for the mixes that happen (`reached`), or for the others.
fn blame_of(facts: &Facts, reached: bool) -> Blame {
    let mut blame = Blame::new();
    let mut known: Vec<Vec<Option<Cause>>> = Vec::new();
    for cell in &facts.reference.cells {
        let seen =
            Side { facts, profile: &REFERENCE, matrix: &facts.reference, who: Who::REFERENCE, reached };
        known.push(seen.cell(cell, None, &mut blame));
    }
    for (index, (profile, matrix)) in NAMED.iter().zip(&facts.named).enumerate() {
        let seen = Side { facts, profile, matrix, who: Who::named(index), reached };
        for ((cell, plain), causes) in matrix.cells.iter().zip(&facts.reference.cells).zip(&known) {
            seen.cell(cell, Some((plain, causes)), &mut blame);
        }
    }
    blame
}

/// The provider signs nothing and publishes no keys.
pub(crate) fn unsigned(facts: &Facts, provider: usize) -> bool {
    facts.proven.table.set(provider).is_empty() && signs_nothing(facts, provider)
}
