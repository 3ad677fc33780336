//! Where a fault is in a set-up, and whether it can be had there.

use super::catalogue::{Kind, Takes};
use super::fault::Fault;
use crate::simulate::compose::is_address;
use crate::simulate::denial::Method;
use crate::simulate::setup::{Settled, Setup};
use crate::simulate::terms::{Layout, Model};
use thiserror::Error;

/// A fault with the providers it is about, as numbers.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Placed {
    pub(in super::super) kind: Kind,
    pub(in super::super) at: usize,
    pub(in super::super) of: usize,
}

/// Why a fault cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum Impossible {
    #[error("it needs “{0}”, the name of a provider")]
    Unnamed(String),
    #[error("there is no provider called “{0}”")]
    NoProvider(String),
    #[error("it takes two providers")]
    OneProvider,
    /// By the set-up, in words.
    #[error("{0}")]
    Prevented(String),
}

/// Finds the providers and sees whether the fault can be had; else why not.
pub(super) fn placed(fault: &Fault, setup: &Setup) -> Result<Placed, Impossible> {
    let takes = fault.kind.known().map_or(Takes::Nothing, |known| known.takes_in(setup.model));
    let find = |name: &Option<String>, what: &str| match name {
        None => Err(Impossible::Unnamed(what.to_string())),
        Some(name) => setup.find(name).ok_or_else(|| Impossible::NoProvider(name.clone())),
    };
    let (at, of) = match takes {
        Takes::Nothing => (0, 0),
        Takes::At => (find(&fault.at, "at")?, 0),
        Takes::AtAndOf => {
            let (at, of) = (find(&fault.at, "at")?, find(&fault.of, "of")?);
            if at == of {
                return Err(Impossible::OneProvider);
            }
            (at, of)
        }
    };
    let placed = Placed { kind: fault.kind, at, of };
    match prevented(placed, setup) {
        Some(reason) => Err(Impossible::Prevented(reason)),
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
        let found = setup.content.entries.iter().any(is_address);
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
