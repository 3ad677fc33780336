//! What a face sends in and what it gets back: the question, and either a report or what is wrong
//! with the input. The page and its worker speak in these types.

use super::report::Report;
use crate::dns::Moment;
use crate::evidence::{LineState, NotRead, Source};
pub use crate::snapshot::Problem;
use serde::{Deserialize, Serialize};

/// A question as a face asks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub sources: Vec<Source>,
    /// The zone, when the person named it; else it is inferred.
    pub zone: Option<String>,
    /// The person says that the parent proves there is no DS.
    pub no_ds: bool,
    /// The labels of the providers of which the person says that no NS record leads there yet; `None`: the NS records tell.
    pub unreached: Option<Vec<String>>,
    pub at: Moment,
    /// At most this many RRsets per mix in the report, failing ones first.
    pub rrsets_per_mix: usize,
}

/// The answer to a [`Question`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub result: Result<Box<Report>, Problem>,
    /// One per source, in order.
    pub sources: Vec<SourceSummary>,
}

/// How one source was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SourceSummary {
    pub name: String,
    /// The labels of the providers (or `parent`) its data went to.
    pub went_to: Vec<String>,
    /// One state per line, for the gutter; empty when the text is too long to show (over 20,000 lines).
    pub lines: Vec<LineState>,
    pub lines_read: usize,
    pub lines_skipped: usize,
    pub lines_failed: usize,
    /// `2 DNSKEY, 1 RRSIG, 16 signed RRsets`.
    pub summary: String,
    /// Who answered, as the text says.
    pub servers: Vec<String>,
    pub not_read: Vec<NotRead>,
    /// A private key stood in it: wipe the text.
    pub private_key: bool,
}
