//! Waits with their arithmetic kept: which TTLs, how long, and how that is known.

use super::ground::{Binding, HeldAt, World};
use super::terms::Wait;

/// What is usually added to every wait, in seconds: clocks differ, and some resolvers hold a little longer.
pub const MARGIN: u32 = 3_600;

/// What is taken for a TTL that the data do not state, in seconds.
pub const UNSTATED: u32 = 86_400;

/// The TTL of one thing that may be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub held: HeldAt,
    pub seconds: u32,
    /// The data state it; else it is [`UNSTATED`], or longer where a cache had more left.
    pub stated: bool,
}

impl Term {
    pub fn of(world: &impl World, held: HeldAt) -> Self {
        let (stated, left) = (world.ttl(held), world.ttl_left(held).unwrap_or_default());
        match stated {
            Some(seconds) => Self { held, seconds, stated: true },
            None => Self { held, seconds: UNSTATED.max(left), stated: false },
        }
    }
}

/// A wait with its numbers: the longest of its terms, and a margin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    pub terms: Vec<Term>,
}

impl Sum {
    /// The term that the wait is as long as; the last of equals.
    pub fn longest(&self) -> Option<Term> {
        let first = self.terms.first().copied()?;
        Some(
            self.terms
                .iter()
                .fold(first, |most, term| if term.seconds >= most.seconds { *term } else { most }),
        )
    }

    /// With a margin, in seconds.
    pub fn seconds(&self, margin: u32) -> i64 {
        self.longest().map_or(0, |term| i64::from(term.seconds) + i64::from(margin))
    }
}

impl Wait {
    pub fn sum(&self, world: &impl World, who: &Binding) -> Sum {
        let held = self.held.iter().flat_map(|held| held.ground(who));
        Sum { terms: held.map(|held| Term::of(world, held)).collect() }
    }
}
