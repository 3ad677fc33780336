//! A configuration made complete: presets filled in, every value checked.

use super::config::Config;

use super::content::{self, Content, NoZone};
use super::denial::{Method, Params};
use super::keys::ALGORITHMS;
use super::presets::{self, Imports, Preset};
use super::terms::{Denial, Holder, Layout, Model};
use crate::dns::{Moment, Name};
use crate::visible::is_hidden;
use bytes::Bytes;
use data_encoding::HEXLOWER_PERMISSIVE;
use domain::base::ToName as _;
use std::str::FromStr as _;
use thiserror::Error;

/// A configuration that cannot be simulated.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unusable {
    #[error(transparent)]
    Zone(#[from] NoZone),
    #[error("there has to be a provider")]
    NoProvider,
    #[error("too many providers: {0}, at most {most}", most = super::config::MOST_PROVIDERS)]
    TooManyProviders(usize),
    #[error("a provider has no name")]
    NoName,
    #[error("the name “{0}” cannot be used: letters, digits and spaces, at most 40")]
    BadName(String),
    #[error("two providers are called {0}")]
    SameName(String),
    #[error("{provider}: there is no preset “{preset}”; there are {}", presets::PRESETS.iter().map(|p| p.id).collect::<Vec<_>>().join(", "))]
    NoPreset { provider: String, preset: String },
    #[error("{provider}: {preset} does not sign with algorithm {algorithm}, only with {can}")]
    Algorithm { provider: String, preset: String, algorithm: u8, can: String },
    #[error("{provider}: {preset} has a key layout of its own that cannot be changed")]
    Layout { provider: String, preset: String },
    #[error("{provider}: the NSEC3 salt is hexadecimal, at most 255 octets")]
    Salt { provider: String },
    #[error("{provider}: more than {most} NSEC3 iterations are not made", most = MOST_ITERATIONS)]
    Iterations { provider: String },
    #[error("{provider}: signatures have to be valid for a second at least, and less than 68 years")]
    Validity { provider: String },
    #[error("{provider}: the jitter has to be shorter than the validity")]
    Jitter { provider: String },
    #[error("model 1 is for a KSK and ZSKs: {0} has one combined key")]
    CombinedInModel1(String),
    #[error("nobody called “{0}” is there to hold the KSK: write owner or a provider’s name")]
    NoHolder(String),
    #[error("the fault “{title}” cannot be had: {reason}")]
    Fault { title: String, reason: String },
    #[error("too many names are asked for: {0}, at most {most}", most = MOST_ASKED)]
    TooManyAsked(usize),
    #[error("a TTL is at most 2147483647 seconds")]
    Ttl,
    #[error("the moment of signing is missing")]
    NoMoment,
}

/// RFC 5155 §10.3 allows no more for any key size.
const MOST_ITERATIONS: u16 = 2_500;
/// RRSIG times are serial numbers: half their range (RFC 4034 §3.1.5).
const MOST_VALIDITY: u32 = 0x7fff_ffff;
/// Names of [`Config::asked`].
const MOST_ASKED: usize = 1_000;
const DEFAULT_TTL: u32 = 3_600;
/// The largest TTL (RFC 2181 §8).
const LARGEST_TTL: u32 = 0x7fff_ffff;

/// One provider, complete.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub(super) label: String,
    pub(super) preset: &'static Preset,
    pub(super) algorithm: u8,
    pub(super) layout: Layout,
    pub(super) denial: Method,
    pub(super) validity: u32,
    pub(super) inception_offset: u32,
    pub(super) jitter: u32,
    pub(super) dnskey_ttl: u32,
    pub(super) cds: bool,
    /// Publishes the others’ keys.
    pub(super) imports: bool,
}

/// A simulation, complete.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub(super) content: Content,
    pub(super) model: Model,
    pub(super) holder: Holder,
    pub(super) cross_ksks: bool,
    pub(super) providers: Vec<Settled>,
    /// What a provider with compact denial is asked for, besides what any is.
    pub(super) asked: Vec<Name>,
    pub(super) now: Moment,
    pub(super) ds_ttl: u32,
}

impl Setup {
    pub(super) fn new(config: &Config) -> Result<Self, Unusable> {
        let now = config.now.ok_or(Unusable::NoMoment)?;
        let ttls = &config.ttl;
        let all = [ttls.all, ttls.negative, ttls.dnskey, ttls.ds];
        if all
            .into_iter()
            .chain(config.providers.iter().map(|p| p.dnskey_ttl))
            .flatten()
            .any(|t| t.0 > LARGEST_TTL)
        {
            return Err(Unusable::Ttl);
        }
        let dnskey_ttl = ttls.dnskey.map_or(DEFAULT_TTL, |span| span.0);
        let providers = providers(config, dnskey_ttl)?;
        let holder = holder(config, &providers)?;
        if config.model == Model::One
            && let Some(combined) = providers.iter().find(|provider| provider.layout == Layout::Csk)
        {
            return Err(Unusable::CombinedInModel1(combined.label.clone()));
        }
        let content = content::read(&config.data, config.zone.as_deref(), ttls)?;
        let asked = asked(&config.asked, &content.zone)?;
        let ds_ttl = ttls.ds.map_or(DEFAULT_TTL, |span| span.0);
        Ok(Self {
            content,
            model: config.model,
            holder,
            cross_ksks: config.cross_ksks,
            providers,
            asked,
            now,
            ds_ttl,
        })
    }

    /// The provider of this name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.providers.iter().position(|provider| provider.label == name)
    }

    /// The provider that holds the KSK of model 1; none: the zone's owner.
    pub(super) fn holding_provider(&self) -> Option<&str> {
        match self.holder {
            Holder::Owner => None,
            Holder::Provider(index) => self.providers.get(index).map(|provider| provider.label.as_str()),
        }
    }

    /// `the owner`, or the provider's name.
    pub(super) fn holder_name(&self) -> &str {
        self.holding_provider().unwrap_or("the owner")
    }
}

/// Names outside the zone are nothing that its servers answer.
fn asked(names: &[String], zone: &Name) -> Result<Vec<Name>, Unusable> {
    if names.len() > MOST_ASKED {
        return Err(Unusable::TooManyAsked(names.len()));
    }
    let mut asked: Vec<Name> = Vec::with_capacity(names.len());
    for text in names {
        let name =
            Name::from_str(text.trim()).map_err(|_| NoZone::BadName(text.chars().take(80).collect()))?;
        asked.extend(Some(name.to_canonical_name()).filter(|name: &Name| name.ends_with(zone)));
    }
    Ok(asked)
}

fn providers(config: &Config, dnskey_ttl: u32) -> Result<Vec<Settled>, Unusable> {
    let count = config.providers.len();
    if count == 0 {
        return Err(Unusable::NoProvider);
    }
    if count > super::config::MOST_PROVIDERS {
        return Err(Unusable::TooManyProviders(count));
    }
    let mut settled: Vec<Settled> = Vec::with_capacity(count);
    for provider in &config.providers {
        let one = settle(provider, config.model, dnskey_ttl)?;
        if settled.iter().any(|other| other.label.eq_ignore_ascii_case(&one.label)) {
            return Err(Unusable::SameName(one.label));
        }
        settled.push(one);
    }
    Ok(settled)
}

fn settle(given: &super::config::Provider, model: Model, dnskey_ttl: u32) -> Result<Settled, Unusable> {
    let label = given.name.trim().to_string();
    let provider = || label.clone();
    if label.is_empty() {
        return Err(Unusable::NoName);
    }
    let good = |c: char| (c.is_alphanumeric() && !is_hidden(c)) || matches!(c, ' ' | '-' | '_' | '.');
    let reserved = label.eq_ignore_ascii_case("owner") || label.eq_ignore_ascii_case("parent");
    if label.chars().count() > 40 || !label.chars().all(good) || label.starts_with('.') || reserved {
        return Err(Unusable::BadName(label.chars().take(40).collect()));
    }
    let id = given.preset.as_deref().unwrap_or("generic");
    let preset = presets::preset(id)
        .ok_or_else(|| Unusable::NoPreset { provider: provider(), preset: id.chars().take(40).collect() })?;
    let named = || preset.name.to_string();
    let first = preset.algorithms.first().copied().unwrap_or(13);
    let algorithm = given.algorithm.unwrap_or(first);
    if !preset.algorithms.contains(&algorithm) || !ALGORITHMS.contains(&algorithm) {
        let can: Vec<String> = preset.algorithms.iter().map(ToString::to_string).collect();
        return Err(Unusable::Algorithm {
            provider: provider(),
            preset: named(),
            algorithm,
            can: can.join(", "),
        });
    }
    // Who signs with a combined key by default has a ZSK all the same where model 1 asks for one.
    let usual = if model == Model::One && !preset.keys_fixed { Layout::KskZsk } else { preset.keys };
    let layout = given.keys.unwrap_or(usual);
    if preset.keys_fixed && layout != preset.keys {
        return Err(Unusable::Layout { provider: provider(), preset: named() });
    }
    let denial = match given.denial.unwrap_or(preset.denial) {
        Denial::Nsec => Method::Nsec,
        Denial::Compact => Method::Compact,
        Denial::Nsec3 => {
            let wanted = given.nsec3.clone().unwrap_or_default();
            let text = wanted.salt.trim();
            let text = if text == "-" { "" } else { text };
            let salt = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().filter(|salt| salt.len() <= 255);
            if wanted.iterations > MOST_ITERATIONS {
                return Err(Unusable::Iterations { provider: provider() });
            }
            Method::Nsec3(Params {
                iterations: wanted.iterations,
                salt: Bytes::from(salt.ok_or_else(|| Unusable::Salt { provider: provider() })?),
                opt_out: wanted.opt_out,
            })
        }
    };
    let validity = given.validity.map_or(preset.validity, |span| span.0);
    let inception_offset = given.inception_offset.map_or(preset.inception_offset, |span| span.0);
    if validity == 0 || validity.saturating_add(inception_offset) > MOST_VALIDITY {
        return Err(Unusable::Validity { provider: provider() });
    }
    let jitter = given.jitter.map_or(0, |span| span.0);
    if jitter >= validity {
        return Err(Unusable::Jitter { provider: provider() });
    }
    let own_ttl = preset.dnskey_ttl.or_else(|| given.dnskey_ttl.map(|span| span.0));
    Ok(Settled {
        preset,
        algorithm,
        layout,
        denial,
        validity,
        inception_offset,
        jitter,
        // The DNSKEY RRset of model 1 is signed once, with its TTL.
        dnskey_ttl: if model == Model::One { dnskey_ttl } else { own_ttl.unwrap_or(dnskey_ttl) },
        cds: given.cds.unwrap_or(preset.cds),
        imports: preset.imports != Imports::Never && given.multi_signer.unwrap_or(true),
        label,
    })
}

fn holder(config: &Config, providers: &[Settled]) -> Result<Holder, Unusable> {
    let Some(name) = config.ksk_holder.as_deref().map(str::trim) else { return Ok(Holder::Owner) };
    if name.is_empty() || name.eq_ignore_ascii_case("owner") {
        return Ok(Holder::Owner);
    }
    let at = providers.iter().position(|provider| provider.label == name);
    at.map(Holder::Provider).ok_or_else(|| Unusable::NoHolder(name.chars().take(40).collect()))
}
