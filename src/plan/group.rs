//! Who takes part in a plan, and how they hold keys.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// Who holds the keys that sign DNSKEY RRsets (RFC 8901 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Model {
    /// One KSK signs every provider's DNSKEY RRset.
    #[serde(rename = "1")]
    One,
    /// Each provider has a KSK or CSK of its own.
    #[serde(rename = "2")]
    Two,
}

/// Who takes part, and in which roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// In the order in which they are shown.
    pub labels: Vec<String>,
    /// How they hold keys.
    pub model: Model,
    /// Who joins, leaves or rolls; index into the labels.
    pub who: usize,
    /// Who takes the place of the one that leaves.
    pub to: usize,
    /// Those that cannot publish keys of others.
    pub cannot_import: BTreeSet<usize>,
}

impl Group {
    /// The same, with these providers unable to publish keys of others.
    ///
    /// # Errors
    /// A label that is none of theirs.
    pub fn cannot_import(mut self, labels: &[String]) -> Result<Self, NoPlan> {
        for label in labels {
            let found = self.labels.iter().position(|known| known == label);
            self.cannot_import.insert(found.ok_or_else(|| NoPlan::NoSuchProvider(label.clone()))?);
        }
        Ok(self)
    }
}

/// Which keys each provider has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// One KSK for all, a ZSK each.
    Shared,
    /// A KSK and a ZSK each.
    Own,
    /// A CSK each.
    Combined,
}

/// Why an operation cannot be planned for a group.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoPlan {
    /// It is for the other model.
    #[error("{0} is for the other model")]
    Model(&'static str),
    /// There are too few providers, or too many.
    #[error("{found} providers: {what} takes {least} to {most}")]
    Providers {
        /// The operation.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there must be.
        least: usize,
        /// How many there may be.
        most: usize,
    },
    /// Two providers have one label.
    #[error("{0:?} is given twice")]
    Twice(String),
    /// It is none of the providers.
    #[error("{0:?} is none of the providers")]
    NoSuchProvider(String),
    /// Some mix of the providers does not validate.
    #[error("first repair the zone: {0}")]
    Broken(String),
    /// The zone is not as the operation begins with it.
    #[error("the zone is no beginning for that: {0}")]
    NotReady(String),
    /// A provider that serves the zone is none of those that take part.
    #[error("{0:?} serves the zone too: name it among the providers")]
    AnotherProvider(String),
    /// What is published can be read in several ways.
    #[error("this can be read in several ways; say which keys are replaced (--old): {0}")]
    Ambiguous(String),
    /// Who leaves is who comes.
    #[error("{0:?} cannot leave and take its own place")]
    Itself(String),
}

/// The most providers of a plan.
pub const MOST_PROVIDERS: usize = 8;
