//! The one door to making signatures: what to sign is plain data, keys stay behind the door.

use super::keyring::Keyring;
use super::keys::KeyFault;
use bytes::Bytes;
#[cfg(not(target_arch = "wasm32"))]
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaKeyPair},
};
#[cfg(not(target_arch = "wasm32"))]
use std::collections::HashMap;

/// One signature to make.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ToSign {
    /// The key's number in the [`Keyring`].
    pub key: usize,
    /// RFC 4034 §3.1.8.1.
    pub data: Bytes,
}

/// Makes signatures.
pub trait SigningBackend {
    /// One signature per entry, in order.
    fn sign(&self, keys: &Keyring, batch: &[ToSign]) -> impl Future<Output = Vec<Result<Bytes, KeyFault>>>;

    /// How many make a batch: progress is told and stopping works between batches.
    fn batch(&self) -> usize;
}

/// RSA by ring, several times as fast as the crate in pure Rust, and octet for octet the same: nothing in these
/// signatures is random (RFC 8017 §8.2). Everything else by [`RustCrypto`].
///
/// ring has a copy of the RSA keys while it signs a batch, and does not wipe it.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug, Default)]
pub struct Native;

#[cfg(not(target_arch = "wasm32"))]
impl SigningBackend for Native {
    async fn sign(&self, keys: &Keyring, batch: &[ToSign]) -> Vec<Result<Bytes, KeyFault>> {
        let mut pairs: HashMap<usize, Option<RsaKeyPair>> = HashMap::new();
        for entry in batch {
            let pair = || keys.get(entry.key)?.for_ring();
            pairs.entry(entry.key).or_insert_with(pair);
        }
        let by_ring = |entry: &ToSign| {
            let pair = pairs.get(&entry.key)?.as_ref()?;
            let encoding =
                if keys.get(entry.key)?.algorithm() == 10 { &RSA_PKCS1_SHA512 } else { &RSA_PKCS1_SHA256 };
            let mut signature = vec![0; pair.public().modulus_len()];
            // The randomness blinds the arithmetic and is in no signature.
            pair.sign(encoding, &SystemRandom::new(), &entry.data, &mut signature).ok()?;
            Some(Bytes::from(signature))
        };
        let some = |part: &[ToSign]| -> Vec<Result<Bytes, KeyFault>> {
            part.iter().map(|entry| by_ring(entry).map_or_else(|| one(keys, entry), Ok)).collect()
        };
        crate::dnssec::backend::on_all_cores(batch, &Err(KeyFault::NoSignature), some)
    }

    fn batch(&self) -> usize {
        RustCrypto.batch()
    }
}

fn one(keys: &Keyring, entry: &ToSign) -> Result<Bytes, KeyFault> {
    keys.get(entry.key).ok_or(KeyFault::NoSignature)?.sign(&entry.data)
}

/// RustCrypto on all cores (on one in a browser).
#[derive(Clone, Copy, Debug, Default)]
pub struct RustCrypto;

impl SigningBackend for RustCrypto {
    async fn sign(&self, keys: &Keyring, batch: &[ToSign]) -> Vec<Result<Bytes, KeyFault>> {
        let some = |part: &[ToSign]| -> Vec<Result<Bytes, KeyFault>> {
            part.iter().map(|entry| one(keys, entry)).collect()
        };
        #[cfg(not(target_arch = "wasm32"))]
        return crate::dnssec::backend::on_all_cores(batch, &Err(KeyFault::NoSignature), some);
        #[cfg(target_arch = "wasm32")]
        some(batch)
    }

    fn batch(&self) -> usize {
        #[cfg(not(target_arch = "wasm32"))]
        return 4_096;
        #[cfg(target_arch = "wasm32")]
        64
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::super::keyring::{KeyId, Role};
    use super::super::keys::Seed;
    use super::*;

    /// Whoever signs, the octets are the same; and ring takes our keys.
    #[test]
    fn ring_signs_as_rustcrypto_does() {
        for seed in ["one", "two", "three"] {
            let mut keys = Keyring::new(Seed::from_text(seed));
            let mut batch = Vec::new();
            for algorithm in [8, 10, 13, 14, 15, 16] {
                let id = KeyId {
                    zone: "example.".into(),
                    holder: "A".into(),
                    role: Role::Zsk,
                    algorithm,
                    number: 0,
                };
                let key = keys.number_of(&id).unwrap();
                assert_eq!(
                    keys.get(key).unwrap().for_ring().is_some(),
                    algorithm <= 10,
                    "{seed} {algorithm}"
                );
                let long = "some more octets than one block of any hash: ".repeat(9);
                let signed = ["", "a", long.as_str()].map(str::as_bytes);
                batch.extend(signed.map(|data| ToSign { key, data: Bytes::copy_from_slice(data) }));
            }
            let by_ring = pollster::block_on(Native.sign(&keys, &batch));
            assert!(by_ring.iter().all(Result::is_ok));
            assert_eq!(by_ring, pollster::block_on(RustCrypto.sign(&keys, &batch)));
        }
    }
}
