//! Signature verification with the RustCrypto crates: everywhere, and synchronous inside.

use super::Backend;
use crate::dnssec::algorithm::rsa_parts;
use crate::dnssec::checks::SignatureCheck;
use crate::dnssec::keys::KeyIx;
use rsa::Pkcs1v15Sign;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use signature::Verifier as _;
use std::collections::HashMap;

/// RustCrypto on all cores (on one in a browser).
#[derive(Clone, Copy, Debug, Default)]
pub struct RustCrypto;

impl Backend for RustCrypto {
    async fn verify(&self, batch: &[SignatureCheck]) -> Vec<bool> {
        #[cfg(not(target_arch = "wasm32"))]
        return super::parallel::on_all_cores(batch, &false, verify_some);
        #[cfg(target_arch = "wasm32")]
        verify_some(batch)
    }

    fn batch(&self) -> usize {
        #[cfg(not(target_arch = "wasm32"))]
        return super::parallel::BATCH;
        #[cfg(target_arch = "wasm32")]
        64
    }
}

/// Verifies one after the other; each key is decoded once.
pub(super) fn verify_some(batch: &[SignatureCheck]) -> Vec<bool> {
    let mut keys: HashMap<KeyIx, Option<PublicKey>> = HashMap::new();
    batch
        .iter()
        .map(|check| {
            let key = keys.entry(check.key).or_insert_with(|| PublicKey::decode(check));
            key.as_ref().is_some_and(|key| key.verify(&check.data, &check.signature))
        })
        .collect()
}

/// A decoded public key.
enum PublicKey {
    Rsa(rsa::PublicKey, RsaHash),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
    Ed448(ed448_goldilocks::VerifyingKey),
}

#[derive(Clone, Copy)]
enum RsaHash {
    Sha1,
    Sha256,
    Sha512,
}

impl PublicKey {
    fn decode(check: &SignatureCheck) -> Option<Self> {
        let octets = check.public_key.as_ref();
        match check.algorithm {
            5 | 7 => rsa_key(octets).map(|key| Self::Rsa(key, RsaHash::Sha1)),
            8 => rsa_key(octets).map(|key| Self::Rsa(key, RsaHash::Sha256)),
            10 => rsa_key(octets).map(|key| Self::Rsa(key, RsaHash::Sha512)),
            13 if octets.len() == 64 => {
                p256::ecdsa::VerifyingKey::from_sec1_bytes(&uncompressed(octets)).ok().map(Self::P256)
            }
            14 if octets.len() == 96 => {
                p384::ecdsa::VerifyingKey::from_sec1_bytes(&uncompressed(octets)).ok().map(Self::P384)
            }
            15 => {
                let octets: [u8; 32] = octets.try_into().ok()?;
                ed25519_dalek::VerifyingKey::from_bytes(&octets).ok().map(Self::Ed25519)
            }
            16 => {
                let octets: [u8; 57] = octets.try_into().ok()?;
                ed448_goldilocks::VerifyingKey::from_bytes(&octets).ok().map(Self::Ed448)
            }
            _ => None,
        }
    }

    fn verify(&self, data: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa(key, hash) => {
                let (scheme, hashed) = match hash {
                    RsaHash::Sha1 => (Pkcs1v15Sign::new::<Sha1>(), Sha1::digest(data).to_vec()),
                    RsaHash::Sha256 => (Pkcs1v15Sign::new::<Sha256>(), Sha256::digest(data).to_vec()),
                    RsaHash::Sha512 => (Pkcs1v15Sign::new::<Sha512>(), Sha512::digest(data).to_vec()),
                };
                key.verify(scheme, &hashed, signature).is_ok()
            }
            Self::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(data, &signature).is_ok()),
            Self::P384(key) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(data, &signature).is_ok()),
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(data, &signature).is_ok()),
            Self::Ed448(key) => ed448_goldilocks::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_raw(&signature, data).is_ok()),
        }
    }
}

/// SEC 1 uncompressed point: DNSKEY leaves the leading 0x04 out (RFC 6605 §4).
pub(super) fn uncompressed(octets: &[u8]) -> Vec<u8> {
    let mut point = Vec::with_capacity(octets.len() + 1);
    point.push(4);
    point.extend_from_slice(octets);
    point
}

/// The longest modulus taken: 4096 bits and a leading zero octet.
pub(super) const RSA_MOST_OCTETS: usize = 4096 / 8 + 1;

/// Moduli of 512 to 4096 bits (RFC 5702 §2, RFC 3110 §2).
fn rsa_key(octets: &[u8]) -> Option<rsa::PublicKey> {
    let (exponent, modulus) = rsa_parts(octets)?;
    if modulus.len() > RSA_MOST_OCTETS || exponent.len() > 8 {
        return None;
    }
    let modulus = rsa::BoxedUint::from_be_slice_vartime(modulus);
    let exponent = rsa::BoxedUint::from_be_slice_vartime(exponent);
    rsa::PublicKey::new_with_size_limits(modulus, exponent, 512..=4096).ok()
}
