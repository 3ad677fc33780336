//! Which processes the zone stands in the midst of: read once per judgement, before the rules, which put it into words.

use super::facts::Facts;
use super::published;
use super::records::asks::{self, Asks};
use crate::process::{Process, Reading, recognise};
use crate::publication::Publication;

/// What is published, and how it can be read.
#[derive(Clone, Debug)]
pub struct Standing {
    pub publication: Publication,
    pub readings: Vec<Reading>,
}

impl Standing {
    /// Of these facts.
    pub fn of(facts: &Facts) -> Self {
        Self::read(facts, &asks::all(facts))
    }

    pub(super) fn read(facts: &Facts, asks: &[Asks<'_>]) -> Self {
        let publication = published::read(facts, asks);
        let readings = recognise(&publication);
        Self { publication, readings }
    }

    /// The readings as this process.
    pub fn as_process(&self, process: &'static Process) -> impl Iterator<Item = &Reading> {
        self.readings.iter().filter(move |reading| reading.process.id == process.id)
    }
}
