//! What the page and the worker that signs say to each other, as structured clones.

use crate::dns::Moment;
use crate::simulate::Input;
use crate::simulate::config::Config;
use crate::simulate::faults::Choice;
use crate::ui::protocol::Progress;
use serde::{Deserialize, Serialize};

/// From the page.
#[derive(Serialize, Deserialize)]
pub(crate) enum Ask {
    Sign {
        run: Run,
        config: Config,
    },
    /// Everything as files in one archive; with `private`, the private keys as well.
    Archive {
        config: Config,
        private: bool,
    },
}

/// Which signing it is.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Run {
    /// What the page shows. A newer one ends it.
    Shown(u32),
    /// One fault on its own, after what was asked before.
    Alone(u32),
}

/// What comes back; long texts lie beside the message.
#[derive(Serialize, Deserialize)]
pub(crate) enum Reply {
    Progress {
        id: u32,
        progress: Progress,
    },
    /// The zones' texts lie beside it, one per provider.
    Signed {
        run: Run,
        signed: Box<Signed>,
    },
    Refused {
        run: Run,
        why: String,
    },
    /// The archive lies beside it.
    Archive {
        name: String,
    },
    NoArchive {
        why: String,
    },
}

/// What was signed, but for the zones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Signed {
    /// The apex with final dot.
    pub(crate) zone: String,
    /// The moment of signing.
    pub(crate) now: Moment,
    pub(crate) members: Vec<Member>,
    /// The DS records at the parent, in a line each.
    pub(crate) parent: String,
    pub(crate) input: Input,
    pub(crate) rrsets: usize,
    pub(crate) signatures: usize,
    pub(crate) made: usize,
    /// How long that took, in milliseconds.
    pub(crate) took: f64,
    /// Every fault at every place; empty when one was signed on its own.
    pub(crate) choices: Vec<Choice>,
}

/// One provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) label: String,
    /// The DS records that the parent needs for it.
    pub(crate) dsset: String,
}
