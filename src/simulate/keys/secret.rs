//! One private key.

use crate::dns::Dnskey;
use bytes::Bytes;
use domain::base::iana::SecurityAlgorithm;
use p256::elliptic_curve::Generate as _;
use rand_core::CryptoRng;
use rsa::traits::PublicKeyParts as _;
use sha2::Digest as _;
use signature::Signer as _;
use std::fmt;
use thiserror::Error;
use zeroize::Zeroizing;

/// The algorithms that keys are made for: RSA/SHA-256, RSA/SHA-512, ECDSA P-256 and P-384, Ed25519, Ed448.
pub const ALGORITHMS: [u8; 6] = [8, 10, 13, 14, 15, 16];

/// The size of RSA keys, in bits (RFC 8624 §3.1 and RFC 6781 §3.4.2).
const RSA_BITS: usize = 2048;

/// Why there is no key or no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyFault {
    #[error("there are no keys of algorithm {0} here")]
    Algorithm(u8),
    #[error("no RSA key could be made")]
    NoRsaKey,
    #[error("no two keys with the same key tag were found")]
    NoCollision,
    #[error("the key does not sign")]
    NoSignature,
}

/// A private key with its public half. See the module for what cannot be done with it.
pub struct SecretKey {
    algorithm: u8,
    pub(super) inner: Inner,
    public: Bytes,
}

/// Each of these wipes itself when dropped.
pub(super) enum Inner {
    Rsa(Box<rsa::PrivateKey>),
    P256(Box<p256::ecdsa::SigningKey>),
    P384(Box<p384::ecdsa::SigningKey>),
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Ed448(Box<ed448_goldilocks::SigningKey>),
}

impl SecretKey {
    /// A new key from this randomness.
    pub fn generate<R: CryptoRng>(algorithm: u8, rng: &mut R) -> Result<Self, KeyFault> {
        let inner = match algorithm {
            8 | 10 => rsa::PrivateKey::new(rng, RSA_BITS)
                .map(|key| Inner::Rsa(Box::new(key)))
                .map_err(|_| KeyFault::NoRsaKey)?,
            13 => Inner::P256(Box::new(p256::ecdsa::SigningKey::generate_from_rng(rng))),
            14 => Inner::P384(Box::new(p384::ecdsa::SigningKey::generate_from_rng(rng))),
            15 => {
                let mut seed = Zeroizing::new([0u8; 32]);
                rng.fill_bytes(seed.as_mut_slice());
                Inner::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed)))
            }
            16 => {
                let mut seed = Zeroizing::new([0u8; 57]);
                rng.fill_bytes(seed.as_mut_slice());
                Inner::ed448(seed.as_slice()).ok_or(KeyFault::Algorithm(algorithm))?
            }
            other => return Err(KeyFault::Algorithm(other)),
        };
        Ok(Self::new(algorithm, inner))
    }

    pub(super) fn new(algorithm: u8, inner: Inner) -> Self {
        let public = Bytes::from(inner.public_key());
        Self { algorithm, inner, public }
    }

    /// The DNSSEC algorithm number.
    pub fn algorithm(&self) -> u8 {
        self.algorithm
    }

    /// The public key field of its DNSKEY (RFC 3110, RFC 6605, RFC 8080).
    pub fn public_key(&self) -> &Bytes {
        &self.public
    }

    /// Its DNSKEY with these flags; `None` when that would be too long for a record, which no key is.
    pub fn dnskey(&self, flags: u16) -> Option<Dnskey> {
        Dnskey::new(flags, 3, SecurityAlgorithm::from_int(self.algorithm), self.public.clone()).ok()
    }

    /// The signature over these octets, as an RRSIG has it. The same octets give the same signature, with ECDSA
    /// too (RFC 6979).
    pub fn sign(&self, data: &[u8]) -> Result<Bytes, KeyFault> {
        let fault = |_| KeyFault::NoSignature;
        Ok(match &self.inner {
            Inner::Rsa(key) => {
                let signed = match self.algorithm {
                    10 => key.sign(rsa::Pkcs1v15Sign::new::<sha2::Sha512>(), &sha2::Sha512::digest(data)),
                    _ => key.sign(rsa::Pkcs1v15Sign::new::<sha2::Sha256>(), &sha2::Sha256::digest(data)),
                };
                Bytes::from(signed.map_err(|_| KeyFault::NoSignature)?)
            }
            Inner::P256(key) => {
                let signature: p256::ecdsa::Signature = key.try_sign(data).map_err(fault)?;
                Bytes::copy_from_slice(signature.to_bytes().as_slice())
            }
            Inner::P384(key) => {
                let signature: p384::ecdsa::Signature = key.try_sign(data).map_err(fault)?;
                Bytes::copy_from_slice(signature.to_bytes().as_slice())
            }
            Inner::Ed25519(key) => Bytes::copy_from_slice(&key.try_sign(data).map_err(fault)?.to_bytes()),
            Inner::Ed448(key) => Bytes::copy_from_slice(&key.sign_raw(data).to_bytes()),
        })
    }
}

impl Inner {
    /// Ed448 from its 57 octets.
    pub(super) fn ed448(seed: &[u8]) -> Option<Self> {
        let key = ed448_goldilocks::SigningKey::try_from(seed).ok()?;
        Some(Self::Ed448(Box::new(key)))
    }

    fn public_key(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => {
                // RFC 3110 §2; an exponent of 65537 has three octets.
                let exponent = key.e_bytes();
                let mut octets = vec![u8::try_from(exponent.len()).unwrap_or(u8::MAX)];
                octets.extend_from_slice(&exponent);
                octets.extend_from_slice(&key.n_bytes());
                octets
            }
            // SEC 1 uncompressed, without the leading 0x04 (RFC 6605 §4).
            Self::P256(key) => point(key.verifying_key().to_sec1_point(false).as_bytes()),
            Self::P384(key) => point(key.verifying_key().to_sec1_point(false).as_bytes()),
            Self::Ed25519(key) => key.verifying_key().to_bytes().to_vec(),
            Self::Ed448(key) => key.verifying_key().to_bytes().to_vec(),
        }
    }
}

fn point(uncompressed: &[u8]) -> Vec<u8> {
    uncompressed.iter().skip(1).copied().collect()
}

/// Says which key it is by its public half only.
impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(algorithm {}, …)", self.algorithm)
    }
}
