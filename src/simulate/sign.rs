//! Signing what a draft lists, batch by batch.

use super::backend::{SigningBackend, ToSign};
use super::compose::{Draft, with_signature};
use super::keyring::Keyring;
use super::keys::KeyFault;
use bytes::Bytes;
use sha2::Digest as _;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// How far the signing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// Why there are no signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsigned {
    Stopped,
    Fault(KeyFault),
}

/// Signatures made before: the same key signs the same octets with the same result.
#[derive(Debug, Default)]
pub(super) struct Made {
    known: HashMap<Known, Bytes>,
}

/// The key's number, and SHA-256 of what it signed.
type Known = (usize, [u8; 32]);

fn known(entry: &ToSign) -> Known {
    (entry.key, sha2::Sha256::digest(&entry.data).into())
}

/// Makes all signatures and puts them in place. Gives how many had to be made anew.
pub(super) async fn sign<B: SigningBackend>(
    draft: &mut Draft,
    ring: &Keyring,
    made: &mut Made,
    backend: &B,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<usize, Unsigned> {
    let mut signatures: HashMap<Known, Bytes> = HashMap::with_capacity(draft.places.len());
    let mut places: Vec<Known> = Vec::with_capacity(draft.places.len());
    let mut list: Vec<ToSign> = Vec::new();
    for place in &draft.places {
        let entry = ToSign { key: place.secret, data: place.data.clone() };
        let key = known(&entry);
        places.push(key);
        if signatures.contains_key(&key) {
            continue;
        }
        let before = made.known.get(&key).cloned();
        if before.is_none() {
            list.push(entry);
        }
        signatures.insert(key, before.unwrap_or_default());
    }
    let mut done = 0;
    for batch in list.chunks(backend.batch().max(1)) {
        if progress(Progress { done, total: list.len() }).is_break() {
            return Err(Unsigned::Stopped);
        }
        for (entry, signature) in batch.iter().zip(backend.sign(ring, batch).await) {
            signatures.insert(known(entry), signature.map_err(Unsigned::Fault)?);
        }
        done += batch.len();
    }
    if progress(Progress { done, total: list.len() }).is_break() {
        return Err(Unsigned::Stopped);
    }
    for (place, key) in draft.places.iter().zip(places) {
        let signature = signatures.get(&key).cloned().unwrap_or_default();
        let entry = draft.zones.get_mut(place.member).and_then(|zone| zone.get_mut(place.entry));
        if let (Some(entry), Some(sig)) = (entry, with_signature(&place.head, signature)) {
            entry.set.sigs.push(sig);
        }
    }
    // What this run did not need is forgotten.
    made.known = signatures;
    Ok(list.len())
}
