//! The classic faults, as data: what each is called, why it matters, what it needs, and whether it can be had in a
//! given set-up.

mod apply;
mod catalogue;
mod collide;

pub use catalogue::{CATALOGUE, Group, Kind, Known, Takes};

pub(super) use apply::{apply, prepare};

use super::config::{Config, Layout, Model};
use super::denial::Method;
use super::setup::{Settled, Setup, Unusable};
use serde::{Deserialize, Serialize};

/// One fault in a simulation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulationFault", optional_fields))]
pub struct Fault {
    #[serde(rename = "id")]
    pub kind: Kind,
    /// The provider where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The other provider that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// A fault with the providers it is about, as numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) kind: Kind,
    pub(super) at: usize,
    pub(super) of: usize,
}

/// A fault as a person can choose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub fault: Fault,
    pub group: Group,
    pub takes: Takes,
    /// What it is, with the providers named.
    pub title: String,
    /// Why it matters, in a sentence.
    pub why: String,
    /// Why it cannot be had here; nothing: it can.
    pub impossible: Option<String>,
}

/// Every fault at every provider (or pair of providers) of a set-up.
pub fn choices(config: &Config) -> Result<Vec<Choice>, Unusable> {
    let setup = Setup::new(config)?;
    let label = |index: usize| setup.providers.get(index).map(|provider| provider.label.clone());
    let count = setup.providers.len();
    let mut choices = Vec::new();
    for known in CATALOGUE {
        let takes = known.takes_in(setup.model);
        let pairs: Vec<(Option<usize>, Option<usize>)> = match takes {
            Takes::Nothing => vec![(None, None)],
            Takes::At => (0..count).map(|at| (Some(at), None)).collect(),
            Takes::AtAndOf => (0..count)
                .flat_map(|at| (0..count).filter(move |of| *of != at).map(move |of| (Some(at), Some(of))))
                .collect(),
        };
        for (at, of) in pairs {
            let fault = Fault { kind: known.kind, at: at.and_then(label), of: of.and_then(label) };
            choices.push(Choice {
                group: known.group,
                takes,
                title: fault.title(setup.model, setup.holding_provider()),
                why: known.why.to_string(),
                impossible: placed(&fault, &setup).err(),
                fault,
            });
        }
    }
    Ok(choices)
}

impl Fault {
    /// What it is, with the providers named. `holder`: the provider that holds the KSK of model 1; none: the owner.
    pub fn title(&self, model: Model, holder: Option<&str>) -> String {
        let Some(known) = self.kind.known() else { return String::new() };
        if let Some(title) = known.shared().filter(|_| model == Model::One) {
            return title.replace("{Holder}", holder.unwrap_or("The owner"));
        }
        let (at, of) = (self.at.as_deref().unwrap_or("?"), self.of.as_deref().unwrap_or("?"));
        known.title.replace("{at}", at).replace("{of}", of)
    }

    /// The same fault under another model: one of the KSK is at a provider, or at none. `at`: where it then is.
    pub fn moved_to(self, model: Model, at: &str) -> Self {
        let Some(known) = self.kind.known().filter(|known| known.shared().is_some()) else { return self };
        match known.takes_in(model) {
            Takes::Nothing => Self { at: None, ..self },
            _ if self.at.is_none() => Self { at: Some(at.into()), ..self },
            _ => self,
        }
    }
}

/// Finds the providers and sees whether the fault can be had; else why not.
pub(super) fn placed(fault: &Fault, setup: &Setup) -> Result<Placed, String> {
    let takes = fault.kind.known().map_or(Takes::Nothing, |known| known.takes_in(setup.model));
    let find = |name: &Option<String>, what: &str| match name {
        None => Err(format!("it needs “{what}”, the name of a provider")),
        Some(name) => setup.find(name).ok_or_else(|| format!("there is no provider called “{name}”")),
    };
    let (at, of) = match takes {
        Takes::Nothing => (0, 0),
        Takes::At => (find(&fault.at, "at")?, 0),
        Takes::AtAndOf => {
            let (at, of) = (find(&fault.at, "at")?, find(&fault.of, "of")?);
            if at == of {
                return Err("it takes two providers".into());
            }
            (at, of)
        }
    };
    let placed = Placed { kind: fault.kind, at, of };
    match prevented(placed, setup) {
        Some(reason) => Err(reason),
        None => Ok(placed),
    }
}

/// Why this fault cannot be had there.
fn prevented(fault: Placed, setup: &Setup) -> Option<String> {
    let at = setup.providers.get(fault.at)?;
    let of = setup.providers.get(fault.of)?;
    let split = |provider: &Settled| {
        let combined = provider.layout == Layout::Csk;
        combined.then(|| format!("{} has one combined key", provider.label))
    };
    let two = || (setup.model == Model::One).then(|| "in model 1 all providers share one KSK".to_string());
    let imports = || (!at.imports).then(|| format!("{} publishes no foreign keys anyway", at.label));
    let alone = || (setup.providers.len() < 2).then(|| "there is one provider only".to_string());
    let cds = || (!at.cds).then(|| format!("{} publishes no CDS", at.label));
    let address = || {
        let found = setup.content.entries.iter().any(super::compose::is_address);
        (!found).then(|| "the zone has no A record".to_string())
    };
    match fault.kind {
        Kind::ZskWithheld | Kind::WrongFlags | Kind::KeyMistyped => imports(),
        Kind::KskInsteadOfZsk => imports().or_else(two).or_else(|| split(of)),
        Kind::MultiSignerOff => alone().or_else(imports),
        Kind::OwnZskMissing | Kind::ZskRevoked | Kind::ZoneFlagClear => split(at),
        Kind::DnskeyByZskOnly | Kind::ZskSignsDnskeyToo | Kind::KskSignsData => split(at),
        Kind::KeyTagCollision if at.algorithm != of.algorithm => {
            Some(format!("{} and {} sign with different algorithms", at.label, of.label))
        }
        Kind::KeyTagCollision if matches!(at.algorithm, 8 | 10) => {
            Some("searching RSA keys of one tag takes too long".into())
        }
        Kind::DsMissing | Kind::DsSha1 | Kind::DsSha384 => {
            let one = (setup.model == Model::One).then(|| "in model 1 there is one DS for all".to_string());
            one.or_else(alone)
        }
        Kind::AlgorithmMix => alone().or_else(|| {
            let other = at.preset.algorithms.iter().any(|algorithm| *algorithm != at.algorithm);
            (!other).then(|| format!("{} signs with algorithm {} only", at.preset.name, at.algorithm))
        }),
        Kind::DenialMix | Kind::ContentDiffers | Kind::SerialAhead => alone(),
        Kind::DnskeyTtlMix => alone().or_else(two).or_else(|| {
            at.preset.dnskey_ttl.map(|_| format!("{} has a fixed TTL for DNSKEY records", at.preset.name))
        }),
        Kind::CdsOwnOnly => alone().or_else(two).or_else(cds),
        Kind::CdsMissing => alone().or_else(cds).or_else(|| {
            let others = setup.providers.iter().filter(|provider| provider.label != at.label);
            let none = !others.clone().any(|provider| provider.cds);
            none.then(|| "no other provider publishes CDS".to_string())
        }),
        Kind::DenialGap => {
            let on_the_fly = at.denial == Method::Compact;
            on_the_fly
                .then(|| format!("{} makes its denial records as it is asked: it has no chain", at.label))
        }
        Kind::SignatureMissing | Kind::AnswerAltered => address(),
        Kind::DnskeyExpired
        | Kind::SignaturesExpired
        | Kind::SignaturesFuture
        | Kind::ClockAhead
        | Kind::DnskeyUnsigned
        | Kind::SignatureDamaged
        | Kind::Unsigned
        | Kind::DsWrong
        | Kind::DsNone
        | Kind::DsDangling
        | Kind::KskRolledWithoutDs
        | Kind::KskRevoked
        | Kind::SepFlagClear
        | Kind::KeyTagCollision => None,
    }
}
