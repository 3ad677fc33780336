//! What a person asks for: zone data, providers, model, faults. TOML on the command line, JSON elsewhere; holds
//! public data only (the seed of the keys is given beside it).

use super::faults::Fault;
use crate::dns::Moment;
use serde::{Deserialize, Serialize};

/// The least and the most providers.
pub const MOST_PROVIDERS: usize = 8;

/// One simulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulationConfig", optional_fields))]
pub struct Config {
    /// The apex; left out: the owner of the SOA record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The zone's data as text, unsigned or signed.
    pub data: String,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<Ttls>", optional))]
    pub ttl: Ttls,
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<Model>", optional))]
    pub model: Model,
    /// Model 1: who holds the KSK. Left out, or `owner`: the zone's owner; else a provider's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ksk_holder: Option<String>,
    /// Model 2: every provider publishes the others’ KSKs too. Nothing needs it but checks that want the key of
    /// each CDS record to be published.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(as = "Option<bool>", optional))]
    pub cross_ksks: bool,
    /// The moment of signing and of judgement; the faces put the present one where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Moment>,
    #[serde(rename = "provider", alias = "providers")]
    pub providers: Vec<Provider>,
    /// Names that a provider with compact denial is asked for. Its signatures are made as it is asked: its zone has
    /// the answers to these questions, beside those that any check asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<String>>", optional))]
    pub asked: Vec<String>,
    #[serde(default, rename = "fault", alias = "faults", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<Fault>>", optional))]
    pub faults: Vec<Fault>,
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
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            other => Err(format!("there is no model {other}: write 1 or 2")),
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

/// One provider. What is left out is as its preset has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulationProvider", optional_fields))]
pub struct Provider {
    pub name: String,
    /// How it signs: a preset of `docs/simulate.md` [`generic`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<Layout>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denial: Option<Denial>,
    /// The parameters, when denial is by NSEC3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nsec3: Option<Nsec3>,
    /// How long signatures are valid, from the moment of signing on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<Span>,
    /// How long before the moment of signing they begin to be valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inception_offset: Option<Span>,
    /// Signatures over data end earlier by up to this much, each by another span, so that not all end at once [0].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jitter: Option<Span>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnskey_ttl: Option<Span>,
    /// Publishes CDS and CDNSKEY records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cds: Option<bool>,
    /// Publishes the other providers’ keys that it is given (at some, a switch).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multi_signer: Option<bool>,
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
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        crate::evidence::ttl(text.trim()).map(Self).ok_or_else(|| format!("“{text}” is not a span of time"))
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
