//! What a link carries, as data.

use super::evidence::Evidence;
use crate::dns::Moment;

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared {
    Frozen(Frozen),
    Live(Live),
}

/// A whole check: its reader sees what its maker saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    pub evidence: Evidence,
    /// The zone, when the person named it; else it is inferred.
    pub zone: Option<String>,
    /// The person says that the parent proves there is no DS.
    pub no_ds: bool,
    /// The labels of the providers of which the person says that no NS record leads there yet; `None`: the NS records tell.
    pub unreached: Option<Vec<String>>,
    /// The moment of judgement.
    pub at: Moment,
    /// When the link was made.
    pub made: Moment,
    pub view: View,
}

/// What is open on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The open cell of the matrix: row, column.
    pub cell: Option<(u32, u32)>,
}

/// A question: its reader's browser asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    /// The domain as typed.
    pub domain: String,
    /// Addresses of the resolvers to ask; empty: the reader's own choice.
    pub resolvers: Vec<String>,
}
