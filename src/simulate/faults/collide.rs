//! Two keys with one key tag, by search.

use crate::dns::Dnskey;
use crate::simulate::keyring::{KeyId, Keyring};
use crate::simulate::keys::KeyFault;
use crate::simulate::plan::{KeyNo, Plan};
use std::collections::HashMap;

/// New keys per side at most. There are 65,536 tags, so some 300 on each side are enough as a rule, and with so
/// many a search without success is one in 10^100.
const MOST_KEYS: u32 = 4_096;

/// Gives both keys successors that have the same tag.
pub(super) fn collide(plan: &mut Plan, one: KeyNo, other: KeyNo, ring: &mut Keyring) -> Result<(), KeyFault> {
    let identity = |key: KeyNo| plan.keys.get(key).map(|key| (key.id.clone(), key.dnskey.flags()));
    let (Some((one_id, one_flags)), Some((other_id, other_flags))) = (identity(one), identity(other)) else {
        return Ok(());
    };
    let taken = |tag: u16| plan.keys.iter().any(|key| key.tag == tag);
    let mut ones: HashMap<u16, u32> = HashMap::new();
    let mut others: HashMap<u16, u32> = HashMap::new();
    for number in 0..MOST_KEYS {
        let tag = tag(ring, &one_id, one_flags, number)?;
        if let Some(partner) = others.get(&tag).copied().filter(|_| !taken(tag)) {
            return settle(plan, (one, one_id, number), (other, other_id, partner), ring);
        }
        ones.insert(tag, number);
        let tag = self::tag(ring, &other_id, other_flags, number)?;
        if let Some(partner) = ones.get(&tag).copied().filter(|_| !taken(tag)) {
            return settle(plan, (one, one_id, partner), (other, other_id, number), ring);
        }
        others.insert(tag, number);
    }
    Err(KeyFault::NoCollision)
}

fn at(id: &KeyId, number: u32) -> KeyId {
    // Far from the numbers of ordinary keys.
    KeyId { number: 1_000_000 + number, ..id.clone() }
}

fn tag(ring: &Keyring, id: &KeyId, flags: u16, number: u32) -> Result<u16, KeyFault> {
    let key = ring.make(&at(id, number))?;
    Ok(key.dnskey(flags).map_or(0, |dnskey| dnskey.key_tag()))
}

fn settle(
    plan: &mut Plan,
    one: (KeyNo, KeyId, u32),
    other: (KeyNo, KeyId, u32),
    ring: &mut Keyring,
) -> Result<(), KeyFault> {
    for (key, id, number) in [one, other] {
        let secret = ring.number_of(&at(&id, number))?;
        let flags = plan.keys.get(key).map_or(256, |key| key.dnskey.flags());
        let dnskey: Option<Dnskey> = ring.get(secret).and_then(|secret| secret.dnskey(flags));
        let Some(new) = dnskey.and_then(|dnskey| plan.variant(key, dnskey, true)) else { continue };
        if let Some(planned) = plan.keys.get_mut(new) {
            planned.secret = Some(secret);
        }
        plan.replace_everywhere(key, new);
        // A combined key is in the DS as well.
        for ds in plan.ds.iter_mut().filter(|ds| ds.key == key) {
            ds.key = new;
        }
    }
    Ok(())
}
