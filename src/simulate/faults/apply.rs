//! Putting faults into a set-up and into a plan.

use super::catalogue::Kind;
use super::collide::collide;
use super::fault::Fault;
use super::placed::{Placed, placed};
use crate::dns::Dnskey;
use crate::simulate::denial::{Method, Params};
use crate::simulate::keyring::{Keyring, Role};
use crate::simulate::keys::KeyFault;
use crate::simulate::plan::{Edit, KeyNo, Member, Plan, PlannedDs, Window, replace, window};
use crate::simulate::setup::{Setup, Unusable};
use bytes::Bytes;
use domain::base::Rtype;

const DAY: u32 = 86_400;
/// Past any validator's tolerance for clocks (unbound: a day at most).
const LONG_PAST: i64 = 2 * 86_400;
const REVOKE: u16 = 0x0080;
const ZONE: u16 = 0x0100;
const SEP: u16 = 0x0001;

/// The faults of a configuration, found possible; those that change the set-up are put into it.
pub(in super::super) fn prepare(faults: &[Fault], setup: &mut Setup) -> Result<Vec<Placed>, Unusable> {
    let mut all = Vec::with_capacity(faults.len());
    for fault in faults {
        let found = placed(fault, setup).map_err(|reason| Unusable::Fault {
            title: fault.title(setup.model, setup.holding_provider()),
            reason: reason.to_string(),
        })?;
        all.push(found);
    }
    for fault in &all {
        let Some(at) = setup.providers.get_mut(fault.at) else { continue };
        match fault.kind {
            Kind::MultiSignerOff => at.imports = false,
            Kind::AlgorithmMix => {
                let another = at.preset.algorithms.iter().find(|algorithm| **algorithm != at.algorithm);
                at.algorithm = another.copied().unwrap_or(at.algorithm);
            }
            Kind::DenialMix => {
                let plain = Params { iterations: 0, salt: Bytes::new(), opt_out: false };
                at.denial = match at.denial {
                    Method::Nsec3(_) => Method::Nsec,
                    Method::Nsec | Method::Compact => Method::Nsec3(plain),
                };
            }
            Kind::DnskeyTtlMix => at.dnskey_ttl = at.dnskey_ttl.saturating_mul(10).min(7 * DAY),
            _ => {}
        }
    }
    Ok(all)
}

/// Puts one fault into the plan.
pub(in super::super) fn apply(
    fault: Placed,
    plan: &mut Plan,
    setup: &Setup,
    ring: &mut Keyring,
) -> Result<(), KeyFault> {
    let Placed { kind, at, of } = fault;
    let own = Own::of(plan, at);
    match kind {
        // In the set-up already.
        Kind::MultiSignerOff | Kind::AlgorithmMix | Kind::DenialMix | Kind::DnskeyTtlMix => {}

        Kind::ZskWithheld => withhold(plan, at, of),
        Kind::WrongFlags => {
            import_as(plan, at, of, |key| {
                Dnskey::new(key.flags() ^ SEP, 3, key.algorithm(), key.public_key().clone()).ok()
            });
        }
        Kind::KeyMistyped => import_as(plan, at, of, mistyped),
        Kind::KskInsteadOfZsk => {
            withhold(plan, at, of);
            let instead = Own::of(plan, of).ksk;
            change(plan, at, |member| member.publishes.extend(instead));
        }
        Kind::OwnZskMissing => {
            change(plan, at, |member| member.publishes.retain(|key| Some(*key) != own.zsk))
        }
        Kind::KeyTagCollision => {
            if let (Some(one), Some(other)) = (own.zsk, Own::of(plan, of).zsk) {
                collide(plan, one, other, ring)?;
            }
        }
        Kind::KskRevoked => with_flags(plan, own.ksk, |flags| flags | REVOKE, false),
        Kind::ZskRevoked => with_flags(plan, own.zsk, |flags| flags | REVOKE, false),
        Kind::ZoneFlagClear => with_flags(plan, own.zsk, |flags| flags & !ZONE, false),
        Kind::SepFlagClear => with_flags(plan, own.ksk, |flags| flags & !SEP, true),

        Kind::DsMissing => plan.ds.retain(|ds| Some(ds.key) != own.ksk),
        Kind::DsWrong => change_ds(plan, own.ksk, |ds| ds.wrong = true),
        Kind::DsSha1 => change_ds(plan, own.ksk, |ds| ds.digest_type = 1),
        Kind::DsSha384 => change_ds(plan, own.ksk, |ds| ds.digest_type = 4),
        Kind::DsNone => plan.ds.clear(),
        Kind::DsDangling => {
            let algorithm = setup.providers.first().map_or(13, |provider| provider.algorithm);
            let key = plan.add(None, "nobody", Role::Ksk, algorithm, ring)?;
            plan.ds.push(PlannedDs { key, digest_type: 2, wrong: false });
        }
        Kind::KskRolledWithoutDs => roll_ksk(plan, own.ksk, ring)?,

        Kind::SignaturesExpired => change(plan, at, |member| {
            member.dnskey_window = ended(member.dnskey_window, setup);
            member.data_window = ended(member.data_window, setup);
        }),
        Kind::DnskeyExpired => {
            change(plan, at, |member| member.dnskey_window = ended(member.dnskey_window, setup));
        }
        Kind::SignaturesFuture => change(plan, at, |member| {
            for window in [&mut member.dnskey_window, &mut member.data_window] {
                *window = begins(*window, setup.now.0 + LONG_PAST);
            }
        }),
        Kind::ClockAhead => change(plan, at, |member| {
            for window in [&mut member.dnskey_window, &mut member.data_window] {
                *window = begins(*window, setup.now.0 + 1_800);
            }
        }),
        Kind::DnskeyUnsigned => edit(plan, at, Edit::DropSignatures(Rtype::DNSKEY)),
        Kind::DnskeyByZskOnly => {
            change(plan, at, |member| member.dnskey_signers = member.data_signers.clone())
        }
        Kind::ZskSignsDnskeyToo => {
            change(plan, at, |member| member.dnskey_signers.extend(member.data_signers.clone()));
        }
        Kind::KskSignsData => change(plan, at, |member| member.data_signers = member.dnskey_signers.clone()),
        Kind::SignatureMissing => edit(plan, at, Edit::DropAddressSignatures),
        Kind::SignatureDamaged => edit(plan, at, Edit::DamageSignatures(Rtype::SOA)),
        Kind::AnswerAltered => edit(plan, at, Edit::AlterAddress),
        Kind::Unsigned => change(plan, at, |member| member.signed = false),

        Kind::DenialGap => edit(plan, at, Edit::DropDenial),
        Kind::ContentDiffers => edit(plan, at, Edit::ExtraRecord),
        Kind::SerialAhead => edit(plan, at, Edit::SerialAhead),
        Kind::CdsOwnOnly => change(plan, at, |member| member.cds = own.ksk.into_iter().collect()),
        Kind::CdsMissing => change(plan, at, |member| member.cds.clear()),
    }
    Ok(())
}

/// The keys that a provider signs with.
#[derive(Clone, Copy)]
struct Own {
    ksk: Option<KeyNo>,
    zsk: Option<KeyNo>,
}

impl Own {
    fn of(plan: &Plan, member: usize) -> Self {
        let member = plan.members.get(member);
        Self {
            ksk: member.and_then(|member| member.dnskey_signers.first().copied()),
            zsk: member.and_then(|member| member.data_signers.first().copied()),
        }
    }
}

fn change(plan: &mut Plan, member: usize, change: impl FnOnce(&mut Member)) {
    if let Some(member) = plan.members.get_mut(member) {
        change(member);
    }
}

fn edit(plan: &mut Plan, member: usize, edit: Edit) {
    change(plan, member, |member| member.edits.push(edit));
}

fn change_ds(plan: &mut Plan, key: Option<KeyNo>, change: impl FnOnce(&mut PlannedDs)) {
    if let Some(ds) = plan.ds.iter_mut().find(|ds| Some(ds.key) == key) {
        change(ds);
    }
}

fn withhold(plan: &mut Plan, at: usize, of: usize) {
    let theirs = plan.data_keys(of);
    change(plan, at, |member| member.publishes.retain(|key| !theirs.contains(key)));
}

/// One provider publishes another's signing key as a record that is not quite the same.
fn import_as(plan: &mut Plan, at: usize, of: usize, alter: impl Fn(&Dnskey) -> Option<Dnskey>) {
    for key in plan.data_keys(of) {
        let altered = plan.keys.get(key).and_then(|key| alter(&key.dnskey));
        let Some(variant) = altered.and_then(|dnskey| plan.variant(key, dnskey, false)) else { continue };
        change(plan, at, |member| replace(&mut member.publishes, key, variant));
    }
}

/// One bit of the public key is another.
fn mistyped(key: &Dnskey) -> Option<Dnskey> {
    let mut octets = key.public_key().to_vec();
    let middle = octets.len() / 2;
    *octets.get_mut(middle)? ^= 4;
    Dnskey::new(key.flags(), 3, key.algorithm(), octets.into()).ok()
}

/// The key has other flags, at every provider; the parent's DS is of the old record or of the new one.
fn with_flags(plan: &mut Plan, key: Option<KeyNo>, flags: impl Fn(u16) -> u16, in_ds: bool) {
    let Some(key) = key else { return };
    let altered =
        plan.keys.get(key).map(|key| &key.dnskey).and_then(|old| {
            Dnskey::new(flags(old.flags()), 3, old.algorithm(), old.public_key().clone()).ok()
        });
    let Some(variant) = altered.and_then(|dnskey| plan.variant(key, dnskey, true)) else { return };
    plan.replace_everywhere(key, variant);
    if in_ds {
        for ds in plan.ds.iter_mut().filter(|ds| ds.key == key) {
            ds.key = variant;
        }
    }
}

/// The next KSK takes over everywhere but in the DS.
fn roll_ksk(plan: &mut Plan, ksk: Option<KeyNo>, ring: &mut Keyring) -> Result<(), KeyFault> {
    let Some(old) = ksk.and_then(|ksk| plan.keys.get(ksk)).cloned() else { return Ok(()) };
    let Some(ksk) = ksk else { return Ok(()) };
    let algorithm = old.dnskey.algorithm().to_int();
    let new = plan.add(old.holder, &old.id.holder, old.id.role, algorithm, ring)?;
    plan.replace_everywhere(ksk, new);
    Ok(())
}

fn length(of: Window) -> i64 {
    of.expiration.0 - of.inception.0
}

fn ended(of: Window, setup: &Setup) -> Window {
    begins(of, setup.now.0 - LONG_PAST - length(of))
}

fn begins(of: Window, at: i64) -> Window {
    let length = u32::try_from(length(of)).unwrap_or(u32::MAX);
    window(crate::dns::Moment(at), 0, length)
}
