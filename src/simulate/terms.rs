//! The terms in which a simulation is described: models, key layouts, ways of denial, spans of time.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is written is no such term.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadTerm {
    #[error("there is no model {0}: write 1 or 2")]
    Model(u8),
    #[error("“{0}” is not a span of time")]
    Span(String),
}

/// RFC 8901 §2.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulationModel", type = "1 | 2"))]
pub enum Model {
    /// One KSK for all (§2.1.1).
    One,
    /// A KSK for each (§2.1.2).
    #[default]
    Two,
}

impl TryFrom<u8> for Model {
    type Error = BadTerm;

    fn try_from(number: u8) -> Result<Self, BadTerm> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            other => Err(BadTerm::Model(other)),
        }
    }
}

impl From<Model> for u8 {
    fn from(model: Model) -> Self {
        match model {
            Model::One => 1,
            Model::Two => 2,
        }
    }
}

/// TTLs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulationTtls", optional_fields))]
pub struct Ttls {
    /// Of all data of the zone; left out: as the data have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all: Option<Span>,
    /// MINIMUM of the SOA, for negative answers; left out: as the data have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negative: Option<Span>,
    /// Of the DNSKEY RRset [1 hour].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnskey: Option<Span>,
    /// Of the DS RRset at the parent [1 hour].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ds: Option<Span>,
}

/// Which keys a provider signs with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "KeyLayout"))]
pub enum Layout {
    #[default]
    KskZsk,
    /// One combined key.
    Csk,
}

/// How a provider proves that something does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DenialMethod"))]
pub enum Denial {
    #[default]
    Nsec,
    Nsec3,
    /// Signed on the fly, “black lies” (RFC 9824): a name that does not exist is said to have no records, by an NSEC
    /// record of its own that covers nothing else.
    Compact,
}

/// NSEC3 parameters (RFC 5155 §3.1); by default as RFC 9276 §3.1 wants them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Nsec3Parameters", optional_fields))]
pub struct Nsec3 {
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<u16>", optional))]
    pub iterations: u16,
    /// Hexadecimal; empty or `-` for none.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<String>", optional))]
    pub salt: String,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<bool>", optional))]
    pub opt_out: bool,
}

/// A span of time in seconds, written as a number or with units: `3600`, `1h`, `14d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "SpanText", into = "u32")]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "number | string"))]
pub struct Span(pub u32);

impl From<Span> for u32 {
    fn from(span: Span) -> Self {
        span.0
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a number of seconds, or a time like \"1h\" or \"14d\"")]
enum SpanText {
    Seconds(u32),
    Text(Units),
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Units(u32);

impl TryFrom<String> for Units {
    type Error = BadTerm;

    fn try_from(text: String) -> Result<Self, BadTerm> {
        crate::evidence::ttl(text.trim()).map(Self).ok_or(BadTerm::Span(text))
    }
}

impl From<SpanText> for Span {
    fn from(text: SpanText) -> Self {
        match text {
            SpanText::Seconds(seconds) | SpanText::Text(Units(seconds)) => Self(seconds),
        }
    }
}

/// Who holds the shared KSK of model 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Owner,
    /// A provider, by its number.
    Provider(usize),
}
