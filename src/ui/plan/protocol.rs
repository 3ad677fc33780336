//! What the page and its worker say to each other: JSON, since plans describe themselves, and texts beside it.

use crate::dns::Moment;
use crate::explore::Document;
use crate::plan::{Attempt, Kept, Observed, Plan};
use serde::{Deserialize, Serialize};

/// From the page.
#[derive(Serialize, Deserialize)]
pub(crate) enum Ask {
    Plan {
        id: u32,
        kept: Kept,
    },
    /// What if a step were made at another time?
    Attempt {
        id: u32,
        kept: Kept,
        step: usize,
        at: i64,
    },
    /// Who publishes what, by the texts beside it.
    Observe {
        evidence: Evidence,
    },
    /// May a step be made, by the texts beside it?
    Gate {
        kept: Kept,
        step: usize,
        now: i64,
        evidence: Evidence,
    },
}

/// What is said beside texts.
#[derive(Serialize, Deserialize)]
pub(crate) struct Evidence {
    /// Of each text: the provider's label, nothing for the parent's, an empty one where the text itself tells.
    pub(crate) whose: Vec<Option<String>>,
    pub(crate) zone: Option<String>,
    pub(crate) no_ds: bool,
    pub(crate) at: Moment,
}

/// What comes back.
#[derive(Serialize, Deserialize)]
pub(crate) enum Reply {
    Planned { id: u32, outcome: Result<Box<Shown>, Refusal> },
    Attempted { id: u32, outcome: Result<Option<Attempt>, String> },
    Observed { outcome: Result<Box<Observed>, String> },
    Gated { step: usize, outcome: Result<Gated, String> },
}

/// Why there is no plan, and what can be done instead, best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) why: String,
    pub(crate) instead: Vec<Way>,
}

/// A way round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Way {
    pub(crate) title: String,
    pub(crate) what: Vec<String>,
    pub(crate) cost: String,
    pub(crate) source: String,
}

/// A plan as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub(crate) plan: Plan,
    pub(crate) document: Document,
    /// How long it took, in milliseconds.
    pub(crate) took: f64,
}

/// What a gate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Gated {
    /// `go`, `wait`, `missing` or `made`.
    pub(crate) answer: String,
    pub(crate) words: String,
    pub(crate) lines: Vec<String>,
    /// So many steps are made.
    pub(crate) made: usize,
}
