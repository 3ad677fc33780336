//! What the page and its worker say to each other, as structured clones.

use super::patch::Patch;
use crate::dns::Moment;
use crate::evidence::Role;
use serde::{Deserialize, Serialize};

/// A question, from the page.
#[derive(Serialize, Deserialize)]
pub(crate) struct Ask {
    pub(crate) id: u32,
    /// `None`: the sources of the last question, for the clock moves more often than the texts.
    pub(crate) sources: Option<Vec<Given>>,
    pub(crate) zone: Option<String>,
    pub(crate) no_ds: bool,
    /// Providers of which the person says that no NS record leads there; `None`: the NS records tell.
    pub(crate) unreached: Option<Vec<String>>,
    pub(crate) at: Moment,
    /// However long it takes; else what would take long is not begun.
    pub(crate) patient: bool,
}

/// One source. A large text crosses as a blob beside the message, in the same place of the list.
#[derive(Serialize, Deserialize)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) text: Option<String>,
}

/// What comes back.
#[derive(Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The worker listens: what was posted earlier is lost.
    Ready,
    Progress {
        id: u32,
        progress: Progress,
    },
    /// It was not begun: about how long it would take.
    Long {
        id: u32,
        seconds: u32,
    },
    Done {
        id: u32,
        /// After what was sent before it by the same worker.
        patch: Patch,
    },
}

/// How far a long check has come.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Progress {
    pub(crate) done: u32,
    pub(crate) total: u32,
}
