//! What the page asks the worker of links and reports, and what that one asks the worker that judges.

use crate::dns::Moment;
use crate::evidence::Source;
use crate::share::link::Leave;
use serde::{Deserialize, Serialize};

/// A check without its sources: the worker that judges has those.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rest {
    pub(crate) zone: Option<String>,
    pub(crate) no_ds: bool,
    /// Providers of which the person says that no NS record leads there; `None`: the NS records tell.
    pub(crate) unreached: Option<Vec<String>>,
    pub(crate) at: Moment,
}

/// A question of the page's.
#[derive(Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) id: u32,
    pub(crate) ask: Ask,
}

#[derive(Serialize, Deserialize)]
pub(crate) enum Ask {
    /// The link of the check.
    Link { rest: Rest, made: Moment, cell: Option<(u32, u32)>, leave: Leave },
    /// What is in a link.
    Open { text: String },
    /// The report in another form.
    Export { rest: Rest, form: Form },
    /// What changed from the check of a link to this one.
    Compare { rest: Rest, link: String },
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Form {
    Json,
    Markdown,
    Html,
    /// The mix matrix as a picture.
    Matrix,
}

#[derive(Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The worker listens.
    Ready,
    Said {
        id: u32,
        said: Said,
    },
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Said {
    Link(Link),
    Opened(Box<Opened>),
    /// A live link: ask about this.
    Live(String),
    Text(String),
    Compared(Compared),
    /// Why not, in words.
    No {
        why: String,
        hint: String,
    },
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Link {
    /// From `#` on.
    pub(crate) link: String,
    /// Characters without what may be left out, for a link that is long: names, denial.
    pub(crate) without: Option<(u32, u32)>,
    /// What the reader will be told, where leaving out changes it.
    pub(crate) told: Option<String>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Opened {
    pub(crate) sources: Vec<Source>,
    pub(crate) zone: Option<String>,
    pub(crate) no_ds: bool,
    pub(crate) unreached: Option<Vec<String>>,
    pub(crate) at: Moment,
    pub(crate) made: Moment,
    pub(crate) cell: Option<(u32, u32)>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Compared {
    /// When the other check was judged.
    pub(crate) before: Moment,
    /// A sentence each; none: nothing changed.
    pub(crate) lines: Vec<String>,
}

/// What the worker that judges is asked, over a line of its own.
#[derive(Serialize, Deserialize)]
pub(crate) enum Wanted {
    /// The sources of the check; none where a private key was in them.
    Sources,
    /// The report of the check, or of other sources.
    Report { rest: Rest, others: Option<Vec<Source>>, rrsets_per_mix: u32 },
}
