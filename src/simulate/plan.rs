//! Who publishes and signs what, and what the parent has: first as it should be, then with the faults in it.
//! Nothing is signed yet.

use super::denial::Method;
use super::keyring::{KeyId, Keyring, Role};
use super::keys::KeyFault;
use super::setup::{Settled, Setup};
use super::terms::{Holder, Layout, Model};
use crate::dns::{Dnskey, Moment, Name, dotted};
use domain::base::Rtype;
use std::collections::BTreeSet;

/// Index of a key in [`Plan::keys`].
pub(super) type KeyNo = usize;

/// A DNSKEY and, if there is one, the private key behind it.
#[derive(Clone, Debug)]
pub(super) struct PlannedKey {
    pub(super) id: KeyId,
    /// Its number in the [`Keyring`]; `None` for what was mistyped.
    pub(super) secret: Option<usize>,
    pub(super) dnskey: Dnskey,
    pub(super) tag: u16,
    /// `None`: the zone's owner.
    pub(super) holder: Option<usize>,
}

/// When signatures are valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) inception: Moment,
    pub(super) expiration: Moment,
}

/// One provider.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) label: String,
    pub(super) signed: bool,
    pub(super) publishes: Vec<KeyNo>,
    pub(super) dnskey_signers: Vec<KeyNo>,
    pub(super) data_signers: Vec<KeyNo>,
    /// Keys that its CDS and CDNSKEY records are of.
    pub(super) cds: Vec<KeyNo>,
    /// It asks with CDS and CDNSKEY for the removal of every DS (RFC 8078 §4).
    pub(super) asks_removal: bool,
    /// The hosts of its NS RRset; `None`: as the zone’s data have it.
    pub(super) ns: Option<Vec<Name>>,
    pub(super) dnskey_ttl: u32,
    pub(super) denial: Method,
    pub(super) dnskey_window: Window,
    pub(super) data_window: Window,
    /// Signatures over data end up to this many seconds earlier.
    pub(super) jitter: u32,
    pub(super) edits: Vec<Edit>,
}

/// What is done to a zone beside the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// A record that the other providers do not have; before signing.
    ExtraRecord,
    /// Before signing.
    SerialAhead,
    /// An address is altered after signing.
    AlterAddress,
    /// The signatures of the apex RRset of this type are left out.
    DropSignatures(Rtype),
    /// The signatures of the first address are left out.
    DropAddressSignatures,
    /// One bit of each signature of the apex RRset of this type is altered.
    DamageSignatures(Rtype),
    /// One record of the denial chain is left out.
    DropDenial,
}

/// One DS record at the parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedDs {
    pub(super) key: KeyNo,
    pub(super) digest_type: u8,
    /// One bit of the digest is wrong.
    pub(super) wrong: bool,
}

/// The whole.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) zone: Name,
    pub(super) keys: Vec<PlannedKey>,
    pub(super) members: Vec<Member>,
    pub(super) ds: Vec<PlannedDs>,
}

impl Plan {
    /// As it should be.
    pub(super) fn intended(setup: &Setup, ring: &mut Keyring) -> Result<Self, KeyFault> {
        let zone = setup.content.zone.clone();
        let mut plan = Self { zone, keys: Vec::new(), members: Vec::new(), ds: Vec::new() };
        let shared = match setup.model {
            Model::One => Some(plan.shared_ksk(setup, ring)?),
            Model::Two => None,
        };
        let mut own: Vec<Own> = Vec::with_capacity(setup.providers.len());
        for (index, provider) in setup.providers.iter().enumerate() {
            own.push(plan.own_keys(index, provider, shared, ring)?);
        }
        let mut anchors: Vec<KeyNo> = own.iter().map(|own| own.ksk).collect();
        anchors.dedup();
        for (index, provider) in setup.providers.iter().enumerate() {
            let Some(mine) = own.get(index).copied() else { continue };
            let mut publishes = vec![mine.ksk];
            let others = own.iter().enumerate().filter(|(at, _)| *at == index || provider.imports);
            publishes.extend(others.map(|(_, other)| other.zsk));
            if setup.cross_ksks && provider.imports {
                publishes.extend(own.iter().map(|other| other.ksk));
            }
            let mut seen = BTreeSet::new();
            publishes.retain(|key| seen.insert(*key));
            let window = window(setup.now, provider.inception_offset, provider.validity);
            plan.members.push(Member {
                label: provider.label.clone(),
                signed: true,
                publishes,
                dnskey_signers: vec![mine.ksk],
                data_signers: vec![mine.zsk],
                cds: if provider.cds { anchors.clone() } else { Vec::new() },
                asks_removal: false,
                ns: None,
                dnskey_ttl: provider.dnskey_ttl,
                denial: provider.denial.clone(),
                dnskey_window: plan.dnskey_window(setup).unwrap_or(window),
                data_window: window,
                jitter: provider.jitter,
                edits: Vec::new(),
            });
        }
        plan.ds = anchors.into_iter().map(|key| PlannedDs { key, digest_type: 2, wrong: false }).collect();
        Ok(plan)
    }

    /// The shared KSK of model 1: the owner's, or one provider's. It has the algorithm of that provider, or of
    /// the first.
    fn shared_ksk(&mut self, setup: &Setup, ring: &mut Keyring) -> Result<KeyNo, KeyFault> {
        let (holder, like) = match setup.holder {
            Holder::Owner => (None, setup.providers.first()),
            Holder::Provider(index) => (Some(index), setup.providers.get(index)),
        };
        let name = holder.and(like).map_or("", |provider| provider.label.as_str());
        let algorithm = like.map_or(13, |provider| provider.algorithm);
        self.add(holder, name, Role::Ksk, algorithm, ring)
    }

    fn own_keys(
        &mut self,
        index: usize,
        provider: &Settled,
        shared: Option<KeyNo>,
        ring: &mut Keyring,
    ) -> Result<Own, KeyFault> {
        let mut add = |role| self.add(Some(index), &provider.label, role, provider.algorithm, ring);
        if provider.layout == Layout::Csk {
            let csk = add(Role::Csk)?;
            return Ok(Own { ksk: csk, zsk: csk });
        }
        let ksk = match shared {
            Some(shared) => shared,
            None => add(Role::Ksk)?,
        };
        Ok(Own { ksk, zsk: add(Role::Zsk)? })
    }

    /// The DNSKEY RRset of model 1 is signed by whoever holds the KSK.
    fn dnskey_window(&self, setup: &Setup) -> Option<Window> {
        let holder = match (setup.model, setup.holder) {
            (Model::Two, _) => return None,
            (Model::One, Holder::Owner) => None,
            (Model::One, Holder::Provider(index)) => setup.providers.get(index),
        };
        let (offset, validity) = holder.map_or((3_600, 14 * 86_400), |p| (p.inception_offset, p.validity));
        Some(window(setup.now, offset, validity))
    }

    /// A new key whose tag no other key here has.
    pub(super) fn add(
        &mut self,
        holder: Option<usize>,
        name: &str,
        role: Role,
        algorithm: u8,
        ring: &mut Keyring,
    ) -> Result<KeyNo, KeyFault> {
        let zone = dotted(&self.zone);
        let known = self.keys.iter().filter(|key| key.holder == holder && key.id.role == role);
        let number = known.map(|key| key.id.number + 1).max().unwrap_or(0);
        let mut id = KeyId { zone, holder: name.to_string(), role, algorithm, number };
        loop {
            let secret = ring.number_of(&id)?;
            let dnskey = ring.get(secret).and_then(|key| key.dnskey(role.flags()));
            let dnskey = dnskey.ok_or(KeyFault::Algorithm(algorithm))?;
            let tag = dnskey.key_tag();
            if self.keys.iter().all(|key| key.tag != tag) {
                self.keys.push(PlannedKey { id, secret: Some(secret), dnskey, tag, holder });
                return Ok(self.keys.len() - 1);
            }
            id.number += 1;
        }
    }

    /// The same key as another DNSKEY record: with other flags, or mistyped.
    pub(super) fn variant(&mut self, of: KeyNo, dnskey: Dnskey, usable: bool) -> Option<KeyNo> {
        let old = self.keys.get(of)?;
        let tag = dnskey.key_tag();
        let secret = old.secret.filter(|_| usable);
        let key = PlannedKey { id: old.id.clone(), secret, dnskey, tag, holder: old.holder };
        self.keys.push(key);
        Some(self.keys.len() - 1)
    }

    /// Another key takes this one's place in every provider's zone; not in the parent's DS.
    pub(super) fn replace_everywhere(&mut self, old: KeyNo, new: KeyNo) {
        for member in &mut self.members {
            for keys in
                [&mut member.publishes, &mut member.dnskey_signers, &mut member.data_signers, &mut member.cds]
            {
                replace(keys, old, new);
            }
        }
    }

    /// The keys that the provider signs data with.
    pub(super) fn data_keys(&self, member: usize) -> Vec<KeyNo> {
        self.members.get(member).map(|member| member.data_signers.clone()).unwrap_or_default()
    }
}

/// A provider's signing keys; the same twice for a combined key.
#[derive(Clone, Copy, Debug)]
struct Own {
    ksk: KeyNo,
    zsk: KeyNo,
}

pub(super) fn window(now: Moment, offset: u32, validity: u32) -> Window {
    Window { inception: Moment(now.0 - i64::from(offset)), expiration: Moment(now.0 + i64::from(validity)) }
}

/// Another key takes this one's place.
pub(super) fn replace(keys: &mut [KeyNo], old: KeyNo, new: KeyNo) {
    for key in keys.iter_mut().filter(|key| **key == old) {
        *key = new;
    }
}
