//! A plan that makes just what a publication says.

use super::keyring::{Keyring, Role};
use super::keys::KeyFault;
use super::plan::{KeyNo, Member, Plan, PlannedDs, window};
use super::setup::Setup;
use crate::dns::Name;
use crate::dnssec::keys::KeyIx;
use crate::publication::{Asked, Provider, ProviderIx, Publication};
use std::collections::BTreeSet;
use std::str::FromStr as _;

/// The name server of a provider of this name: `ns1.provider-a.test`.
pub fn host(label: &str) -> String {
    let good = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let label: String = label.chars().take(40).map(good).collect();
    format!("ns1.provider-{label}.test")
}

impl Plan {
    /// The keys have the numbers that they have in the publication.
    pub(super) fn publishing(
        setup: &Setup,
        publication: &Publication,
        ring: &mut Keyring,
    ) -> Result<Self, KeyFault> {
        let zone = setup.content.zone.clone();
        let mut plan = Self { zone, keys: Vec::new(), members: Vec::new(), ds: Vec::new() };
        for key in &publication.keys {
            let role = if key.sep { Role::Ksk } else { Role::Zsk };
            plan.add(None, "", role, key.algorithm, ring)?;
        }
        let hosts = |providers: &BTreeSet<ProviderIx>| -> Vec<Name> {
            let labels = providers.iter().filter_map(|p| publication.provider(*p));
            labels.filter_map(|provider| Name::from_str(&host(&provider.label)).ok()).collect()
        };
        let member = |(settled, provider): (&super::setup::Settled, &Provider)| {
            let own = window(setup.now, settled.inception_offset, settled.validity);
            let asked = provider.asked.as_ref();
            let list = |keys: &BTreeSet<KeyIx>| -> Vec<KeyNo> { keys.iter().copied().collect() };
            let publishes = provider.dnskey.as_ref().map(list).unwrap_or_default();
            Member {
                label: settled.label.clone(),
                signed: !publishes.is_empty(),
                publishes,
                dnskey_signers: list(&provider.dnskey_signers),
                data_signers: provider.data.iter().flatten().map(|(key, _)| *key).collect(),
                cds: match asked {
                    Some(Asked::Keys(keys)) => list(keys),
                    _ => Vec::new(),
                },
                asks_removal: asked == Some(&Asked::Removal),
                ns: provider.ns.as_ref().map(hosts).filter(|hosts| !hosts.is_empty()),
                dnskey_ttl: settled.dnskey_ttl,
                denial: settled.denial.clone(),
                dnskey_window: own,
                data_window: own,
                jitter: settled.jitter,
                edits: Vec::new(),
            }
        };
        plan.members = setup.providers.iter().zip(&publication.providers).map(member).collect();
        let ds = publication.parent.ds.iter().flatten();
        plan.ds = ds.map(|key| PlannedDs { key: *key, digest_type: 2, wrong: false }).collect();
        Ok(plan)
    }
}
