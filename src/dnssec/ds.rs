//! DS digests (RFC 4034 §5.1.4, RFC 4509, RFC 6605 §2).

use super::keys::Key;
use crate::dns::{Ds, Name};
use domain::base::ToName as _;
use domain::base::iana::{DigestAlgorithm, SecurityAlgorithm};
use sha2::Digest as _;
use std::borrow::Cow;

/// The digest over owner name and DNSKEY record data; `None` for a type that is not known here.
pub fn digest<'k>(owner: &Name, key: &'k Key, digest_type: u8) -> Option<Cow<'k, [u8]>> {
    let [sha1, sha256, sha384] = &key.digests;
    let known = match digest_type {
        1 => sha1,
        2 => sha256,
        4 => sha384,
        _ => return None,
    };
    let (name, digest) = known.get_or_init(|| (owner.clone(), compute(owner, key, digest_type)));
    Some(if name == owner { Cow::Borrowed(digest) } else { Cow::Owned(compute(owner, key, digest_type)) })
}

/// The DS record that is made for a key where nothing else is asked for: with SHA-256 (RFC 4509, RFC 8624 §3.3).
pub fn record(owner: &Name, key: &Key) -> Option<Ds> {
    let digest = digest(owner, key, DigestAlgorithm::SHA256.to_int())?.into_owned();
    let algorithm = SecurityAlgorithm::from_int(key.algorithm);
    Ds::new(key.tag, algorithm, DigestAlgorithm::SHA256, digest.into()).ok()
}

fn compute(owner: &Name, key: &Key, digest_type: u8) -> Vec<u8> {
    let mut data: Vec<u8> = Vec::with_capacity(owner.len() + key.rdata.len());
    // Appending to a Vec cannot fail.
    let _ = owner.compose_canonical(&mut data);
    data.extend_from_slice(&key.rdata);
    match digest_type {
        1 => sha1::Sha1::digest(&data).to_vec(),
        2 => sha2::Sha256::digest(&data).to_vec(),
        _ => sha2::Sha384::digest(&data).to_vec(),
    }
}

/// How many octets a digest of this type has; `None` for a type that is not known here.
pub fn digest_length(digest_type: u8) -> Option<usize> {
    match digest_type {
        1 => Some(20),
        2 => Some(32),
        4 => Some(48),
        _ => None,
    }
}

/// The digest has the length that its type asks for, as far as that is known.
pub fn has_right_length(ds: &Ds) -> bool {
    digest_length(ds.digest_type().to_int()).is_none_or(|length| ds.digest().len() == length)
}

/// Tag and algorithm are the key's: the DS means this key, whatever the digest says.
pub fn names(ds: &Ds, key: &Key) -> bool {
    ds.key_tag() == key.tag && ds.algorithm().to_int() == key.algorithm
}

/// Tag, algorithm and digest are the key's (RFC 4035 §5.2).
pub fn matches(owner: &Name, ds: &Ds, key: &Key) -> bool {
    names(ds, key) && digest(owner, key, ds.digest_type().to_int()).is_some_and(|d| d == ds.digest().as_ref())
}
