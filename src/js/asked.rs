//! What `check` takes, which `plan` and `gate` take too.

use super::fault::Fault;
use crate::check::outcome::Question;
use crate::dns::Moment;
use crate::evidence::Source;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    sources: Vec<Source>,
    zone: Option<String>,
    no_ds: bool,
    unreached: Option<Vec<String>>,
    at: String,
    /// All when not given.
    rrsets_per_mix: Option<usize>,
}

impl Asked {
    pub(super) fn question(self) -> Result<Question, Fault> {
        Ok(Question {
            sources: self.sources,
            zone: self.zone,
            no_ds: self.no_ds,
            unreached: self.unreached,
            at: Moment::parse(&self.at)?,
            rrsets_per_mix: self.rrsets_per_mix.unwrap_or(usize::MAX),
        })
    }
}
