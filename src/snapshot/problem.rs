//! Why no snapshot can be made of what was given.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// More providers than this are refused: the mixes grow with the square.
pub(super) const MOST_PROVIDERS: usize = 16;

/// Why there is nothing to judge.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(tag = "problem", rename_all = "kebab-case"))]
pub enum Problem {
    #[error("nothing was given")]
    Empty,
    #[error("a private key was given; nothing was checked")]
    PrivateKey,
    #[error("nothing here looks like DNS data")]
    NothingRead,
    /// Answers without any record, or none: what was said.
    #[error(
        "{said}: that is the symptom. Now ask each provider’s name servers: dig @SERVER zone DNSKEY +dnssec \
         +norecurse, and the same for SOA"
    )]
    NoRecords { said: String },
    /// Records of several zones, and none contains the other's data as a delegation.
    #[error("the data are of several zones ({}): say which one to check", zones.join(", "))]
    SeveralZones { zones: Vec<String> },
    #[error("“{name}” is not a domain name")]
    BadZone { name: String },
    /// Named zone, no data of it.
    #[error("there are no records of {zone} here")]
    ZoneNotSeen { zone: String },
    /// Nothing but the parent's data.
    #[error("no provider's data of {zone} were given, only the parent's")]
    NoProvider { zone: String },
    #[error("too many providers: {count}, at most {most}")]
    TooManyProviders { count: usize, most: usize },
}
