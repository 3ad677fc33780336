//! Why a command ended without a report.

use super::{inputs, limit};
use crate::share;
use crate::shell;
use thiserror::Error;

/// Why a command ended without a report.
#[derive(Debug, Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Input(#[from] inputs::InputError),
    #[error(transparent)]
    Problem(#[from] crate::check::outcome::Problem),
    #[error("cannot write the report: {0}")]
    Write(#[from] std::io::Error),
    #[error("cannot write the report: {0}")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Typed(#[from] crate::doh::typed::NotTyped),
    #[error("{}: {error}", path.display())]
    Anchor { path: std::path::PathBuf, error: crate::doh::anchors::NoAnchor },
    #[error(transparent)]
    Stop(#[from] crate::doh::fault::Stop),
    #[error("give one domain with --doh: multisigner check example.com --doh URL")]
    OneDomain,
    #[error("cannot set up the network: {0}")]
    Network(String),
    #[error("cannot write {}: {error}", path.display())]
    Evidence { path: std::path::PathBuf, error: std::io::Error },
    #[error("no system resolver found: give one with --resolver")]
    NoResolver,
    #[error(
        "{notes}\nno name server of {zone} is known that can be asked; give them with --server HOST=ADDR"
    )]
    NoServers { zone: String, notes: String },
    #[error("no random numbers")]
    Random,
    #[error("{}: {error}", path.display())]
    Config { path: std::path::PathBuf, error: Box<toml::de::Error> },
    #[error("{}: {what}", path.display())]
    ConfigValue { path: std::path::PathBuf, what: &'static str },
    #[error(transparent)]
    Simulation(#[from] crate::simulate::Failure),
    #[error(transparent)]
    NoWalk(#[from] crate::simulate::resolver::NoWalk),
    #[error("{0}. {hint}", hint = .0.hint())]
    Link(#[from] share::link::BrokenLink),
    #[error("{0}")]
    Parent(String),
    #[error("no link: {0}")]
    NoLink(#[from] share::link::NotShareable),
    #[error("{what}: {problem}")]
    Compared { what: String, problem: crate::check::outcome::Problem },
    #[error("a check link holds the whole check: only --at, --format and --link go with it")]
    LinkAlone,
    #[error("a check link holds the whole check: give it alone to --from")]
    LinkBeside,
    #[error("a live link asks again: multisigner check {} --doh URL", shell::plain(domain).unwrap_or("DOMAIN"))]
    LiveLink { domain: String },
    #[error(
        "the link holds no data: it asks about {domain} at {}, and nobody was asked. `multisigner check LINK --ask` asks; \
         `multisigner check DOMAIN --doh URL` asks a resolver of your choice",
        resolvers.join(", ")
    )]
    NotAsked { domain: String, resolvers: Vec<String> },
    #[error("--ask goes with a live link; what was given holds its data itself")]
    NothingToAsk,
    #[error(
        "the link leads to {host}, a special-use address ({kind}), and nobody was asked; if that is meant: multisigner check DOMAIN --doh URL"
    )]
    NearBy { host: String, kind: String },
    #[error("{what}: {unusable}")]
    Document { what: String, unusable: crate::explore::Unusable },
    #[error("{what}: {error}")]
    Unexplored { what: String, error: crate::explore::TooMuch },
    #[error("{0}")]
    NoGate(#[from] crate::plan::NoGate),
    #[error("no plan: {0}")]
    Unplanned(#[from] crate::plan::Unplanned),
    #[error("no plan: {0}")]
    NoGroup(#[from] crate::plan::NoPlan),
    #[error("asking {why}: {what}")]
    Early { why: limit::Ended, what: String },
    #[error("the resolver took half of the time (--timeout) and did not tell yet which servers {zone} has")]
    SlowResolver { zone: String },
}
