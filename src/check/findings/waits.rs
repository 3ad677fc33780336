//! Waits in words: which TTL, how long, and how that is known. The numbers are those of [`crate::process::wait`].

use super::case::Case;
use crate::dns::span;
use crate::process::HeldAt;
use crate::process::wait::{Sum, Term, UNSTATED};

/// The margin of every wait ([`crate::process::wait::MARGIN`]).
pub(crate) const PLUS: &str = "plus an hour";
/// The same as a sentence, after several waits.
pub(crate) const ADD: &str = "Add an hour.";

impl Case<'_> {
    /// `1 h (A’s DNSKEY TTL, 3600 s)`.
    pub(crate) fn dnskey_ttl(&self, provider: usize) -> String {
        self.longest([HeldAt::Dnskey(provider)])
    }

    /// The longest among these providers, of which there is one at least: `1 h (A’s DNSKEY TTL, 3600 s)`.
    pub(crate) fn longest_dnskey(&self, providers: impl IntoIterator<Item = usize>) -> String {
        self.longest(providers.into_iter().map(HeldAt::Dnskey))
    }

    /// `1 d (the DS TTL, 86400 s)`.
    pub(crate) fn ds_ttl(&self) -> String {
        let parent = &self.snapshot().parent;
        match (parent.ds_ttl(), self.ds_set()) {
            (Some(ttl), Some(set)) if parent.is_ds_ttl_guessed() => format!(
                "{} (a cache answered, and at least {} s of the DS TTL were left: ask a server of the parent)",
                span(ttl.into()),
                set.ttl
            ),
            _ => self.longest([HeldAt::Ds]),
        }
    }

    /// `1 d (the longest NS TTL, 86400 s)`, of the parent and the providers.
    pub(crate) fn ns_ttl(&self) -> String {
        let child = (0..self.size()).map(HeldAt::ChildNs);
        self.longest(child.chain([HeldAt::ParentNs]))
    }

    /// `1 d (the longest TTL at A, 86400 s)`: of anything that the provider signed.
    pub(crate) fn held_ttl(&self, provider: usize) -> String {
        self.longest([HeldAt::Data(provider)])
    }

    /// `1 d (the longest TTL of the zone, 86400 s)`: of anything that any provider signed.
    pub(crate) fn zone_ttl(&self) -> String {
        self.worded((0..self.size()).map(HeldAt::Data), |_| "the longest TTL of the zone".into())
    }

    fn longest(&self, held: impl IntoIterator<Item = HeldAt>) -> String {
        self.worded(held, |held| match held {
            HeldAt::Ds => "the DS TTL".into(),
            HeldAt::Dnskey(p) => format!("{}’s DNSKEY TTL", self.label(p)),
            HeldAt::Data(p) => format!("the longest TTL at {}", self.label(p)),
            HeldAt::ChildNs(_) | HeldAt::ParentNs => "the longest NS TTL".into(),
        })
    }

    fn worded(&self, held: impl IntoIterator<Item = HeldAt>, name: impl Fn(HeldAt) -> String) -> String {
        let publication = &self.standing().publication;
        let terms = held.into_iter().map(|held| Term::of(publication, held)).collect();
        let Some(term) = (Sum { terms }).longest() else { return String::new() };
        let (name, time) = (name(term.held), span(term.seconds.into()));
        match term.stated {
            true => format!("{time} ({name}, {} s)", term.seconds),
            false => {
                let name = match term.held {
                    HeldAt::ChildNs(p) => format!("{}’s NS TTL", self.label(p)),
                    HeldAt::ParentNs => "the parent’s NS TTL".into(),
                    _ => name,
                };
                match term.seconds > UNSTATED {
                    true => format!(
                        "{time} (a cache answered, and at least {} s of {name} were left)",
                        term.seconds
                    ),
                    false => format!("{time} ({name} is not in the data: a day is taken)"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_margin_is_worded_as_it_is() {
        assert_eq!(crate::process::wait::MARGIN, 3_600);
        assert_eq!(crate::process::wait::UNSTATED, 86_400);
    }
}
