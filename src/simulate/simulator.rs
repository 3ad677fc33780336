//! One that signs: from a configuration to signed zones, with the private keys it made for them.

use super::backend::SigningBackend;
use super::compose::{Draft, spoil};
use super::config::Config;
use super::keyring::Keyring;
use super::keys::{KeyFault, Seed};
use super::output::Simulated;
use super::plan::Plan;
use super::setup::{Setup, Unusable};
use super::sign::{self, Made, Progress, Unsigned};
use super::{faults, output};
use crate::publication::Publication;
use std::ops::ControlFlow;
use thiserror::Error;
use zeroize::Zeroizing;

/// Why a simulation ended without a result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Failure {
    #[error(transparent)]
    Unusable(#[from] Unusable),
    #[error(transparent)]
    Key(#[from] KeyFault),
    #[error("it was stopped")]
    Stopped,
}

/// One that signs: holds the private keys, and remembers the signatures it made last.
#[derive(Debug)]
pub struct Simulator {
    ring: Keyring,
    made: Made,
    last: Option<Plan>,
}

/// A private key as a file. The text is wiped when dropped.
#[derive(Debug)]
pub struct PrivateKeyFile {
    /// `Kexample.com.+013+12345`; with `.private` the file's name.
    pub stem: String,
    /// The provider that holds it, by its number; `None`: the zone's owner.
    pub holder: Option<usize>,
    text: Zeroizing<String>,
}

impl PrivateKeyFile {
    /// **The private key itself.**
    pub fn expose(&self) -> &str {
        &self.text
    }
}

impl Simulator {
    /// All keys will be made from this seed.
    pub fn new(seed: Seed) -> Self {
        Self { ring: Keyring::new(seed), made: Made::default(), last: None }
    }

    /// Signs the zone as the configuration says. `progress` hears of it between batches and can stop it.
    pub async fn run<B: SigningBackend>(
        &mut self,
        config: &Config,
        backend: &B,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Simulated, Failure> {
        let mut setup = Setup::new(config)?;
        let faults = faults::prepare(&config.faults, &mut setup)?;
        let mut plan = Plan::intended(&setup, &mut self.ring)?;
        for fault in faults {
            faults::apply(fault, &mut plan, &setup, &mut self.ring)?;
        }
        self.finish(&setup, plan, backend, progress).await
    }

    /// Signs the zone so that just this is published: the configuration gives the zone’s data, the moment, the TTLs and, in
    /// the same order, the providers. Every name server is called [`super::host`]; what the parent’s NS RRset has is not written.
    pub async fn publish<B: SigningBackend>(
        &mut self,
        config: &Config,
        publication: &Publication,
        backend: &B,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Simulated, Failure> {
        let setup = Setup::new(config)?;
        let plan = Plan::publishing(&setup, publication, &mut self.ring)?;
        self.finish(&setup, plan, backend, progress).await
    }

    async fn finish<B: SigningBackend>(
        &mut self,
        setup: &Setup,
        plan: Plan,
        backend: &B,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Simulated, Failure> {
        let mut draft = Draft::of(setup, &plan);
        let signed = sign::sign(&mut draft, &self.ring, &mut self.made, backend, progress).await;
        let made = signed.map_err(|unsigned| match unsigned {
            Unsigned::Stopped => Failure::Stopped,
            Unsigned::Fault(fault) => Failure::Key(fault),
        })?;
        for (zone, member) in draft.zones.iter_mut().zip(&plan.members) {
            spoil(zone, &plan.zone, &member.edits);
        }
        let simulated = Simulated::of(setup, &plan, &draft.zones, made);
        self.last = Some(plan);
        Ok(simulated)
    }

    /// The key tags of the last run, by the keys’ numbers.
    pub fn tags(&self) -> Vec<u16> {
        self.last.iter().flat_map(|plan| &plan.keys).map(|key| key.tag).collect()
    }

    /// **Exposes the private keys** of the last run as BIND's private-key files. Call it only when a person
    /// explicitly asked for them.
    pub fn expose_private_keys(&self, created: crate::dns::Moment) -> Vec<PrivateKeyFile> {
        let Some(plan) = &self.last else { return Vec::new() };
        let holders = std::iter::once(None).chain((0..plan.members.len()).map(Some));
        holders
            .flat_map(|holder| output::held(plan, holder).into_iter().map(move |key| (holder, key)))
            .filter_map(|(holder, key)| {
                let secret = self.ring.get(key.secret?)?;
                let stem = output::public_key(plan, key).stem;
                Some(PrivateKeyFile { stem, holder, text: secret.expose_private_key_file(created) })
            })
            .collect()
    }
}
