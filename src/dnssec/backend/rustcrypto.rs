//! Signature verification with the RustCrypto crates: everywhere, and synchronous inside.

use super::Backend;
use super::shape::{by_shape, significant};
use crate::dnssec::algorithm::rsa_parts;
use crate::dnssec::checks::SignatureCheck;
use crate::dnssec::keys::KeyIx;
use crate::dnssec::proofs::Checked;
use rsa::Pkcs1v15Sign;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use signature::Verifier as _;
use std::collections::HashMap;

/// RustCrypto on all cores (on one in a browser).
#[derive(Clone, Copy, Debug, Default)]
pub struct RustCrypto;

impl Backend for RustCrypto {
    async fn verify(&self, batch: &[SignatureCheck]) -> Vec<Checked> {
        #[cfg(not(target_arch = "wasm32"))]
        return super::parallel::on_all_cores(batch, &Checked::Unable, verify_some);
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
pub(super) fn verify_some(batch: &[SignatureCheck]) -> Vec<Checked> {
    let mut keys: HashMap<KeyIx, Result<PublicKey, Checked>> = HashMap::new();
    batch
        .iter()
        .map(|check| {
            by_shape(check).unwrap_or_else(|| {
                match keys.entry(check.key).or_insert_with(|| PublicKey::decode(check)) {
                    Ok(key) => Checked::of(key.verify(&check.data, &check.signature)),
                    Err(answer) => *answer,
                }
            })
        })
        .collect()
}

/// Whether the public key is a point of its curve.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn is_point(check: &SignatureCheck) -> bool {
    PublicKey::decode(check).is_ok()
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
    /// The key, or the answer to whatever is asked of it.
    fn decode(check: &SignatureCheck) -> Result<Self, Checked> {
        let octets = check.public_key.as_ref();
        // A string of the right length that is no point is a key to validators all the same; it verifies nothing.
        let nothing = |_| Checked::Fails;
        match check.algorithm {
            5 | 7 => rsa_key(octets).map(|key| Self::Rsa(key, RsaHash::Sha1)),
            8 => rsa_key(octets).map(|key| Self::Rsa(key, RsaHash::Sha256)),
            10 => rsa_key(octets).map(|key| Self::Rsa(key, RsaHash::Sha512)),
            13 => p256::ecdsa::VerifyingKey::from_sec1_bytes(&uncompressed(octets))
                .map(Self::P256)
                .map_err(|_| Checked::NoKey),
            14 => p384::ecdsa::VerifyingKey::from_sec1_bytes(&uncompressed(octets))
                .map(Self::P384)
                .map_err(|_| Checked::NoKey),
            15 => {
                let octets: [u8; 32] = octets.try_into().map_err(|_| Checked::NoKey)?;
                ed25519_dalek::VerifyingKey::from_bytes(&octets).map(Self::Ed25519).map_err(nothing)
            }
            16 => {
                let octets: [u8; 57] = octets.try_into().map_err(|_| Checked::NoKey)?;
                ed448_goldilocks::VerifyingKey::from_bytes(&octets)
                    .map(Self::Ed448)
                    .map_err(|_| Checked::Fails)
            }
            _ => Err(Checked::Unable),
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

/// Any odd modulus with any smaller odd exponent, 1 included, as OpenSSL takes them; the bounds are those of
/// [`super::shape`].
fn rsa_key(octets: &[u8]) -> Result<rsa::PublicKey, Checked> {
    let (exponent, modulus) = rsa_parts(octets).ok_or(Checked::NoKey)?;
    let number = |octets: &[u8]| rsa::BoxedUint::from_be_slice_vartime(significant(octets));
    let odd = |octets: &[u8]| octets.last().is_some_and(|octet| octet % 2 == 1);
    let (modulus, exponent, odd) = (number(modulus), number(exponent), odd(modulus) && odd(exponent));
    if odd && exponent < modulus {
        Ok(rsa::PublicKey::new_unchecked(modulus, exponent))
    } else {
        Err(Checked::Fails)
    }
}
