//! What the page and the worker of a live check say to each other.

use crate::doh::{Resolver, Seen};
use crate::evidence::Source;
use serde::{Deserialize, Serialize};

/// From the page. `run` counts the live checks; words about an older one are of no interest.
#[derive(Serialize, Deserialize)]
pub(crate) enum Ask {
    Start {
        run: u32,
        name: String,
        resolvers: Vec<Resolver>,
        /// The root's own keys, when it is not the world's root.
        anchor: Option<String>,
        /// Names that do not exist, for each resolver.
        samples: usize,
    },
    Again {
        run: u32,
        ids: Vec<usize>,
        /// To see whether something has changed: the old answers do not count beside the new ones.
        anew: bool,
    },
    Cancel {
        run: u32,
    },
}

/// From the worker.
#[derive(Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The worker listens.
    Ready,
    News {
        run: u32,
        news: Box<News>,
    },
}

impl Reply {
    pub(super) fn is_ready(&self) -> bool {
        matches!(self, Self::Ready)
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) enum News {
    /// Nothing was asked: this is why.
    Refused(String),
    /// As far as it has come.
    Asking(Seen),
    /// All that will come, with the evidence to judge.
    Done(Seen, Vec<Source>),
}
