//! What a person asks for: zone data, providers, model, faults. TOML on the command line, JSON elsewhere; holds
//! public data only (the seed of the keys is given beside it).

use super::faults::Fault;
use super::terms::{Denial, Layout, Model, Nsec3, Span, Ttls};
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
